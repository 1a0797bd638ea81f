import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { posix, resolve, win32 } from 'node:path'

/** Where the browser is that the tests are to use, if not the first that is found. */
export const BROWSER_VARIABLE = 'TALON_MOCK_TEST_BROWSER'

/** A machine to look for a browser on. */
export interface Machine {
  env: Readonly<Record<string, string | undefined>>
  platform: string
  /** Folder of the user. */
  home: string
  /** Names in a folder; none when there is no such folder. */
  namesIn(folder: string): readonly string[]
  /** Whether there is a browser in that place, and it starts. */
  starts(file: string): boolean
}

/**
 * The first browser that starts: the one that the variable names, which then is the only one to be looked
 * at, one on the PATH, or one that Playwright has downloaded before.
 */
export const findBrowser = (machine: Machine): string | undefined => {
  const named = machine.env[BROWSER_VARIABLE]
  const places = named ? [named] : [...onPath(machine), ...downloaded(machine)]
  return places.find((place) => machine.starts(place))
}

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'chrome']

const onPath = ({ env, platform }: Machine): string[] => {
  const isWindows = platform === 'win32'
  const { delimiter, join } = isWindows ? win32 : posix
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '')
  return COMMANDS.flatMap((command) =>
    folders.map((folder) => join(folder, isWindows ? `${command}.exe` : command)),
  )
}

/** Playwright writes it behind the last file of a download. */
const COMPLETE = 'INSTALLATION_COMPLETE'

/** The one without windows first, the newest of each. */
const downloaded = ({ env, platform, home, namesIn }: Machine): string[] => {
  const { join } = platform === 'win32' ? win32 : posix
  const cache = cacheOf({ env, platform, home })
  return ['chromium_headless_shell-', 'chromium-'].flatMap((prefix) =>
    namesIn(cache)
      .filter((name) => name.startsWith(prefix) && namesIn(join(cache, name)).includes(COMPLETE))
      .sort((a, b) => Number(b.slice(prefix.length)) - Number(a.slice(prefix.length)))
      .flatMap((name) =>
        namesIn(join(cache, name)).flatMap((part) =>
          namesIn(join(cache, name, part))
            .filter((file) => /^(chrome|chrome-headless-shell)(\.exe)?$/.test(file))
            .map((file) => join(cache, name, part, file)),
        ),
      ),
  )
}

/** Where Playwright keeps what it downloads. Source: Playwright docs, Browsers. */
const cacheOf = ({ env, platform, home }: Pick<Machine, 'env' | 'platform' | 'home'>): string => {
  const { join } = platform === 'win32' ? win32 : posix
  const set = env.PLAYWRIGHT_BROWSERS_PATH
  if (set === '0') return resolve('node_modules/playwright-core/.local-browsers')
  if (set) return set
  switch (platform) {
    case 'win32':
      return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'ms-playwright')
    case 'darwin':
      return join(home, 'Library', 'Caches', 'ms-playwright')
    default:
      return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'ms-playwright')
  }
}

/** How long a browser may take to say its version, in milliseconds. */
const VERSION_MS = 20_000

/** The machine that this runs on. */
export const thisMachine: Machine = {
  env: process.env,
  platform: process.platform,
  home: homedir(),
  namesIn: (folder) => {
    try {
      return readdirSync(folder)
    } catch {
      return []
    }
  },
  // One that lacks a library of the system is there and doesn't start. On Windows a version is not said.
  starts: (file) =>
    existsSync(file) &&
    (process.platform === 'win32' ||
      spawnSync(file, ['--version'], { stdio: 'ignore', timeout: VERSION_MS }).status === 0),
}
