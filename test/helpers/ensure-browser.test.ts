import t from 'tap'
import { type EnsureBrowserDeps, ensureBrowser } from './ensure-browser.ts'

/** What a try did, with a browser that is there once this program has succeeded. */
const tryWith = async (
  given: Partial<EnsureBrowserDeps> & {
    /** The program that brings one, as it is called; left out: none does. */
    bringsOne?: string
    /** Programs that fail, as often as they stand here. */
    fails?: readonly string[]
    isThere?: boolean
  },
) => {
  const { bringsOne, fails = [], isThere = false, ...deps } = given
  const said: string[] = []
  const ran: string[] = []
  const toFail = [...fails]
  let there = isThere
  const failure: unknown = await ensureBrowser({
    find: () => (there ? '/usr/bin/chromium' : undefined),
    named: undefined,
    hasApt: true,
    say: (line) => said.push(line),
    run: async (file, args, limitMs) => {
      t.ok(limitMs > 0 && limitMs <= 600_000, 'bounded in time')
      t.equal(said.length > 0, true, 'said before it is done')
      const called = [file, ...args].join(' ').replace(process.execPath, 'node')
      ran.push(called)
      const failing = toFail.indexOf(called)
      if (failing >= 0) {
        toFail.splice(failing, 1)
        return false
      }
      there ||= called === bringsOne
      return true
    },
    ...deps,
  }).catch((error: unknown) => error)
  return { said, ran, failure }
}

const DOWNLOAD = 'node node_modules/playwright-core/cli.js install chromium-headless-shell'
const INSTALL = 'apt-get install -y chromium'
const UPDATE = 'apt-get update'

t.test('nothing is said or done where there is one', async (t) => {
  t.strictSame(await tryWith({ isThere: true }), { said: [], ran: [], failure: undefined })
})

t.test("Playwright's is downloaded first", async (t) => {
  const { said, ran, failure } = await tryWith({ bringsOne: DOWNLOAD })
  t.match(said, [/^No Chromium .*Downloading Playwright's/])
  t.strictSame([ran, failure], [[DOWNLOAD], undefined])
})

t.test('where it can not be had, the package is installed', async (t) => {
  const { said, ran, failure } = await tryWith({ bringsOne: INSTALL, fails: [DOWNLOAD] })
  t.match(said, [/Downloading/, /apt-get install -y chromium/])
  t.strictSame([ran, failure], [[DOWNLOAD, INSTALL], undefined])
})

t.test('one that was downloaded and does not start is none', async (t) => {
  const { ran, failure } = await tryWith({ bringsOne: INSTALL })
  t.strictSame([ran, failure], [[DOWNLOAD, INSTALL], undefined])
})

t.test('a package that is not known is asked for again with a new list', async (t) => {
  const { said, ran, failure } = await tryWith({ bringsOne: INSTALL, fails: [DOWNLOAD, INSTALL] })
  t.match(said, [/Downloading/, /apt-get install/, /apt-get update/])
  t.strictSame([ran, failure], [[DOWNLOAD, INSTALL, UPDATE, INSTALL], undefined])
})

t.test('in vain, one line says what to do', async (t) => {
  const everything = [DOWNLOAD, INSTALL, UPDATE, INSTALL]
  for (const hasApt of [true, false]) {
    const { ran, failure } = await tryWith({ hasApt, fails: everything })
    t.strictSame(ran, hasApt ? everything : [DOWNLOAD])
    t.match(failure, { message: /^[^\n]*no Chromium[^\n]*TALON_MOCK_TEST_BROWSER[^\n]*$/ })
  }
})

t.test('nothing is fetched in the place of one that was named', async (t) => {
  const { ran, failure } = await tryWith({ named: '/opt/nothing' })
  t.strictSame(ran, [])
  t.match(failure, {
    message: 'TALON_MOCK_TEST_BROWSER is "/opt/nothing", which is no browser that starts',
  })
})
