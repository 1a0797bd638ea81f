import type { Account, LoyaltyProgram } from '../account.ts'
import { fromNumber } from '../decimal.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { toWire } from '../money.ts'
import { bookPoints, type Validity } from '../rewards/book-points.ts'
import { Books } from '../rewards/books.ts'
import { toInstant, validityOf } from '../rewards/duration.ts'
import type { RewardChanges } from '../rewards/records.ts'
import { type PointsOwner, programOfOwner } from './program.ts'

/** Points that a request adds by hand. Times are RFC 3339, durations as `30D`. */
export interface NewPoints {
  readonly subledgerId: string
  readonly name: string
  readonly points: number
  /** When they begin to count, and end; of both forms the duration counts. Left out: as the program has it. */
  readonly pendingDuration?: string | undefined
  readonly pendingUntil?: string | undefined
  readonly validityDuration?: string | undefined
  readonly validUntil?: string | undefined
}

/**
 * Decides points for an owner, who joins the program with them if need be.
 * Source: Third-party OpenAPI, "Add loyalty points". Assumed: of a duration and a time that are both given
 * the duration counts, and points last from when they begin to count.
 * @throws EmulatorError NOT_FOUND, REQUEST_INVALID
 */
export const decidePoints = (
  account: Account,
  { records }: Facts,
  { owner, added }: { owner: PointsOwner; added: NewPoints },
  moment: Moment,
): { rewards: RewardChanges } => {
  const program = programOfOwner(account, records, owner)
  const books = new Books(records)
  const claim = {
    kind: 'add',
    programId: program.id,
    subLedgerId: added.subledgerId,
    owner: owner.owner,
    recipient: owner.owner,
    amount: toWire(fromNumber(added.points)),
    uuid: moment.uuid(),
    name: added.name,
    effectIndex: 0,
  } as const
  const validity = validityWanted(program, added, moment.at)
  bookPoints(books, claim, { program, moment, mover: { by: 'manual' }, validity })
  return { rewards: books.changes }
}

/** In UTC, as replies have it. */
const instantOf = (time: string | undefined) =>
  time === undefined ? undefined : toInstant(Date.parse(time))

const validityWanted = (
  program: LoyaltyProgram,
  { pendingDuration, pendingUntil, validityDuration, validUntil }: NewPoints,
  now: number,
): Validity => {
  const isGiven = pendingUntil !== undefined && pendingDuration === undefined
  const from = isGiven ? Math.max(Date.parse(pendingUntil), now) : now
  const { startDate, expiryDate } = validityOf(
    {
      defaultPending: isGiven ? 'immediate' : (pendingDuration ?? program.defaultPending),
      defaultValidity: validityDuration ?? program.defaultValidity,
    },
    from,
  )
  const start = isGiven ? instantOf(pendingUntil) : startDate
  const end = validityDuration === undefined ? (instantOf(validUntil) ?? expiryDate) : expiryDate
  return {
    ...(start !== undefined && { startDate: start }),
    ...(end !== undefined && { expiryDate: end }),
  }
}
