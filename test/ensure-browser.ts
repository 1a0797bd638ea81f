import { existsSync } from 'node:fs'
import { ensureBrowser } from './helpers/ensure-browser.ts'
import { BROWSER_VARIABLE, findBrowser, thisMachine } from './helpers/find-browser.ts'
import { runBounded } from './helpers/run-bounded.ts'

// Runs before the tests: gets the browser that they need, if there is none.

/** What else the programs are told: not to ask, and not to wait for a host that doesn't answer. */
const ENV = {
  DEBIAN_FRONTEND: 'noninteractive',
  PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000',
}

try {
  await ensureBrowser({
    find: () => findBrowser(thisMachine),
    named: process.env[BROWSER_VARIABLE],
    hasApt: process.getuid?.() === 0 && existsSync('/etc/debian_version'),
    say: console.log,
    run: (file, args, limitMs) => runBounded(file, args, { limitMs, env: ENV }),
  })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
