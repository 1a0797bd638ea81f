import t from 'tap'
import type { Effect } from '../../../src/contract/service/effects.ts'
import type { IntegrationState } from '../../../src/contract/service/integration-state.ts'
import { openScenario } from '../../helpers/open-scenario.ts'

/**
 * Whole lives of sessions under discounts. The rulesets are in the form that the service exports.
 * Source: Integration API, effects; docs, session states. Assumed: operators that no public ruleset
 * shows, as the built-in dialect has them.
 */

const of = (ruleName: string, ruleIndex = 0) => ({
  campaignId: 1,
  rulesetId: 1,
  ruleIndex,
  ruleName,
})

/** What a reply says of the rules, apart from the session itself. */
const rulesPart = (state: IntegrationState) => ({
  effects: state.effects,
  triggered: state.triggeredCampaigns.map(({ name }) => name),
  failures: state.ruleFailureReasons,
  created: [...state.createdCoupons, ...state.createdReferrals],
  awarded: state.awardedGiveaways,
})

const fired = (name: string, effects: readonly Effect[]) => ({
  effects,
  triggered: [name],
  failures: [],
  created: [],
  awarded: [],
})

const quiet = (effects: readonly Effect[]) => ({ ...fired('', effects), triggered: [] })

for (const name of ['a-coupon', 'a-coupon-short']) {
  t.test(`A: a coupon gives 20 % (${name})`, (t) => {
    const shop = openScenario(name)
    const from = { ...of('SAVE20'), triggeredByCoupon: 1 }
    const given: Effect[] = [
      { ...from, effectType: 'acceptCoupon', props: { value: 'SAVE20' } },
      {
        ...from,
        effectType: 'setDiscount',
        props: { name: '20% off', value: 25, scope: 'sessionTotal' },
      },
    ]
    const counts = ({ coupons }: IntegrationState) =>
      coupons.map((coupon) => [coupon.value, coupon.usageCounter, coupon.profileRedemptionCount])

    const open = shop.put('s1', { couponCodes: ['SAVE20'] })
    t.strictSame(rulesPart(open), fired('Coupon', given))
    t.strictSame(counts(open), [['SAVE20', 0, 0]], 'nothing is spent while it is open')

    const closed = shop.put('s1', { state: 'closed' })
    t.strictSame(rulesPart(closed), fired('Coupon', given))
    t.strictSame(counts(closed), [['SAVE20', 1, 1]])
    t.match(closed.customerProfile, { closedSessions: 1, totalSales: 125 })

    const usedUp = shop.put('s2', { couponCodes: ['SAVE20'] })
    t.strictSame(usedUp.effects, [
      {
        ...from,
        effectType: 'rejectCoupon',
        props: { value: 'SAVE20', rejectionReason: 'CouponLimitReached' },
      },
    ])
    t.strictSame(usedUp.ruleFailureReasons, [
      {
        campaignID: 1,
        campaignName: 'Coupon',
        rulesetID: 1,
        ruleIndex: 0,
        ruleName: 'SAVE20',
        couponID: 1,
        couponValue: 'SAVE20',
        conditionIndex: 0,
      },
    ])
    t.strictSame(usedUp.triggeredCampaigns, [])

    const cancelled = shop.put('s1', { state: 'cancelled' })
    t.strictSame(
      rulesPart(cancelled),
      quiet([
        { ...from, effectType: 'rollbackCoupon', props: { value: 'SAVE20' } },
        {
          ...from,
          effectType: 'rollbackDiscount',
          props: { name: '20% off', value: 25, scope: 'sessionTotal' },
        },
      ]),
    )
    t.strictSame(counts(cancelled), [['SAVE20', 0, 0]])
    t.match(cancelled.customerProfile, { closedSessions: 0, totalSales: 0 })
    t.strictSame(shop.put('s2').effects, given, 'it can be used again')

    const wrong = shop.put('s3', { couponCodes: ['NOPE'] })
    t.strictSame(
      rulesPart(wrong),
      quiet([
        {
          campaignId: 0,
          rulesetId: 0,
          ruleIndex: 0,
          ruleName: '',
          effectType: 'rejectCoupon',
          props: { value: 'NOPE', rejectionReason: 'CouponNotFound' },
        },
      ]),
    )
    t.end()
  })
}

for (const name of ['b-category', 'b-category-short']) {
  t.test(`B: shoes are 10 % off, each pair of them (${name})`, (t) => {
    const shop = openScenario(name)
    const unit = (subPosition: number): Effect => ({
      ...of('Shoes'),
      effectType: 'setDiscountPerItem',
      props: { name: 'Shoes 10%#0', value: 5, position: 0, subPosition, scope: 'price' },
    })
    const undone = (cartItemSubPosition: number): Effect => ({
      ...of('Shoes'),
      effectType: 'rollbackDiscount',
      props: { name: 'Shoes 10%#0', value: 5, cartItemPosition: 0, cartItemSubPosition },
    })
    t.strictSame(rulesPart(shop.put('s1')), fired('Category', [unit(0), unit(1)]))
    t.strictSame(
      rulesPart(shop.put('s1', { state: 'closed' })),
      fired('Category', [unit(0), unit(1)]),
    )
    t.strictSame(rulesPart(shop.put('s1', { state: 'cancelled' })), quiet([undone(0), undone(1)]))
    const none = shop.put('s2', { cartItems: [{ sku: 'MUG', quantity: 1, price: 20 }] })
    t.strictSame(none.effects, [])
    t.match(none.ruleFailureReasons, [{ ruleName: 'Shoes', conditionIndex: 0 }])
    t.end()
  })
}

t.test('C: shipping is free from 100 on', (t) => {
  const shop = openScenario('c-free-shipping')
  const cost = { name: 'Free shipping', additionalCostId: 9, additionalCost: 'shipping', value: 5 }
  const given: Effect = {
    ...of('Free shipping'),
    effectType: 'setDiscountPerAdditionalCost',
    props: cost,
  }
  t.strictSame(rulesPart(shop.put('s1')), fired('Free shipping', [given]))
  t.strictSame(rulesPart(shop.put('s1', { state: 'closed' })), fired('Free shipping', [given]))
  t.strictSame(
    rulesPart(shop.put('s1', { state: 'cancelled' })),
    quiet([{ ...of('Free shipping'), effectType: 'rollbackDiscount', props: cost }]),
  )
  t.strictSame(
    rulesPart(shop.put('s2', { additionalCosts: {} })),
    fired('Free shipping', []),
    'without a cost the catch of the rule takes its place: it fires, and gives nothing',
  )
  t.end()
})

t.test('G: the first purchase is 15 % off', (t) => {
  const shop = openScenario('g-first-purchase')
  const props = { name: 'Welcome 15%', value: 18.75, scope: 'sessionTotal' }
  const given: Effect = { ...of('Welcome'), effectType: 'setDiscount', props }
  t.strictSame(rulesPart(shop.put('s1')), fired('First purchase', [given]))
  const closed = shop.put('s1', { state: 'closed' })
  t.strictSame(rulesPart(closed), fired('First purchase', [given]))
  t.strictSame(shop.put('s2').effects, [], 'a second session gets nothing')
  t.strictSame(
    rulesPart(shop.put('s1', { state: 'cancelled' })),
    quiet([{ ...of('Welcome'), effectType: 'rollbackDiscount', props }]),
  )
  t.strictSame(shop.put('s3', { profileId: '' }).effects, [given], 'anonymous: always the first')
  t.end()
})

t.test('H: the more one spends, the higher the discount', (t) => {
  const shop = openScenario('h-tiers')
  const failed = (ruleIndex: number, conditionIndex: number) => ({
    campaignID: 1,
    campaignName: 'Tiers',
    rulesetID: 1,
    ruleIndex,
    ruleName: `T${ruleIndex + 1}`,
    conditionIndex,
  })
  const props = { name: 'Tier 2', value: 12, scope: 'sessionTotal' }
  const given: Effect = { ...of('T2', 1), effectType: 'setDiscount', props }
  const whole = { ...fired('Tiers', [given]), failures: [failed(0, 1), failed(2, 0)] }
  t.strictSame(rulesPart(shop.put('s1')), whole)
  t.strictSame(rulesPart(shop.put('s1', { state: 'closed' })), whole)
  t.strictSame(
    rulesPart(shop.put('s1', { state: 'cancelled' })),
    quiet([{ ...of('T2', 1), effectType: 'rollbackDiscount', props }]),
  )
  const small = shop.put('s2', { cartItems: [] })
  t.strictSame(small.effects, [])
  t.strictSame(small.ruleFailureReasons, [failed(0, 0), failed(1, 0), failed(2, 0)])
  t.end()
})

t.test('I: an audience gets a discount', (t) => {
  const shop = openScenario('i-audience')
  const props = { name: 'VIP', value: 10, scope: 'sessionTotal' }
  const given: Effect = { ...of('VIP'), effectType: 'setDiscount', props }
  t.strictSame(rulesPart(shop.put('s1', { profileId: 'vip' })), fired('Audience', [given]))
  t.strictSame(rulesPart(shop.put('s1', { state: 'closed' })), fired('Audience', [given]))
  t.strictSame(
    rulesPart(shop.put('s1', { state: 'cancelled' })),
    quiet([{ ...of('VIP'), effectType: 'rollbackDiscount', props }]),
  )
  for (const profileId of ['p1', '']) {
    t.strictSame(shop.put(`s of ${profileId}`, { profileId }).effects, [])
  }
  t.end()
})

t.test('a session cancelled while open spent nothing, so nothing is rolled back', (t) => {
  const shop = openScenario('a-coupon')
  shop.put('s1', { couponCodes: ['SAVE20'] })
  t.strictSame(rulesPart(shop.put('s1', { state: 'cancelled' })), quiet([]))
  t.end()
})
