import type { CustomerSession } from '../../contract/service/integration-state.ts'
import type { LedgerInfo, Loyalty, LoyaltyCard } from '../../contract/service/loyalty.ts'
import type { InventoryReferral, SessionCoupon } from '../../contract/service/rewards.ts'
import type { Account, LoyaltyProgram } from '../account.ts'
import { addWire } from '../money.ts'
import { balanceOf, ledgerInfo } from './points.ts'
import { type AccountFacts, ledgerKey } from './records.ts'
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
  /** A code in the account's spelling. */
  readonly spell: (code: string) => string
}

/** The session's coupons that exist, in the session's order. */
export const couponsOf = ({ records, session, spell }: View): SessionCoupon[] =>
  session.couponCodes.flatMap((code) => {
    const record = records.coupon(spell(code))
    if (!record) return []
    return [
      { ...record.coupon, profileRedemptionCount: record.redeemedBy.get(session.profileId) ?? 0 },
    ]
  })

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
    const balances = balancesOf(view, program, session.profileId)
    if (!ledger && !balances) continue
    loyalty.programs[String(program.id)] = {
      id: program.id,
      title: program.title,
      name: program.name,
      ...(ledger && { joinDate: ledger.joined }),
      ledger:
        balances?.main ?? infoOf(view, program, { owner: session.profileId, subLedgerId: '' }),
      subLedgers: balances?.subLedgers ?? {},
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
  const balances = balancesOf(view, program, card.identifier)
  return {
    id: card.id,
    created: card.created,
    programID: card.programId,
    status: 'active',
    identifier: card.identifier,
    usersPerCardLimit: 0,
    profiles: card.profiles.map((profile) => ({ ...profile })),
    ledger: balances?.main ?? infoOf(view, program, { owner: card.identifier, subLedgerId: '' }),
    subledgers: balances?.subLedgers ?? {},
  }
}

/** The main ledger and the others of an owner; undefined when there is nothing in any. */
const balancesOf = (view: View, program: LoyaltyProgram, owner: string) => {
  const entries = view.records.ledger(ledgerKey(program.id, owner))?.entries ?? []
  const claims = view.tentative.filter(
    (claim) => claim.programId === program.id && claim.owner === owner,
  )
  const names = new Set([...entries, ...claims].map(({ subLedgerId }) => subLedgerId))
  if (names.size === 0) return undefined
  const subLedgers: Record<string, LedgerInfo> = {}
  for (const subLedgerId of names) {
    if (subLedgerId === '') continue
    subLedgers[subLedgerId] = infoOf(view, program, { owner, subLedgerId })
  }
  return { main: infoOf(view, program, { owner, subLedgerId: '' }), subLedgers }
}

const infoOf = (
  { records, at, tentative }: View,
  program: LoyaltyProgram,
  { owner, subLedgerId }: { owner: string; subLedgerId: string },
): LedgerInfo => {
  const ledger = records.ledger(ledgerKey(program.id, owner))
  const change = tentative
    .filter(
      (claim) =>
        claim.programId === program.id &&
        claim.owner === owner &&
        claim.subLedgerId === subLedgerId,
    )
    .reduce((sum, { kind, amount }) => addWire(sum, kind === 'add' ? amount : -amount), 0)
  return ledgerInfo(ledger, subLedgerId, {
    now: at,
    tentative: addWire(balanceOf(ledger, subLedgerId, at), change),
    tiers: program.tiers,
  })
}
