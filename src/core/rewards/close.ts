import type { Effect } from '../../contract/service/effects.ts'
import type { Coupon, Giveaway, InventoryReferral } from '../../contract/service/rewards.ts'
import type { Account, LoyaltyProgram } from '../account.ts'
import type { Moment } from '../moment.ts'
import { addWire, subtractWire } from '../money.ts'
import type { Books } from './books.ts'
import { durationMs } from './duration.ts'
import { addPoints, balanceOf, takePoints, tierOf } from './points.ts'
import { type LedgerRecord, ledgerKey } from './records.ts'
import type {
  BudgetUse,
  CodeClaim,
  GiveawayClaim,
  PointsClaim,
  RuleOutcome,
} from './rule-program.ts'

/** Points that closing a session moved. `taken`: from which entries they were taken, and how many. */
export interface BookedPoints {
  readonly claim: PointsClaim
  readonly taken: ReadonlyMap<string, number>
}

/** What closing a session spent: kept with it, so that cancelling can give it back. */
export interface Closing {
  readonly effects: readonly Effect[]
  readonly coupons: ReadonlyMap<string, number>
  readonly referral: string | undefined
  readonly counters: ReadonlyMap<string, BudgetUse>
  readonly points: readonly BookedPoints[]
}

/** A closed session's rewards. `effects` are those of the rules, with what only closing brings about. */
export interface Closed {
  readonly closing: Closing
  readonly createdCoupons: readonly Coupon[]
  readonly createdReferrals: readonly InventoryReferral[]
  readonly awarded: readonly Giveaway[]
}

/**
 * Spends what the rules have claimed: redeems codes, counts budgets, books points, awards giveaways
 * and makes codes.
 * Source: Integration API, "Update customer session" (a session's rewards are spent when it closes).
 */
export const closeRewards = (
  outcome: RuleOutcome,
  books: Books,
  { account, profileId, moment }: { account: Account; profileId: string; moment: Moment },
): Closed => {
  const { claims } = outcome
  for (const [code, discount] of claims.coupons) redeemCoupon(books, code, profileId, discount)
  if (claims.referral !== undefined) redeemReferral(books, claims.referral, profileId)
  for (const [key, { amount }] of claims.counters) {
    books.setCounter(key, addWire(books.counter(key), amount))
  }
  const effects = [...outcome.effects]
  const awarded = claims.giveaways.map((claim) => awardGiveaway(books, effects, claim))
  const added: Effect[] = []
  const points = claims.points.map((claim) =>
    bookPoints(books, claim, { account, moment, effects, added }),
  )
  const createdCoupons: Coupon[] = []
  const createdReferrals: InventoryReferral[] = []
  for (const claim of claims.codes) {
    if (claim.kind === 'coupon') createdCoupons.push(createCoupon(books, claim, moment, added))
    else createdReferrals.push(createReferral(books, claim, moment, added))
  }
  // Rejections stay last.
  const firstReject = effects.findIndex(({ effectType }) => effectType.startsWith('reject'))
  effects.splice(firstReject < 0 ? effects.length : firstReject, 0, ...added)
  const { coupons, referral, counters } = claims
  return {
    closing: { effects, coupons, referral, counters, points },
    createdCoupons,
    createdReferrals,
    awarded,
  }
}

const redeemCoupon = (books: Books, code: string, profileId: string, discount: number): void => {
  const record = books.coupon(code)
  if (!record) throw new Error(`accepted coupon ${code} is gone`)
  const { coupon, redeemedBy } = record
  const discountCounter = addWire(coupon.discountCounter, discount)
  books.setCoupon({
    ...record,
    coupon: {
      ...coupon,
      usageCounter: coupon.usageCounter + 1,
      discountCounter,
      ...remainderOf(coupon, discountCounter),
    },
    redeemedBy: countFor(redeemedBy, profileId, 1),
  })
}

/** The redemptions with one more or less of a profile; those of anonymous sessions aren't counted. */
export const countFor = (
  redeemedBy: ReadonlyMap<string, number>,
  profileId: string,
  by: 1 | -1,
): ReadonlyMap<string, number> =>
  profileId === ''
    ? redeemedBy
    : new Map([...redeemedBy, [profileId, (redeemedBy.get(profileId) ?? 0) + by]])

/** What is left of a coupon's discount limit, when it has one. */
export const remainderOf = (coupon: Coupon, discountCounter: number) =>
  coupon.discountLimit === undefined
    ? {}
    : { discountRemainder: subtractWire(coupon.discountLimit, discountCounter) }

const redeemReferral = (books: Books, code: string, profileId: string): void => {
  const record = books.referral(code)
  if (!record) throw new Error(`accepted referral ${code} is gone`)
  const { referral } = record
  books.setReferral({
    referral: {
      ...referral,
      usageCounter: referral.usageCounter + 1,
      referredCustomers: profileId
        ? [...referral.referredCustomers, profileId]
        : referral.referredCustomers,
    },
  })
  const profile = books.profile(profileId)
  if (profile) books.setProfile({ ...profile, referredWith: code })
}

/** Hands out the pool's next code, and turns the promise into the award. */
const awardGiveaway = (
  books: Books,
  effects: Effect[],
  { poolId, recipient, effectIndex }: GiveawayClaim,
): Giveaway => {
  const pool = books.pool(poolId)
  const free = pool?.giveaways.find(({ used }) => !used)
  const promise = effects[effectIndex]
  if (!pool || !free || promise?.effectType !== 'willAwardGiveaway') {
    throw new Error(`a giveaway of pool ${poolId} was promised that there isn't`)
  }
  const profileId = books.profile(recipient)?.profile.id
  const giveaway: Giveaway = {
    ...free,
    used: true,
    profileIntegrationId: recipient,
    ...(profileId !== undefined && { profileId }),
  }
  books.setPool({
    ...pool,
    giveaways: pool.giveaways.map((code) => (code.id === free.id ? giveaway : code)),
  })
  effects[effectIndex] = {
    ...promise,
    effectType: 'awardGiveaway',
    props: { ...promise.props, giveawayId: free.id, code: free.code },
  }
  return giveaway
}

interface Booking {
  account: Account
  moment: Moment
  /** The effects of the rules. */
  effects: readonly Effect[]
  /** Takes effects that closing brings about. */
  added: Effect[]
}

const bookPoints = (books: Books, claim: PointsClaim, booking: Booking): BookedPoints => {
  const { account, moment } = booking
  const program = account.loyaltyPrograms.find(({ id }) => id === claim.programId)
  if (!program) throw new Error(`loyalty program ${claim.programId} is gone`)
  const before =
    books.ledger(ledgerKey(claim.programId, claim.owner)) ?? newLedger(claim, moment.now)
  if (claim.kind === 'deduct') {
    const { ledger, taken } = takePoints(before, claim.subLedgerId, claim.amount, moment.at)
    books.setLedger(ledger)
    return { claim, taken }
  }
  const after = addPoints(before, {
    uuid: claim.uuid,
    subLedgerId: claim.subLedgerId,
    name: claim.name,
    amount: claim.amount,
    remaining: claim.amount,
    created: moment.now,
    ...validityOf(program, moment.at),
  })
  books.setLedger(after)
  noteTier(before, after, { claim, program, booking })
  return { claim, taken: new Map() }
}

const newLedger = ({ programId, owner }: PointsClaim, joined: string): LedgerRecord => ({
  programId,
  owner,
  joined,
  entries: [],
})

/** From when on and until when points of a program count. */
const validityOf = ({ defaultPending, defaultValidity }: LoyaltyProgram, now: number) => {
  const pendingMs = durationMs(defaultPending)
  const validMs = durationMs(defaultValidity)
  const start = now + (pendingMs ?? 0)
  return {
    ...(pendingMs !== undefined && { startDate: new Date(start).toISOString() }),
    ...(validMs !== undefined && { expiryDate: new Date(start + validMs).toISOString() }),
  }
}

/** Tells of a tier that the points have reached. Source: Integration API, `changeLoyaltyTierLevel`. */
const noteTier = (
  before: LedgerRecord,
  after: LedgerRecord,
  { claim, program, booking }: { claim: PointsClaim; program: LoyaltyProgram; booking: Booking },
): void => {
  const { effects, added, moment } = booking
  const tierIn = (ledger: LedgerRecord) =>
    tierOf(program.tiers, balanceOf(ledger, claim.subLedgerId, moment.at))
  const [old, reached] = [tierIn(before), tierIn(after)]
  const cause = effects[claim.effectIndex]
  if (!reached || reached.id === old?.id || !cause) return
  const { effectType: _, props: __, ...envelope } = cause
  added.push({
    ...envelope,
    effectType: 'changeLoyaltyTierLevel',
    props: {
      ruleTitle: cause.ruleName,
      programId: program.id,
      subLedgerId: claim.subLedgerId,
      ...(old && { previousTierName: old.name }),
      newTierName: reached.name,
    },
  })
}

/** A code by its pattern, which no other has. `#` stands for one of the characters. */
const newCode = ({ settings }: CodeClaim, isTaken: (code: string) => boolean, moment: Moment) => {
  const { validCharacters, couponPattern } = settings
  const draw = () =>
    couponPattern.replaceAll('#', () => validCharacters[moment.pick(validCharacters.length)] ?? '')
  let code = draw()
  // A pattern has only so many codes: past that many tries a number behind it makes the difference.
  for (let tries = 1; isTaken(code); tries++) code = tries < 100 ? draw() : `${draw()}-${tries}`
  return code
}

const validUntil = ({ validForMs }: CodeClaim, moment: Moment) =>
  validForMs === undefined ? {} : { expiryDate: new Date(moment.at + validForMs).toISOString() }

const createCoupon = (books: Books, claim: CodeClaim, moment: Moment, added: Effect[]): Coupon => {
  const value = newCode(claim, (code) => books.coupon(code) !== undefined, moment)
  const coupon: Coupon = {
    id: moment.nextId('coupon'),
    created: moment.now,
    campaignId: claim.envelope.campaignId,
    value,
    usageLimit: claim.usageLimit,
    usageCounter: 0,
    discountCounter: 0,
    ...validUntil(claim, moment),
    limits: [],
    attributes: {},
    recipientIntegrationId: claim.recipient,
    reservation: false,
    isReservationMandatory: false,
  }
  books.setCoupon({ coupon, limits: [], redeemedBy: new Map(), reservedBy: [] })
  const props = { value, profileId: claim.recipient }
  added.push({ ...claim.envelope, effectType: 'couponCreated', props })
  return coupon
}

const createReferral = (
  books: Books,
  claim: CodeClaim,
  moment: Moment,
  added: Effect[],
): InventoryReferral => {
  const code = newCode(claim, (taken) => books.referral(taken) !== undefined, moment)
  const referral: InventoryReferral = {
    id: moment.nextId('referral'),
    created: moment.now,
    campaignId: claim.envelope.campaignId,
    advocateProfileIntegrationId: claim.recipient,
    code,
    usageLimit: claim.usageLimit,
    usageCounter: 0,
    ...validUntil(claim, moment),
    attributes: {},
    referredCustomers: [],
  }
  books.setReferral({ referral })
  added.push({ ...claim.envelope, effectType: 'referralCreated', props: { value: code } })
  return referral
}
