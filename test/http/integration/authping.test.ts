import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { SEGMENT_HEADERS } from '../../helpers/make-session.ts'
import { sendBytes } from '../../helpers/third-party.ts'

// Source: Segment's Talon.One destination, `testAuthentication` (204 good, 401 bad); no published
// specification has it. The error's form: Integration API, error schema.
const UNAUTHORISED = { message: 'Missing Session Token', errors: [], StatusCode: 401 }

const ping = (app: FastifyInstance, headers: Record<string, string>) =>
  app.inject({ url: '/v2/authping', headers })

t.test('a good key gets 204 with no body', async (t) => {
  const { app } = await buildTestApp(t, { apiKey: ['0123456789abcdef'] })
  const reply = await ping(app, { ...SEGMENT_HEADERS, 'user-agent': 'Segment (Actions)' })
  t.equal(reply.statusCode, 204)
  t.equal(reply.body, '')
  t.notOk(reply.headers['content-type'])
})

t.test('the key alone is enough: the deployment is the host itself', async (t) => {
  const { app } = await buildTestApp(t)
  const { authorization } = SEGMENT_HEADERS
  t.equal((await ping(app, { authorization })).statusCode, 204)
})

t.test("a missing or wrong key gets 401 in the Integration API's form", async (t) => {
  const { app } = await buildTestApp(t, { apiKey: ['key-1'] })
  for (const headers of [
    {},
    { authorization: 'ApiKey-v1 key-2' },
    { authorization: 'Bearer key-1' },
  ]) {
    const reply = await ping(app, { 'destination-hostname': 'acme.talon.one', ...headers })
    t.equal(reply.statusCode, 401)
    t.equal(reply.headers['content-type'], 'application/json')
    t.strictSame(reply.json(), UNAUTHORISED)
  }
})

t.test('every error beside the Segment paths has that form', async (t) => {
  const { app } = await buildTestApp(t)
  const unknown = await app.inject({ url: '/v2/nothing', headers: SEGMENT_HEADERS })
  t.equal(unknown.statusCode, 404)
  t.strictSame(unknown.json(), { message: 'Not Found', errors: [], StatusCode: 404 })
  const badPath = await app.inject({ url: '/v2/%ff', headers: SEGMENT_HEADERS })
  t.equal(badPath.statusCode, 400)
  t.match(badPath.json(), { message: /percent-encoded/, errors: [], StatusCode: 400 })
})

t.test("a request that comes with the whole URL, as a proxy's client sends it", async (t) => {
  const { listen } = await buildTestApp(t, { apiKey: ['key-1'] })
  const url = await listen()
  const send = (key: string) =>
    sendBytes(
      url,
      'GET http://acme.talon.one/v2/authping HTTP/1.1\r\nHost: acme.talon.one\r\n' +
        `Authorization: ApiKey-v1 ${key}\r\nConnection: close\r\n\r\n`,
    )
  t.match(await send('key-1'), /^HTTP\/1\.1 204 /)
  const refused = await send('key-2')
  t.match(refused, /^HTTP\/1\.1 401 /)
  t.ok(refused.endsWith(JSON.stringify(UNAUTHORISED)))
})
