import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import {
  buildShopApp,
  INTEGRATION_HEADERS,
  isFaulty,
  keptBy,
  read,
  reopen,
  takeBack,
  update,
} from '../../helpers/integration.ts'
import { makeSession } from '../../helpers/make-session.ts'

// Source: Integration API, `Idempotency-Key`: the response is stored and expires 24 hours after the request;
// keys should not exceed 255 characters. Assumed: longer ones are refused; a key counts for its method and
// path; what was refused is not stored.

const HOUR = 3_600_000
const KEY = '0f1c8a52-5b0e-4e0c-9d4e-6f1f3f1e2d11'

const withKey = (key = KEY) => ({
  headers: { 'idempotency-key': key },
  content: ['customerSession'],
})

const countOf = async (app: FastifyInstance, id = 's1'): Promise<number> =>
  (await read(app, id)).json().customerSession.updateCount

t.test('the same key gets the same reply, and nothing happens again', async (t) => {
  const { app, clock } = await buildTestApp(t)
  const first = await update(app, 's1', makeSession(), withKey())
  t.equal(first.statusCode, 200)
  clock.advance(HOUR)
  const before = await keptBy(app)
  const second = await update(app, 's1', makeSession({ couponCodes: ['LATER'] }), withKey())
  t.equal(second.statusCode, 200)
  t.equal(second.body, first.body)
  t.equal(second.headers['content-type'], first.headers['content-type'])
  t.strictSame(await keptBy(app), before)
  t.equal(await countOf(app), 1)
  await update(app, 's1', {}, withKey('another'))
  await update(app, 's1', {})
  await update(app, 's1', {})
  t.equal(await countOf(app), 4, 'another key, or none, is an update')
})

t.test('another path is another request', async (t) => {
  const { app } = await buildTestApp(t)
  await update(app, 's1', makeSession(), withKey())
  const other = await update(app, 's2', makeSession(), withKey())
  t.equal(other.json().customerSession.integrationId, 's2')
  t.equal(await countOf(app, 's2'), 1)
})

t.test('after 24 hours the key is new', async (t) => {
  const { app, clock } = await buildTestApp(t)
  await update(app, 's1', makeSession(), withKey())
  clock.advance(24 * HOUR - 1)
  await update(app, 's1', {}, withKey())
  t.equal(await countOf(app), 1)
  clock.advance(1)
  const fresh = await update(app, 's1', {}, withKey())
  t.equal(fresh.json().customerSession.updateCount, 2)
  clock.advance(24 * HOUR - 1)
  t.equal((await update(app, 's1', {}, withKey())).body, fresh.body, 'and counts from then on')
})

t.test('parallel requests with one key are one', async (t) => {
  const { app } = await buildTestApp(t)
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => update(app, 's1', makeSession(), withKey())),
  )
  t.strictSame(new Set(replies.map(({ statusCode }) => statusCode)), new Set([200]))
  t.equal(new Set(replies.map(({ body }) => body)).size, 1)
  t.equal(await countOf(app), 1)
})

t.test('what was refused is not kept', async (t) => {
  const { app } = await buildTestApp(t)
  const bad = await update(app, 's1', { attributes: { Foo: 1 } }, withKey())
  t.equal(bad.statusCode, 400)
  t.equal((await update(app, 's1', makeSession(), withKey())).statusCode, 200)
  t.equal(await countOf(app), 1)
})

t.test('when the first of parallel ones is refused, the next is taken, once', async (t) => {
  const { app } = await buildTestApp(t)
  const replies = await Promise.all([
    update(app, 's1', { attributes: { Foo: 1 } }, withKey()),
    ...Array.from({ length: 5 }, () => update(app, 's1', makeSession(), withKey())),
  ])
  const [refused, ...taken] = replies
  t.equal(refused?.statusCode, 400)
  t.equal(new Set(taken.map(({ body }) => body)).size, 1)
  t.equal(await countOf(app), 1)
})

t.test('a request that a fault befell can be sent again', async (t) => {
  const { app } = await buildTestApp(t)
  for (const what of [{ status: 503 }, { conflict: true }]) {
    const fault = { where: 'request', do: what, times: 1 }
    await app.inject({ method: 'POST', url: '/_mock/faults', payload: fault })
    t.ok((await update(app, 's1', makeSession(), withKey())).statusCode > 400)
  }
  t.equal((await update(app, 's1', makeSession(), withKey())).statusCode, 200)
  t.equal(await countOf(app), 1)
})

t.test('at most 255 characters', async (t) => {
  const { app } = await buildTestApp(t)
  t.equal((await update(app, 's1', {}, withKey('k'.repeat(255)))).statusCode, 200)
  const long = await update(app, 's2', {}, withKey('k'.repeat(256)))
  isFaulty(t, long, { details: /255/, source: { parameter: 'idempotency-key' } })
  t.equal((await read(app, 's2')).statusCode, 404)
})

// Source: Integration API: the operations that take the header.
t.test('returns, reopening, profiles and events take it, too', async (t) => {
  const { app } = await buildShopApp(
    t,
    `
attributes: { CustomerProfile: { Tier: string } }
events: [Looked]`,
  )
  const closed = makeSession({ state: 'closed' })
  await update(app, 's1', closed)
  const returned = await takeBack(app, 's1', [{ position: 0, quantity: 1 }], withKey())
  const again = await takeBack(app, 's1', [{ position: 0, quantity: 1 }], withKey())
  t.equal(returned.statusCode, 200)
  t.equal(again.body, returned.body)
  t.match((await read(app, 's1')).json().customerSession.cartItems, [{ returnedQuantity: 1 }])

  await update(app, 's2', closed)
  const reopened = await reopen(app, 's2', withKey())
  t.equal(reopened.statusCode, 200)
  const twice = await reopen(app, 's2', withKey())
  t.equal(twice.statusCode, 200)
  t.equal(twice.body, reopened.body)

  const headers = { ...INTEGRATION_HEADERS, 'idempotency-key': KEY }
  for (const [method, url, payload, statusCode] of [
    [
      'PUT',
      '/v2/customer_profiles/anna?runRuleEngine=true',
      { attributes: { Tier: 'a' }, responseContent: ['customerProfile', 'event'] },
      200,
    ],
    [
      'PUT',
      '/v2/customer_profiles?silent=no',
      { customerProfiles: [{ integrationId: 'ben' }] },
      200,
    ],
    ['PUT', '/v2/customer_profiles', { customerProfiles: [{ integrationId: 'cleo' }] }, 204],
    [
      'POST',
      '/v2/events?silent=no',
      { profileId: 'anna', type: 'Looked', responseContent: ['event'] },
      200,
    ],
    ['POST', '/v2/events', { profileId: 'anna', type: 'Looked' }, 204],
  ] as const) {
    const first = await app.inject({ method, url, headers, payload })
    t.equal(first.statusCode, statusCode, first.body)
    const before = await keptBy(app)
    const second = await app.inject({ method, url, headers, payload })
    t.equal(second.statusCode, statusCode)
    t.equal(second.body, first.body, url)
    t.strictSame(await keptBy(app), before, `${method} ${url}`)
  }
})

t.test('a reset forgets the keys', async (t) => {
  const { app } = await buildTestApp(t)
  await update(app, 's1', makeSession(), withKey())
  await app.inject({ method: 'POST', url: '/_mock/reset' })
  t.equal((await update(app, 's1', makeSession(), withKey())).statusCode, 200)
  t.equal(await countOf(app), 1, 'it happened')
})
