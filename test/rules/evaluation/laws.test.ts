import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { EVALUATION_MODES } from '../../../src/contract/scenario/vocabulary.ts'
import type { CustomerSessionInput } from '../../../src/contract/service/customer-sessions.ts'
import { addWire } from '../../../src/core/money.ts'
import { checkLaw } from '../../helpers/check-law.ts'
import { createShop, type Shop } from '../../helpers/create-shop.ts'

/** What holds whatever the rules and the cart are. */

const amount = fc.integer({ min: 0, max: 15_000 }).map((cents) => cents / 100)
const percent = fc.integer({ min: 1, max: 10_000 }).map((hundredths) => hundredths / 100)
const share = fc.oneof(
  amount.map((value) => ({ amount: value })),
  percent.map((value) => ({ percent: value })),
)

const effect = fc.oneof(
  fc
    .record({ share, of: fc.constantFrom('session', 'items', 'costs') })
    .map(({ share: part, of }) => ({ discount: { name: 'd', of, ...part } })),
  share.map((part) => ({ itemDiscount: { name: 'i', ...part } })),
  share.map((part) => ({ costDiscount: { name: 'c', cost: 'shipping', ...part } })),
  amount.map((value) => ({ points: { program: 'stars', name: 'p', amount: value } })),
  amount.map((value) => ({ redeem: { program: 'stars', name: 'r', points: value } })),
  fc.constant({ giveaway: { pool: 'Cards' } }),
)

const when = fc.constantFrom<object>(
  { cartTotal: { atLeast: 0 } },
  { coupon: 'valid' },
  { referral: 'valid' },
  { any: [{ coupon: 'valid' }, { firstSession: true }] },
  { cartTotal: { above: 60 } },
)

const rule = fc
  .tuple(when, fc.array(effect, { minLength: 1, maxLength: 3 }))
  // From entries: an object with a `then` of its own looks like a promise.
  .map(([test, effects]) =>
    Object.fromEntries([
      ['title', 'R'],
      ['when', test],
      ['then', effects],
    ]),
  )

const limit = fc.record({
  action: fc.constantFrom(
    'setDiscount',
    'setDiscountEffect',
    'redeemCoupon',
    'createLoyaltyPoints',
  ),
  limit: fc.integer({ min: 0, max: 50 }),
  entities: fc.constantFrom([], ['Profile'], ['Session'], ['Coupon']),
})

const campaigns = fc.array(
  fc.record({ rules: fc.array(rule, { maxLength: 3 }), limits: fc.array(limit, { maxLength: 2 }) }),
  { minLength: 1, maxLength: 4 },
)

const scenario = fc
  .record({
    application: fc.record({
      partialDiscounts: fc.boolean(),
      flattenedCartItems: fc.boolean(),
      cascadingDiscounts: fc.boolean(),
    }),
    evaluation: fc.constantFrom(...EVALUATION_MODES),
    campaigns,
  })
  .map((parts) => ({
    version: 1,
    ...parts,
    additionalCosts: [{ name: 'shipping' }],
    profiles: [{ integrationId: 'advocate' }],
    loyaltyPrograms: [{ name: 'stars', balances: { p1: 50 } }],
    giveawayPools: [{ name: 'Cards', codes: ['G-1'] }],
    campaigns: parts.campaigns.map((campaign, i) => ({
      name: `C${i}`,
      coupons: [{ code: `C-${i}`, discountLimit: 30 + i }, { code: `D-${i}` }],
      referrals: [{ code: `REF-${i}`, advocateProfileIntegrationId: 'advocate' }],
      ...campaign,
    })),
  }))

const session: fc.Arbitrary<CustomerSessionInput> = fc.record({
  profileId: fc.constantFrom('p1', 'p2', ''),
  couponCodes: fc.subarray([
    'C-0',
    'D-0',
    'C-1',
    'D-2',
    'NOPE',
    'DISCOUNT-30',
    'REJECT-CouponExpired',
  ]),
  referralCode: fc.constantFrom('', 'REF-0', 'REF-1', 'NOPE-REF'),
  cartItems: fc.array(
    fc.record({ sku: fc.constant('S'), quantity: fc.integer({ min: 1, max: 4 }), price: amount }),
    {
      maxLength: 3,
    },
  ),
  additionalCosts: fc.constantFrom({}, { shipping: { price: 4.99 } }),
})

const open = (file: object): Shop => createShop({ 'shop.yaml': JSON.stringify(file) })

t.test(
  'discounts are in cents, never below nothing, and never more than the session in all',
  (t) => {
    checkLaw(
      t,
      fc.property(scenario, session, (file, given) => {
        const { effects, customerSession } = open(file).put('s1', given)
        let sum = 0
        for (const { effectType, props } of effects) {
          if (!effectType.startsWith('setDiscount') || !('value' in props)) continue
          const value = Number(props.value)
          assert.ok(value >= 0 && value === addWire(value, 0), `${value}`)
          sum = addWire(sum, value)
        }
        assert.ok(sum <= customerSession.total, `${sum} of ${customerSession.total}`)
      }),
    )
    t.end()
  },
)

t.test('each code is accepted or rejected, once', (t) => {
  checkLaw(
    t,
    fc.property(scenario, session, (file, given) => {
      const { effects } = open(file).put('s1', given)
      const told = effects.flatMap(({ effectType, props }) =>
        /^(accept|reject)/.test(effectType) && 'value' in props ? [props.value] : [],
      )
      const sent = [...(given.couponCodes ?? []), given.referralCode].filter((code) => code !== '')
      assert.deepEqual(told.toSorted(), sent.toSorted())
    }),
  )
  t.end()
})

t.test('evaluating again gives the same, and so does explaining', (t) => {
  checkLaw(
    t,
    fc.property(scenario, session, (file, given) => {
      const shop = open(file)
      shop.put('s1', given)
      const once = shop.program.evaluate(shop.factsOf('s1'))
      assert.deepEqual(shop.program.evaluate(shop.factsOf('s1')), once)
      const { outcome, rules } = shop.program.explain(shop.factsOf('s1'))
      assert.deepEqual(outcome, once)
      const fired = new Set(rules.flatMap((report) => (report.fired ? report.campaignId : [])))
      assert.deepEqual(fired, new Set(once.triggered.map(({ id }) => id)))
    }),
  )
  t.end()
})

t.test('closing and cancelling leave budgets, codes and points as they were', (t) => {
  checkLaw(
    t,
    fc.property(scenario, session, (file, given) => {
      const shop = open(file)
      shop.put('look', given)
      const before = shop.program.evaluate(shop.factsOf('look')).effects
      shop.put('s1', { ...given, state: 'closed' })
      shop.put('s1', { state: 'cancelled' })
      const handedOut = before.some(({ effectType }) => effectType === 'willAwardGiveaway')
      if (handedOut) return
      assert.deepEqual(shop.program.evaluate(shop.factsOf('look')).effects, before)
    }),
  )
  t.end()
})
