import type { CouponRejection, ReferralRejection } from '../contract/service/rejections.ts'
import type { CampaignDefinition } from '../core/account.ts'
import type { CouponRecord, ReferralRecord } from '../core/rewards/records.ts'
import type { RuleFacts } from '../core/rewards/rule-program.ts'
import type { LimitOwner } from './limits.ts'

/**
 * Why a code can't be used whatever the rules say; undefined: it can. The order of the checks is
 * assumed: campaign, dates, recipient, reservation, limits.
 */

/** Whether a campaign takes part at all now. */
export const isRunning = (campaign: CampaignDefinition, now: number): boolean =>
  campaign.state === 'enabled' &&
  !isBefore(now, campaign.startTime) &&
  !isAfter(now, campaign.endTime)

const isBefore = (now: number, start: string | undefined) =>
  start !== undefined && now < Date.parse(start)

const isAfter = (now: number, end: string | undefined) =>
  end !== undefined && now >= Date.parse(end)

/**
 * Source: Integration API, `rejectionReason` of `rejectCoupon`.
 * Assumed: of an archived campaign the code is part of a campaign that isn't triggered.
 */
export const refusalOfCoupon = (
  { coupon, reservedBy }: CouponRecord,
  campaign: CampaignDefinition,
  { now, session, campaigns }: RuleFacts,
): CouponRejection | undefined => {
  if (campaigns) {
    if (!campaigns.includes(campaign.id)) return 'CouponPartOfNotTriggeredCampaign'
  } else if (campaign.state === 'archived') return 'CouponPartOfNotTriggeredCampaign'
  else if (!isRunning(campaign, now)) return 'CouponPartOfNotRunningCampaign'
  if (isBefore(now, coupon.startDate)) return 'CouponStartDateInFuture'
  if (isAfter(now, coupon.expiryDate)) return 'CouponExpired'
  const recipient = coupon.recipientIntegrationId
  if (recipient !== undefined && recipient !== session.profileId) {
    return 'CouponRecipientDoesNotMatch'
  }
  if (coupon.isReservationMandatory) {
    if (session.profileId === '') return 'ProfileRequired'
    if (!reservedBy.includes(session.profileId)) return 'CouponReservationRequired'
  }
  if (coupon.usageLimit > 0 && coupon.usageCounter >= coupon.usageLimit) return 'CouponLimitReached'
  return undefined
}

/** Source: Integration API, `rejectionReason` of `rejectReferral`. */
export const refusalOfReferral = (
  { referral }: ReferralRecord,
  campaign: CampaignDefinition,
  { now, session, profile, account, campaigns }: RuleFacts,
): ReferralRejection | undefined => {
  const { advocateProfileIntegrationId: advocate, friendProfileIntegrationId: friend } = referral
  if (campaigns) {
    if (!campaigns.includes(campaign.id)) return 'ReferralPartOfNotTriggeredCampaign'
  } else if (campaign.state === 'archived') return 'ReferralPartOfNotTriggeredCampaign'
  else if (!isRunning(campaign, now)) return 'ReferralPartOfNotRunningCampaign'
  if (isBefore(now, referral.startDate)) return 'ReferralStartDateInFuture'
  if (isAfter(now, referral.expiryDate)) return 'ReferralExpired'
  if (session.profileId === advocate) return 'ReferralRecipientIdSameAsAdvocate'
  if (friend !== undefined && friend !== session.profileId) {
    return 'ReferralRecipientDoesNotMatch'
  }
  if (!account.profile(advocate)) return 'AdvocateNotFound'
  if (profile?.referredWith !== undefined) return 'ReferralCustomerAlreadyReferred'
  if (referral.usageLimit > 0 && referral.usageCounter >= referral.usageLimit) {
    return 'ReferralLimitReached'
  }
  return undefined
}

/** What a limit in the way is called when a coupon is rejected. */
export const COUPON_LIMITS: Readonly<Record<LimitOwner, CouponRejection>> = {
  coupon: 'CouponLimitReached',
  referral: 'EffectCouldNotBeApplied',
  campaign: 'CampaignLimitReached',
  profile: 'ProfileLimitReached',
  'no-profile': 'ProfileRequired',
  effect: 'EffectCouldNotBeApplied',
}

export const REFERRAL_LIMITS: Readonly<Record<LimitOwner, ReferralRejection>> = {
  coupon: 'EffectCouldNotBeApplied',
  referral: 'ReferralLimitReached',
  campaign: 'CampaignLimitReached',
  profile: 'ProfileLimitReached',
  'no-profile': 'ProfileLimitReached',
  effect: 'EffectCouldNotBeApplied',
}
