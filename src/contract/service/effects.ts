import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { MapOf, OneOf, Together } from '../wire-types.ts'
import { COUPON_REJECTIONS, EXCLUSION_REASONS, REFERRAL_REJECTIONS } from './rejections.ts'

/**
 * The effects that a reply lists. Source: Integration API, `effects`, and the props models of the
 * official SDKs. Money in major units, rounded to cents; positions count from 0.
 */

const Text = Type.String()
const Id = Type.Integer()
const Value = Type.Number()
const Maybe = Type.Optional

const rejection = (reasons: readonly string[]) =>
  Type.Object({
    value: Text,
    rejectionReason: OneOf(reasons),
    conditionIndex: Maybe(Id),
    effectIndex: Maybe(Id),
    details: Maybe(Text),
    campaignExclusionReason: Maybe(OneOf(EXCLUSION_REASONS)),
  })

const Giveaway = { poolId: Id, poolName: Text, recipientIntegrationId: Text }

const AudienceChange = Type.Object({
  audienceId: Id,
  audienceName: Text,
  profileIntegrationId: Text,
  profileId: Id,
})

/** Points by the transactions that added them, and when they expire. */
const AffectedTransactions = Type.Array(
  Type.Object({ transactionUUID: Text, newExpiryDate: Text, previousExpiryDate: Text }),
)

/** Shape of the props by the type of the effect. */
export const EFFECT_PROPS = {
  acceptCoupon: Type.Object({ value: Text }),
  rejectCoupon: rejection(COUPON_REJECTIONS),
  acceptReferral: Type.Object({ value: Text }),
  rejectReferral: rejection(REFERRAL_REJECTIONS),
  couponCreated: Type.Object({ value: Text, profileId: Text }),
  referralCreated: Type.Object({ value: Text }),
  reserveCoupon: Type.Object({
    couponValue: Text,
    profileIntegrationId: Text,
    isNewReservation: Type.Boolean(),
  }),
  setDiscount: Type.Object({ name: Text, value: Value, scope: Text, desiredValue: Maybe(Value) }),
  setDiscountPerItem: Type.Object({
    name: Text,
    value: Value,
    position: Id,
    subPosition: Maybe(Id),
    desiredValue: Maybe(Value),
    scope: Text,
  }),
  setDiscountPerAdditionalCost: Type.Object({
    name: Text,
    additionalCostId: Id,
    additionalCost: Text,
    value: Value,
    desiredValue: Maybe(Value),
  }),
  setDiscountPerAdditionalCostPerItem: Type.Object({
    name: Text,
    additionalCostId: Id,
    additionalCost: Text,
    value: Value,
    position: Id,
    subPosition: Maybe(Id),
    desiredValue: Maybe(Value),
  }),
  addFreeItem: Type.Object({ sku: Text, name: Text, desiredQuantity: Maybe(Id) }),
  addLoyaltyPoints: Type.Object({
    name: Text,
    programId: Id,
    subLedgerId: Text,
    value: Value,
    recipientIntegrationId: Text,
    transactionUUID: Text,
    desiredValue: Maybe(Value),
    startDate: Maybe(Text),
    expiryDate: Maybe(Text),
    cartItemPosition: Maybe(Id),
    cartItemSubPosition: Maybe(Id),
    cardIdentifier: Maybe(Text),
  }),
  deductLoyaltyPoints: Type.Object({
    ruleTitle: Text,
    programId: Id,
    subLedgerId: Text,
    value: Value,
    transactionUUID: Text,
    name: Text,
    cardIdentifier: Maybe(Text),
  }),
  changeLoyaltyTierLevel: Type.Object({
    ruleTitle: Text,
    programId: Id,
    subLedgerId: Text,
    previousTierName: Maybe(Text),
    newTierName: Text,
  }),
  setLoyaltyPointsExpiryDate: Type.Object({
    programId: Id,
    subLedgerId: Text,
    newExpiryDate: Text,
    affectedTransactions: AffectedTransactions,
  }),
  extendLoyaltyPointsExpiryDate: Type.Object({
    programId: Id,
    subLedgerId: Text,
    extensionDuration: Text,
    affectedTransactions: AffectedTransactions,
  }),
  showNotification: Type.Object({ notificationType: Text, title: Text, body: Text }),
  updateAttribute: Type.Object({ path: Text, value: Type.Unknown() }),
  addToAudience: AudienceChange,
  removeFromAudience: AudienceChange,
  willAwardGiveaway: Type.Object(Giveaway),
  awardGiveaway: Type.Object({ ...Giveaway, giveawayId: Id, code: Text }),
  increaseAchievementProgress: Type.Object({
    achievementId: Id,
    achievementName: Text,
    progressTrackerId: Maybe(Id),
    delta: Value,
    value: Value,
    target: Value,
    isJustCompleted: Type.Boolean(),
  }),
  triggerWebhook: Type.Object({ webhookId: Id, webhookName: Text }),
  customEffect: Type.Object({ effectId: Id, name: Text, payload: MapOf(Type.Unknown()) }),
  rollbackCoupon: Type.Object({ value: Text }),
  rollbackReferral: Type.Object({ value: Text }),
  rollbackDiscount: Type.Object({
    name: Text,
    value: Value,
    cartItemPosition: Maybe(Id),
    cartItemSubPosition: Maybe(Id),
    additionalCostId: Maybe(Id),
    additionalCost: Maybe(Text),
    scope: Maybe(Text),
  }),
  rollbackAddedLoyaltyPoints: Type.Object({
    programId: Id,
    subLedgerId: Text,
    value: Value,
    recipientIntegrationId: Text,
    transactionUUID: Text,
    cartItemPosition: Maybe(Id),
    cartItemSubPosition: Maybe(Id),
    cardIdentifier: Maybe(Text),
  }),
  rollbackDeductedLoyaltyPoints: Type.Object({
    programId: Id,
    subLedgerId: Text,
    value: Value,
    recipientIntegrationId: Text,
    transactionUUID: Text,
    cardIdentifier: Maybe(Text),
  }),
  rollbackIncreasedAchievementProgress: Type.Object({
    achievementId: Id,
    achievementName: Text,
    progressTrackerId: Id,
    decreaseProgressBy: Value,
    currentProgress: Value,
    target: Value,
  }),
} as const satisfies Record<string, TSchema>

type Schemas = typeof EFFECT_PROPS
export type EffectType = keyof Schemas
export type EffectProps = { [T in EffectType]: Static<Schemas[T]> }

const EFFECT_TYPES = Object.keys(EFFECT_PROPS)

/** What every effect says besides its props: where it came from. `triggeredByCoupon` is the coupon's ID. */
const Envelope = Type.Object({
  campaignId: Id,
  rulesetId: Id,
  ruleIndex: Id,
  ruleName: Text,
  triggeredByCoupon: Maybe(Id),
})
export type EffectEnvelope = Static<typeof Envelope>

/** An effect of any type; `EFFECT_PROPS` has the shape of its props. */
export const Effect = Type.Unsafe<Effect>(
  Together(
    [Envelope, Type.Object({ effectType: OneOf(EFFECT_TYPES), props: MapOf(Type.Unknown()) })],
    { title: 'Effect' },
  ),
)
export type Effect = {
  [T in EffectType]: EffectEnvelope & { effectType: T; props: EffectProps[T] }
}[EffectType]
