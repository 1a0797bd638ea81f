import type { Effect, EffectEnvelope } from '../../contract/service/effects.ts'
import type { Giveaway } from '../../contract/service/rewards.ts'
import type { PointsTransaction } from './records.ts'
import type { BudgetUse, PointsClaim } from './rule-program.ts'

/** Points that closing a session moved. `taken`: how many of which entry, when they were deducted. */
export interface BookedPoints {
  readonly claim: PointsClaim
  readonly taken: ReadonlyMap<string, number>
}

/** Effects that cancelling undoes, besides those of points. Source: Integration API, rollback effects. */
const UNDONE = [
  'acceptCoupon',
  'acceptReferral',
  'setDiscount',
  'setDiscountPerItem',
  'setDiscountPerAdditionalCost',
  'setDiscountPerAdditionalCostPerItem',
  'increaseAchievementProgress',
] as const
export type UndoneEffect = Extract<Effect, { effectType: (typeof UNDONE)[number] }>

const OF_POINTS = ['addLoyaltyPoints', 'deductLoyaltyPoints'] as const
export type PointsEffect = Extract<Effect, { effectType: (typeof OF_POINTS)[number] }>

const isUndone = (effect: Effect): effect is UndoneEffect =>
  UNDONE.some((type) => type === effect.effectType)

const isOfPoints = (effect: Effect): effect is PointsEffect =>
  OF_POINTS.some((type) => type === effect.effectType)

/** An effect that cancelling undoes, and the points that it has moved. */
export type SpentEffect =
  | { readonly effect: UndoneEffect; readonly booked?: undefined }
  | { readonly effect: PointsEffect; readonly booked: BookedPoints }

/** The effect if cancelling undoes it. */
export const toSpent = (
  effect: Effect,
  booked: BookedPoints | undefined,
): SpentEffect | undefined => {
  if (booked && isOfPoints(effect)) return { effect, booked }
  return isUndone(effect) ? { effect } : undefined
}

/** The effects that cancelling undoes of what closing a session spent. */
export const undoneBy = ({ effects }: Closing): readonly Effect[] =>
  effects.map(({ effect }) => effect)

/** Where an effect comes from. */
export const envelopeOf = ({ effectType: _, props: __, ...envelope }: Effect): EffectEnvelope =>
  envelope

/** Who or what moves points, as the ledger's log names it. */
export type Mover = Pick<PointsTransaction, 'by' | 'sessionId' | 'rulesetId' | 'ruleName'>

/** What an effect moves points for: a rule, of a session or of something else. */
export const moverOf = (sessionId: string | undefined, cause: Effect | undefined): Mover => ({
  by: 'session',
  ...(sessionId !== undefined && { sessionId }),
  ...(cause && { rulesetId: cause.rulesetId, ruleName: cause.ruleName }),
})

/** What closing a session spent: kept with it, so that cancelling can give it back. */
export interface Closing {
  readonly effects: readonly SpentEffect[]
  /** Codes of coupons, with the discount each gave. */
  readonly coupons: ReadonlyMap<string, number>
  readonly referral: string | undefined
  /** By the budget's key. */
  readonly counters: ReadonlyMap<string, BudgetUse>
  readonly awarded: readonly Giveaway[]
}
