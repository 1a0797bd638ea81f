import type { Campaign } from '../../contract/scenario/campaign.ts'
import type { Limit } from '../../contract/scenario/codes.ts'
import type * as account from '../../core/account.ts'
import { spellCode } from '../../core/rewards/codes.ts'
import type { Scope } from './scope.ts'
import type { Source } from './source.ts'

export const limitsOf = (limits: readonly Limit[] = []): account.Limit[] =>
  limits.map((limit) => ({ entities: [], ...limit }))

/** Reports an end that lies before its start. */
export const checkWindow = <Start extends string, End extends string>(
  source: Source,
  holder: { readonly [Key in Start | End]?: string },
  start: Start,
  end: End,
): void => {
  if (Date.parse(holder[start] ?? '') > Date.parse(holder[end] ?? '')) {
    source.fault(holder, end, `lies before ${start}, which is ${holder[start]}`)
  }
}

/** The coupons of a campaign, with all that was left out, their codes in the account's own spelling. */
export const buildCoupons = (
  { source, attributes, application }: Scope,
  { coupons = [] }: Campaign,
): account.CouponDefinition[] =>
  coupons.map((coupon) => {
    checkWindow(source, coupon, 'startDate', 'expiryDate')
    attributes.check(source, 'Coupon', coupon.attributes ?? {})
    return {
      usageLimit: 0,
      usageCounter: 0,
      attributes: {},
      isReservationMandatory: false,
      reservedBy: [],
      ...coupon,
      code: spellCode(coupon.code, application.codeCase),
      limits: limitsOf(coupon.limits),
    }
  })

/** The referrals of a campaign, likewise. */
export const buildReferrals = (
  { source, attributes, application }: Scope,
  { referrals = [] }: Campaign,
): account.ReferralDefinition[] =>
  referrals.map((referral) => {
    checkWindow(source, referral, 'startDate', 'expiryDate')
    attributes.check(source, 'Referral', referral.attributes ?? {})
    const code = spellCode(referral.code, application.codeCase)
    return { usageLimit: 0, usageCounter: 0, attributes: {}, ...referral, code }
  })
