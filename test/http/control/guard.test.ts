import type { InjectOptions } from 'fastify'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { putSession } from '../../helpers/put-session.ts'

const TOKEN = 'a-token-of-the-control-api'

/** All that the guard stands before. */
const GUARDED: InjectOptions[] = [
  { method: 'GET', url: '/_mock/openapi.json' },
  { method: 'GET', url: '/_mock/docs' },
  { method: 'GET', url: '/_mock/docs/' },
  { method: 'GET', url: '/_mock/fidelity' },
  { method: 'GET', url: '/_mock/exchanges' },
  { method: 'GET', url: '/_mock/exchanges/x_1' },
  { method: 'POST', url: '/_mock/callbacks/cb_1/redeliver' },
  { method: 'GET', url: '/_mock/sessions' },
  { method: 'GET', url: '/_mock/sessions/s1' },
  { method: 'DELETE', url: '/_mock/sessions/s1' },
  { method: 'POST', url: '/_mock/reset' },
  { method: 'GET', url: '/_mock/sinks' },
  { method: 'GET', url: '/_mock/sinks/a' },
  { method: 'DELETE', url: '/_mock/sinks/a' },
  { method: 'GET', url: '/_mock/nothing' },
  { method: 'GET', url: '/_mock/nothing?x=/_mock/health' },
]

/** What anybody may call, from wherever. */
const OPEN: InjectOptions[] = [
  { method: 'GET', url: '/_mock/health' },
  { method: 'HEAD', url: '/_mock/health' },
  { method: 'GET', url: '/_mock/ready' },
  { method: 'POST', url: '/_mock/sink/a' },
  { method: 'PUT', url: '/_mock/sink/a' },
]

const nameOf = ({ method, url }: InjectOptions) => `${method} ${url}`

t.test('on loopback no token is needed', async (t) => {
  for (const host of ['127.0.0.1', 'localhost', '::1', '127.0.0.2']) {
    const { app, controlToken } = await buildTestApp(t, { host })
    t.equal(controlToken, undefined)
    t.equal((await app.inject('/_mock/exchanges')).statusCode, 200, host)
  }
})

t.test('on any other address everything wants the token but health, ready and sinks', async (t) => {
  const { app, controlToken } = await buildTestApp(t, { host: '0.0.0.0' })
  t.match(controlToken, /^[\w-]{20,}$/, 'one is made')
  for (const request of GUARDED) {
    const reply = await app.inject(request)
    t.equal(reply.statusCode, 401, nameOf(request))
    isProblem(t, reply, 401, 'token-required')
    t.equal(reply.headers['www-authenticate'], 'Bearer')
    t.notMatch(reply.body, controlToken ?? '-')
  }
  for (const request of OPEN) {
    t.equal((await app.inject(request)).statusCode, 200, nameOf(request))
  }
  const authorization = `Bearer ${controlToken}`
  for (const request of GUARDED) {
    const reply = await app.inject({ ...request, headers: { authorization } })
    t.ok([200, 204, 302, 404].includes(reply.statusCode), nameOf(request))
  }
})

t.test('each made token is another', async (t) => {
  const first = await buildTestApp(t, { host: '0.0.0.0' })
  const second = await buildTestApp(t, { host: '::' })
  t.not(first.controlToken, second.controlToken)
})

t.test('a wrong token is refused, whatever it looks like', async (t) => {
  for (const host of ['0.0.0.0', '127.0.0.1']) {
    const { app, controlToken } = await buildTestApp(t, { host, controlToken: TOKEN })
    t.equal(controlToken, TOKEN)
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(1)}`,
      `Bearer ${TOKEN} ${TOKEN}`,
      `Bearer ${TOKEN.toUpperCase()}`,
      `Basic ${TOKEN}`,
      `ApiKey-v1 ${TOKEN}`,
      TOKEN,
      `Bearer ${'x'.repeat(10_000)}`,
    ]) {
      const reply = await app.inject({ url: '/_mock/exchanges', headers: { authorization } })
      isProblem(t, reply, 401, 'token-required')
    }
    for (const scheme of ['Bearer', 'bearer']) {
      const headers = { authorization: `${scheme} ${TOKEN}` }
      t.equal((await app.inject({ url: '/_mock/exchanges', headers })).statusCode, 200)
    }
  }
})

t.test('the emulated routes ask for no control token', async (t) => {
  const { app } = await buildTestApp(t, { host: '0.0.0.0', controlToken: TOKEN })
  t.equal((await putSession(app, 's1')).statusCode, 200)
})

t.test('where no token is needed, the control API answers to local names alone', async (t) => {
  const { app } = await buildTestApp(t)
  const ask = (host: string) => app.inject({ url: '/_mock/exchanges', headers: { host } })
  for (const host of [
    'localhost',
    'localhost:8080',
    'LOCALHOST:8080',
    '127.0.0.1',
    '127.0.0.1:8080',
    '[::1]',
    '[::1]:8080',
    'mock.localhost',
    'a.b.localhost:8080',
  ]) {
    t.equal((await ask(host)).statusCode, 200, host)
  }
  for (const host of [
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    'evil-localhost',
    'evillocalhost',
    '127.0.0.1.evil.example',
    'localhost evil.example',
    'a b',
    'undefined',
  ]) {
    isProblem(t, await ask(host), 403, 'host-refused')
  }
})

t.test(
  'an unknown Host is refused on everything that is guarded, and on nothing else',
  async (t) => {
    const { app } = await buildTestApp(t)
    await putSession(app, 's1')
    const headers = { host: 'evil.example' }
    for (const request of GUARDED) {
      const reply = await app.inject({ ...request, headers })
      t.equal(reply.statusCode, 403, nameOf(request))
    }
    for (const request of OPEN) {
      t.equal((await app.inject({ ...request, headers })).statusCode, 200, nameOf(request))
    }
    t.equal((await app.inject('/_mock/sessions/s1')).statusCode, 200, 'nothing was dropped')
  },
)

t.test('--control-host adds names, in any case, at any port', async (t) => {
  const controlHost = ['Mock.test', 'other.test']
  const { app } = await buildTestApp(t, { controlHost })
  const ask = (host: string) => app.inject({ url: '/_mock/exchanges', headers: { host } })
  for (const host of [
    'mock.test',
    'MOCK.test:8080',
    'other.test',
    'other.test:9000',
    'localhost',
  ]) {
    t.equal((await ask(host)).statusCode, 200, host)
  }
  for (const host of ['evil.example', 'a.mock.test', 'a b']) {
    isProblem(t, await ask(host), 403, 'host-refused')
  }
})

t.test('with a token the Host is of no interest', async (t) => {
  const { app } = await buildTestApp(t, { host: '0.0.0.0', controlToken: TOKEN })
  const headers = { host: 'talon-mock.internal:8080', authorization: `Bearer ${TOKEN}` }
  t.equal((await app.inject({ url: '/_mock/exchanges', headers })).statusCode, 200)
})

const CROSS_SITE: Record<string, string>[] = [
  { origin: 'http://evil.example' },
  { origin: 'http://localhost:3000' },
  { origin: 'http://localhost' },
  { origin: 'null' },
  { origin: '' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:8080' },
  { 'sec-fetch-site': 'same-origin', origin: 'http://evil.example' },
]

t.test('requests from pages of other origins are refused, with the token or without', async (t) => {
  for (const controlToken of ['', TOKEN]) {
    const { app } = await buildTestApp(t, { controlToken })
    await putSession(app, 's1')
    const authorization = `Bearer ${TOKEN}`
    for (const foreign of CROSS_SITE) {
      const headers = { host: 'localhost:8080', authorization, ...foreign }
      for (const request of GUARDED) {
        const reply = await app.inject({ ...request, headers })
        t.equal(reply.statusCode, 403, `${nameOf(request)} ${JSON.stringify(foreign)}`)
        t.equal(reply.json().type, 'urn:talon-mock:cross-site')
        t.equal(reply.headers['access-control-allow-origin'], undefined)
      }
    }
    const session = await app.inject({ url: '/_mock/sessions/s1', headers: { authorization } })
    t.equal(session.statusCode, 200, 'nothing was dropped')
  }
})

t.test('requests from our own page, or from no page, are fine', async (t) => {
  const { app } = await buildTestApp(t)
  for (const own of [
    { origin: 'http://localhost:8080' },
    { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    {},
  ]) {
    const headers = { host: 'localhost:8080', ...own }
    const reply = await app.inject({ method: 'POST', url: '/_mock/reset', headers })
    t.equal(reply.statusCode, 204, JSON.stringify(own))
  }
})

t.test(
  'a preflight to the control API gets no CORS headers, even with --cors-origin *',
  async (t) => {
    for (const corsOrigin of [[], ['*'], ['http://front.example']]) {
      const { app } = await buildTestApp(t, { corsOrigin })
      for (const url of ['/_mock', '/_mock/', '/_mock/exchanges', '/_mock/reset', '/_mock/a/b/c']) {
        for (const origin of ['http://front.example', 'http://localhost:80']) {
          for (const method of ['OPTIONS', 'GET'] as const) {
            const headers = { origin, 'access-control-request-method': 'POST' }
            const reply = await app.inject({ method, url, headers })
            const cors = Object.keys(reply.headers).filter((name) =>
              name.startsWith('access-control'),
            )
            t.strictSame(cors, [], `${method} ${url} from ${origin}`)
            t.equal(reply.headers['x-talon-mock-exchange'], undefined)
            if (method === 'OPTIONS') t.ok(reply.statusCode >= 400)
          }
        }
      }
    }
  },
)
