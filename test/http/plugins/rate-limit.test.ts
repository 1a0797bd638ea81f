import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { SEGMENT_HEADERS } from '../../helpers/make-session.ts'
import { isRefused, putV1, putV2, storedSessions } from '../../helpers/third-party.ts'

// Source: docs, Segment ("60 requests per second", all endpoints together); Third-party OpenAPI, 429.
// Assumed: counted per API key, in a sliding second.

/** How many of `count` requests are answered 200; the others must be answered 429. */
const admitted = async (t: Test, app: FastifyInstance, count: number): Promise<number> => {
  let passed = 0
  for (let i = 0; i < count; i++) {
    const reply = await putV2(app, {})
    if (reply.statusCode === 200) passed++
    else isRefused(t, reply, 429, 'Too many requests')
  }
  return passed
}

t.test('with a limit of 60, the 61st request of a second is refused', async (t) => {
  const { app, clock } = await buildTestApp(t, { rateLimit: 60 })
  t.equal(await admitted(t, app, 60), 60)
  const before = await storedSessions(app)
  const refused = await putV2(app, {})
  isRefused(t, refused, 429, 'Too many requests')
  t.notOk(refused.headers['retry-after'], 'no Retry-After: the service declares none')
  t.strictSame(await storedSessions(app), before)
  clock.advance(999)
  isRefused(t, await putV2(app, {}), 429, 'Too many requests')
  clock.advance(1)
  t.equal((await putV2(app, {})).statusCode, 200)
})

t.test('the second slides: a request makes room a second after it came', async (t) => {
  const { app, clock } = await buildTestApp(t, { rateLimit: 60 })
  t.equal(await admitted(t, app, 20), 20)
  clock.advance(600)
  t.equal(await admitted(t, app, 50), 40)
  clock.advance(400)
  t.equal(await admitted(t, app, 30), 20, 'the first 20 are a second old')
  clock.advance(600)
  t.equal(await admitted(t, app, 50), 40, 'refused requests have not counted')
})

t.test('each key has its own limit', async (t) => {
  const { app } = await buildTestApp(t, { rateLimit: 60 })
  t.equal(await admitted(t, app, 61), 60)
  const other = await putV2(app, {}, { headers: { authorization: 'ApiKey-v1 another' } })
  t.equal(other.statusCode, 200)
})

t.test('all endpoints count together', async (t) => {
  const { app } = await buildTestApp(t, { rateLimit: 2 })
  t.equal((await putV1(app, {})).statusCode, 200)
  t.equal((await putV2(app, {})).statusCode, 200)
  isRefused(t, await putV1(app, {}), 429, 'Too many requests')
  const ping = await app.inject({ url: '/v2/authping', headers: SEGMENT_HEADERS })
  t.equal(ping.statusCode, 429)
})

t.test('there is no limit by default', async (t) => {
  const { app } = await buildTestApp(t)
  t.equal(await admitted(t, app, 100), 100)
})

t.test('--strict sets the documented limit', async (t) => {
  const { app } = await buildTestApp(t, { strict: true })
  t.equal(await admitted(t, app, 61), 60)
})

t.test('a limit of its own goes over that of --strict, 0 too', async (t) => {
  const { app: unlimited } = await buildTestApp(t, { strict: true, rateLimit: 0 })
  t.equal(await admitted(t, unlimited, 61), 61)
  const { app: other } = await buildTestApp(t, { strict: true, rateLimit: 61 })
  t.equal(await admitted(t, other, 62), 61)
})
