import t from 'tap'
import { createShop } from '../../helpers/create-shop.ts'

/** Source: live replies of the service's older API: accepts before a rule's effects, rejects after all. */

const shop = createShop(`
profiles: [{ integrationId: advocate }]
loyaltyPrograms: [{ id: 1, name: stars, tiers: [{ name: Gold, minPoints: 1 }] }]
campaigns:
  - name: First
    coupons: [{ code: FIRST }, { code: OLD, expiryDate: 2020-01-01T00:00:00Z }]
    referrals: [{ code: GOOD-REF, advocateProfileIntegrationId: advocate }]
    rules:
      - { title: Plain, then: [{ notify: { title: plain } }] }
      - title: Both
        when: { referral: valid, coupon: valid }
        then: [{ discount: { name: A, amount: 1 } }, { freeItem: { sku: S, name: s } }]
      - { title: Again, when: { coupon: valid }, then: [{ notify: { title: again } }] }
  - name: Second
    coupons: [{ code: SECOND }]
    referrals: [{ code: BAD-REF, advocateProfileIntegrationId: advocate, usageLimit: 1, usageCounter: 1 }]
    rules:
      - { title: R, when: { coupon: valid }, then: [{ points: { program: stars, name: p, amount: 3 } }, { createCoupon: {} }] }
      - { title: Ref, when: { referral: valid }, then: [{ notify: { title: ref } }] }
`)

const typesOf = (referralCode: string, state: 'open' | 'closed', sessionId: string) =>
  shop
    .put(sessionId, {
      couponCodes: ['SECOND', 'NOPE', 'OLD', 'FIRST', 'ACCEPT-ME'],
      referralCode,
      state,
    })
    .effects.map(({ effectType, ruleName }) => `${effectType} ${ruleName}`.trim())

t.test('accepts come before the effects of their rule, coupon before referral', (t) => {
  t.strictSame(typesOf('GOOD-REF', 'open', 's1'), [
    'showNotification Plain',
    'acceptCoupon Both',
    'acceptReferral Both',
    'setDiscount Both',
    'addFreeItem Both',
    'showNotification Again',
    'acceptCoupon R',
    'addLoyaltyPoints R',
    'acceptCoupon',
    'rejectCoupon Both',
    'rejectCoupon',
  ])
  t.end()
})

t.test(
  'rejects come after all effects, what closing adds too; coupons before the referral',
  (t) => {
    t.strictSame(typesOf('BAD-REF', 'closed', 's2'), [
      'showNotification Plain',
      'acceptCoupon Again',
      'showNotification Again',
      'acceptCoupon R',
      'addLoyaltyPoints R',
      'acceptCoupon',
      'changeLoyaltyTierLevel R',
      'couponCreated R',
      'rejectCoupon Both',
      'rejectCoupon',
      'rejectReferral Ref',
    ])
    t.end()
  },
)
