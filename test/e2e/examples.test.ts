import process from 'node:process'
import t from 'tap'
import { runCli } from '../helpers/run-cli.ts'

// Those for Vitest and Playwright are compiled with everything else: their types are held.
for (const [name, args] of [
  ['client.tap', []],
  ['client.node-test', ['--test']],
] as const) {
  t.test(`the example ${name} passes beside an emulator`, async (t) => {
    const file = `build/test/examples/${name}.js`
    const command = [process.execPath, '--enable-source-maps', ...args, file]
    const settings = ['--isolation', 'api-key', '--callback-retries', '300000']
    const { code, stdout, stderr } = await runCli(t, ['exec', ...settings, '--', ...command]).ended
    t.equal(code, 0, stdout + stderr)
    t.match(stdout, /^# pass 1$|^ {4}ok 1|ok 1 - /m)
  })
}
