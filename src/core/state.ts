import { CONTENT_FIELDS, type ContentField } from '../contract/service/content-fields.ts'
import type {
  Event,
  IntegrationState,
  Return,
  RuleResult,
} from '../contract/service/integration-state.ts'
import { couponsOf, loyaltyOf, referralOf, type View } from './rewards/view.ts'
import type { Applied } from './sessions/apply-rules.ts'

/** What the rules have made of something that happened without a session, as a reply shows it. */
export const ruleResult = (applied: Applied, view: View, event?: Event): RuleResult => ({
  effects: [...applied.effects],
  createdCoupons: [...applied.createdCoupons],
  createdReferrals: [...applied.createdReferrals],
  ...(applied.profile && { customerProfile: applied.profile.profile }),
  ...(event && { event }),
  loyalty: loyaltyOf(view),
  triggeredCampaigns: [...applied.triggered],
  ruleFailureReasons: [...applied.failures],
  awardedGiveaways: [...applied.awarded],
})

/** What they have made of a session. */
export const sessionState = (
  applied: Applied,
  event: Event,
  view: View,
  returns: readonly Return[],
): IntegrationState => {
  const state: IntegrationState = {
    effects: [...applied.effects],
    createdCoupons: [...applied.createdCoupons],
    createdReferrals: [...applied.createdReferrals],
    customerSession: applied.session,
    event,
    loyalty: loyaltyOf(view),
    coupons: couponsOf(view),
    triggeredCampaigns: [...applied.triggered],
    ruleFailureReasons: [...applied.failures],
    awardedGiveaways: [...applied.awarded],
  }
  const referral = referralOf(view)
  if (applied.profile) state.customerProfile = applied.profile.profile
  if (referral) state.referral = referral
  if (returns.length > 0) state.previousReturns = [...returns]
  return state
}

/** A reply with the fields alone that are asked for. */
export const selectFields = (state: object, asked: readonly string[]): Partial<IntegrationState> =>
  Object.fromEntries(
    Object.entries(state).filter(([name]) => asked.some((field) => field === name)),
  )

/**
 * Which fields a callback carries, and why each of the others doesn't.
 * Source: Third-party OpenAPI, `contentFields` (absent: all fields).
 */
export const explainFields = (
  replied: readonly string[],
  asked?: readonly ContentField[],
): { sent: string[]; left: Record<string, string> } => {
  const left: Record<string, string> = {}
  const sent: string[] = []
  for (const field of new Set([...CONTENT_FIELDS, ...replied])) {
    if (asked && !asked.some((name) => name === field)) left[field] = 'not in X-Content-Fields'
    else if (replied.includes(field)) sent.push(field)
    else left[field] = 'not in the reply'
  }
  return { sent, left }
}
