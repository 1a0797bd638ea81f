import type {
  CouponQuery,
  CouponReply,
  ReferralQuery,
} from '../../contract/service/platform-codes.ts'
import type { Coupon } from '../../contract/service/rewards.ts'
import type { CouponRequest } from '../../core/codes/coupons.ts'
import type { NewReferrals } from '../../core/codes/referrals.ts'
import { attributesIn } from './query-attributes.ts'

/** The coupon that a query asks for. Attributes have to exist. Source: Third-party OpenAPI, `attributes`. */
export const couponAskedBy = (query: CouponQuery): CouponRequest => ({
  campaignId: query.campaignId,
  settings: {},
  usageLimit: query.usageLimit ?? 1,
  recipient: query.recipientIntegrationId || undefined,
  startDate: query.startDate,
  expiryDate: query.expiryDate,
  discountLimit: query.discountLimit,
  attributes: attributesIn(query),
  unknownAttributes: 'refuse',
})

/** The referral that a query asks for, likewise. */
export const referralAskedBy = (query: ReferralQuery): NewReferrals => ({
  campaignId: query.campaignId,
  advocates: [query.advocateProfileIntegrationId],
  friend: query.friendProfileIntegrationId || undefined,
  startDate: query.startDate,
  expiryDate: query.expiryDate,
  usageLimit: query.usageLimit ?? 0,
  attributes: attributesIn(query),
  unknownAttributes: 'refuse',
})

/**
 * A coupon as these platforms are answered, with the application that was asked for: there is one.
 * Assumed: without limits of discounts and reservations, as the published samples are.
 */
export const toCouponReply = (coupon: Coupon, applicationId: number): CouponReply => ({
  ID: coupon.id,
  ApplicationID: applicationId,
  CampaignID: coupon.campaignId,
  Value: coupon.value,
  ...(coupon.startDate !== undefined && { StartDate: coupon.startDate }),
  ...(coupon.expiryDate !== undefined && { ExpiryDate: coupon.expiryDate }),
  ...(coupon.recipientIntegrationId !== undefined && {
    RecipientIntegrationID: coupon.recipientIntegrationId,
  }),
  UsageLimit: coupon.usageLimit,
  Attributes: coupon.attributes,
})
