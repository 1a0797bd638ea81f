import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { createCallbackSink } from '../../helpers/callback-sink.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { exchangeIdOf, putSession } from '../../helpers/put-session.ts'

// The emulator's own: README, Time.

const set = (app: FastifyInstance, frozenAt: string | null) =>
  app.inject({ method: 'PUT', url: '/_mock/clock', payload: { frozenAt } })

const advance = (app: FastifyInstance, ms: number) =>
  app.inject({ method: 'POST', url: '/_mock/clock/advance', payload: { ms } })

t.test('the clock goes by itself, stands still where it is set, and goes on', async (t) => {
  const { app, clock } = await buildTestApp(t)
  t.strictSame((await app.inject('/_mock/clock')).json(), {
    now: '2026-01-02T03:04:05.000Z',
    frozen: false,
  })
  t.strictSame((await set(app, '2030-01-01T00:00:00Z')).json(), {
    now: '2030-01-01T00:00:00.000Z',
    frozen: true,
    fired: 0,
  })
  clock.advance(1000)
  t.match((await advance(app, 90_000)).json(), { now: '2030-01-01T00:01:30.000Z' })
  t.match((await set(app, null)).json(), { now: '2026-01-02T03:04:06.000Z', frozen: false })
})

t.test('what is answered carries the time of the clock', async (t) => {
  const { app } = await buildTestApp(t)
  await set(app, '2030-01-01T00:00:00Z')
  const { customerSession } = (await putSession(app, 's1')).json()
  t.equal(customerSession.created, '2030-01-01T00:00:00.000Z')
})

t.test('a clock that goes by itself is not moved: 409 that says how to stop it', async (t) => {
  const { app } = await buildTestApp(t)
  isProblem(t, await advance(app, 1), 409, 'clock-is-running')
})

t.test('a time that is none, or a negative step, is refused by name', async (t) => {
  const { app } = await buildTestApp(t)
  for (const payload of [{}, { frozenAt: 'soon' }, { frozenAt: 5 }]) {
    const reply = await app.inject({ method: 'PUT', url: '/_mock/clock', payload })
    isProblem(t, reply, 400, 'bad-request')
    t.match(reply.json().detail, /frozenAt/)
  }
  await set(app, '2030-01-01T00:00:00Z')
  for (const ms of [-1, 0.5]) t.match((await advance(app, ms)).json().detail, /ms/)
})

t.test('the schedule of hours is played to its end, each attempt at its exact time', async (t) => {
  const { app, listen } = await buildTestApp(t, { callbackRetries: 'realistic' })
  await listen()
  await set(app, '2030-01-01T00:00:00Z')
  const receiver = await createCallbackSink(t, [503])
  const reply = await putSession(app, 's1', { 'x-callback-destination-uri': receiver.url })
  await receiver.waitFor(1)
  const started = performance.now()
  const moved = (await advance(app, 24 * 3_600_000)).json()
  t.equal(moved.fired, 6)
  const { callback } = (await app.inject(`/_mock/exchanges/${exchangeIdOf(reply)}`)).json()
  t.equal(callback.state, 'failed')
  // 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, each from the attempt before.
  t.strictSame(
    callback.attempts.map(({ at }: { at: string }) => at),
    [
      '2030-01-01T00:00:00.000Z',
      '2030-01-01T00:00:05.000Z',
      '2030-01-01T00:05:05.000Z',
      '2030-01-01T00:35:05.000Z',
      '2030-01-01T02:35:05.000Z',
      '2030-01-01T07:35:05.000Z',
      '2030-01-01T17:35:05.000Z',
    ],
  )
  t.ok(performance.now() - started < 1000, 'in less than a second')
})

// Source: Integration API, `expiryDate` of a coupon; docs, Loyalty programs, validity of points.
t.test('coupons and points expire by the clock', async (t) => {
  const folder = t.testdir({
    'shop.yaml': `version: 1
loyaltyPrograms: [{ id: 1, name: stars, defaultValidity: 30D }]
campaigns:
  - name: A
    coupons: [{ code: SOON, expiryDate: 2030-01-10T00:00:00Z }]
    rules:
      - { title: C, when: { coupon: valid }, then: [{ discount: { name: C, percent: 10, of: session } }] }
      - { title: P, then: [{ points: { program: stars, name: P, amount: 50 } }] }
`,
  })
  const { app } = await buildTestApp(t, { scenario: `${folder}/shop.yaml` })
  await set(app, '2030-01-09T00:00:00Z')
  const put = async (id: string, session: object) =>
    (await putSession(app, id, {}, { ...makeSession(), profileId: 'anna', ...session })).json()
  const coupon = async () => (await put('s1', { couponCodes: ['SOON'] })).effects
  t.match((await coupon())[0], { effectType: 'acceptCoupon' })
  await put('s2', { state: 'closed' })
  const points = async () => (await put('s1', {})).loyalty.programs[1].ledger.currentBalance
  t.equal(await points(), 50)
  await advance(app, 2 * 86_400_000)
  t.match((await coupon()).at(-1), { props: { rejectionReason: 'CouponExpired' } })
  t.equal(await points(), 50)
  await advance(app, 29 * 86_400_000)
  t.equal(await points(), 0)
})
