import type { LimitAction } from '../../contract/scenario/vocabulary.ts'
import type { Effect } from '../../contract/service/effects.ts'
import type { Moment } from '../moment.ts'
import { subtractWire } from '../money.ts'
import { unbookPoints } from './book-points.ts'
import type { Books } from './books.ts'
import {
  type BookedPoints,
  type Closing,
  envelopeOf,
  moverOf,
  type PointsEffect,
  type SpentEffect,
  type UndoneEffect,
} from './closing.ts'
import { returnGiveaway } from './giveaways.ts'
import { uncountProgress } from './progress.ts'
import { releaseCoupon, releaseReferral } from './redeem.ts'

/** Budgets that cancelling does not give back: the codes stay. Source: docs, Budgets. */
const KEPT: ReadonlySet<LimitAction> = new Set(['createCoupon', 'createReferral'])

/** Whose session is undone, and when. */
export interface Undoing {
  readonly profileId: string
  readonly sessionId: string
  readonly moment: Moment
}

/**
 * Takes back what closing a session spent, and lists the effects that undo its effects, each where its
 * effect stood. Kept are the codes it made and reserved, when points expire, giveaways, free items,
 * attributes and audiences.
 * Source: Integration API, `rollbackCoupon` and the other rollback effects; docs, session states.
 * Assumed: points that are spent meanwhile can't be taken back, and the effect says how many were.
 */
export const rollBackRewards = (closing: Closing, books: Books, undoing: Undoing): Effect[] => {
  const { coupons, referral, counters } = closing
  for (const [code, discount] of coupons) releaseCoupon(books, code, undoing.profileId, discount)
  if (referral !== undefined) releaseReferral(books, referral, undoing.profileId)
  for (const [key, { action, amount }] of counters) {
    if (!KEPT.has(action)) books.setCounter(key, subtractWire(books.counter(key), amount))
  }
  return undoEffects(closing.effects, books, undoing)
}

/** Takes back what these effects have moved, and lists the effects that undo them, in their order. */
export const undoEffects = (
  spent: readonly SpentEffect[],
  books: Books,
  undoing: Undoing,
): Effect[] => {
  const { moment, sessionId } = undoing
  const moved = new Map<BookedPoints, { uuid: string; value: number }>()
  for (const { booked } of spent) {
    if (booked) moved.set(booked, { uuid: moment.uuid(), value: 0 })
  }
  // The last booking first: points that the session had added may be among those it then took.
  for (const { effect, booked } of spent.toReversed()) {
    const movement = booked && moved.get(booked)
    if (!booked || !movement) continue
    const mover = moverOf(sessionId, effect)
    movement.value = unbookPoints(books, booked, { uuid: movement.uuid, moment, mover })
  }
  return spent.map(({ effect, booked }) =>
    booked
      ? undoPoints(effect, booked, moved.get(booked) ?? { uuid: '', value: 0 })
      : undo(effect, books, undoing),
  )
}

/** Takes back even what cancelling leaves, as if the session had never closed; the codes it made stay. */
export const unspendRewards = (closing: Closing, books: Books, undoing: Undoing): void => {
  rollBackRewards(closing, books, undoing)
  for (const giveaway of closing.awarded) returnGiveaway(books, giveaway)
  for (const [key, { action, amount }] of closing.counters) {
    if (KEPT.has(action)) books.setCounter(key, subtractWire(books.counter(key), amount))
  }
}

/** The effect that undoes one; of progress, which it says how much is left of, it takes it back too. */
const undo = (effect: UndoneEffect, books: Books, { profileId }: Undoing): Effect => {
  const envelope = envelopeOf(effect)
  switch (effect.effectType) {
    case 'acceptCoupon':
      return { ...envelope, effectType: 'rollbackCoupon', props: effect.props }
    case 'acceptReferral':
      return { ...envelope, effectType: 'rollbackReferral', props: effect.props }
    case 'setDiscount': {
      const { name, value, scope } = effect.props
      return { ...envelope, effectType: 'rollbackDiscount', props: { name, value, scope } }
    }
    case 'setDiscountPerItem': {
      const { name, value } = effect.props
      const props = { name, value, ...placeOf(effect.props) }
      return { ...envelope, effectType: 'rollbackDiscount', props }
    }
    case 'setDiscountPerAdditionalCost': {
      const { name, value, additionalCostId, additionalCost } = effect.props
      const props = { name, value, additionalCostId, additionalCost }
      return { ...envelope, effectType: 'rollbackDiscount', props }
    }
    case 'setDiscountPerAdditionalCostPerItem': {
      const { name, value, additionalCostId, additionalCost } = effect.props
      const props = { name, value, ...placeOf(effect.props), additionalCostId, additionalCost }
      return { ...envelope, effectType: 'rollbackDiscount', props }
    }
    case 'increaseAchievementProgress': {
      const props = uncountProgress(books, profileId, effect.props)
      return { ...envelope, effectType: 'rollbackIncreasedAchievementProgress', props }
    }
  }
}

const placeOf = ({ position, subPosition }: { position: number; subPosition?: number }) => ({
  cartItemPosition: position,
  ...(subPosition !== undefined && { cartItemSubPosition: subPosition }),
})

/** Source: older SDK docs, `transactionUUID` of a rollback: that of the new ledger entry. */
const undoPoints = (
  effect: PointsEffect,
  { claim }: BookedPoints,
  { value, uuid }: { value: number; uuid: string },
): Effect => {
  const envelope = envelopeOf(effect)
  const { cardIdentifier } = effect.props
  const moved = {
    programId: claim.programId,
    subLedgerId: claim.subLedgerId,
    value,
    recipientIntegrationId: claim.recipient,
    transactionUUID: uuid,
    ...(cardIdentifier !== undefined && { cardIdentifier }),
  }
  if (effect.effectType === 'deductLoyaltyPoints') {
    return { ...envelope, effectType: 'rollbackDeductedLoyaltyPoints', props: moved }
  }
  const { cartItemPosition, cartItemSubPosition } = effect.props
  return {
    ...envelope,
    effectType: 'rollbackAddedLoyaltyPoints',
    props: {
      ...moved,
      ...(cartItemPosition !== undefined && { cartItemPosition }),
      ...(cartItemSubPosition !== undefined && { cartItemSubPosition }),
    },
  }
}
