import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { SEGMENT_HEADERS } from '../../helpers/make-session.ts'
import { isRefused, putV1, putV2, sendBytes, storedSessions } from '../../helpers/third-party.ts'

// Source: Third-party OpenAPI, responses 400, 401 and 429 of the Segment endpoints: the three texts.
// Assumed: the order of the checks, and one text for a missing and a wrong key.
const NO_KEY = 'Missing Session Token'
const NO_DEPLOYMENT = 'No Deployment URL specified'
const TOO_MANY = 'Too many requests'

const URL_V1 = '/segment/customer_sessions/s1'
const { 'destination-hostname': deployment } = SEGMENT_HEADERS

t.test('a request without a key gets the documented 401', async (t) => {
  const { app } = await buildTestApp(t)
  for (const url of [URL_V1, '/segment/v2/customer_sessions/s1']) {
    const reply = await app.inject({
      method: 'PUT',
      url,
      headers: { 'destination-hostname': deployment },
      payload: {},
    })
    isRefused(t, reply, 401, NO_KEY)
  }
})

t.test('what is not `ApiKey-v1 <key>` is no key', async (t) => {
  const { app } = await buildTestApp(t)
  for (const authorization of [
    '',
    'undefined',
    '0123456789abcdef',
    'ApiKey-v1',
    'ApiKey-v1 ',
    'ApiKey-v10123456789abcdef',
    'ApiKey-v2 0123456789abcdef',
    'ManagementKey-v1 0123456789abcdef',
    'Bearer 0123456789abcdef',
    'Basic QXBpS2V5LXYxIDAxMjM6',
  ]) {
    isRefused(t, await putV2(app, {}, { headers: { authorization } }), 401, NO_KEY)
  }
})

t.test('any key is accepted unless keys are configured, then those alone', async (t) => {
  const open = await buildTestApp(t)
  const anyKey = await putV2(open.app, {}, { headers: { authorization: 'ApiKey-v1 whatever' } })
  t.equal(anyKey.statusCode, 200)

  const { app } = await buildTestApp(t, { apiKey: ['key-1', 'key-2'] })
  for (const key of ['key-1', 'key-2']) {
    const reply = await putV2(app, {}, { headers: { authorization: `ApiKey-v1 ${key}` } })
    t.equal(reply.statusCode, 200)
  }
  for (const key of ['key-3', 'KEY-1', 'key-1 key-2', 'key-1,key-2']) {
    const reply = await putV2(app, {}, { headers: { authorization: `ApiKey-v1 ${key}` } })
    isRefused(t, reply, 401, NO_KEY)
  }
})

t.test('a request that names no deployment gets the documented 400', async (t) => {
  const { app } = await buildTestApp(t)
  const { authorization } = SEGMENT_HEADERS
  const none = await app.inject({
    method: 'PUT',
    url: URL_V1,
    headers: { authorization },
    payload: {},
  })
  isRefused(t, none, 400, NO_DEPLOYMENT)
  for (const value of ['', 'undefined', 'https://', 'acme europe']) {
    const reply = await putV1(app, {}, { headers: { 'destination-hostname': value } })
    isRefused(t, reply, 400, NO_DEPLOYMENT)
  }
})

t.test('any deployment is known unless some are configured, then those alone: 404', async (t) => {
  // Assumed: what the service says to a deployment that there isn't is not documented.
  const headers = (name: string) => ({ headers: { 'destination-hostname': name } })
  const open = await buildTestApp(t)
  t.equal((await putV2(open.app, {}, headers('anything.example'))).statusCode, 200)

  const { app } = await buildTestApp(t, { deployment: ['acme.talon.one', 'Other.talon.one'] })
  for (const name of ['acme.talon.one', 'https://ACME.talon.one/', 'other.talon.one:443']) {
    t.equal((await putV1(app, {}, headers(name))).statusCode, 200, name)
  }
  for (const name of [
    'acme.talon.one.example',
    'talon.one',
    'https://acme.example/acme.talon.one',
  ]) {
    isRefused(t, await putV1(app, {}, headers(name)), 404, 'Not Found')
  }
  isRefused(t, await putV1(app, {}, headers('')), 400, NO_DEPLOYMENT)
  const ping = {
    method: 'GET',
    url: '/v2/authping',
    headers: { authorization: 'ApiKey-v1 k' },
  } as const
  t.equal((await app.inject(ping)).statusCode, 204, 'the deployment itself is asked')
})

t.test('the key is checked first, then the deployment, then the rate', async (t) => {
  const { app } = await buildTestApp(t, { rateLimit: 1 })
  t.equal((await putV2(app, {})).statusCode, 200)
  const noDeployment = { 'destination-hostname': '' }
  const neither = await putV2(app, {}, { headers: { authorization: '', ...noDeployment } })
  isRefused(t, neither, 401, NO_KEY)
  isRefused(t, await putV2(app, {}, { headers: noDeployment }), 400, NO_DEPLOYMENT)
  isRefused(t, await putV2(app, {}), 429, TOO_MANY)
})

t.test('all three are checked before the body', async (t) => {
  const { app } = await buildTestApp(t, { rateLimit: 1, bodyLimit: 100 })
  t.equal((await putV2(app, {})).statusCode, 200)
  const before = await storedSessions(app)
  for (const body of ['{"broken', JSON.stringify({ category: 'x'.repeat(200) })]) {
    isRefused(t, await putV2(app, body, { headers: { authorization: '' } }), 401, NO_KEY)
    const headers = { 'destination-hostname': '' }
    isRefused(t, await putV2(app, body, { headers }), 400, NO_DEPLOYMENT)
    isRefused(t, await putV2(app, body), 429, TOO_MANY)
  }
  t.strictSame(await storedSessions(app), before)
})

t.test('a refusal does not wait for the body', async (t) => {
  const { listen } = await buildTestApp(t)
  const reply = await sendBytes(
    await listen(),
    `PUT ${URL_V1} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
      'Content-Length: 1000\r\nConnection: close\r\n\r\n{"customerSession',
  )
  t.match(reply, /^HTTP\/1\.1 401 Unauthorized\r\n/)
  t.match(reply, `"Error":"${NO_KEY}"`)
})
