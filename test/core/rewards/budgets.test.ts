import t from 'tap'
import { createAccount } from '../../helpers/create-account.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { programOf } from '../../helpers/program-of.ts'

// Source: docs, Budgets: counters move when the session closes.

const shop = (limits: string, application = '') =>
  createAccount(
    programOf(`
${application}
campaigns:
  - name: Save
    limits: ${limits}
    coupons: [{ code: SAVE }, { code: OTHER }]
    rules:
      - title: Ten
        when: { coupon: valid }
        then: [{ discount: { name: Ten, amount: 10, of: session } }]
`),
  )
const session = (profileId: string, code = 'SAVE') =>
  makeSession({ profileId, couponCodes: [code] })

const first = (account: ReturnType<typeof shop>, id: string, input: ReturnType<typeof session>) => {
  const [effect] = account.put(id, input).state.effects
  return effect?.effectType === 'rejectCoupon' ? effect.props.rejectionReason : effect?.effectType
}

t.test('a budget in all ends for everyone, once it is spent by closing', (t) => {
  const account = shop('[{ action: redeemCoupon, limit: 1 }]')
  t.equal(first(account, 's1', session('p1')), 'acceptCoupon')
  t.equal(first(account, 's2', session('p2')), 'acceptCoupon', 'open sessions spend nothing')
  account.put('s1', { state: 'closed' })
  t.equal(first(account, 's2', session('p2')), 'CampaignLimitReached')
  t.end()
})

t.test('a budget by profile ends for that profile alone', (t) => {
  const account = shop('[{ action: redeemCoupon, limit: 1, entities: [Profile] }]')
  account.put('s1', { ...session('p1'), state: 'closed' })
  t.equal(first(account, 's2', session('p1')), 'ProfileLimitReached')
  t.equal(first(account, 's3', session('p2')), 'acceptCoupon')
  t.equal(first(account, 's4', session('')), 'ProfileRequired')
  t.end()
})

t.test('a budget by coupon ends for that code alone', (t) => {
  const account = shop('[{ action: redeemCoupon, limit: 1, entities: [Coupon] }]')
  account.put('s1', { ...session('p1'), state: 'closed' })
  t.equal(first(account, 's2', session('p2')), 'CouponLimitReached')
  t.equal(first(account, 's3', session('p2', 'OTHER')), 'acceptCoupon')
  t.end()
})

t.test('a budget of amounts is spent by the discount that was given', (t) => {
  const account = shop('[{ action: setDiscount, limit: 13 }]')
  account.put('s1', { ...session('p1'), state: 'closed' })
  const { state } = account.put('s2', session('p2'))
  t.match(state.effects[1], { effectType: 'setDiscount', props: { value: 3, desiredValue: 10 } })
  t.end()
})

t.test('without partial discounts the rule fails that passes a budget', (t) => {
  const limits = '[{ action: setDiscount, limit: 13 }]'
  const account = shop(limits, 'application: { partialDiscounts: false }')
  account.put('s1', { ...session('p1'), state: 'closed' })
  t.equal(first(account, 's2', session('p2')), 'EffectCouldNotBeApplied')
  t.end()
})

t.test('a budget with a period is new with the next one', (t) => {
  const account = shop('[{ action: redeemCoupon, limit: 1, period: daily }]')
  account.put('s1', { ...session('p1'), state: 'closed' })
  t.equal(first(account, 's2', session('p2')), 'CampaignLimitReached')
  account.now = '2026-01-03T00:00:00.000Z'
  t.equal(first(account, 's2', session('p2')), 'acceptCoupon')
  account.put('s1', { state: 'cancelled' })
  account.put('s2', { state: 'closed' })
  t.equal(first(account, 's3', session('p3')), 'CampaignLimitReached', 'given back to its own day')
  t.end()
})

t.test('names that every object has are profiles like any other', (t) => {
  const account = shop('[{ action: redeemCoupon, limit: 1, entities: [Profile] }]')
  for (const name of ['__proto__', 'constructor', 'toString', ' ', 'p|1']) {
    t.equal(first(account, `1 ${name}`, session(name)), 'acceptCoupon', name)
    account.put(`1 ${name}`, { state: 'closed' })
    t.equal(first(account, `2 ${name}`, session(name)), 'ProfileLimitReached', name)
    account.put(`1 ${name}`, { state: 'cancelled' })
    t.equal(first(account, `2 ${name}`, session(name)), 'acceptCoupon', name)
  }
  t.end()
})
