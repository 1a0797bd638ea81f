import type { CustomerSession } from '../../contract/service/integration-state.ts'
import type { LedgerInfo, Loyalty, LoyaltyCard } from '../../contract/service/loyalty.ts'
import type { InventoryReferral, SessionCoupon } from '../../contract/service/rewards.ts'
import type { Account, LoyaltyProgram } from '../account.ts'
import { addWire } from '../money.ts'
import type { Spell } from './codes.ts'
import { areAddedPending } from './duration.ts'
import { balanceOf, ledgerInfo } from './points.ts'
import { type AccountFacts, ledgerKey, redemptionsKey } from './records.ts'
import type { PointsClaim } from './rule-program.ts'

/** How the account's records show in the reply to a session. */
export interface View {
  readonly account: Account
  /** As they stand after the update. */
  readonly records: AccountFacts
  readonly session: CustomerSession
  /** Milliseconds since 1970. */
  readonly at: number
  /** Points that this session would book if it closed now; none when it is not open. */
  readonly tentative: readonly PointsClaim[]
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
    const { main, others } = balancesOf(view, program, session.profileId)
    loyalty.programs[String(program.id)] = {
      id: program.id,
      title: program.title,
      name: program.name,
      ...(ledger && { joinDate: ledger.joined }),
      ledger: main,
      subLedgers: others,
    }
  }
  const card = cardOf(view)
  if (card) loyalty.cards = [card]
  return loyalty
}

const cardOf = (view: View): LoyaltyCard | undefined => {
  const { account, records, session } = view
  const card = records.card(session.loyaltyCards[0] ?? '')
  const program = card && account.loyaltyPrograms.find(({ id }) => id === card.programId)
  if (!card || !program) return undefined
  const { main, others } = balancesOf(view, program, card.identifier)
  return {
    id: card.id,
    created: card.created,
    programID: card.programId,
    status: 'active',
    identifier: card.identifier,
    usersPerCardLimit: 0,
    profiles: card.profiles.map((profile) => ({ ...profile })),
    ledger: main,
    subledgers: others,
  }
}

/** What this session would book, if it closed now, on the ledgers of an owner. */
const claimsOn = ({ tentative }: View, program: LoyaltyProgram, owner: string) =>
  tentative.filter((claim) => claim.programId === program.id && claim.owner === owner)

/** The main ledger of a profile or card, and its others by their IDs. */
const balancesOf = (
  view: View,
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
