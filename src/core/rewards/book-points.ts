import type { LoyaltyProgram, LoyaltyTier } from '../account.ts'
import { addWire } from '../money.ts'
import type { Books } from './books.ts'
import type { BookedPoints } from './closing.ts'
import { validityOf } from './duration.ts'
import { addPoints, balanceOf, returnPoints, takePoints, tierOf, withdrawPoints } from './points.ts'
import { type LedgerRecord, ledgerKey } from './records.ts'
import type { PointsClaim } from './rule-program.ts'

/** A tier that added points have reached; without `from` it is the first. */
export interface TierChange {
  readonly from: LoyaltyTier | undefined
  readonly to: LoyaltyTier
}

/** Adds the points of a claim to its owner's ledger, which begins with them if need be, or takes them. */
export const bookPoints = (
  books: Books,
  claim: PointsClaim,
  { program, now, at }: { program: LoyaltyProgram; now: string; at: number },
): { booked: BookedPoints; tier: TierChange | undefined } => {
  const { programId, owner, subLedgerId, uuid, name, amount } = claim
  const before: LedgerRecord = books.ledger(ledgerKey(programId, owner)) ?? {
    programId,
    owner,
    joined: now,
    entries: [],
  }
  if (claim.kind === 'deduct') {
    const { ledger, taken } = takePoints(before, subLedgerId, amount, at)
    books.setLedger(ledger)
    return { booked: { claim, taken }, tier: undefined }
  }
  const entry = { uuid, subLedgerId, name, amount, remaining: amount, created: now }
  const after = addPoints(before, { ...entry, ...validityOf(program, at) })
  books.setLedger(after)
  const [from, to] = [before, after].map((ledger) =>
    tierOf(program.tiers, balanceOf(ledger, subLedgerId, at)),
  )
  return {
    booked: { claim, taken: new Map() },
    tier: to && to.id !== from?.id ? { from, to } : undefined,
  }
}

/**
 * Takes a booking back, and gives how many points that moved.
 * Assumed: points that were spent meanwhile can't be taken back.
 */
export const unbookPoints = (books: Books, { claim, taken }: BookedPoints): number => {
  const ledger = books.ledger(ledgerKey(claim.programId, claim.owner))
  if (!ledger) throw new Error(`the ledger of ${claim.owner} is gone`)
  if (claim.kind === 'deduct') {
    books.setLedger(returnPoints(ledger, taken))
    return [...taken.values()].reduce(addWire, 0)
  }
  const { ledger: after, withdrawn } = withdrawPoints(ledger, claim.uuid)
  books.setLedger(after)
  return withdrawn
}
