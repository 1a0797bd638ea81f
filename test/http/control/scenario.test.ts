import { join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { putSession } from '../../helpers/put-session.ts'

t.test('it tells what is loaded', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo' })
  const reply = await app.inject('/_mock/scenario')
  t.equal(reply.statusCode, 200)
  const { campaigns, ...rest } = reply.json()
  t.match(rest, {
    scenario: 'demo',
    files: { length: 0 },
    watched: false,
    loadedAt: /^\d{4}-\d\d-\d\dT/,
    application: 'Demo shop',
    profiles: 3,
    loyaltyPrograms: 3,
    warnings: { length: 0 },
    failed: null,
  })
  t.strictSame(campaigns[0], {
    id: 5671,
    name: 'Christmas 20 %',
    state: 'enabled',
    rules: 1,
    coupons: 5,
    referrals: 0,
  })
})

t.test('operators that nobody knows are warnings, with their place', async (t) => {
  const scenario = join(
    t.testdir({
      'shop.yaml':
        'version: 1\ncampaigns:\n  - name: A\n    rules: [{ title: R, then: [{ expr: [catch, [noop], [giveAway, 1]] }] }]',
    }),
    'shop.yaml',
  )
  const { app } = await buildTestApp(t, { scenario })
  const { warnings, files } = (await app.inject('/_mock/scenario')).json()
  t.strictSame(files, [scenario])
  t.match(warnings, [/shop\.yaml:4: campaigns\/0\/rules\/0\/.*giveAway is no known function/])
})

t.test('a reset takes the counters of coupons back to the scenario', async (t) => {
  const scenario = join(
    t.testdir({
      'shop.yaml': `version: 1
campaigns:
  - name: Once
    coupons: [{ code: ONCE, usageLimit: 1 }]
    rules: [{ title: R, when: { coupon: valid }, then: [{ discount: { name: D, amount: 1 } }] }]`,
    }),
    'shop.yaml',
  )
  const { app } = await buildTestApp(t, { scenario })
  const close = async (id: string) => {
    const session = makeSession({ couponCodes: ['ONCE'], state: 'closed' })
    const { effects, coupons } = (await putSession(app, id, {}, session)).json()
    return [effects[0].effectType, coupons[0].usageCounter]
  }
  t.strictSame(await close('s1'), ['acceptCoupon', 1])
  t.strictSame(await close('s2'), ['rejectCoupon', 1])
  t.equal((await app.inject({ method: 'POST', url: '/_mock/reset' })).statusCode, 204)
  t.strictSame(await close('s3'), ['acceptCoupon', 1])
})

const load = (app: FastifyInstance, payload: string | object, query = '') =>
  app.inject({
    method: 'PUT',
    url: `/_mock/scenario${query}`,
    headers: { 'content-type': 'application/json' },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })

/** A shop whose one rule takes so much off each cart. */
const offering = (amount: number) =>
  `{ "version": 1, "application": { "name": "Shop ${amount}" }, "campaigns": [{ "name": "Offer", "rules": [
    { "title": "Off", "then": [{ "discount": { "name": "Off", "amount": ${amount}, "of": "session" } }] }
  ] }] }`

const discountOf = (reply: LightMyRequestResponse) => reply.json().effects[0]?.props.value

t.test('a scenario that is put begins the world anew, and a reset goes back to it', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo', watch: true })
  await putSession(app, 'before')
  const reply = await load(app, offering(3))
  t.equal(reply.statusCode, 200)
  t.match(reply.json(), {
    scenario: 'request',
    files: { length: 0 },
    watched: false,
    application: 'Shop 3',
    campaigns: [{ name: 'Offer', rules: 1 }],
    failed: null,
  })
  t.strictSame((await app.inject('/_mock/scenario')).json(), reply.json())
  t.equal((await app.inject('/_mock/sessions/before')).statusCode, 404)
  t.equal((await app.inject('/_mock/exchanges')).json().items.length, 1, 'the exchanges stay')
  const first = await putSession(app, 's1')
  t.equal(discountOf(first), 3)
  await app.inject({ method: 'POST', url: '/_mock/reset' })
  t.equal((await putSession(app, 's1')).body, first.body)
})

t.test('each world has its own, and tells of it', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo', isolation: 'deployment' })
  await load(app, offering(1), '?world=one.test')
  await load(app, offering(2), '?world=two.test')
  const of = (host: string) => putSession(app, 's1', { 'destination-hostname': host })
  t.equal(discountOf(await of('one.test')), 1)
  t.equal(discountOf(await of('two.test')), 2)
  const names = ['?world=one.test', '?world=two.test', '?world=three.test', ''].map(
    async (query) => (await app.inject(`/_mock/scenario${query}`)).json().application,
  )
  t.strictSame(await Promise.all(names), ['Shop 1', 'Shop 2', 'Demo shop', 'Demo shop'])
})

t.test('a snapshot is restored once its scenario is put', async (t) => {
  const { app } = await buildTestApp(t)
  await load(app, offering(1))
  await putSession(app, 's1')
  const snapshot = (await app.inject('/_mock/snapshot')).json()
  await load(app, offering(2))
  const restore = () => app.inject({ method: 'PUT', url: '/_mock/snapshot', payload: snapshot })
  t.equal((await restore()).statusCode, 409)
  const { fingerprint } = (await load(app, offering(1))).json()
  t.equal(fingerprint, snapshot.scenario.fingerprint)
  t.equal((await restore()).statusCode, 204)
})

const FAULTY = `{
  "version": 1,
  "events": 1,
  "campaigns": [{ "name": "A", "ruleset": "./rules.json" }],
  "oops": true
}`

t.test(
  'a faulty scenario is refused with all its faults and lines, and changes nothing',
  async (t) => {
    const { app } = await buildTestApp(t, { scenario: 'demo' })
    await putSession(app, 's1')
    const before = (await app.inject('/_mock/scenario')).json()
    const reply = await load(app, FAULTY)
    t.equal(reply.statusCode, 422)
    t.match(reply.json(), {
      type: 'urn:talon-mock:scenario-faulty',
      detail:
        /^the scenario is faulty, and nothing has changed: scenario:3: events: must be a list/,
      faults: [
        /^scenario:3: events: must be a list/,
        /^scenario:4: campaigns\/0\/ruleset: can't be read: a scenario that is sent names no files/,
        /^scenario:5: oops: is unknown here/,
      ],
    })
    t.equal(reply.json().faults.length, 3)
    t.strictSame((await app.inject('/_mock/scenario')).json(), before)
    t.equal((await app.inject('/_mock/sessions/s1')).statusCode, 200)
  },
)

t.test('what is wrong with thousands of entries is counted', async (t) => {
  const { app } = await buildTestApp(t)
  const audiences = Array.from({ length: 2000 }, () => ({}))
  const { faults } = (await load(app, { version: 1, audiences })).json()
  t.equal(faults.length, 101)
  t.equal(faults.at(-1), 'and 1900 more')
})

t.test('what is no JSON, or no object, or endless is refused', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo' })
  const deep = (levels: number) =>
    `{"version":1,"campaigns":${'['.repeat(levels)}${']'.repeat(levels)}}`
  for (const text of ['version: 1', '{', deep(5000)]) {
    isProblem(t, await load(app, text), 400, 'bad-request')
  }
  for (const text of ['', 'null', '1', '[]', '"version: 1"', deep(1000)]) {
    t.equal((await load(app, text)).statusCode, 422, text.slice(0, 20))
  }
  t.equal((await app.inject('/_mock/scenario')).json().application, 'Demo shop')
})

t.test('warnings of what is put are told; it may have any name for a key', async (t) => {
  const { app } = await buildTestApp(t)
  const text = `{ "version": 1, "collections": { "__proto__": ["a"] },
    "campaigns": [{ "name": "A", "rules": [{ "title": "R", "then": [{ "expr": ["catch", ["noop"], ["giveAway", 1]] }] }] }] }`
  const { warnings } = (await load(app, text)).json()
  t.match(warnings, [/^scenario:2: campaigns\/0\/rules\/0\/.*giveAway is no known function/])
})
