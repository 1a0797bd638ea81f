import type {
  CouponRejection,
  ExclusionReason,
  ReferralRejection,
} from '../contract/service/rejections.ts'
import { COUPON_LIMITS, REFERRAL_LIMITS } from './codes.ts'
import type { CompiledCampaign, CouponUse, ReferralUse } from './environment.ts'
import { effectOfNone, type MagicCodes } from './magic-codes.ts'
import type { Run } from './run.ts'

/** Campaigns that lost in their group, and why. */
type Exclusions = ReadonlyMap<CompiledCampaign, ExclusionReason | undefined>

/** Adds why a coupon code that no rule has accepted can't be used. */
export const rejectCoupon = (run: Run, use: CouponUse, excluded: Exclusions): void => {
  const { coupon } = use.record
  run.add({
    ...envelopeOf(use),
    triggeredByCoupon: coupon.id,
    effectType: 'rejectCoupon',
    props: {
      value: use.code,
      ...reasonOf<CouponRejection>(use, excluded, {
        lost: 'CouponPartOfNotTriggeredCampaign',
        condition: 'CouponRejectedByCondition',
        limits: COUPON_LIMITS,
      }),
    },
  })
}

export const rejectReferral = (run: Run, use: ReferralUse, excluded: Exclusions): void => {
  run.add({
    ...envelopeOf(use),
    effectType: 'rejectReferral',
    props: {
      value: use.code,
      ...reasonOf<ReferralRejection>(use, excluded, {
        lost: 'ReferralPartOfNotTriggeredCampaign',
        condition: 'ReferralRejectedByCondition',
        limits: REFERRAL_LIMITS,
      }),
    },
  })
}

/** Rejects a code that the account doesn't have, or one that asks to be rejected. */
export const rejectUnknownCoupon = (
  run: Run,
  value: string,
  magic: MagicCodes | undefined,
): void => {
  const reason = magic?.couponRejection(value)
  run.add(effectOfNone('rejectCoupon', { value, rejectionReason: reason ?? 'CouponNotFound' }))
}

export const rejectUnknownReferral = (
  run: Run,
  value: string,
  magic: MagicCodes | undefined,
): void => {
  const reason = magic?.referralRejection(value)
  run.add(effectOfNone('rejectReferral', { value, rejectionReason: reason ?? 'ReferralNotFound' }))
}

/** Assumed: a rejection is of the rule that came closest, or of the campaign's first. */
const envelopeOf = ({ campaign, failure }: CouponUse | ReferralUse) => ({
  campaignId: campaign.definition.id,
  rulesetId: campaign.definition.ruleset.id,
  ruleIndex: failure?.ruleIndex ?? 0,
  ruleName: failure?.ruleName ?? campaign.rules[0]?.rule.title ?? '',
})

/** The names that one kind of code has for the same causes. */
interface Reasons<R> {
  readonly lost: R
  readonly condition: R
  readonly limits: Readonly<Record<keyof typeof COUPON_LIMITS, R>>
}

const reasonOf = <R extends string>(
  use: { refusal: R | undefined } & Pick<CouponUse, 'failure' | 'campaign' | 'isOverLimit'>,
  excluded: Exclusions,
  reasons: Reasons<R>,
): { rejectionReason: R; campaignExclusionReason?: ExclusionReason; details?: string } => {
  const { refusal, failure, campaign, isOverLimit } = use
  const hasLost = excluded.has(campaign)
  if (refusal !== undefined && !(isOverLimit && hasLost)) {
    return refusal === reasons.lost
      ? { rejectionReason: refusal, campaignExclusionReason: 'CampaignNotInEvaluationSet' }
      : { rejectionReason: refusal }
  }
  if (hasLost) {
    const reason = excluded.get(campaign)
    return { rejectionReason: reasons.lost, ...(reason && { campaignExclusionReason: reason }) }
  }
  const { ruleIndex: _, ruleName: __, owner, ...where } = failure ?? {}
  return { rejectionReason: owner ? reasons.limits[owner] : reasons.condition, ...where }
}
