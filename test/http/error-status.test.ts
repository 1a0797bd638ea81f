import t from 'tap'
import { buildTestApp } from '../helpers/build-test-app.ts'
import { SEGMENT_HEADERS } from '../helpers/make-session.ts'
import { isRefused, putV1, putV2, storedSessions } from '../helpers/third-party.ts'

// The form of every error: Third-party OpenAPI, `errorResponseWithStatus`. Assumed: the statuses and
// texts, since the service documents none for these.

t.test('a malformed body is refused, saying where the parser stopped', async (t) => {
  const { app } = await buildTestApp(t)
  for (const put of [putV1, putV2]) {
    for (const body of [
      '{"profileId":',
      "{'profileId':1}",
      'customerSession',
      '{}{}',
      '{"a":NaN}',
    ]) {
      const reply = await put(app, body)
      isRefused(t, reply, 400, /^The body must be valid JSON: .*(JSON|position)/)
    }
  }
  t.match(await storedSessions(app), { items: [] })
})

t.test('an empty body is refused', async (t) => {
  const { app } = await buildTestApp(t)
  const empty = await putV2(app, '')
  isRefused(t, empty, 400, 'The body must be JSON, got none')
  const none = await app.inject({
    method: 'PUT',
    url: '/segment/customer_sessions/s1',
    headers: SEGMENT_HEADERS,
  })
  isRefused(t, none, 400, /body must be an object/)
})

t.test('a body that is JSON but no object is refused', async (t) => {
  const { app } = await buildTestApp(t)
  for (const put of [putV1, putV2]) {
    for (const body of ['[]', 'null', '1', '"text"', 'true']) {
      isRefused(t, await put(app, body), 400, /: body must be an object \(\/\)$/)
    }
  }
})

t.test('keys that would poison prototypes are refused, saying so', async (t) => {
  const { app } = await buildTestApp(t)
  for (const poison of [
    '{"__proto__":{"state":"closed"}}',
    '{"\\u005f_proto__":{"state":"closed"}}',
    '{"attributes":{"constructor":{"prototype":{"x":1}}}}',
  ]) {
    for (const body of [poison, `{"customerSession":${poison}}`]) {
      for (const put of [putV1, putV2]) {
        const reply = await put(app, body)
        isRefused(t, reply, 400, /^The body must be valid JSON: .*__proto__/)
      }
    }
  }
  t.match(await storedSessions(app), { items: [] })
  t.notOk('state' in Object.prototype)
})

t.test('a body nested deeper than can be written again is refused', async (t) => {
  const { app } = await buildTestApp(t)
  const nested = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`
  for (const levels of [1000, 50_000]) {
    const reply = await putV2(app, `{"ignored":${nested(levels)}}`)
    isRefused(t, reply, 400, /: body must not be nested deeper than 1000 levels \(\/\)$/)
    const objects = `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
    isRefused(t, await putV1(app, `{"customerSession":${objects}}`), 400, /1000 levels/)
  }
  const deepest = `{"ignored":${nested(999)},"brackets":"${'[{\\"'.repeat(2000)}"}`
  t.equal((await putV2(app, deepest)).statusCode, 200)
  t.equal((await app.inject('/_mock/exchanges')).statusCode, 200)
})

t.test('a content type other than JSON is refused, a charset is none', async (t) => {
  const { app } = await buildTestApp(t)
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonx',
    'application/xml',
    'json',
    '',
  ]) {
    const reply = await putV2(app, '{}', { headers: { 'content-type': type } })
    isRefused(t, reply, 415, 'Content-Type must be application/json')
  }
  const missing = await app.inject({
    method: 'PUT',
    url: '/segment/customer_sessions/s1',
    headers: SEGMENT_HEADERS,
    payload: Buffer.from('{}'),
  })
  isRefused(t, missing, 415, 'Content-Type must be application/json')
  for (const type of ['application/json; charset=utf-8', 'Application/JSON']) {
    const reply = await putV2(app, '{}', { headers: { 'content-type': type } })
    t.equal(reply.statusCode, 200)
  }
})

/** A body of exactly so many bytes. */
const bodyOf = (bytes: number) => `{"ignored":"${'x'.repeat(bytes - 14)}"}`

t.test('a body may have 1 MiB, and no byte more', async (t) => {
  const { app } = await buildTestApp(t)
  const MIB = 1024 * 1024
  t.equal((await putV2(app, bodyOf(MIB))).statusCode, 200)
  isRefused(t, await putV2(app, bodyOf(MIB + 1), { id: 's2' }), 413, /body limit \(--body-limit\)/)
  t.match(await storedSessions(app), { items: { length: 1 } })
})

t.test('the limit of the body can be set', async (t) => {
  const { app } = await buildTestApp(t, { bodyLimit: 200 })
  t.equal((await putV1(app, bodyOf(200))).statusCode, 200)
  isRefused(t, await putV1(app, bodyOf(201)), 413, /body limit/)
  const large = await buildTestApp(t, { bodyLimit: 4 * 1024 * 1024 })
  t.equal((await putV1(large.app, bodyOf(3 * 1024 * 1024))).statusCode, 200)
})

t.test('an unknown path is 404, before a key is asked for', async (t) => {
  const { app } = await buildTestApp(t)
  for (const url of [
    '/',
    '/segment',
    '/segment/',
    '/segment/customer_sessions',
    '/segment/customer_sessions/s1/more',
    '/segment/v2/customer_sessions',
    '/segment/v3/customer_sessions/s1',
    '/Segment/customer_sessions/s1',
    '/nothing',
  ]) {
    const reply = await app.inject({ method: 'PUT', url, headers: SEGMENT_HEADERS, payload: {} })
    isRefused(t, reply, 404, 'Not Found')
    isRefused(t, await app.inject({ method: 'PUT', url }), 404, 'Not Found')
  }
})

t.test('another method on a known path is 404', async (t) => {
  const { app } = await buildTestApp(t)
  for (const url of ['/segment/customer_sessions/s1', '/segment/v2/customer_sessions/s1']) {
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      const reply = await app.inject({ method, url, headers: SEGMENT_HEADERS })
      isRefused(t, reply, 404, 'Not Found')
    }
    const head = await app.inject({ method: 'HEAD', url, headers: SEGMENT_HEADERS })
    t.equal(head.statusCode, 404)
  }
})

t.test('a bug is a 500 that reveals nothing', async (t) => {
  const { app, world } = await buildTestApp(t)
  const secret = 'cannot read /home/me/secrets of undefined'
  Object.assign(world, { updateSession: () => Promise.reject(new TypeError(secret)) })
  for (const put of [putV1, putV2]) {
    const reply = await put(app, {})
    isRefused(t, reply, 500, 'Internal Server Error')
    t.notMatch(JSON.stringify(reply.headers), /secret|TypeError/)
  }
})

t.test('each refusal has an ID of its own', async (t) => {
  const { app } = await buildTestApp(t)
  const first = (await putV2(app, '[]')).json()
  const second = (await putV2(app, '[]')).json()
  t.not(first.RequestUUID, second.RequestUUID)
})
