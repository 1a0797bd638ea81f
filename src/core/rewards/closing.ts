import type { Effect, EffectEnvelope } from '../../contract/service/effects.ts'
import type { Giveaway } from '../../contract/service/rewards.ts'
import type { BudgetUse, PointsClaim } from './rule-program.ts'

/** Points that closing a session moved. `taken`: how many of which entry, when they were deducted. */
export interface BookedPoints {
  readonly claim: PointsClaim
  readonly taken: ReadonlyMap<string, number>
}

type EffectOf<T extends Effect['effectType']> = Extract<Effect, { effectType: T }>

/** Effects that cancelling undoes, besides those of points. Source: Integration API, rollback effects. */
export type UndoneEffect = EffectOf<
  | 'acceptCoupon'
  | 'acceptReferral'
  | 'setDiscount'
  | 'setDiscountPerItem'
  | 'setDiscountPerAdditionalCost'
  | 'setDiscountPerAdditionalCostPerItem'
>

export type PointsEffect = EffectOf<'addLoyaltyPoints' | 'deductLoyaltyPoints'>

/** An effect that cancelling undoes, and the points that it has moved. */
export type SpentEffect =
  | { readonly effect: UndoneEffect; readonly booked?: undefined }
  | { readonly effect: PointsEffect; readonly booked: BookedPoints }

/** The effect if cancelling undoes it. */
export const toSpent = (
  effect: Effect,
  booked: BookedPoints | undefined,
): SpentEffect | undefined => {
  switch (effect.effectType) {
    case 'addLoyaltyPoints':
    case 'deductLoyaltyPoints':
      return booked && { effect, booked }
    case 'acceptCoupon':
    case 'acceptReferral':
    case 'setDiscount':
    case 'setDiscountPerItem':
    case 'setDiscountPerAdditionalCost':
    case 'setDiscountPerAdditionalCostPerItem':
      return { effect }
    default:
      return undefined
  }
}

/** Where an effect comes from. */
export const envelopeOf = ({ effectType: _, props: __, ...envelope }: Effect): EffectEnvelope =>
  envelope

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
