import t from 'tap'
import { runCli, startCli } from '../helpers/run-cli.ts'

t.test('health exits 0 and is silent when the emulator answers', async (t) => {
  const { url } = await startCli(t)
  const quiet = { code: 0, stdout: '', stderr: '' }
  const { port } = new URL(url)
  t.strictSame(await runCli(t, ['health', '--url', url]).ended, quiet)
  t.strictSame(await runCli(t, ['health', '--port', port]).ended, quiet)
  t.strictSame(await runCli(t, ['health'], { TALON_MOCK_URL: url }).ended, quiet)
  t.strictSame(await runCli(t, ['health'], { TALON_MOCK_PORT: port }).ended, quiet)
})

t.test('health of an emulator in a container needs no token', async (t) => {
  const env = { TALON_MOCK_HOST: '0.0.0.0', TALON_MOCK_CONTROL_TOKEN: 'secret' }
  const { url } = await startCli(t, [], env)
  const { code } = await runCli(t, ['health'], { ...env, TALON_MOCK_PORT: new URL(url).port }).ended
  t.equal(code, 0)
})

t.test('health exits 1 with one line when nobody answers', async (t) => {
  const cli = await startCli(t)
  cli.child.kill('SIGTERM')
  await cli.ended
  const { code, stdout, stderr } = await runCli(t, ['health', '--url', cli.url]).ended
  t.equal(code, 1)
  t.equal(stdout, '')
  t.match(stderr, /^talon-mock: http:\/\/localhost:\d+ did not answer: .+\n$/)
})

t.test('health exits 2 with one line on wrong use', async (t) => {
  for (const args of [['--nope'], ['--url'], ['--url=nonsense'], ['extra']]) {
    const { code, stderr } = await runCli(t, ['health', ...args]).ended
    t.equal(code, 2, args.join(' '))
    t.match(stderr, /^talon-mock: [^\n]+\n$/)
  }
})
