import { BROWSER_VARIABLE } from './find-browser.ts'

const MINUTE_MS = 60_000

/** What a browser is looked for and fetched with. */
export interface EnsureBrowserDeps {
  find(): string | undefined
  /** What the variable that names one says. */
  named: string | undefined
  /** Whether packages of Debian can be installed. */
  hasApt: boolean
  say(line: string): void
  /** Runs a program, for so long at most; whether it did what it was to do. */
  run(file: string, args: readonly string[], limitMs: number): Promise<boolean>
}

/**
 * Sees to it that there is a browser to test with: one that is found, else Playwright's download, else
 * the package of Debian. Says what it is about to do, and nothing when one is found.
 * @throws Error with one line that says what to do
 */
export const ensureBrowser = async (deps: EnsureBrowserDeps): Promise<void> => {
  const { find, named, hasApt, say, run } = deps
  if (find()) return
  if (named) {
    throw new Error(
      `${BROWSER_VARIABLE} is ${JSON.stringify(named)}, which is no browser that starts`,
    )
  }

  say("No Chromium for the tests of the dashboard. Downloading Playwright's, about 100 MB …")
  const cli = 'node_modules/playwright-core/cli.js'
  await run(process.execPath, [cli, 'install', 'chromium-headless-shell'], 5 * MINUTE_MS)
  if (find()) return

  if (hasApt) {
    const install = () => run('apt-get', ['install', '-y', 'chromium'], 10 * MINUTE_MS)
    say(
      'That brought no Chromium that starts. Installing the package: apt-get install -y chromium …',
    )
    if (!(await install())) {
      say('The list of packages may be missing or old: apt-get update, and once more …')
      await run('apt-get', ['update'], 3 * MINUTE_MS)
      await install()
    }
    if (find()) return
  }
  throw new Error(
    `there is no Chromium to test the dashboard with, and none could be fetched: install one (npx playwright-core install --with-deps chromium-headless-shell, or a package of the system), or set ${BROWSER_VARIABLE} to where one is`,
  )
}
