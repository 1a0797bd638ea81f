import type { FastifyInstance, InjectOptions } from 'fastify'
import t, { type Test } from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { putSession } from '../../helpers/put-session.ts'

// What holds for each route of the control API, those to come included: they are taken from the document.

const TOKEN = 'a-token-of-the-control-api'

/** Anybody may call these, from wherever. */
const OPEN = ['GET /_mock/health', 'GET /_mock/ready', 'POST /_mock/sink/{name}']

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE'

interface Route {
  name: string
  method: Method
  url: string
  takesBody: boolean
}

const METHODS: readonly Method[] = ['GET', 'PUT', 'POST', 'DELETE']

/** All routes of the control API, with something in the place of each parameter. */
const routesOf = async (app: FastifyInstance, headers = {}): Promise<Route[]> => {
  const reply = await app.inject({ url: '/_mock/openapi.json', headers })
  const { paths } = reply.json<{
    paths: Record<string, Record<string, { requestBody?: object }>>
  }>()
  return Object.entries(paths).flatMap(([path, operations]) => {
    if (!path.startsWith('/_mock/')) return []
    return Object.entries(operations).map(([lower, { requestBody }]) => {
      const method = METHODS.find((known) => known.toLowerCase() === lower)
      if (!method) throw new Error(`${lower} ${path} is not in this test`)
      const url = path.replaceAll(/\{\w+\}/g, 'x')
      return { name: `${method} ${path}`, method, url, takesBody: requestBody !== undefined }
    })
  })
}

const guarded = (routes: readonly Route[]) => routes.filter(({ name }) => !OPEN.includes(name))

/** State, sinks and exchanges: what a refused request must leave alone. */
const everything = async (app: FastifyInstance, headers = {}) => {
  const urls = ['snapshot', 'sinks', 'exchanges', 'worlds', 'clock', 'scenario']
  const replies = urls.map((url) => app.inject({ url: `/_mock/${url}`, headers }))
  return (await Promise.all(replies)).map(({ body }) => body)
}

/** An emulator with something in it. */
const inUse = async (t: Test, settings: Parameters<typeof buildTestApp>[1] = {}) => {
  const built = await buildTestApp(t, settings)
  await putSession(built.app, 'x')
  await built.app.inject({ method: 'POST', url: '/_mock/sink/x', payload: 'kept' })
  return built
}

/** What browsers send along: a script, a form, an image of another page; an old browser, a sandboxed frame. */
const FROM_ANOTHER_PAGE: Record<string, string>[] = [
  {
    origin: 'http://evil.example',
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'cors',
    'sec-fetch-dest': 'empty',
    referer: 'http://evil.example/',
  },
  {
    origin: 'http://evil.example',
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
    'sec-fetch-user': '?1',
    'content-type': 'application/x-www-form-urlencoded',
  },
  { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
  { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
  { origin: 'http://evil.example' },
  { origin: 'null', 'content-type': 'text/plain' },
]

t.test('a page of another site is refused on every route, with a token and without', async (t) => {
  for (const controlToken of ['', TOKEN]) {
    const { app } = await inUse(t, { controlToken })
    const authorization = `Bearer ${TOKEN}`
    const routes = guarded(await routesOf(app, { authorization }))
    t.ok(routes.length >= 25)
    const before = await everything(app, { authorization })
    for (const { name, method, url } of routes) {
      for (const foreign of FROM_ANOTHER_PAGE) {
        const headers = { host: 'localhost:8080', authorization, ...foreign }
        const request: InjectOptions = { method, url, headers }
        const reply = await app.inject(method === 'GET' ? request : { ...request, payload: 'a=b' })
        if (reply.statusCode !== 403 || reply.json().type !== 'urn:talon-mock:cross-site') {
          t.fail(`${name} ${JSON.stringify(foreign)}: ${reply.statusCode} ${reply.body}`)
        }
      }
    }
    t.strictSame(await everything(app, { authorization }), before)
  }
})

t.test('without the token every route answers 401 where one is set', async (t) => {
  const { app } = await inUse(t, { controlToken: TOKEN })
  const authorization = `Bearer ${TOKEN}`
  const before = await everything(app, { authorization })
  for (const { name, method, url } of guarded(await routesOf(app, { authorization }))) {
    for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
      const reply = await app.inject({ method, url, headers })
      if (reply.statusCode !== 401) t.fail(`${name}: ${reply.statusCode}`)
    }
  }
  t.strictSame(await everything(app, { authorization }), before)
})

t.test('an unknown Host is refused on every route where no token is set', async (t) => {
  const { app } = await inUse(t)
  const before = await everything(app)
  for (const { name, method, url } of guarded(await routesOf(app))) {
    const reply = await app.inject({ method, url, headers: { host: 'rebound.example' } })
    if (reply.statusCode !== 403) t.fail(`${name}: ${reply.statusCode}`)
  }
  t.strictSame(await everything(app), before)
})

t.test('health, ready and delivery into a sink are open to all of them', async (t) => {
  const { app } = await buildTestApp(t, { controlToken: TOKEN })
  const routes = await routesOf(app, { authorization: `Bearer ${TOKEN}` })
  const open = routes.filter(({ name }) => OPEN.includes(name))
  t.equal(open.length, OPEN.length)
  for (const { name, method, url } of open) {
    for (const foreign of FROM_ANOTHER_PAGE) {
      t.equal((await app.inject({ method, url, headers: foreign })).statusCode, 200, name)
    }
  }
})

/** Among them those that a form of another page may send without asking. */
const NO_JSON = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain; application/json',
  'application/jsonp',
  'text/json',
  'application/xml',
  '',
]

t.test(
  'a body that is not said to be JSON is a 415 on every write, and changes nothing',
  async (t) => {
    const { app } = await inUse(t)
    const before = await everything(app)
    const writes = guarded(await routesOf(app)).filter(({ method }) => method !== 'GET')
    t.ok(writes.some(({ takesBody }) => takesBody))
    for (const { method, url } of writes) {
      for (const type of NO_JSON) {
        const headers = type === '' ? {} : { 'content-type': type }
        const payload = Buffer.from('{"keep":["exchanges"]}')
        const reply = await app.inject({ method, url, headers, payload })
        isProblem(t, reply, 415, 'unsupported-media-type')
        t.match(reply.json().detail, /application\/json/)
      }
    }
    t.strictSame(await everything(app), before)
  },
)

t.test(
  'JSON is taken with parameters and in any case; without a body no type is asked',
  async (t) => {
    const { app } = await buildTestApp(t)
    for (const type of [
      'application/json',
      'Application/JSON',
      'application/json; charset=utf-8',
    ]) {
      for (const payload of ['{"keep":["exchanges"]}', '']) {
        const headers = { 'content-type': type }
        const reply = await app.inject({ method: 'POST', url: '/_mock/reset', headers, payload })
        t.equal(reply.statusCode, 204, type)
      }
    }
    t.equal((await app.inject({ method: 'POST', url: '/_mock/reset' })).statusCode, 204)
    const drop = await app.inject({ method: 'DELETE', url: '/_mock/sinks/none' })
    isProblem(t, drop, 404, 'not-found')
  },
)
