import process from 'node:process'
import t, { type Test } from 'tap'
import { runCli } from '../helpers/run-cli.ts'

const NODE = process.execPath

const exec = (t: Test, settings: readonly string[], ...command: string[]) =>
  runCli(t, ['exec', ...settings, '--', ...command])

const script = (source: string) => [NODE, '--input-type=module', '-e', source]

t.test('the command finds an emulator beside it, and its exit code is passed on', async (t) => {
  const { code, stdout, stderr } = await exec(
    t,
    ['--scenario', 'none'],
    ...script(`
      const url = process.env.TALON_MOCK_URL
      const reply = await fetch(url + '/_mock/scenario')
      const { scenario } = await reply.json()
      console.log(reply.status, scenario, process.env.TALON_MOCK_CONTROL_TOKEN, process.argv.slice(1).join())
      process.exitCode = 7`),
    '--',
    '--port',
    'x y',
  ).ended
  t.equal(stdout, '200 none undefined --port,x y\n', 'what is behind -- is the command’s alone')
  t.equal(stderr, '', 'the emulator is quiet')
  t.equal(code, 7)
})

t.test('the emulator is gone when the command is', async (t) => {
  const { stdout } = await exec(t, [], ...script('console.log(process.env.TALON_MOCK_URL)')).ended
  await t.rejects(fetch(stdout.trim()))
})

t.test('a control token that was made is told to the command', async (t) => {
  const { stdout, code } = await exec(
    t,
    ['--host', '0.0.0.0'],
    ...script(`
      const headers = { authorization: 'Bearer ' + process.env.TALON_MOCK_CONTROL_TOKEN }
      const ask = async (init) => (await fetch(process.env.TALON_MOCK_URL + '/_mock/exchanges', init)).status
      console.log(await ask(), await ask({ headers }))`),
  ).ended
  t.equal(stdout, '401 200\n')
  t.equal(code, 0)
})

t.test('a signal goes to the command, whose end by one is 128 and its number', async (t) => {
  const running = exec(t, [], ...script(`console.log('up'); setInterval(() => {}, 1000)`))
  await running.said(/up/)
  running.child.kill('SIGTERM')
  t.equal((await running.ended).code, 128 + 15)
})

t.test('a command that there is not: 127, and one line', async (t) => {
  const { code, stderr } = await exec(t, [], './nowhere').ended
  t.equal(code, 127)
  t.equal(stderr, 'talon-mock: ./nowhere: there is no such command\n')
})

t.test('no command, or wrong settings: all that is wrong, exit code 2', async (t) => {
  const { code, stderr } = await runCli(t, ['exec', '--port', 'x']).ended
  t.equal(code, 2)
  t.match(stderr, /--port \(TALON_MOCK_PORT\): must be/)
  t.match(stderr, /exec \[settings\] -- COMMAND \.\.\.: name a command/)
})
