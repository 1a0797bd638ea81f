import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { isRefused, putV2 } from '../../helpers/third-party.ts'

// Emulator only: the service is not called from browsers.
const SHOP = 'http://localhost:5173'
const OTHER = 'https://evil.example'

const preflight = (app: FastifyInstance, url: string, origin: string) =>
  app.inject({
    method: 'OPTIONS',
    url,
    headers: {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization,destination-hostname,content-type',
    },
  })

const URL_V2 = '/segment/v2/customer_sessions/s1'

/** Names of the CORS headers of a reply. */
const corsHeaders = (headers: object) =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'))

t.test('CORS is off by default', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await putV2(app, {}, { headers: { origin: SHOP } })
  t.equal(reply.statusCode, 200)
  t.strictSame(corsHeaders(reply.headers), [])
  const asked = await preflight(app, URL_V2, SHOP)
  isRefused(t, asked, 404, 'Not Found')
  t.strictSame(corsHeaders(asked.headers), [])
})

t.test('a listed origin may call, with credentials, and read the exchange ID', async (t) => {
  const { app } = await buildTestApp(t, { corsOrigin: [SHOP, 'https://shop.example'] })
  for (const origin of [SHOP, 'https://shop.example']) {
    const { headers } = await putV2(app, {}, { headers: { origin } })
    t.equal(headers['access-control-allow-origin'], origin)
    t.equal(headers['access-control-allow-credentials'], 'true')
    t.match(headers['access-control-expose-headers'], /X-Talon-Mock-Exchange/i)
    t.match(headers.vary, /Origin/i)
  }
})

t.test('an origin that is not listed is told nothing', async (t) => {
  const { app } = await buildTestApp(t, { corsOrigin: [SHOP] })
  for (const origin of [OTHER, 'http://localhost:5174', 'null', `${SHOP}.evil.example`]) {
    const { headers } = await putV2(app, {}, { headers: { origin } })
    t.not(headers['access-control-allow-origin'], origin)
    t.not(headers['access-control-allow-origin'], '*')
  }
})

t.test('`*` lets any origin call, without credentials', async (t) => {
  const { app } = await buildTestApp(t, { corsOrigin: ['*'] })
  const { headers } = await putV2(app, {}, { headers: { origin: OTHER } })
  t.equal(headers['access-control-allow-origin'], '*')
  t.notOk(headers['access-control-allow-credentials'])
})

t.test('a preflight needs no key and allows what the endpoints take', async (t) => {
  const { app } = await buildTestApp(t, { corsOrigin: [SHOP], apiKey: ['key-1'] })
  const { statusCode, headers } = await preflight(app, URL_V2, SHOP)
  t.equal(statusCode, 204)
  t.equal(headers['access-control-allow-origin'], SHOP)
  t.match(headers['access-control-allow-methods'], /\bPUT\b/)
  t.match(headers['access-control-allow-headers'], /authorization.*destination-hostname/)
})

t.test('a page can read refusals too', async (t) => {
  const { app } = await buildTestApp(t, { corsOrigin: [SHOP] })
  for (const [body, authorization] of [
    ['{}', 'Bearer x'],
    ['{"broken', 'ApiKey-v1 x'],
  ] as const) {
    const { statusCode, headers } = await putV2(app, body, {
      headers: { origin: SHOP, authorization },
    })
    t.ok(statusCode >= 400)
    t.equal(headers['access-control-allow-origin'], SHOP)
  }
})

t.test('the control API takes no cross-origin request, whatever is listed', async (t) => {
  for (const corsOrigin of [[SHOP], ['*']]) {
    const { app } = await buildTestApp(t, { corsOrigin })
    const asked = await preflight(app, '/_mock/sessions', SHOP)
    t.ok(asked.statusCode >= 400)
    t.strictSame(corsHeaders(asked.headers), [])
    const read = await app.inject({ url: '/_mock/sessions', headers: { origin: SHOP } })
    t.equal(read.statusCode, 403)
    t.strictSame(corsHeaders(read.headers), [])
  }
})
