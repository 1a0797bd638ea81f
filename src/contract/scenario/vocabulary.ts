/** The closed lists of words that an account is described with. */

/** Scope of a discount. Source: Integration API, `setDiscount`. */
export const DISCOUNT_SCOPES = ['sessionTotal', 'cartItems', 'additionalCosts'] as const
export type DiscountScope = (typeof DISCOUNT_SCOPES)[number]

export const CODE_CASES = ['sensitive', 'insensitive-uppercase', 'insensitive-lowercase'] as const
export type CodeCase = (typeof CODE_CASES)[number]

export const ATTRIBUTE_ENTITIES = [
  'Application',
  'Campaign',
  'CustomerProfile',
  'CustomerSession',
  'CartItem',
  'Coupon',
  'Event',
  'Giveaway',
  'Referral',
] as const
export type AttributeEntity = (typeof ATTRIBUTE_ENTITIES)[number]

/** What a limit counts. A plain name counts amounts, one that ends in `Effect` counts effects. */
export const LIMIT_ACTIONS = [
  'redeemCoupon',
  'redeemReferral',
  'setDiscount',
  'setDiscountEffect',
  'createCoupon',
  'createReferral',
  'createLoyaltyPoints',
  'createLoyaltyPointsEffect',
  'redeemLoyaltyPoints',
  'redeemLoyaltyPointsEffect',
  'customEffect',
  'callApi',
  'awardGiveaway',
  'addFreeItemEffect',
  'reserveCoupon',
] as const
export type LimitAction = (typeof LIMIT_ACTIONS)[number]

export const LIMIT_PERIODS = ['daily', 'weekly', 'monthly', 'yearly'] as const
export type LimitPeriod = (typeof LIMIT_PERIODS)[number]

export const LIMIT_ENTITIES = [
  'Coupon',
  'Referral',
  'Profile',
  'Identifier',
  'Store',
  'Session',
] as const
export type LimitEntity = (typeof LIMIT_ENTITIES)[number]

export const CAMPAIGN_STATES = ['enabled', 'disabled', 'archived'] as const
export type CampaignState = (typeof CAMPAIGN_STATES)[number]

export const EVALUATION_MODES = [
  'stackable',
  'listOrder',
  'lowestDiscount',
  'highestDiscount',
] as const
export type EvaluationMode = (typeof EVALUATION_MODES)[number]
