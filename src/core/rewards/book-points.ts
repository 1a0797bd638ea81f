import type { LoyaltyProgram, LoyaltyTier } from '../account.ts'
import type { Moment } from '../moment.ts'
import { addWire } from '../money.ts'
import type { Books } from './books.ts'
import type { BookedPoints, Mover } from './closing.ts'
import { validityOf } from './duration.ts'
import {
  addPoints,
  balanceOf,
  logMovement,
  returnPoints,
  takePoints,
  tierOf,
  withdrawPoints,
} from './points.ts'
import { type LedgerRecord, ledgerKey, type PointsTransaction } from './records.ts'
import type { PointsClaim } from './rule-program.ts'

/** A tier that added points have reached; without `from` it is the first. */
export interface TierChange {
  readonly from: LoyaltyTier | undefined
  readonly to: LoyaltyTier
}

/** From when on and until when points count, when it isn't as the program has it. */
export type Validity = Pick<PointsTransaction, 'startDate' | 'expiryDate'>

/** The ledger of a profile or a card, which begins now if need be. */
export const ledgerOf = (
  books: Books,
  { programId, owner }: Pick<LedgerRecord, 'programId' | 'owner'>,
  now: string,
): LedgerRecord =>
  books.ledger(ledgerKey(programId, owner)) ?? {
    programId,
    owner,
    joined: now,
    entries: [],
    transactions: [],
  }

/** Adds the points of a claim to its owner's ledger, which begins with them if need be, or takes them. */
export const bookPoints = (
  books: Books,
  claim: PointsClaim,
  {
    program,
    moment,
    mover,
    validity,
  }: { program: LoyaltyProgram; moment: Moment; mover: Mover; validity?: Validity },
): { booked: BookedPoints; tier: TierChange | undefined } => {
  const { subLedgerId, uuid, name, amount } = claim
  const { now, at } = moment
  const before = ledgerOf(books, claim, now)
  const movement = { uuid, subLedgerId, name, amount, created: now, ...mover }
  const id = moment.nextId('transaction')
  if (claim.kind === 'deduct') {
    const { ledger, taken } = takePoints(before, subLedgerId, amount, at)
    books.setLedger(logMovement(ledger, { ...movement, id, type: 'subtraction' }))
    return { booked: { claim, taken }, tier: undefined }
  }
  const dates = validity ?? validityOf(program, at)
  const entry = { uuid, subLedgerId, name, amount, remaining: amount, created: now, ...dates }
  const after = addPoints(before, entry)
  books.setLedger(logMovement(after, { ...movement, id, type: 'addition', ...dates }))
  const [from, to] = [before, after].map((ledger) =>
    tierOf(program.tiers, balanceOf(ledger, subLedgerId, at)),
  )
  return {
    booked: { claim, taken: new Map() },
    tier: to && to.id !== from?.id ? { from, to } : undefined,
  }
}

/**
 * Takes a booking back, as a movement with a UUID of its own, and gives how many points that moved.
 * Assumed: points that were spent meanwhile can't be taken back.
 */
export const unbookPoints = (
  books: Books,
  { claim, taken }: BookedPoints,
  { uuid, moment, mover }: { uuid: string; moment: Moment; mover: Mover },
): number => {
  const { kind, name, subLedgerId } = claim
  const ledger = books.ledger(ledgerKey(claim.programId, claim.owner))
  if (!ledger) throw new Error(`the ledger of ${claim.owner} is gone`)
  const undone =
    kind === 'deduct'
      ? { ledger: returnPoints(ledger, taken), amount: [...taken.values()].reduce(addWire, 0) }
      : withdrawPoints(ledger, claim.uuid)
  const { amount } = undone
  if (amount === 0) return 0
  const type = kind === 'deduct' ? 'addition' : 'subtraction'
  const id = moment.nextId('transaction')
  const movement = { id, uuid, type, subLedgerId, name, amount, created: moment.now } as const
  books.setLedger(logMovement(undone.ledger, { ...movement, ...mover, isReversal: true }))
  return amount
}
