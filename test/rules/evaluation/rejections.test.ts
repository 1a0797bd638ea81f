import t from 'tap'
import type { CustomerSessionInput } from '../../../src/contract/service/customer-sessions.ts'
import {
  COUPON_REJECTIONS,
  EXCLUSION_REASONS,
  REFERRAL_REJECTIONS,
} from '../../../src/contract/service/rejections.ts'
import { createShop, type Shop } from '../../helpers/create-shop.ts'

/** Every reason that a code can be rejected with, from its cause. Source: Integration API, `rejectionReason`. */

const RULE = '{ title: R, when: { coupon: valid }, then: [{ discount: { name: x, amount: 10 } }] }'
const REF_RULE =
  '{ title: R, when: { referral: valid }, then: [{ discount: { name: x, amount: 10 } }] }'

/** What makes a code `CODE` be rejected with which props, and if need be what was done before. */
interface Case {
  readonly reason: string
  readonly campaign?: string
  readonly code?: string
  readonly rule?: string
  readonly tree?: string
  readonly session?: CustomerSessionInput
  readonly before?: (shop: Shop) => void
  readonly props?: object
}

const closeWith = (session: CustomerSessionInput) => (shop: Shop) => {
  shop.put('earlier', { ...session, state: 'closed' })
}
const usedByP1 = closeWith({ couponCodes: ['CODE'] })
const referredP1 = closeWith({ referralCode: 'CODE' })
const FAILED = { conditionIndex: 1 }
const RIVAL =
  '- { name: Rival, id: 9, rules: [{ title: R, then: [{ discount: { name: y, amount: 50 } }] }] }'
const NO_BUDGET = {
  campaign: 'limits: [{ action: setDiscount, limit: 5 }]',
  props: { effectIndex: 0, details: '10 passes the limit of setDiscount, which has 5 left' },
}

const COUPONS: readonly Case[] = [
  { reason: 'CouponNotFound', session: { couponCodes: ['OTHER'] } },
  { reason: 'CouponPartOfNotRunningCampaign', campaign: 'state: disabled' },
  { reason: 'CouponPartOfNotRunningCampaign', campaign: 'startTime: 2026-02-01T00:00:00Z' },
  { reason: 'CouponPartOfNotRunningCampaign', campaign: 'endTime: 2026-01-02T03:04:05Z' },
  { reason: 'CouponStartDateInFuture', code: 'startDate: 2026-01-02T03:04:06Z' },
  { reason: 'CouponExpired', code: 'expiryDate: 2026-01-02T03:04:05Z' },
  { reason: 'CouponLimitReached', code: 'usageLimit: 1', before: usedByP1 },
  { reason: 'CouponLimitReached', code: 'usageLimit: 3, usageCounter: 3' },
  {
    reason: 'CouponLimitReached',
    campaign: 'limits: [{ action: redeemCoupon, limit: 1, entities: [Coupon] }]',
    before: usedByP1,
  },
  { reason: 'CouponRecipientDoesNotMatch', code: 'recipientIntegrationId: anna' },
  {
    reason: 'CouponRecipientDoesNotMatch',
    code: 'recipientIntegrationId: anna',
    session: { profileId: '' },
  },
  {
    reason: 'CouponRejectedByCondition',
    rule: RULE.replace('coupon: valid', 'coupon: valid, cartTotal: { above: 500 }'),
    props: FAILED,
  },
  // No condition that asks for the coupon. Source: docs, coupon rejection reasons.
  {
    reason: 'CouponRejectedByCondition',
    rule: RULE.replace('coupon: valid', 'firstSession: true'),
  },
  { reason: 'CouponRejectedByCondition', rule: '' },
  {
    reason: 'CampaignLimitReached',
    campaign: 'limits: [{ action: redeemCoupon, limit: 1 }]',
    before: closeWith({ couponCodes: ['CODE'], profileId: 'anna' }),
  },
  {
    reason: 'ProfileLimitReached',
    campaign: 'limits: [{ action: redeemCoupon, limit: 1, entities: [Profile] }]',
    before: usedByP1,
  },
  {
    reason: 'ProfileLimitReached',
    code: 'limits: [{ action: redeemCoupon, limit: 1, entities: [Profile] }]',
    before: usedByP1,
  },
  { reason: 'EffectCouldNotBeApplied', ...NO_BUDGET },
  {
    reason: 'EffectCouldNotBeApplied',
    code: 'discountLimit: 9.99',
    props: {
      effectIndex: 0,
      details: '10 passes the discount limit of the coupon, which has 9.99 left',
    },
  },
  {
    reason: 'CouponPartOfNotTriggeredCampaign',
    campaign: 'state: archived',
    props: { campaignExclusionReason: 'CampaignNotInEvaluationSet' },
  },
  {
    reason: 'CouponPartOfNotTriggeredCampaign',
    tree: '{ mode: listOrder, elements: [9, 1] }',
    props: { campaignExclusionReason: 'CampaignIsNotFirst' },
  },
  {
    reason: 'CouponPartOfNotTriggeredCampaign',
    tree: 'highestDiscount',
    props: { campaignExclusionReason: 'CampaignGaveLowerDiscount' },
  },
  { reason: 'CouponReservationRequired', code: 'isReservationMandatory: true, reservedBy: [anna]' },
  { reason: 'ProfileRequired', code: 'isReservationMandatory: true', session: { profileId: '' } },
  {
    reason: 'ProfileRequired',
    campaign: 'limits: [{ action: redeemCoupon, limit: 1, entities: [Profile] }]',
    session: { profileId: '' },
  },
]

const REFERRALS: readonly Case[] = [
  { reason: 'ReferralNotFound', session: { referralCode: 'OTHER' } },
  { reason: 'ReferralPartOfNotRunningCampaign', campaign: 'state: disabled' },
  { reason: 'ReferralStartDateInFuture', code: 'startDate: 2027-01-01T00:00:00Z' },
  { reason: 'ReferralExpired', code: 'expiryDate: 2025-01-01T00:00:00Z' },
  { reason: 'ReferralLimitReached', code: 'usageLimit: 2, usageCounter: 2' },
  {
    reason: 'ReferralLimitReached',
    campaign: 'limits: [{ action: redeemReferral, limit: 1, entities: [Referral] }]',
    before: closeWith({ referralCode: 'CODE', profileId: 'anna' }),
  },
  {
    reason: 'CampaignLimitReached',
    campaign: 'limits: [{ action: redeemReferral, limit: 1 }]',
    before: closeWith({ referralCode: 'CODE', profileId: 'anna' }),
  },
  {
    reason: 'ProfileLimitReached',
    campaign: 'limits: [{ action: redeemReferral, limit: 0, entities: [Profile] }]',
  },
  // Assumed: referrals have no reason of their own for a profile that is missing.
  {
    reason: 'ProfileLimitReached',
    campaign: 'limits: [{ action: redeemReferral, limit: 1, entities: [Profile] }]',
    session: { profileId: '' },
  },
  { reason: 'ReferralRecipientDoesNotMatch', code: 'friendProfileIntegrationId: anna' },
  { reason: 'ReferralRecipientIdSameAsAdvocate', session: { profileId: 'advocate' } },
  { reason: 'ReferralCustomerAlreadyReferred', before: referredP1 },
  { reason: 'AdvocateNotFound', code: 'advocateProfileIntegrationId: nobody' },
  {
    reason: 'ReferralRejectedByCondition',
    rule: REF_RULE.replace('referral: valid', 'referral: valid, cartTotal: { above: 500 }'),
    props: FAILED,
  },
  { reason: 'EffectCouldNotBeApplied', ...NO_BUDGET },
  {
    reason: 'ReferralPartOfNotTriggeredCampaign',
    campaign: 'state: archived',
    props: { campaignExclusionReason: 'CampaignNotInEvaluationSet' },
  },
  {
    reason: 'ReferralPartOfNotTriggeredCampaign',
    tree: '{ mode: listOrder, elements: [9, 1] }',
    props: { campaignExclusionReason: 'CampaignIsNotFirst' },
  },
  {
    reason: 'ReferralPartOfNotTriggeredCampaign',
    tree: 'highestDiscount',
    props: { campaignExclusionReason: 'CampaignGaveLowerDiscount' },
  },
]

const shopOf = (codes: string, rules: string, { campaign = 'description: x', tree }: Case): Shop =>
  createShop(`
application: { partialDiscounts: false }
profiles: [{ integrationId: advocate }]
evaluation: ${tree ?? 'stackable'}
campaigns:
  - name: C
    id: 1
    ${campaign}
    ${codes}
    rules: [${rules}]
  ${tree ? RIVAL : ''}
`)

/** The one rejection that a case ends with. */
const rejectionOf = (shop: Shop, session: CustomerSessionInput, { before }: Case) => {
  before?.(shop)
  const rejected = shop
    .put('s1', session)
    .effects.filter(({ effectType }) => /^reject/.test(effectType))
  t.equal(rejected.length, 1)
  return rejected[0]?.props
}

t.test('a coupon is rejected with the reason why', (t) => {
  for (const one of COUPONS) {
    const shop = shopOf(
      `coupons: [{ code: CODE, ${one.code ?? 'usageLimit: 0'} }]`,
      one.rule ?? RULE,
      one,
    )
    const session = { couponCodes: ['CODE'], ...one.session }
    const value = session.couponCodes?.[0]
    const props = { value, rejectionReason: one.reason, ...one.props }
    t.strictSame(rejectionOf(shop, session, one), props, JSON.stringify(one))
  }
  t.strictSame(new Set(COUPONS.map(({ reason }) => reason)), new Set(COUPON_REJECTIONS))
  t.end()
})

t.test('a referral is rejected with the reason why', (t) => {
  for (const one of REFERRALS) {
    const code = ['advocateProfileIntegrationId: advocate', one.code ?? 'usageLimit: 0']
    const own = one.code?.startsWith('advocate') ? code.slice(1) : code
    const shop = shopOf(`referrals: [{ code: CODE, ${own} }]`, one.rule ?? REF_RULE, one)
    const session = { referralCode: 'CODE', ...one.session }
    const props = { value: session.referralCode, rejectionReason: one.reason, ...one.props }
    t.strictSame(rejectionOf(shop, session, one), props, JSON.stringify(one))
  }
  t.strictSame(new Set(REFERRALS.map(({ reason }) => reason)), new Set(REFERRAL_REJECTIONS))
  t.end()
})

t.test('each exclusion reason is among them', (t) => {
  for (const cases of [COUPONS, REFERRALS]) {
    const reasons = cases.flatMap(({ props }) => Object(props).campaignExclusionReason ?? [])
    t.strictSame(new Set(reasons), new Set(EXCLUSION_REASONS))
  }
  t.end()
})

t.test('limits are checked before conditions, whatever their order (assumed)', (t) => {
  const limits = { campaign: 'limits: [{ action: redeemCoupon, limit: 0 }]', reason: '' }
  const rule = RULE.replace('coupon: valid', 'cartTotal: { above: 500 }, coupon: valid')
  const shop = shopOf('coupons: [{ code: CODE }]', rule, limits)
  t.match(rejectionOf(shop, { couponCodes: ['CODE'] }, limits), {
    rejectionReason: 'CampaignLimitReached',
  })
  const { outcome } = shop.program.explain(shop.factsOf('s1'))
  t.match(outcome.effects, [{ props: { rejectionReason: 'CampaignLimitReached' } }])
  t.end()
})

t.test('all codes of a campaign that lost are told so, one beyond its limit too', (t) => {
  const shop = shopOf('coupons: [{ code: CODE }, { code: SECOND }]', RULE, {
    reason: '',
    campaign: 'limits: [{ action: redeemCoupon, limit: 1 }]',
    tree: 'highestDiscount',
  })
  const lost = {
    rejectionReason: 'CouponPartOfNotTriggeredCampaign',
    campaignExclusionReason: 'CampaignGaveLowerDiscount',
  }
  t.match(shop.effects({ couponCodes: ['CODE', 'SECOND'] }), [
    ['setDiscount', { name: 'y' }],
    ['rejectCoupon', { value: 'CODE', ...lost }],
    ['rejectCoupon', { value: 'SECOND', ...lost }],
  ])
  t.end()
})

t.test('an effect that cannot be applied says more than a condition', (t) => {
  const failing = RULE.replace('coupon: valid', 'coupon: valid, cartTotal: { above: 500 }')
  const shop = shopOf('coupons: [{ code: CODE }]', `${failing}, ${RULE}, ${failing}`, {
    reason: '',
    ...NO_BUDGET,
  })
  t.match(shop.put('s1', { couponCodes: ['CODE'] }).effects, [
    { ruleIndex: 1, props: { rejectionReason: 'EffectCouldNotBeApplied', effectIndex: 0 } },
  ])
  t.end()
})

t.test('a code is accepted when one rule accepts it, whatever other rules make of it', (t) => {
  const failing = RULE.replace('coupon: valid', 'coupon: valid, cartTotal: { above: 500 }')
  const shop = shopOf('coupons: [{ code: CODE }]', `${failing}, ${RULE}`, { reason: '' })
  t.strictSame(
    shop.effects({ couponCodes: ['CODE'] }).map(([type]) => type),
    ['acceptCoupon', 'setDiscount'],
  )
  t.end()
})
