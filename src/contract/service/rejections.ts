/** Why a code is refused. Source: Integration API, `rejectionReason` and `campaignExclusionReason`. */

export const COUPON_REJECTIONS = [
  'CouponNotFound',
  'CouponPartOfNotRunningCampaign',
  'CouponStartDateInFuture',
  'CouponExpired',
  'CouponLimitReached',
  'CouponRecipientDoesNotMatch',
  'CouponRejectedByCondition',
  'CampaignLimitReached',
  'ProfileLimitReached',
  'EffectCouldNotBeApplied',
  'CouponPartOfNotTriggeredCampaign',
  'CouponReservationRequired',
  'ProfileRequired',
] as const
export type CouponRejection = (typeof COUPON_REJECTIONS)[number]

export const REFERRAL_REJECTIONS = [
  'ReferralNotFound',
  'ReferralPartOfNotRunningCampaign',
  'ReferralStartDateInFuture',
  'ReferralExpired',
  'ReferralLimitReached',
  'CampaignLimitReached',
  'ProfileLimitReached',
  'ReferralRecipientDoesNotMatch',
  'ReferralRecipientIdSameAsAdvocate',
  'ReferralCustomerAlreadyReferred',
  'AdvocateNotFound',
  'ReferralRejectedByCondition',
  'EffectCouldNotBeApplied',
  'ReferralPartOfNotTriggeredCampaign',
] as const
export type ReferralRejection = (typeof REFERRAL_REJECTIONS)[number]

/** Why a campaign took no part; only with the two `…PartOfNotTriggeredCampaign`. */
export const EXCLUSION_REASONS = [
  'CampaignGaveLowerDiscount',
  'CampaignIsNotFirst',
  'CampaignNotInEvaluationSet',
] as const
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number]
