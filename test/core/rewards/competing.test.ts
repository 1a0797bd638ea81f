import t from 'tap'
import { createAccount } from '../../helpers/create-account.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { programOf } from '../../helpers/program-of.ts'

// Source: docs, Sessions: while sessions are open nothing is spent; whichever closes first has it.

const program = programOf(`
giveawayPools: [{ name: Gifts, codes: [GIFT-1] }]
campaigns:
  - name: Save
    coupons: [{ code: LAST-ONE, usageLimit: 1 }]
    rules:
      - title: Ten
        when: { coupon: valid }
        then: [{ discount: { name: Ten, amount: 10, of: session } }]
  - name: Gifts
    rules:
      - title: A gift from 20
        when: { cartTotal: { atLeast: 20 } }
        then: [{ giveaway: { pool: Gifts } }]
`)
const session = (profileId: string) => makeSession({ profileId, couponCodes: ['LAST-ONE'] })
const ACCEPTED = ['acceptCoupon', 'setDiscount', 'willAwardGiveaway']

t.test('of two sessions that could have the last one, the first that closes gets it', (t) => {
  const account = createAccount(program)
  const effects = (id: string, input: ReturnType<typeof session>) =>
    account.put(id, input).state.effects
  const types = (id: string, input: ReturnType<typeof session>) =>
    effects(id, input).map(({ effectType }) => effectType)
  t.strictSame(types('s1', session('p1')), ACCEPTED)
  t.strictSame(types('s2', session('p2')), ACCEPTED)
  t.strictSame(types('s1', { state: 'closed' }), ['acceptCoupon', 'setDiscount', 'awardGiveaway'])
  const rejected = [
    {
      effectType: 'rejectCoupon',
      props: { value: 'LAST-ONE', rejectionReason: 'CouponLimitReached' },
    },
  ]
  t.match(effects('s2', {}), rejected, 'the open one is told')
  t.match(effects('s2', { state: 'closed' }), rejected, 'and does not get it by closing')
  t.match(account.records.coupon('LAST-ONE')?.coupon, { usageCounter: 1 })
  t.match(account.records.pool(1)?.giveaways, [{ used: true, profileIntegrationId: 'p1' }])
  t.end()
})

t.test('cancelling lets another session have the coupon, but not the giveaway', (t) => {
  const account = createAccount(program)
  account.put('s1', { ...session('p1'), state: 'closed' })
  account.put('s1', { state: 'cancelled' })
  const { state } = account.put('s2', { ...session('p2'), state: 'closed' })
  t.match(state.effects, [{ effectType: 'acceptCoupon' }, { effectType: 'setDiscount' }])
  t.equal(state.effects.length, 2)
  t.match(state.ruleFailureReasons, [{ ruleName: 'A gift from 20', effectIndex: 0 }])
  t.end()
})
