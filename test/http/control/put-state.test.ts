import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { putSession, walk } from '../../helpers/put-session.ts'

// Of the emulator alone: README, State in and out.

type Kind = 'sessions' | 'profiles'

const put = (app: FastifyInstance, kind: Kind, id: string, payload: object) =>
  app.inject({ method: 'PUT', url: `/_mock/${kind}/${id}`, payload })

const get = async (app: FastifyInstance, kind: Kind, id: string) =>
  (await app.inject(`/_mock/${kind}/${id}`)).json()

const drop = (app: FastifyInstance, kind: Kind, id: string) =>
  app.inject({ method: 'DELETE', url: `/_mock/${kind}/${id}` })

/** A session as the emulator stores it, and its profile. */
const documents = async (t: Parameters<typeof buildTestApp>[0]) => {
  const { app } = await buildTestApp(t)
  const { customerSession, customerProfile } = (await putSession(app, 's1')).json()
  return { session: customerSession, profile: customerProfile }
}

t.test('a session that is put is stored as it is, and goes on from there', async (t) => {
  const { session } = await documents(t)
  const { app } = await buildTestApp(t)
  const document = { ...session, id: 40, total: 1, updateCount: 7, attributes: { Any: [1, null] } }
  t.equal((await put(app, 'sessions', 's1', document)).statusCode, 204)
  t.strictSame(await get(app, 'sessions', 's1'), document)
  const updated = (await putSession(app, 's1', {}, { profileId: 'cust-7' })).json()
  t.match(updated.customerSession, { id: 40, updateCount: 8, total: 25, created: session.created })
  t.equal((await putSession(app, 's2')).json().customerSession.id, 41, 'numbers go on behind it')
})

t.test('no rule is asked, no callback sent, and no exchange made', async (t) => {
  const { session } = await documents(t)
  const { app, world } = await buildTestApp(t, { scenario: 'demo' })
  const document = { ...session, state: 'closed', couponCodes: ['XMAS-20-2021'] }
  await put(app, 'sessions', 's1', document)
  t.equal(world.ledger.size, 0)
  t.equal(world.callbacksOnTheirWay, 0)
  const cancelled = (await putSession(app, 's1', {}, { state: 'cancelled' })).json()
  t.strictSame(cancelled.effects, [], 'it has spent nothing that could be given back')
  t.match(cancelled.coupons, [{ usageCounter: 0 }])
})

t.test('its profile comes into being, and counts it in the place of the one before', async (t) => {
  const { session } = await documents(t)
  const { app } = await buildTestApp(t)
  const states: [state: string, profileId: string][] = [
    ['open', 'anna'],
    ['closed', 'anna'],
    ['closed', 'anna'],
    ['partially_returned', 'anna'],
    ['closed', 'ben'],
    ['cancelled', 'ben'],
    ['open', ''],
  ]
  const counted = []
  for (const [state, profileId] of states) {
    await put(app, 'sessions', 's1', { ...session, state, profileId })
    const sales = ['anna', 'ben'].map(async (id) => {
      const profile = await get(app, 'profiles', id)
      return [profile.closedSessions, profile.totalSales]
    })
    counted.push(await Promise.all(sales))
  }
  const none = [undefined, undefined]
  t.strictSame(counted, [
    [[0, 0], none],
    [[1, 25], none],
    [[1, 25], none],
    [[1, 25], none],
    [
      [0, 0],
      [1, 25],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [0, 0],
      [0, 0],
    ],
  ])
  const next = async (profileId: string) =>
    (await putSession(app, `of-${profileId}`, {}, makeSession({ profileId }))).json()
  t.equal((await next('anna')).customerSession.firstSession, true)
})

t.test('a session that is put and dropped leaves the profile as it was', async (t) => {
  const { app } = await buildTestApp(t)
  const { customerSession } = (await putSession(app, 's1')).json()
  const before = await get(app, 'profiles', 'cust-7')
  await put(app, 'sessions', 's2', {
    ...customerSession,
    id: 9,
    integrationId: 's2',
    state: 'closed',
  })
  t.equal((await get(app, 'profiles', 'cust-7')).closedSessions, 1)
  await drop(app, 'sessions', 's2')
  t.strictSame(await get(app, 'profiles', 'cust-7'), before)
})

t.test('what a closed session spent is not given back once another is put over it', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo' })
  const session = makeSession({ couponCodes: ['XMAS-20-2021'], state: 'closed' })
  const { customerSession } = (await putSession(app, 's1', {}, session)).json()
  await put(app, 'sessions', 's1', customerSession)
  const cancelled = (await putSession(app, 's1', {}, { state: 'cancelled' })).json()
  t.strictSame(cancelled.effects, [])
  t.match(cancelled.coupons, [{ usageCounter: 1 }])
})

t.test('lists stay in the order of the numbers, whatever is put', async (t) => {
  const { session, profile } = await documents(t)
  const { app } = await buildTestApp(t)
  for (const id of [5, 2, 9, 1]) {
    const integrationId = `r${id}`
    await put(app, 'sessions', integrationId, { ...session, id, integrationId, profileId: '' })
    await put(app, 'profiles', integrationId, { ...profile, id, integrationId })
  }
  await put(app, 'sessions', 'r5', { ...session, id: 12, integrationId: 'r5', profileId: '' })
  const idsOf = async (kind: Kind, limit: number) =>
    (await walk<{ id: number }>(app, `/_mock/${kind}`, limit)).map(({ id }) => id)
  for (const limit of [1, 3, 500]) {
    t.strictSame(await idsOf('sessions', limit), [1, 2, 9, 12])
    t.strictSame(await idsOf('profiles', limit), [1, 2, 5, 9])
  }
  const snapshot = await app.inject('/_mock/snapshot')
  const restored = await app.inject({
    method: 'PUT',
    url: '/_mock/snapshot',
    payload: snapshot.json<object>(),
  })
  t.equal(restored.statusCode, 204, restored.body)
})

const REFUSED_SESSIONS: [change: object, said: RegExp][] = [
  [{ total: '25' }, /total must be a number/],
  [{ state: 'lost' }, /state must be one of/],
  [{ extra: 1 }, /body must not have "extra"/],
  [{ id: 0 }, /id must be at least 1/],
  [{ created: 'now' }, /created must be an RFC 3339 time/],
  [{ cartItems: [{ sku: 'a' }] }, /quantity is required/],
  [{ integrationId: 's2' }, /integrationId must be s1, as in the path/],
  [{ id: 2 }, /id must be no other session's: 2 is that of other/],
]

t.test('a session that is none is refused by name, and changes nothing', async (t) => {
  const { app } = await buildTestApp(t)
  const { customerSession } = (await putSession(app, 's1')).json()
  await putSession(app, 'other')
  const before = (await app.inject('/_mock/snapshot')).body
  const [item] = customerSession.cartItems
  for (const [change, said] of [
    ...REFUSED_SESSIONS,
    [{ cartItems: [{ ...item, quantity: 10_001 }] }, /at most 10000 units in all, got 10001/],
    [{ cartItems: [{ ...item, quantity: 0 }] }, /quantity must be at least 1, got 0/],
    [{ cartItems: [{ ...item, extra: 1 }] }, /must not have "extra"/],
  ] as [object, RegExp][]) {
    const reply = await put(app, 'sessions', 's1', { ...customerSession, ...change })
    isProblem(t, reply, 400, 'bad-request')
    t.match(reply.json().detail, said)
    t.equal((await app.inject('/_mock/snapshot')).body, before)
  }
  const body = await app.inject({ method: 'PUT', url: '/_mock/sessions/s1' })
  isProblem(t, body, 400, 'bad-request')
})

t.test('sales beyond all numbers are refused', async (t) => {
  const { app } = await buildTestApp(t)
  const { customerSession } = (await putSession(app, 's1')).json()
  const huge = { ...customerSession, total: 1.7e308, state: 'closed' }
  t.equal((await put(app, 'sessions', 's1', huge)).statusCode, 204)
  const reply = await put(app, 'sessions', 's2', { ...huge, id: 2, integrationId: 's2' })
  isProblem(t, reply, 400, 'bad-request')
  t.equal((await app.inject('/_mock/sessions/s2')).statusCode, 404)
})

t.test('a session nested deeper than a reply can hold is refused', async (t) => {
  const { app } = await buildTestApp(t)
  const { customerSession } = (await putSession(app, 's1')).json()
  const text = JSON.stringify({ ...customerSession, attributes: { Deep: 'HERE' } })
  const payload = text.replace('"HERE"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`)
  const headers = { 'content-type': 'application/json' }
  const reply = await app.inject({ method: 'PUT', url: '/_mock/sessions/s1', headers, payload })
  isProblem(t, reply, 400, 'bad-request')
  t.match(reply.json().detail, /nested deeper/)
})

t.test('profiles are listed, and looked at, as replies show them', async (t) => {
  const { app } = await buildTestApp(t)
  const shown = []
  for (const profileId of ['b', 'a']) {
    const reply = await putSession(app, profileId, {}, makeSession({ profileId }))
    shown.push(reply.json().customerProfile)
  }
  t.strictSame((await app.inject('/_mock/profiles')).json(), { items: shown, next: null })
  t.strictSame(await get(app, 'profiles', 'a'), shown[1])
  isProblem(t, await app.inject('/_mock/profiles/c'), 404, 'not-found')
})

t.test('a profile that is put is what sessions find', async (t) => {
  const { profile } = await documents(t)
  const { app } = await buildTestApp(t)
  const regular = {
    ...profile,
    id: 30,
    closedSessions: 3,
    totalSales: 99,
    attributes: { VIP: true },
  }
  t.equal((await put(app, 'profiles', 'cust-7', regular)).statusCode, 204)
  t.strictSame(await get(app, 'profiles', 'cust-7'), regular)
  const reply = (await putSession(app, 's1', {}, makeSession({ state: 'closed' }))).json()
  t.match(reply.customerSession, { firstSession: false })
  t.match(reply.customerProfile, {
    id: 30,
    closedSessions: 4,
    totalSales: 124,
    attributes: { VIP: true },
  })
  const other = (await putSession(app, 's2', {}, makeSession({ profileId: 'new' }))).json()
  t.equal(other.customerProfile.id, 31, 'numbers go on behind it')
})

t.test('a known profile keeps how many sessions it has had; a new one has had none', async (t) => {
  const { profile } = await documents(t)
  const { app } = await buildTestApp(t)
  await putSession(app, 's1')
  await put(app, 'profiles', 'cust-7', { ...profile, totalSales: 5 })
  t.equal((await putSession(app, 's2')).json().customerSession.firstSession, false)
  await put(app, 'profiles', 'new', { ...profile, id: 8, integrationId: 'new' })
  const first = (await putSession(app, 's3', {}, makeSession({ profileId: 'new' }))).json()
  t.equal(first.customerSession.firstSession, true)
})

t.test('a profile that is none is refused by name, and changes nothing', async (t) => {
  const { profile } = await documents(t)
  const { app } = await buildTestApp(t)
  await putSession(app, 's1')
  await putSession(app, 's2', {}, makeSession({ profileId: 'other' }))
  const before = (await app.inject('/_mock/snapshot')).body
  const refused: [change: object, said: RegExp][] = [
    [{ totalSales: null }, /totalSales must be a number/],
    [{ audienceMemberships: [{ id: 1 }] }, /name is required/],
    [{ more: 1 }, /must not have "more"/],
    [{ integrationId: 'x' }, /integrationId must be cust-7, as in the path/],
    [{ id: 2 }, /id must be no other profile's: 2 is that of other/],
  ]
  for (const [change, said] of refused) {
    const reply = await put(app, 'profiles', 'cust-7', { ...profile, ...change })
    isProblem(t, reply, 400, 'bad-request')
    t.match(reply.json().detail, said)
    t.equal((await app.inject('/_mock/snapshot')).body, before)
  }
})

const SHOP = `version: 1
loyaltyPrograms:
  - { name: stars, balances: { cust-7: 40, other: 3 } }
  - { name: club, cardBased: true, cards: [{ identifier: cust-7, points: 5 }] }
campaigns:
  - name: Once
    coupons: [{ code: ONCE, usageLimit: 1 }]
    rules: [{ title: R, when: { coupon: valid }, then: [{ discount: { name: D, amount: 1 } }] }]
`

t.test('a profile that is dropped goes with its sessions and its points', async (t) => {
  const { app } = await buildTestApp(t, {
    scenario: join(t.testdir({ 'shop.yaml': SHOP }), 'shop.yaml'),
  })
  await putSession(app, 's1', {}, makeSession({ couponCodes: ['ONCE'], state: 'closed' }))
  await putSession(app, 's2')
  await putSession(app, 's3', {}, makeSession({ profileId: 'other' }))
  t.equal((await drop(app, 'profiles', 'cust-7')).statusCode, 204)
  isProblem(t, await drop(app, 'profiles', 'cust-7'), 404, 'not-found')
  const { items } = (await app.inject('/_mock/sessions')).json()
  t.match(items, [{ integrationId: 's3' }])
  t.equal(items.length, 1)
  const { closings, ledgers } = (await app.inject('/_mock/snapshot')).json()
  t.strictSame(closings, [])
  t.match(ledgers, [{ owner: 'other' }, { owner: 'cust-7', programId: 2 }], 'a card is none of its')
  const session = makeSession({ couponCodes: ['ONCE'], loyaltyCards: ['cust-7'] })
  const again = (await putSession(app, 's1', {}, session)).json()
  t.match(again, {
    effects: [{ effectType: 'rejectCoupon', props: { rejectionReason: 'CouponLimitReached' } }],
    customerSession: { firstSession: true, updateCount: 1 },
    customerProfile: { closedSessions: 0, totalSales: 0 },
    loyalty: { programs: {}, cards: [{ ledger: { currentBalance: 5 } }] },
  })
  t.strictSame(again.loyalty.programs, {})
})

t.test('each world has its own', async (t) => {
  const { session, profile } = await documents(t)
  const { app } = await buildTestApp(t, { isolation: 'api-key' })
  await app.inject({ method: 'PUT', url: '/_mock/sessions/s1?world=a', payload: session })
  await app.inject({ method: 'PUT', url: '/_mock/profiles/cust-7?world=b', payload: profile })
  for (const [world, sessions, profiles] of [
    ['a', 1, 1],
    ['b', 0, 1],
    ['shared', 0, 0],
  ] as const) {
    const count = async (kind: Kind) =>
      (await app.inject(`/_mock/${kind}?world=${world}`)).json().items.length
    t.strictSame([await count('sessions'), await count('profiles')], [sessions, profiles], world)
  }
})
