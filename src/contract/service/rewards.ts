import { type Static, Type } from '@sinclair/typebox'
import { MapOf, OneOf, Timestamp, Together } from '../wire-types.ts'

/**
 * Coupons, referrals, giveaways and campaigns as replies show them. Source: Third-party OpenAPI,
 * `coupon`, `inventoryReferral`, `giveaway`, `campaign`, `ruleFailureReason`.
 */

const Attributes = MapOf(Type.Unknown())
const Id = Type.Integer()
const Maybe = Type.Optional

export const Limit = Type.Object({
  action: Type.String(),
  limit: Type.Number(),
  period: Maybe(OneOf(['daily', 'weekly', 'monthly', 'yearly'])),
  entities: Type.Array(Type.String()),
})

/** `usageLimit` 0: unlimited. `discountRemainder`: what is left of `discountLimit`. */
export const Coupon = Type.Object({
  id: Id,
  created: Timestamp(),
  campaignId: Id,
  value: Type.String(),
  usageLimit: Id,
  usageCounter: Id,
  discountLimit: Maybe(Type.Number()),
  discountCounter: Type.Number(),
  discountRemainder: Maybe(Type.Number()),
  startDate: Maybe(Type.String()),
  expiryDate: Maybe(Type.String()),
  limits: Type.Array(Limit),
  attributes: Attributes,
  recipientIntegrationId: Maybe(Type.String()),
  reservationLimit: Maybe(Id),
  reservation: Type.Boolean(),
  isReservationMandatory: Type.Boolean(),
})
export type Coupon = Static<typeof Coupon>

/** A coupon in the reply to a session: with the times that the session's profile has redeemed it. */
export const SessionCoupon = Together([Coupon, Type.Object({ profileRedemptionCount: Id })])
export type SessionCoupon = Static<typeof SessionCoupon>

export const Referral = Type.Object({
  id: Id,
  created: Timestamp(),
  campaignId: Id,
  advocateProfileIntegrationId: Type.String(),
  friendProfileIntegrationId: Maybe(Type.String()),
  code: Type.String(),
  usageLimit: Id,
  usageCounter: Id,
  startDate: Maybe(Type.String()),
  expiryDate: Maybe(Type.String()),
  attributes: Attributes,
})
export type Referral = Static<typeof Referral>

export const InventoryReferral = Together([
  Referral,
  Type.Object({ referredCustomers: Type.Array(Type.String()) }),
])
export type InventoryReferral = Static<typeof InventoryReferral>

export const Giveaway = Type.Object({
  id: Id,
  created: Timestamp(),
  code: Type.String(),
  poolId: Id,
  attributes: Attributes,
  used: Type.Boolean(),
  profileIntegrationId: Maybe(Type.String()),
  profileId: Maybe(Id),
})
export type Giveaway = Static<typeof Giveaway>

/** `#` in the pattern stands for one of the characters. Source: Third-party OpenAPI, `codeGeneratorSettings`. */
const CodeSettings = Type.Object({
  validCharacters: Type.Unsafe<readonly string[]>(Type.Array(Type.String())),
  couponPattern: Type.String(),
})

/** A campaign that had an effect. */
export const Campaign = Type.Object({
  id: Id,
  created: Timestamp(),
  applicationId: Id,
  userId: Id,
  name: Type.String(),
  description: Type.String(),
  state: OneOf(['enabled', 'disabled', 'archived']),
  /** Derived from state and dates; a campaign that had an effect is running. */
  frontendState: OneOf(['running']),
  type: OneOf(['advanced']),
  reevaluateOnReturn: Type.Boolean(),
  storesImported: Type.Boolean(),
  startTime: Maybe(Type.String()),
  endTime: Maybe(Type.String()),
  attributes: Attributes,
  activeRulesetId: Id,
  couponSettings: Maybe(CodeSettings),
  referralSettings: Maybe(CodeSettings),
  tags: Type.Array(Type.String()),
  features: Type.Array(Type.String()),
  limits: Type.Array(Limit),
})
export type Campaign = Static<typeof Campaign>

/** Mind the capital `ID`, which effects do not have. Indexes count from 0. */
export const RuleFailureReason = Type.Object({
  campaignID: Id,
  campaignName: Type.String(),
  rulesetID: Id,
  ruleIndex: Id,
  ruleName: Type.String(),
  couponID: Maybe(Id),
  couponValue: Maybe(Type.String()),
  referralID: Maybe(Id),
  referralValue: Maybe(Type.String()),
  conditionIndex: Maybe(Id),
  effectIndex: Maybe(Id),
  details: Maybe(Type.String()),
})
export type RuleFailureReason = Static<typeof RuleFailureReason>
