import type { Effect, EffectProps, EffectType } from '../service/effects.ts'
import type { CouponRejection, ExclusionReason, ReferralRejection } from '../service/rejections.ts'

/** Effects in the words of a shopper: `20 % off: -21.60`. Prices in major units, without a currency. */
export const effectWords = ({ effectType, props }: Effect): string => {
  // The pair of type and props is one of the union; TypeScript doesn't see it through the table.
  const write = WORDS[effectType] as (props: Effect['props']) => string
  return write(props)
}

const money = (value: number): string => value.toFixed(2)

/** Counted from 1, as people do. */
const unit = ({ position, subPosition }: { position: number; subPosition?: number }): string =>
  `item ${position + 1}${subPosition === undefined ? '' : `, unit ${subPosition + 1}`}`

const wanted = ({ value, desiredValue }: { value: number; desiredValue?: number }): string =>
  desiredValue === undefined || desiredValue === value ? '' : ` (of ${money(desiredValue)})`

const points = (value: number): string => `${value} point${value === 1 ? '' : 's'}`

const ledger = ({
  subLedgerId,
  cardIdentifier,
}: {
  subLedgerId: string
  cardIdentifier?: string
}) =>
  `${cardIdentifier === undefined ? '' : ` on card ${cardIdentifier}`}${subLedgerId === '' ? '' : ` in ${subLedgerId}`}`

const REASONS: Record<CouponRejection | ReferralRejection, string> = {
  CouponNotFound: 'there is no such coupon',
  CouponPartOfNotRunningCampaign: 'its campaign is not running',
  CouponStartDateInFuture: 'it is not valid yet',
  CouponExpired: 'it has expired',
  CouponLimitReached: 'it is used up',
  CouponRecipientDoesNotMatch: 'it belongs to somebody else',
  CouponRejectedByCondition: 'a condition of its rule does not hold',
  CampaignLimitReached: 'its campaign is used up',
  ProfileLimitReached: 'this customer has used it up',
  EffectCouldNotBeApplied: 'what it gives could not be applied',
  CouponPartOfNotTriggeredCampaign: 'its campaign took no part',
  CouponReservationRequired: 'it must be reserved first',
  ProfileRequired: 'it needs a known customer',
  ReferralNotFound: 'there is no such referral',
  ReferralPartOfNotRunningCampaign: 'its campaign is not running',
  ReferralStartDateInFuture: 'it is not valid yet',
  ReferralExpired: 'it has expired',
  ReferralLimitReached: 'it is used up',
  ReferralRecipientDoesNotMatch: 'it is for somebody else',
  ReferralRecipientIdSameAsAdvocate: 'nobody can refer themselves',
  ReferralCustomerAlreadyReferred: 'this customer has been referred already',
  AdvocateNotFound: 'the customer who refers is not known',
  ReferralRejectedByCondition: 'a condition of its rule does not hold',
  ReferralPartOfNotTriggeredCampaign: 'its campaign took no part',
}

const EXCLUSIONS: Record<ExclusionReason, string> = {
  CampaignGaveLowerDiscount: 'another one gave more',
  CampaignIsNotFirst: 'another one came first',
  CampaignNotInEvaluationSet: 'it is not evaluated',
}

const known = (words: Readonly<Record<string, string>>, name: string): string => words[name] ?? name

const refused = (what: string, props: EffectProps['rejectCoupon' | 'rejectReferral']): string => {
  const { value, rejectionReason, campaignExclusionReason } = props
  const more =
    campaignExclusionReason === undefined ? '' : `, ${known(EXCLUSIONS, campaignExclusionReason)}`
  return `${what} ${value} refused: ${known(REASONS, rejectionReason)}${more}`
}

const WORDS: { readonly [T in EffectType]: (props: EffectProps[T]) => string } = {
  acceptCoupon: ({ value }) => `coupon ${value} accepted`,
  rejectCoupon: (props) => refused('coupon', props),
  acceptReferral: ({ value }) => `referral ${value} accepted`,
  rejectReferral: (props) => refused('referral', props),
  couponCreated: ({ value, profileId }) =>
    `coupon ${value} made${profileId === '' ? '' : ` for ${profileId}`}`,
  referralCreated: ({ value }) => `referral ${value} made`,
  reserveCoupon: ({ couponValue, profileIntegrationId, isNewReservation }) =>
    `coupon ${couponValue} ${isNewReservation ? 'reserved' : 'is reserved already'} for ${profileIntegrationId}`,
  setDiscount: (props) => `${props.name}: -${money(props.value)}${wanted(props)}`,
  setDiscountPerItem: (props) =>
    `${unit(props)}: ${props.name}: -${money(props.value)}${wanted(props)}`,
  setDiscountPerAdditionalCost: (props) =>
    `${props.additionalCost}: ${props.name}: -${money(props.value)}${wanted(props)}`,
  setDiscountPerAdditionalCostPerItem: (props) =>
    `${props.additionalCost} of ${unit(props)}: ${props.name}: -${money(props.value)}${wanted(props)}`,
  addFreeItem: ({ sku, name, desiredQuantity = 1 }) =>
    `free: ${desiredQuantity} × ${name} (${sku})`,
  addLoyaltyPoints: (props) => `${props.name}: +${points(props.value)}${ledger(props)}`,
  deductLoyaltyPoints: (props) => `${props.name}: -${points(props.value)}${ledger(props)}`,
  changeLoyaltyTierLevel: ({ previousTierName, newTierName }) =>
    newTierName === ''
      ? `tier ${previousTierName ?? ''} lost`
      : `tier ${newTierName} reached${previousTierName ? `, from ${previousTierName}` : ''}`,
  setLoyaltyPointsExpiryDate: (props) => `points${ledger(props)} expire on ${props.newExpiryDate}`,
  extendLoyaltyPointsExpiryDate: (props) =>
    `points${ledger(props)} expire ${props.extensionDuration} later`,
  showNotification: ({ title, body }) => `notice: ${title}${body === '' ? '' : `: ${body}`}`,
  updateAttribute: ({ path, value }) => `${path} becomes ${JSON.stringify(value)}`,
  addToAudience: ({ audienceName, profileIntegrationId }) =>
    `${profileIntegrationId} joins ${audienceName}`,
  removeFromAudience: ({ audienceName, profileIntegrationId }) =>
    `${profileIntegrationId} leaves ${audienceName}`,
  willAwardGiveaway: ({ poolName }) => `a giveaway of ${poolName} when the session closes`,
  awardGiveaway: ({ poolName, code }) => `giveaway of ${poolName}: ${code}`,
  increaseAchievementProgress: ({ achievementName, value, target, isJustCompleted }) =>
    `${achievementName}: ${value} of ${target}${isJustCompleted ? ', completed' : ''}`,
  triggerWebhook: ({ webhookName }) => `webhook ${webhookName}`,
  customEffect: ({ name, payload }) => `${name} ${JSON.stringify(payload)}`,
  rollbackCoupon: ({ value }) => `coupon ${value} given back`,
  rollbackReferral: ({ value }) => `referral ${value} given back`,
  rollbackDiscount: ({ name, value }) => `${name} taken back: ${money(value)}`,
  rollbackAddedLoyaltyPoints: (props) => `${points(props.value)} taken back${ledger(props)}`,
  rollbackDeductedLoyaltyPoints: (props) => `${points(props.value)} given back${ledger(props)}`,
  rollbackIncreasedAchievementProgress: ({ achievementName, currentProgress, target }) =>
    `${achievementName}: back to ${currentProgress} of ${target}`,
}
