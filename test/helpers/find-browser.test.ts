import t from 'tap'
import { findBrowser, type Machine } from './find-browser.ts'

/** A machine with these files, all of which start but for those that are broken. */
const machine = (
  files: readonly string[],
  more: Partial<Machine> & { broken?: readonly string[] } = {},
): Machine => ({
  env: { PATH: '/usr/local/bin:/usr/bin' },
  platform: 'linux',
  home: '/home/ann',
  namesIn: (folder) => {
    const inside = files.filter((file) => file.startsWith(`${folder}/`))
    return [...new Set(inside.map((file) => file.slice(folder.length + 1).split('/')[0] ?? ''))]
  },
  starts: (file) => files.includes(file) && !more.broken?.includes(file),
  ...more,
})

const CACHE = '/home/ann/.cache/ms-playwright'
const shell = (revision: number, cache = CACHE) =>
  `${cache}/chromium_headless_shell-${revision}/chrome-headless-shell-linux64/chrome-headless-shell`
const whole = (revision: number) => `${CACHE}/chromium-${revision}/chrome-linux64/chrome`
const complete = (file: string) => [
  file,
  `${file.split('/').slice(0, -2).join('/')}/INSTALLATION_COMPLETE`,
]

t.test('the variable goes before all, and nothing else is taken when it names none', (t) => {
  const named = (file: string) => ({
    env: { TALON_MOCK_TEST_BROWSER: file, PATH: '/usr/bin' },
  })
  const files = ['/usr/bin/chromium', '/opt/chrome']
  t.equal(findBrowser(machine(files, named('/opt/chrome'))), '/opt/chrome')
  t.equal(findBrowser(machine(files, named('/opt/nothing'))), undefined)
  t.equal(findBrowser(machine(files, named(''))), '/usr/bin/chromium', 'an empty one is none')
  t.end()
})

t.test('then Chromium on the PATH, by its names in turn', (t) => {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'chrome']
  for (const [i, name] of names.entries()) {
    const files = names.slice(i).map((later) => `/usr/bin/${later}`)
    t.equal(findBrowser(machine([...files, ...complete(shell(9))])), `/usr/bin/${name}`)
  }
  const both = ['/usr/bin/chromium', '/usr/local/bin/chromium']
  t.equal(findBrowser(machine(both)), '/usr/local/bin/chromium', 'in the order of the PATH')
  t.equal(findBrowser(machine(['/opt/chromium'])), undefined)
  t.equal(findBrowser(machine(both, { env: {} })), undefined)
  t.end()
})

t.test("then Playwright's: the newest without windows, and whole downloads alone", (t) => {
  const files = [...complete(whole(1300)), ...complete(shell(999)), ...complete(shell(1255))]
  t.equal(findBrowser(machine(files)), shell(1255))
  t.equal(findBrowser(machine([...files, shell(1256)])), shell(1255))
  t.equal(findBrowser(machine(complete(whole(1300)))), whole(1300))
  t.end()
})

t.test("Playwright's cache is where Playwright has it", (t) => {
  const at = (cache: string, more: Partial<Machine>) =>
    t.equal(findBrowser(machine(complete(shell(1, cache)), more)), shell(1, cache), cache)
  at('/var/browsers', { env: { PLAYWRIGHT_BROWSERS_PATH: '/var/browsers' } })
  at('/var/cache/ms-playwright', { env: { XDG_CACHE_HOME: '/var/cache' } })
  at('/home/ann/Library/Caches/ms-playwright', { platform: 'darwin' })
  at(`${process.cwd()}/node_modules/playwright-core/.local-browsers`, {
    env: { PLAYWRIGHT_BROWSERS_PATH: '0' },
  })
  t.end()
})

t.test('on Windows names and folders are its own', (t) => {
  const windows = { platform: 'win32', home: 'C:\\Ann' }
  const chrome = 'D:\\bin\\chrome.exe'
  const env = { Path: 'C:\\Windows;D:\\bin' }
  t.equal(findBrowser(machine([chrome], { ...windows, env })), chrome)
  const cache = 'C:\\Ann\\AppData\\Local\\ms-playwright'
  const folder = `${cache}\\chromium_headless_shell-1`
  const names: Record<string, string[]> = {
    [cache]: ['chromium_headless_shell-1'],
    [folder]: ['INSTALLATION_COMPLETE', 'win64'],
    [`${folder}\\win64`]: ['chrome-headless-shell.exe'],
  }
  const found = `${folder}\\win64\\chrome-headless-shell.exe`
  const namesIn = (path: string) => names[path] ?? []
  t.equal(findBrowser(machine([found], { ...windows, env, namesIn })), found)
  t.end()
})

t.test('one that does not start is passed over', (t) => {
  const files = ['/usr/bin/chromium', '/usr/bin/chrome']
  t.equal(findBrowser(machine(files, { broken: ['/usr/bin/chromium'] })), '/usr/bin/chrome')
  t.end()
})
