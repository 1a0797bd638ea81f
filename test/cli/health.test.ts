import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { checkHealth, healthTarget } from '../../src/cli/health.ts'
import { buildTestApp } from '../helpers/build-test-app.ts'

/** Something else that listens and answers everything alike; closes with the test. */
const listenAs = async (t: Test, status: number, body: string): Promise<string> => {
  const server = createServer((_request, response) => response.writeHead(status).end(body))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('a running emulator is healthy', async (t) => {
  const { listen } = await buildTestApp(t)
  t.equal(await checkHealth(await listen()), undefined)
})

t.test('an emulator that wants a control token is asked for its health without', async (t) => {
  const { listen } = await buildTestApp(t, { controlToken: 'secret' })
  t.equal(await checkHealth(await listen()), undefined)
})

t.test('nobody there is not healthy, in one line', async (t) => {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await new Promise((closed) => server.close(closed))
  const problem = await checkHealth(url)
  t.equal(problem?.split('\n').length, 1)
  t.ok(problem?.startsWith(`${url} did not answer: `))
})

t.test('a server that is no emulator is not healthy, whatever its status', async (t) => {
  for (const status of [200, 404]) {
    const url = await listenAs(t, status, '<html>shop</html>')
    t.equal(await checkHealth(url), `${url} answered ${status}, not as talon-mock does`)
  }
})

const TARGETS: [argv: string[], env: Record<string, string>, url: string][] = [
  [[], {}, 'http://localhost:8080'],
  [[], { TALON_MOCK_PORT: '9000' }, 'http://localhost:9000'],
  [['--port', '9001'], { TALON_MOCK_PORT: '9000' }, 'http://localhost:9001'],
  [[], { TALON_MOCK_HOST: '0.0.0.0' }, 'http://127.0.0.1:8080'],
  [[], { TALON_MOCK_HOST: '::' }, 'http://[::1]:8080'],
  [[], { TALON_MOCK_HOST: '10.1.2.3' }, 'http://10.1.2.3:8080'],
  [[], { TALON_MOCK_PORT: 'tcp://10.0.0.11:8080' }, 'http://localhost:8080'],
  [[], { TALON_MOCK_URL: 'http://mock:1' }, 'http://mock:1'],
  [['--url', 'http://a:2'], { TALON_MOCK_URL: 'http://mock:1' }, 'http://a:2'],
  [['--url=https://a:2'], { TALON_MOCK_PORT: 'wrong' }, 'https://a:2'],
]
for (const [argv, env, url] of TARGETS) {
  t.test(`health ${argv.join(' ')} with ${JSON.stringify(env)} asks ${url}`, (t) => {
    t.strictSame(healthTarget(argv, env), { ok: true, url })
    t.end()
  })
}

const WRONG: [argv: string[], env: Record<string, string>, problem: RegExp][] = [
  [['--nope'], {}, /^--nope: there is no such flag/],
  [['--url'], {}, /^--url \(TALON_MOCK_URL\): must be an http URL, got ""/],
  [['--url', 'localhost:8080'], {}, /must be an http URL, got "localhost:8080"/],
  [[], { TALON_MOCK_URL: 'nonsense' }, /must be an http URL, got "nonsense"/],
  [[], { TALON_MOCK_PORT: 'x' }, /^TALON_MOCK_PORT \(--port\): must be a whole number/],
]
for (const [argv, env, problem] of WRONG) {
  t.test(`health ${argv.join(' ')} with ${JSON.stringify(env)} is wrong use, in one line`, (t) => {
    const target = healthTarget(argv, env)
    t.equal(target.ok, false)
    if (target.ok) throw new Error('expected to be refused')
    t.equal(target.problems.length, 1)
    t.match(target.problems[0], problem)
    t.end()
  })
}
