import { join } from 'node:path'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import type { Snapshot } from '../../../src/contract/control/snapshot.ts'
import { anyShop, anyVisits, type Step } from '../../helpers/any-shop.ts'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { createCallbackSink } from '../../helpers/callback-sink.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { exchangeIdOf, putSession } from '../../helpers/put-session.ts'
import { putV2 } from '../../helpers/third-party.ts'

// The emulator's own: README, State in and out.

const take = async (app: FastifyInstance, query = ''): Promise<Snapshot> => {
  const reply = await app.inject(`/_mock/snapshot${query}`)
  if (reply.statusCode !== 200) throw new Error(reply.body)
  return reply.json()
}

const restore = (app: FastifyInstance, document: unknown, query = '') =>
  app.inject({
    method: 'PUT',
    url: `/_mock/snapshot${query}`,
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(document),
  })

const freeze = (app: FastifyInstance, frozenAt: string | null) =>
  app.inject({ method: 'PUT', url: '/_mock/clock', payload: { frozenAt } })

const advance = (app: FastifyInstance, ms: number) =>
  app.inject({ method: 'POST', url: '/_mock/clock/advance', payload: { ms } })

const NOON = '2030-01-01T12:00:00.000Z'

/** Codes, points, giveaways, referrals and what chance gives: a session that closes touches all of it. */
const SHOP = `version: 1
attributes: { CartItem: { colour: string } }
events: [shared, viewed]
profiles: [{ integrationId: anna }, { integrationId: ben }]
loyaltyPrograms:
  - { name: stars, balances: { anna: 40 } }
  - { name: club, cardBased: true, cards: [{ identifier: card-1, points: 5 }] }
giveawayPools: [{ name: Gifts, codes: [G-1, G-2, G-3, G-4, G-5, G-6] }]
campaigns:
  - name: All
    achievements: [{ id: 1, name: Regular, title: Regular, target: 10 }]
    limits: [{ action: redeemCoupon, limit: 5, period: yearly, entities: [Profile] }]
    coupons: [{ code: SAVE, usageLimit: 3, discountLimit: 50 }]
    referrals: [{ code: FRIEND, advocateProfileIntegrationId: ben }]
    rules:
      - title: Coupon
        when: { coupon: valid }
        then: [{ discount: { name: Ten, amount: 10, of: session } }]
      - title: Referral
        when: { referral: valid }
        then: [{ notify: { title: Hi, type: Info, body: x } }]
      - title: Always
        then:
          - points: { program: stars, name: Stars, perUnit: 1 }
          - redeem: { program: stars, name: Spent, points: 7 }
          - giveaway: { pool: Gifts, for: profile }
          - createCoupon: { pattern: NEXT-#### }
          - expr: [increaseAchievementProgress, 1, 3]
`

const scenarioOf = (t: Test, text = SHOP) => join(t.testdir({ 'shop.yaml': text }), 'shop.yaml')

const OF_REFUSAL = /(?<="RequestUUID":")[^"]+/

/** What each of these requests is answered. */
const answersTo = async (app: FastifyInstance, requests: readonly Step[]): Promise<string[]> => {
  const answers: string[] = []
  const ask = async (id: string, session: object) => {
    const { statusCode, body } = await putV2(app, session, { id: encodeURIComponent(id) })
    answers.push(`${statusCode} ${body.replace(OF_REFUSAL, '')}`)
  }
  for (const { id, session, days, undo } of requests) {
    await advance(app, days * 86_400_000)
    await ask(id, session)
    if (undo) await ask(id, { state: 'cancelled' })
  }
  return answers
}

const step = (id: string, session: Step['session'], rest: Partial<Step> = {}): Step => ({
  id,
  session: { profileId: 'anna', cartItems: [{ sku: 'a', quantity: 2, price: 12.5 }], ...session },
  days: 0,
  undo: false,
  ...rest,
})

t.test('a snapshot that is restored gives the same answers again, byte for byte', async (t) => {
  const { app } = await buildTestApp(t, { scenario: scenarioOf(t) })
  await freeze(app, NOON)
  await answersTo(app, [
    step('s1', { couponCodes: ['SAVE'], referralCode: 'FRIEND', state: 'closed' }),
    step('s2', { couponCodes: ['SAVE'], attributes: {} }),
    step('s3', { profileId: 'carl', state: 'closed', loyaltyCards: ['card-1'] }, { days: 1 }),
  ])
  const requests = [
    step('s1', { state: 'cancelled' }),
    step('s2', { state: 'closed' }, { undo: true }),
    step('s4', { couponCodes: ['SAVE'], state: 'closed' }, { days: 3 }),
    step('s5', { profileId: 'dora', state: 'closed' }),
  ]
  const before = (await app.inject('/_mock/snapshot')).body
  const first = await answersTo(app, requests)
  t.match(first[0], /^200 .*"rollbackCoupon"/)
  t.match(first[3], /^200 .*"acceptCoupon".*"createdCoupons":\[\{/)
  t.equal((await restore(app, JSON.parse(before))).statusCode, 204)
  const { omitted: _, ...again } = await take(app)
  const { omitted: __, ...once } = JSON.parse(before)
  t.equal(JSON.stringify(again), JSON.stringify(once), 'and is itself what it was')
  t.strictSame(await answersTo(app, requests), first)
})

t.test(
  'faults and scripts go with it: how often they struck, and where their chance stands',
  async (t) => {
    const one = await buildTestApp(t)
    await freeze(one.app, NOON)
    const post = (payload: object) =>
      one.app.inject({ method: 'POST', url: '/_mock/faults', payload })
    await post({ where: 'request', match: { sessionId: 's1' }, do: { status: 429 }, times: 2 })
    await post({ where: 'request', do: { status: 409 }, probability: 0.5, ttlMs: 60_000 })
    const script = [503, { status: 429, headers: { 'Retry-After': 2 } }]
    await one.app.inject({ method: 'PUT', url: '/_mock/sinks/a', payload: { script } })
    await one.app.inject({ method: 'POST', url: '/_mock/sink/a' })
    await answersTo(one.app, [step('s1', {}), step('s2', {})])
    const snapshot = await take(one.app)
    t.match(snapshot.faults.set, [{ applied: 1, times: 2 }, { probability: 0.5 }])
    t.strictSame(snapshot.sinkScripts, { a: [script[1]] })

    const other = await buildTestApp(t)
    t.equal((await restore(other.app, snapshot)).statusCode, 204)
    const requests = [...Array(12).keys()].map((i) => step(i < 3 ? 's1' : `t${i}`, {}))
    const late = [step('u1', {}, { days: 1 }), step('u2', {})]
    const answers = await answersTo(other.app, [...requests, ...late])
    t.strictSame(answers, await answersTo(one.app, [...requests, ...late]))
    t.match(answers[0], /^429/)
    t.ok(answers.some((answer) => answer.startsWith('409')))
    t.ok(answers.some((answer) => answer.startsWith('200')))
    t.match(answers.slice(-2), [/^200/, /^200/], 'the second fault is over')
    const sunk = await other.app.inject({ method: 'POST', url: '/_mock/sink/a' })
    t.match(sunk, { statusCode: 429, headers: { 'retry-after': '2' } })
  },
)

t.test('a fault or a script that can not be is refused by its place', async (t) => {
  const { app } = await buildTestApp(t)
  await app.inject({
    method: 'POST',
    url: '/_mock/faults',
    payload: { where: 'request', do: { reset: true } },
  })
  const snapshot = await take(app)
  const [fault] = snapshot.faults.set
  const faulty = {
    ...snapshot,
    faults: { ...snapshot.faults, set: [fault, { ...fault, where: 'callback' }] },
    sinkScripts: { 'a b': [200], c: [{ headers: { Connection: 'close' } }] },
  }
  t.match((await restore(app, faulty)).json().faults, [
    /^faults\/set\/1\/id: must not be there twice/,
    /^faults\/set\/1: do.reset can't be done to a callback/,
    /^sinkScripts\/a b: must be the name of a sink/,
    /^sinkScripts\/c: script\[0\].headers.Connection/,
  ])
})

t.test('so it is in another emulator, of another seed and after other requests', async (t) => {
  const scenario = scenarioOf(t)
  const one = await buildTestApp(t, { scenario })
  await freeze(one.app, NOON)
  await answersTo(one.app, [step('s1', { state: 'closed' })])
  const snapshot = await take(one.app)
  const other = await buildTestApp(t, { scenario, seed: 'another' })
  await answersTo(other.app, [step('x', { state: 'closed' }), step('y', {})])
  t.equal((await restore(other.app, snapshot)).statusCode, 204)
  const requests = [step('s1', { state: 'cancelled' }), step('s2', { state: 'closed' })]
  t.strictSame(await answersTo(other.app, requests), await answersTo(one.app, requests))
})

t.test('whatever the shop and its requests: restored, the same answers', async (t) => {
  await fc.assert(
    fc.asyncProperty(anyShop, anyVisits, anyVisits, async (shop, earlier, later) => {
      const { app } = await buildTestApp(t, { scenario: scenarioOf(t, JSON.stringify(shop)) })
      await freeze(app, NOON)
      await answersTo(app, earlier)
      const text = (await app.inject('/_mock/snapshot')).body
      const first = await answersTo(app, later)
      const restored = await app.inject({
        method: 'PUT',
        url: '/_mock/snapshot',
        headers: { 'content-type': 'application/json' },
        payload: text,
      })
      if (restored.statusCode !== 204) throw new Error(restored.body)
      t.strictSame(await answersTo(app, later), first)
      await app.close()
      return t.passing()
    }),
    { numRuns: 25 },
  )
})

t.test('what else there is: the clock, the numbers, what is left out by count', async (t) => {
  const { app, listen } = await buildTestApp(t, { seed: 'dice' })
  await listen()
  const receiver = await createCallbackSink(t, ['hang'])
  await putSession(app, 's1', { 'x-callback-destination-uri': receiver.url })
  await receiver.waitFor(1)
  t.match(await take(app), {
    version: 1,
    world: 'shared',
    scenario: { fingerprint: /^[0-9a-f]{16}$/, application: String },
    clock: { frozenAt: null },
    ids: { last: { session: 1, profile: 1, event: 1 }, seed: 'dice', drawn: 0 },
    sessions: [{ integrationId: 's1' }],
    omitted: { exchanges: 1, callbacksOnTheirWay: 1 },
  })
})

t.test(
  'restoring cancels callbacks on their way, and keeps the ledger and the sinks',
  async (t) => {
    const { app, world, listen } = await buildTestApp(t)
    await listen()
    const receiver = await createCallbackSink(t, ['hang'])
    const snapshot = await take(app)
    const reply = await putSession(app, 's1', { 'x-callback-destination-uri': receiver.url })
    await receiver.waitFor(1)
    await app.inject({ method: 'POST', url: '/_mock/sink/a', payload: 'x' })
    t.equal((await restore(app, snapshot)).statusCode, 204)
    const { callback } = (await app.inject(`/_mock/exchanges/${exchangeIdOf(reply)}`)).json()
    t.match(callback, { state: 'cancelled', reason: 'a snapshot was restored' })
    t.strictSame(world.sinks.names(), ['a'])
    t.equal((await app.inject('/_mock/sessions/s1')).statusCode, 404)
  },
)

t.test('the clock stands where it stood, or goes by itself again', async (t) => {
  const { app, clock } = await buildTestApp(t)
  const running = await take(app)
  await freeze(app, NOON)
  const frozen = await take(app)
  await advance(app, 5000)
  await restore(app, frozen)
  t.strictSame((await app.inject('/_mock/clock')).json(), { now: NOON, frozen: true })
  await restore(app, running)
  const now = new Date(clock.now()).toISOString()
  t.strictSame((await app.inject('/_mock/clock')).json(), { now, frozen: false })
})

t.test('it is restored into the world that is named, and no other is touched', async (t) => {
  const { app } = await buildTestApp(t, { isolation: 'api-key' })
  const [a, b] = ['?world=a', '?world=b']
  await putSession(app, 's1')
  const [{ name = '' } = {}] = (await app.inject('/_mock/worlds')).json().items.slice(1)
  const snapshot = await take(app, `?world=${name}`)
  t.equal(snapshot.world, name)
  t.equal((await restore(app, snapshot, a)).statusCode, 204)
  t.equal((await app.inject(`/_mock/sessions/s1${a}`)).statusCode, 200)
  t.equal((await app.inject(`/_mock/sessions/s1${b}`)).statusCode, 404)
})

t.test('a snapshot of another scenario is refused, and says how to load that', async (t) => {
  const one = await buildTestApp(t, { scenario: scenarioOf(t) })
  const other = await buildTestApp(t, { scenario: 'demo' })
  await putSession(other.app, 's1')
  const reply = await restore(other.app, await take(one.app))
  isProblem(t, reply, 409, 'scenario-differs')
  t.match(reply.json().detail, /--scenario FILE, or PUT \/_mock\/scenario/)
  t.equal((await other.app.inject('/_mock/sessions/s1')).statusCode, 200)
})

t.test('a scenario is the same wherever its file lies, and whatever its comments', async (t) => {
  const folder = t.testdir({
    'a.yaml': SHOP,
    b: { 'c.json': `\n\n${JSON.stringify(parse(SHOP))}` },
    'other.yaml': `${SHOP}audiences: [{ name: New }]`,
  })
  const fingerprintOf = async (file: string) =>
    (await take((await buildTestApp(t, { scenario: join(folder, file) })).app)).scenario.fingerprint
  const fingerprint = await fingerprintOf('a.yaml')
  t.equal(await fingerprintOf('b/c.json'), fingerprint)
  t.not(await fingerprintOf('other.yaml'), fingerprint)
})

const KEY = { authorization: 'ApiKey-v1 key-1' }

/** Sends requests to the deployment's own API, one after the other, and gives what each is answered. */
const tell = async (
  app: FastifyInstance,
  ...requests: [method: 'GET' | 'PUT' | 'POST', url: string, payload?: object][]
): Promise<string[]> => {
  const answers: string[] = []
  for (const [method, url, payload] of requests) {
    const asked = { method, url, headers: KEY, ...(payload && { payload }) }
    const { statusCode, body } = await app.inject(asked)
    answers.push(`${statusCode} ${body}`)
  }
  return answers
}

/** Makes two audiences, two events, a member, and a session of which an item was returned. */
const tellAll = (app: FastifyInstance): Promise<string[]> => {
  const event = { type: 'shared', profileId: 'anna' }
  const session = {
    profileId: 'anna',
    state: 'closed',
    couponCodes: ['SAVE'],
    cartItems: [{ sku: 'a', quantity: 3, price: 12.5 }],
  }
  return tell(
    app,
    ['POST', '/v2/audiences', { name: 'One', integrationId: 'one' }],
    ['POST', '/v2/audiences', { name: 'Two', integrationId: 'two' }],
    ['POST', '/v3/events?silent=no', { ...event, integrationId: 'e1' }],
    ['POST', '/v3/events?silent=no', { ...event, integrationId: 'e2' }],
    [
      'POST',
      '/v2/customer_audiences',
      { data: [{ action: 'add', profileIntegrationId: 'anna', audienceId: 1 }] },
    ],
    ['PUT', '/v2/customer_sessions/r1', { customerSession: session }],
    [
      'POST',
      '/v2/customer_sessions/r1/returns',
      { return: { returnedCartItems: [{ position: 0, quantity: 1 }] } },
    ],
    ['PUT', '/v2/customer_sessions/r2', { customerSession: { ...session, couponCodes: [] } }],
  )
}

t.test('effects, returns, audiences, events and movements of points go with it', async (t) => {
  const scenario = scenarioOf(t)
  const one = await buildTestApp(t, { scenario })
  await freeze(one.app, NOON)
  for (const answer of await tellAll(one.app)) t.match(answer, /^20[014] /)
  const snapshot = await take(one.app)
  t.match(snapshot, {
    sessionEffects: { r1: [{ effectType: 'acceptCoupon' }], r2: Array },
    returns: [{ sessionIntegrationId: 'r1', returnedCartItems: [{ position: 0, quantity: 1 }] }],
    audiences: [
      { id: 1, name: 'One', integrationId: 'one' },
      { id: 2, name: 'Two', integrationId: 'two' },
    ],
    eventTypes: ['shared', 'viewed'],
    events: [
      { integrationId: 'e1', event: { type: 'shared', profileId: 'anna' } },
      { integrationId: 'e2' },
    ],
    profiles: [{ profile: { audienceMemberships: [{ id: 1, name: 'One' }] } }],
    ids: { last: { audience: 2, return: 1 } },
  })
  const [ledger] = snapshot.ledgers
  t.match(ledger?.transactions.at(0), { type: 'addition', by: 'import', amount: 40 })
  t.match(ledger?.transactions.at(-1), { type: 'subtraction', by: 'session', sessionId: 'r2' })

  const other = await buildTestApp(t, { scenario, seed: 'another' })
  t.equal((await restore(other.app, snapshot)).statusCode, 204)
  const { omitted: _, ...again } = await take(other.app)
  const { omitted: __, ...once } = snapshot
  t.equal(JSON.stringify(again), JSON.stringify(once))
  const requests: Parameters<typeof tell>[1][] = [
    ['POST', '/v3/events', { type: 'viewed', profileId: 'anna', integrationId: 'e1' }],
    ['GET', '/v3/events/e2'],
    ['POST', '/v2/audiences', { name: 'Again', integrationId: 'two' }],
    ['PUT', '/v2/audiences/1', { name: 'Uno' }],
    ['GET', '/v1/customer_profiles/anna/inventory?profile=true&loyalty=true'],
    ['GET', '/v1/loyalty_programs/1/profile/anna/transactions'],
    [
      'POST',
      '/v2/customer_sessions/r1/returns',
      {
        return: { returnedCartItems: [{ position: 0 }] },
        responseContent: ['previousReturns', 'customerSession'],
      },
    ],
    ['PUT', '/v2/customer_sessions/r2/reopen'],
    ['GET', '/v2/customer_sessions/r1'],
  ]
  const answers = await tell(other.app, ...requests)
  t.strictSame(answers, await tell(one.app, ...requests))
  t.strictSame(
    answers.map((answer) => answer.slice(0, 3)),
    ['409', '200', '409', '200', '200', '200', '200', '200', '200'],
  )
  t.match(answers[6], /"previousReturns":\[\{/)
  t.match(answers[7], /"effectType":"rollback/)
})

/** A snapshot with each record of the shop in it. */
const full = async (t: Test) => {
  const built = await buildTestApp(t, { scenario: scenarioOf(t) })
  await freeze(built.app, NOON)
  await answersTo(built.app, [
    step('s1', { couponCodes: ['SAVE'], referralCode: 'FRIEND', state: 'closed' }),
    step('s2', {}),
  ])
  await tellAll(built.app)
  return { ...built, snapshot: await take(built.app) }
}

/** An edit of a snapshot, and what is said about it. */
const FAULTS: [path: string, value: unknown, said: string | RegExp][] = [
  ['version', 2, 'version: must be 1'],
  ['sessions.0.total', 'much', 'sessions/0/total: must be a number'],
  ['sessions.0.extra', 1, 'sessions/0: must not have "extra"'],
  ['sessions.0.integrationId', undefined, 'sessions/0/integrationId: is required'],
  ['clock.frozenAt', 'noon', /^clock\/frozenAt: must be an RFC 3339 time/],
  ['ids.last.session', 1, 'ids/last/session: must be at least 4, the highest that is given'],
  ['sessions.1.id', 1, 'sessions/1/id: must be above 1, the one before'],
  ['sessions.1.integrationId', 's1', 'sessions/1: must not be there twice, as s1 is'],
  ['sessions.1.profileId', 'x', 'sessions/1/profileId: must be the integrationId of a profile'],
  ['closings.0.sessionId', 'x', 'closings/0/sessionId: must be the integrationId of a session'],
  ['closings.0.coupons', { NO: 1 }, 'closings/0/coupons/NO: must be a coupon'],
  ['closings.0.referral', 'NO', 'closings/0/referral: must be the code of a referral'],
  ['closings.0.awarded.0.poolId', 9, 'closings/0/awarded/0/poolId: must be a giveaway pool'],
  [
    'closings.0.effects.0.effect.effectType',
    'customEffect',
    /^closings\/0\/effects\/0\/effect\/props/,
  ],
  [
    'closings.0.effects.0.effect.props.value',
    5,
    'closings/0/effects/0/effect/props/value: must be a string',
  ],
  ['ledgers.0.owner', 'x', /^closings\/0\/effects\/\d\/booked\/claim: must name/],
  ['counters', { x: 'many' }, 'counters/x: must be a number'],
  ['returns.0.sessionIntegrationId', 'x', /^returns\/0\/sessionIntegrationId: must be the integr/],
  ['returns.0.returnedCartItems.0.quantity', 'all', /^returns\/0\/returnedCartItems\/0\/quantity/],
  ['sessionEffects', { x: [] }, 'sessionEffects/x: must be a session'],
  ['sessionEffects.s1.0.effectType', 'nothing', /^sessionEffects\/s1\/0/],
  ['audiences.1.id', 1, 'audiences/1: must not be there twice, as 1 is'],
  [
    'audiences.1.integrationId',
    'one',
    'audiences/1/integrationId: must not be there twice, as one is',
  ],
  ['audiences.0.name', undefined, 'audiences/0/name: is required'],
  ['eventTypes.1', 'shared', 'eventTypes/1: must not be there twice, as shared is'],
  ['eventTypes.0', '', /^eventTypes\/0: must have at least 1 character/],
  ['events.1.integrationId', 'e1', 'events/1: must not be there twice, as e1 is'],
  ['events.0.event.type', 7, 'events/0/event/type: must be a string'],
  ['ledgers.0.transactions.0.type', 'gift', /^ledgers\/0\/transactions\/0\/type: must be/],
  ['ids.last.audience', 1, 'ids/last/audience: must be at least 2, the highest that is given'],
  ['ids.last.return', 0, 'ids/last/return: must be at least 1, the highest that is given'],
  ['ids.last.transaction', 1, /^ids\/last\/transaction: must be at least \d+, the highest/],
  ['ids.last.event', 1, /^ids\/last\/event: must be at least \d+, the highest/],
  ['pools.0.name', null, 'pools/0/name: must be a string'],
]

t.test(
  'a faulty snapshot is refused with the place of each fault, and changes nothing',
  async (t) => {
    const { app, snapshot } = await full(t)
    for (const [path, value, said] of FAULTS) {
      const edited = structuredClone(snapshot)
      const steps = path.split('.')
      const last = steps.pop() ?? ''
      const holder = steps.reduce((part: unknown, name) => Reflect.get(Object(part), name), edited)
      Reflect.set(Object(holder), last, value)
      const reply = await restore(app, edited)
      t.equal(reply.statusCode, 422, path)
      const { type, faults, detail } = reply.json()
      t.equal(type, 'urn:talon-mock:snapshot-faulty')
      t.match(faults, [said], path)
      t.ok(detail.includes(faults[0]))
      const { omitted: _, ...after } = await take(app)
      const { omitted: __, ...before } = snapshot
      t.strictSame(after, before)
    }
  },
)

t.test('all faults are listed at once, 100 at most, and the rest is counted', async (t) => {
  const { app, snapshot } = await full(t)
  const two = { ...snapshot, version: 3, counters: { a: '' } }
  t.strictSame((await restore(app, two)).json().faults, [
    'version: must be 1',
    'counters/a: must be a number',
  ])
  const many = { ...snapshot, pools: Array.from({ length: 150 }, () => null) }
  const { faults } = (await restore(app, many)).json()
  t.equal(faults.length, 101)
  t.equal(faults.at(-1), 'and 50 more')
})

t.test('what is no document is refused', async (t) => {
  const { app } = await buildTestApp(t)
  for (const document of [null, 1, [], {}]) {
    t.equal((await restore(app, document)).statusCode, 422)
  }
  const deep = `{"sessions":${'['.repeat(5000)}${']'.repeat(5000)}}`
  for (const payload of ['{', deep]) {
    const headers = { 'content-type': 'application/json' }
    const reply = await app.inject({ method: 'PUT', url: '/_mock/snapshot', headers, payload })
    isProblem(t, reply, 400, 'bad-request')
  }
  const typo = await restore(app, {}, '?wrld=a')
  t.match(typo.json().detail, /wrld/)
})

t.test('a snapshot larger than a request may be is taken', async (t) => {
  const { app } = await buildTestApp(t, { bodyLimit: 10_000 })
  for (let i = 0; i < 40; i++) await putSession(app, `s${i}`, {}, makeSession())
  const snapshot = await take(app)
  t.ok(JSON.stringify(snapshot).length > 20_000)
  t.equal((await restore(app, snapshot)).statusCode, 204)
})

t.test('one that is larger than 64 MiB is refused, and the limit is said', async (t) => {
  const { app } = await buildTestApp(t)
  const headers = { 'content-type': 'application/json' }
  const payload = ' '.repeat(64 * 1024 * 1024 + 1)
  const reply = await app.inject({ method: 'PUT', url: '/_mock/snapshot', headers, payload })
  isProblem(t, reply, 413, 'body-too-large')
  t.match(reply.json().detail, /67108864 bytes/)
})
