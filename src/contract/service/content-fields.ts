/** The fields of a reply that `X-Content-Fields` may name. Source: Third-party OpenAPI, `contentFields`. */
export const CONTENT_FIELDS = [
  'customerSession',
  'customerProfile',
  'coupons',
  'triggeredCampaigns',
  'referral',
  'loyalty',
  'event',
  'awardedGiveaways',
  'ruleFailureReasons',
  'previousReturns',
  'createdAttributes',
  'createdCoupons',
  'createdReferrals',
  'effects',
] as const
export type ContentField = (typeof CONTENT_FIELDS)[number]
