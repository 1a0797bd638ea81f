import t from 'tap'
import { COUPON_REJECTIONS, REFERRAL_REJECTIONS } from '../../../src/contract/service/rejections.ts'
import { type BriefEffect, createShop } from '../../helpers/create-shop.ts'

const empty = createShop('')
const NOWHERE = { campaignId: 0, rulesetId: 0, ruleIndex: 0, ruleName: '' }

t.test('REJECT-<Reason> is rejected with that reason, of no campaign', (t) => {
  for (const rejectionReason of COUPON_REJECTIONS) {
    const value = `REJECT-${rejectionReason}`
    t.strictSame(empty.put(value, { couponCodes: [value] }).effects, [
      { ...NOWHERE, effectType: 'rejectCoupon', props: { value, rejectionReason } },
    ])
  }
  for (const rejectionReason of REFERRAL_REJECTIONS) {
    const value = `REJECT-${rejectionReason}`
    t.strictSame(empty.put(`ref ${value}`, { referralCode: value }).effects, [
      { ...NOWHERE, effectType: 'rejectReferral', props: { value, rejectionReason } },
    ])
  }
  t.end()
})

t.test('ACCEPT-<anything> is accepted, DISCOUNT-<percent> gives so much of the session', (t) => {
  const accepted = (value: string): BriefEffect => ['acceptCoupon', { value }]
  const given = (name: string, value: number): BriefEffect => [
    'setDiscount',
    { name, value, scope: 'sessionTotal' },
  ]
  const cases: [code: string, effects: BriefEffect[]][] = [
    ['ACCEPT-x', [accepted('ACCEPT-x')]],
    ['DISCOUNT-15', [accepted('DISCOUNT-15'), given('DISCOUNT-15', 18.75)]],
    ['DISCOUNT-12.5', [accepted('DISCOUNT-12.5'), given('DISCOUNT-12.5', 15.63)]],
    ['DISCOUNT-100', [accepted('DISCOUNT-100'), given('DISCOUNT-100', 125)]],
    ['DISCOUNT-0', [accepted('DISCOUNT-0')]],
  ]
  for (const [code, effects] of cases) {
    t.strictSame(empty.effects({ couponCodes: [code] }), effects)
  }
  const [first = '', second = ''] = ['DISCOUNT-80', 'DISCOUNT-50']
  t.strictSame(
    empty.effects({ couponCodes: [first, second] }),
    [accepted(first), given(first, 100), accepted(second), given(second, 25)],
    'no more than there is',
  )
  t.strictSame(empty.effects({ referralCode: 'ACCEPT-ref' }), [
    ['acceptReferral', { value: 'ACCEPT-ref' }],
  ])
  t.end()
})

t.test('what only looks like one is not found', (t) => {
  for (const code of ['ACCEPT-', 'DISCOUNT-101', 'DISCOUNT-x', 'DISCOUNT--5', 'REJECT-Nothing']) {
    t.strictSame(empty.effects({ couponCodes: [code] }), [
      ['rejectCoupon', { value: code, rejectionReason: 'CouponNotFound' }],
    ])
  }
  for (const code of ['DISCOUNT-15', 'REJECT-CouponExpired']) {
    t.strictSame(empty.effects({ referralCode: code }), [
      ['rejectReferral', { value: code, rejectionReason: 'ReferralNotFound' }],
    ])
  }
  t.end()
})

t.test('accepted while open and when closed; cancelling rolls back', (t) => {
  const shop = createShop('')
  shop.put('s1', { couponCodes: ['DISCOUNT-10'], referralCode: 'ACCEPT-ref' })
  t.equal(shop.put('s1', { state: 'closed' }).effects.length, 3)
  t.strictSame(
    shop.put('s1', { state: 'cancelled' }).effects.map(({ effectType }) => effectType),
    ['rollbackCoupon', 'rollbackDiscount', 'rollbackReferral'],
  )
  t.end()
})

t.test('a real code of the same name goes over the magic', (t) => {
  const shop = createShop(`
profiles: [{ integrationId: advocate }]
campaigns:
  - name: C
    coupons: [{ code: REJECT-CouponExpired }, { code: ACCEPT-me, usageLimit: 1, usageCounter: 1 }]
    referrals: [{ code: REJECT-ReferralExpired, advocateProfileIntegrationId: advocate }]
    rules:
      - { title: R, when: { coupon: valid }, then: [{ notify: { title: x } }] }
      - { title: Ref, when: { referral: valid }, then: [{ notify: { title: y } }] }
`)
  const couponCodes = ['REJECT-CouponExpired', 'ACCEPT-me']
  const effects = shop.put('s1', { couponCodes, referralCode: 'REJECT-ReferralExpired' }).effects
  t.match(effects, [
    { campaignId: 1, effectType: 'acceptCoupon', props: { value: 'REJECT-CouponExpired' } },
    { effectType: 'showNotification' },
    { campaignId: 1, effectType: 'acceptReferral' },
    { effectType: 'showNotification' },
    { effectType: 'rejectCoupon', props: { rejectionReason: 'CouponLimitReached' } },
  ])
  t.end()
})

t.test('turned off, they are codes that nobody knows', (t) => {
  const shop = createShop('', { magicCodes: false })
  for (const value of ['ACCEPT-x', 'DISCOUNT-15', 'REJECT-CouponExpired']) {
    t.strictSame(shop.effects({ couponCodes: [value], referralCode: value }), [
      ['rejectCoupon', { value, rejectionReason: 'CouponNotFound' }],
      ['rejectReferral', { value, rejectionReason: 'ReferralNotFound' }],
    ])
  }
  t.end()
})

// Source: Management API, `caseSensitivity`; the codes are the emulator's own.
t.test('they are told apart by case as the account tells codes apart', (t) => {
  const small = { couponCodes: ['accept-x', 'discount-10', 'reject-couponexpired'] }
  for (const codeCase of ['insensitive-uppercase', 'insensitive-lowercase']) {
    const shop = createShop(`application: { name: A, codeCase: ${codeCase} }`)
    t.strictSame(shop.effects({ ...small, referralCode: 'reject-referralexpired' }), [
      ['acceptCoupon', { value: 'accept-x' }],
      ['acceptCoupon', { value: 'discount-10' }],
      ['setDiscount', { name: 'discount-10', value: 12.5, scope: 'sessionTotal' }],
      ['rejectCoupon', { value: 'reject-couponexpired', rejectionReason: 'CouponExpired' }],
      ['rejectReferral', { value: 'reject-referralexpired', rejectionReason: 'ReferralExpired' }],
    ])
  }
  const sensitive = createShop('application: { name: A, codeCase: sensitive }')
  t.match(
    sensitive.effects(small).map(([, props]) => props),
    small.couponCodes.map((value) => ({ value, rejectionReason: 'CouponNotFound' })),
  )
  t.end()
})
