import type { CustomerSession } from '../../contract/service/integration-state.ts'
import type {
  LedgerInfo,
  Loyalty,
  LoyaltyCard,
  LoyaltyProgramBalance,
} from '../../contract/service/loyalty.ts'
import type { InventoryReferral, SessionCoupon } from '../../contract/service/rewards.ts'
import type { Account, LoyaltyProgram } from '../account.ts'
import { addWire } from '../money.ts'
import type { Spell } from './codes.ts'
import { areAddedPending } from './duration.ts'
import { balanceOf, ledgerInfo } from './points.ts'
import { type AccountFacts, type CardRecord, ledgerKey, redemptionsKey } from './records.ts'
import type { PointsClaim } from './rule-program.ts'

/** What points show in replies are worked out from. */
export interface BalanceView {
  readonly account: Account
  /** As they stand after the update. */
  readonly records: AccountFacts
  /** Milliseconds since 1970. */
  readonly at: number
  /** Points that a session would book if it closed now; left out or none when it is not open. */
  readonly tentative?: readonly PointsClaim[]
}

/** How the account's records show in the reply to a session. */
export interface View extends BalanceView {
  readonly session: CustomerSession
  readonly spell: Spell
}

/** The session's coupons that exist, in the session's order. */
export const couponsOf = ({ records, session, spell }: View): SessionCoupon[] => {
  const coupons: SessionCoupon[] = []
  for (const code of session.couponCodes) {
    const coupon = records.coupon(spell(code))?.coupon
    if (!coupon) continue
    const profileRedemptionCount = records.counter(redemptionsKey(coupon.id, session.profileId))
    coupons.push({ ...coupon, profileRedemptionCount })
  }
  return coupons
}

/** The session's referral, if it exists. */
export const referralOf = ({ records, session, spell }: View): InventoryReferral | undefined =>
  session.referralCode === '' ? undefined : records.referral(spell(session.referralCode))?.referral

/**
 * The programs that the profile has joined, or would join by closing this session, and the card that
 * the session uses. Assumed: which programs are listed is not documented.
 */
export const loyaltyOf = (view: View): Loyalty => {
  const { account, records, session } = view
  const loyalty: Loyalty = { programs: {} }
  for (const program of account.loyaltyPrograms) {
    if (program.cardBased || session.profileId === '') continue
    const ledger = records.ledger(ledgerKey(program.id, session.profileId))
    if (!ledger && claimsOn(view, program, session.profileId).length === 0) continue
    loyalty.programs[String(program.id)] = programView(view, program, session.profileId)
  }
  const card = cardOf(view)
  if (card) loyalty.cards = [card]
  return loyalty
}

/** A program with the points that a profile has in it. */
export const programView = (
  view: BalanceView,
  program: LoyaltyProgram,
  profileId: string,
): LoyaltyProgramBalance => {
  const ledger = view.records.ledger(ledgerKey(program.id, profileId))
  const { main, others } = balancesOf(view, program, profileId)
  return {
    id: program.id,
    title: program.title,
    name: program.name,
    ...(ledger && { joinDate: ledger.joined }),
    ledger: main,
    subLedgers: others,
  }
}

const cardOf = ({ session, ...view }: View): LoyaltyCard | undefined => {
  const card = view.records.card(session.loyaltyCards[0] ?? '')
  return card && cardView({ ...view, card })
}

/** A card with its points. */
export const cardView = ({
  card,
  ...view
}: BalanceView & { readonly card: CardRecord }): LoyaltyCard => {
  const program = view.account.loyaltyPrograms.find(({ id }) => id === card.programId)
  if (!program) throw new Error(`loyalty program ${card.programId} is gone`)
  const { main, others } = balancesOf(view, program, card.identifier)
  return {
    id: card.id,
    created: card.created,
    ...(card.modified !== undefined && { modified: card.modified }),
    programID: card.programId,
    programName: program.name,
    programTitle: program.title,
    status: card.status,
    identifier: card.identifier,
    usersPerCardLimit: 0,
    profiles: card.profiles.map((profile) => ({ ...profile })),
    ledger: main,
    subledgers: others,
  }
}

/** What this session would book, if it closed now, on the ledgers of an owner. */
const claimsOn = ({ tentative = [] }: BalanceView, program: LoyaltyProgram, owner: string) =>
  tentative.filter((claim) => claim.programId === program.id && claim.owner === owner)

/** The main ledger of a profile or card, and its others by their IDs. */
const balancesOf = (
  view: BalanceView,
  program: LoyaltyProgram,
  owner: string,
): { main: LedgerInfo; others: Record<string, LedgerInfo> } => {
  const { records, at } = view
  const ledger = records.ledger(ledgerKey(program.id, owner))
  const claims = claimsOn(view, program, owner)
  const arriveLater = claims.length > 0 && areAddedPending(program, at)
  const infoOf = (subLedgerId: string): LedgerInfo => {
    const change = claims
      .filter((claim) => claim.subLedgerId === subLedgerId)
      .map(({ kind, amount }) => (kind === 'deduct' ? -amount : arriveLater ? 0 : amount))
    const tentative = [balanceOf(ledger, subLedgerId, at), ...change].reduce(addWire)
    return ledgerInfo(ledger, subLedgerId, { now: at, tentative, tiers: program.tiers })
  }
  const names = new Set<string>()
  for (const { subLedgerId } of ledger?.entries ?? []) names.add(subLedgerId)
  for (const { subLedgerId } of claims) names.add(subLedgerId)
  names.delete('')
  return {
    main: infoOf(''),
    others: Object.fromEntries([...names].map((name) => [name, infoOf(name)])),
  }
}
