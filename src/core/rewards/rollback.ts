import type { Effect, EffectEnvelope } from '../../contract/service/effects.ts'
import type { LimitAction } from '../account.ts'
import { subtractWire } from '../money.ts'
import type { Books } from './books.ts'
import { type BookedPoints, type Closing, countFor, remainderOf } from './close.ts'
import { returnPoints, withdrawPoints } from './points.ts'
import { ledgerKey } from './records.ts'

/** Budgets that cancelling does not give back: the codes stay. Source: docs, Budgets. */
const KEPT: ReadonlySet<LimitAction> = new Set(['createCoupon', 'createReferral', 'awardGiveaway'])

/**
 * Takes back what closing a session spent, and lists the effects that undo its effects, each where its
 * effect stood. Kept are the codes it made, giveaways, free items, attributes and audiences.
 * Source: Integration API, `rollbackCoupon` and the other rollback effects; docs, session states.
 * Assumed: points that are spent meanwhile can't be taken back, and the effect says how many were.
 */
export const rollBackRewards = (
  closing: Closing,
  books: Books,
  { profileId, uuid }: { profileId: string; uuid: () => string },
): Effect[] => {
  for (const [code, discount] of closing.coupons) releaseCoupon(books, code, profileId, discount)
  if (closing.referral !== undefined) releaseReferral(books, closing.referral, profileId)
  for (const [key, { action, amount }] of closing.counters) {
    if (!KEPT.has(action)) books.setCounter(key, subtractWire(books.counter(key), amount))
  }
  const points = new Map(closing.points.map((booked) => [booked.claim.effectIndex, booked]))
  return closing.effects.flatMap((effect, index) => {
    const booked = points.get(index)
    const undone = booked ? undoPoints(effect, booked, books, uuid) : undo(effect)
    return undone ?? []
  })
}

const releaseCoupon = (books: Books, code: string, profileId: string, discount: number): void => {
  const record = books.coupon(code)
  if (!record) throw new Error(`redeemed coupon ${code} is gone`)
  const { coupon, redeemedBy } = record
  const discountCounter = subtractWire(coupon.discountCounter, discount)
  books.setCoupon({
    ...record,
    coupon: {
      ...coupon,
      usageCounter: coupon.usageCounter - 1,
      discountCounter,
      ...remainderOf(coupon, discountCounter),
    },
    redeemedBy: countFor(redeemedBy, profileId, -1),
  })
}

const releaseReferral = (books: Books, code: string, profileId: string): void => {
  const record = books.referral(code)
  if (!record) throw new Error(`redeemed referral ${code} is gone`)
  const { referral } = record
  books.setReferral({
    referral: {
      ...referral,
      usageCounter: referral.usageCounter - 1,
      referredCustomers: referral.referredCustomers.filter((id) => id !== profileId),
    },
  })
  const profile = books.profile(profileId)
  if (profile?.referredWith !== code) return
  const { referredWith: _, ...unreferred } = profile
  books.setProfile(unreferred)
}

const envelopeOf = ({ effectType: _, props: __, ...envelope }: Effect): EffectEnvelope => envelope

/** The effect that undoes one; most have none. */
const undo = (effect: Effect): Effect | undefined => {
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
    default:
      return undefined
  }
}

const placeOf = ({ position, subPosition }: { position: number; subPosition?: number }) => ({
  cartItemPosition: position,
  ...(subPosition !== undefined && { cartItemSubPosition: subPosition }),
})

/** Source: older SDK docs, `transactionUUID` of a rollback: that of the new ledger entry. */
const undoPoints = (
  effect: Effect,
  { claim, taken }: BookedPoints,
  books: Books,
  uuid: () => string,
): Effect => {
  const ledger = books.ledger(ledgerKey(claim.programId, claim.owner))
  if (!ledger) throw new Error(`the ledger of ${claim.owner} is gone`)
  const common = {
    programId: claim.programId,
    subLedgerId: claim.subLedgerId,
    recipientIntegrationId: claim.recipient,
    transactionUUID: uuid(),
    ...(claim.owner !== claim.recipient && { cardIdentifier: claim.owner }),
  }
  const envelope = envelopeOf(effect)
  if (claim.kind === 'deduct') {
    books.setLedger(returnPoints(ledger, taken))
    const props = { ...common, value: claim.amount }
    return { ...envelope, effectType: 'rollbackDeductedLoyaltyPoints', props }
  }
  const { ledger: after, withdrawn } = withdrawPoints(ledger, claim.uuid)
  books.setLedger(after)
  const props = { ...common, value: withdrawn }
  return { ...envelope, effectType: 'rollbackAddedLoyaltyPoints', props }
}
