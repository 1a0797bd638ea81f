import { join } from 'node:path'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
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
    profiles: 1,
    loyaltyPrograms: 2,
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
