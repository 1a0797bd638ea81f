import type { Effect } from '../../contract/service/effects.ts'
import type { Coupon, Giveaway, InventoryReferral } from '../../contract/service/rewards.ts'
import type { Account } from '../account.ts'
import type { Moment } from '../moment.ts'
import { addWire } from '../money.ts'
import { bookPoints, type TierChange } from './book-points.ts'
import type { Books } from './books.ts'
import { type BookedPoints, type Closing, envelopeOf, moverOf, toSpent } from './closing.ts'
import { createCodes } from './create-codes.ts'
import { awardGiveaway } from './giveaways.ts'
import { changeExpiry } from './points.ts'
import { countProgress } from './progress.ts'
import { ledgerKey } from './records.ts'
import { redeemCoupon, redeemReferral } from './redeem.ts'
import type { ExpiryClaim, PointsClaim, RuleOutcome } from './rule-program.ts'

/** A closed session's rewards. `effects` are those of the rules, with what only closing brings about. */
export interface Closed {
  readonly effects: readonly Effect[]
  /** `undefined`: nothing was spent. */
  readonly closing: Closing | undefined
  readonly createdCoupons: readonly Coupon[]
  readonly createdReferrals: readonly InventoryReferral[]
  readonly awarded: readonly Giveaway[]
}

/** Whose rewards are spent, for which session, where and when. */
export interface ClosingSession {
  readonly account: Account
  readonly profileId: string
  /** Integration ID; undefined: something else than a session earned them. */
  readonly sessionId: string | undefined
  readonly moment: Moment
}

/**
 * Spends what the rules have claimed: redeems codes, counts budgets, books points and when they expire,
 * awards giveaways, counts progress and makes codes.
 * Source: Integration API, "Update customer session" (a session's rewards are spent when it closes).
 */
export const closeRewards = (
  outcome: RuleOutcome,
  books: Books,
  session: ClosingSession,
): Closed => {
  const { coupons, referral, counters, giveaways, points, expiries, codes, progress } =
    outcome.claims
  const { account, profileId, sessionId, moment } = session
  for (const [code, discount] of coupons) redeemCoupon(books, code, profileId, discount)
  if (referral !== undefined) redeemReferral(books, referral, profileId)
  for (const [key, { amount }] of counters) {
    books.setCounter(key, addWire(books.counter(key), amount))
  }
  const effects = [...outcome.effects]
  const awarded = giveaways.map((claim) => awardGiveaway(books, effects, claim))
  const { booked, tiers } = bookAll(books, points, { account, sessionId, moment, effects })
  for (const claim of expiries) bookExpiry(books, claim)
  for (const claim of progress) countProgress(books, effects, claim, moment.nextId)
  const codeCase = account.application.codeCase
  const created = createCodes(books, codes, { moment, codeCase })
  const spent = effects.flatMap((effect, index) => toSpent(effect, booked.get(index)) ?? [])
  const hasSpent = spent.length > 0 || counters.size > 0 || awarded.length > 0
  return {
    effects: beforeRejections(effects, [...tiers, ...created.effects]),
    closing: hasSpent ? { effects: spent, coupons, referral, counters, awarded } : undefined,
    createdCoupons: created.coupons,
    createdReferrals: created.referrals,
    awarded,
  }
}

/** Books points: what came of it by the place of the effect, and the tiers that were reached. */
const bookAll = (
  books: Books,
  claims: readonly PointsClaim[],
  {
    account,
    sessionId,
    moment,
    effects,
  }: Omit<ClosingSession, 'profileId'> & { effects: readonly Effect[] },
): { booked: ReadonlyMap<number, BookedPoints>; tiers: readonly Effect[] } => {
  const booked = new Map<number, BookedPoints>()
  const tiers: Effect[] = []
  for (const claim of claims) {
    const cause = effects[claim.effectIndex]
    const mover = moverOf(sessionId, cause)
    const done = bookPoints(books, claim, { program: programOf(account, claim), moment, mover })
    booked.set(claim.effectIndex, done.booked)
    if (done.tier && cause) tiers.push(tierEffect(cause, claim, done.tier))
  }
  return { booked, tiers }
}

/** Changes when points expire. Those that the session adds or takes were moved before. */
const bookExpiry = (books: Books, { programId, owner, expiryDates }: ExpiryClaim): void => {
  const ledger = books.ledger(ledgerKey(programId, owner))
  if (ledger) books.setLedger(changeExpiry(ledger, expiryDates))
}

const programOf = ({ loyaltyPrograms }: Account, { programId }: PointsClaim) => {
  const program = loyaltyPrograms.find(({ id }) => id === programId)
  if (program) return program
  throw new Error(`loyalty program ${programId} is gone`)
}

/** Tells of a tier that points have reached. Source: Integration API, `changeLoyaltyTierLevel`. */
const tierEffect = (
  cause: Effect,
  { programId, subLedgerId }: PointsClaim,
  { from, to }: TierChange,
): Effect => ({
  ...envelopeOf(cause),
  effectType: 'changeLoyaltyTierLevel',
  props: {
    ruleTitle: cause.ruleName,
    programId,
    subLedgerId,
    ...(from && { previousTierName: from.name }),
    newTierName: to.name,
  },
})

/** Rejections stay last. */
const beforeRejections = (effects: readonly Effect[], added: readonly Effect[]): Effect[] => {
  const isRejection = ({ effectType }: Effect) =>
    effectType === 'rejectCoupon' || effectType === 'rejectReferral'
  const place = effects.findIndex(isRejection)
  return effects.toSpliced(place < 0 ? effects.length : place, 0, ...added)
}
