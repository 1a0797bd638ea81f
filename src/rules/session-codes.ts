import { LateMap } from '../core/late-map.ts'
import { spellCode } from '../core/rewards/codes.ts'
import type { RuleFacts } from '../core/rewards/rule-program.ts'
import { refusalOfCoupon, refusalOfReferral } from './codes.ts'
import type { CompiledCampaign, CouponUse, ReferralUse } from './environment.ts'
import { budgetsOf } from './limits.ts'
import type { Program } from './program.ts'

/** The codes of one session: those that exist, and the campaigns they belong to. */
export interface CodesOfSession {
  readonly coupons: readonly CouponUse[]
  /** As they were sent; the account doesn't have them. */
  readonly unknownCoupons: readonly string[]
  readonly referral: ReferralUse | undefined
  readonly unknownReferral: string | undefined
  readonly campaigns: readonly CompiledCampaign[]
}

const NO_CODES: CodesOfSession = {
  coupons: [],
  unknownCoupons: [],
  referral: undefined,
  unknownReferral: undefined,
  campaigns: [],
}

export const findCodes = (program: Program, facts: RuleFacts): CodesOfSession => {
  // Those of a session that something else is connected with were settled when it was closed.
  if (facts.occasion !== undefined) return NO_CODES
  const { session, account } = facts
  const { codeCase } = program.account.application
  const coupons = new LateMap<string, CouponUse>()
  const unknownCoupons: string[] = []
  for (const sent of session.couponCodes) {
    const code = spellCode(sent, codeCase)
    const record = account.coupon(code)
    const campaign = record && program.campaignOf(record.coupon.campaignId)
    if (!record || !campaign) {
      unknownCoupons.push(sent)
      continue
    }
    coupons.set(code, {
      code,
      record: {
        coupon: record.coupon,
        limits: record.limits,
        reservedBy: record.reservedBy,
        budgets: budgetsOf(record.limits, `coupon ${record.coupon.id}`),
      },
      campaign,
      refusal: refusalOfCoupon(record, campaign.definition, facts),
      failure: undefined,
    })
  }
  const referral = findReferral(program, facts)
  const uses = coupons.values
  return {
    coupons: uses,
    unknownCoupons,
    referral,
    unknownReferral: referral ? undefined : session.referralCode || undefined,
    campaigns: [...uses, ...(referral ? [referral] : [])].map(({ campaign }) => campaign),
  }
}

const findReferral = (program: Program, facts: RuleFacts): ReferralUse | undefined => {
  const { referralCode } = facts.session
  if (referralCode === '') return undefined
  const code = spellCode(referralCode, program.account.application.codeCase)
  const record = facts.account.referral(code)
  const campaign = record && program.campaignOf(record.referral.campaignId)
  if (!record || !campaign) return undefined
  const refusal = refusalOfReferral(record, campaign.definition, facts)
  return { code, record, campaign, refusal, failure: undefined }
}
