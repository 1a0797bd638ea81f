import type { LedgerInfo } from '../../contract/service/loyalty.ts'
import type { LoyaltyTier } from '../account.ts'
import { fromNumber, plus, ZERO } from '../decimal.ts'
import { addWire, subtractWire, toWire } from '../money.ts'
import type { LedgerRecord, PointsEntry, PointsTransaction } from './records.ts'

/** Whether points wait for their start. */
export const isPending = ({ startDate }: PointsEntry, now: number) =>
  startDate !== undefined && Date.parse(startDate) > now

/** Whether points can't be spent any more. */
export const isExpired = ({ expiryDate }: PointsEntry, now: number) =>
  expiryDate !== undefined && Date.parse(expiryDate) <= now

/** Whether points can be spent now. */
export const isSpendable = (entry: PointsEntry, now: number) =>
  !isPending(entry, now) && !isExpired(entry, now)

/** Points of a subledger that are left in the entries that count. */
export const sumOf = (
  ledger: LedgerRecord | undefined,
  subLedgerId: string,
  counts: (entry: PointsEntry) => boolean,
): number => {
  // One loop without lists in between: customers of a load test have thousands of entries.
  let sum = ZERO
  for (const entry of ledger?.entries ?? []) {
    if (entry.remaining === 0 || entry.subLedgerId !== subLedgerId || !counts(entry)) continue
    sum = plus(sum, fromNumber(entry.remaining))
  }
  return toWire(sum)
}

/** Points that can be spent now. */
export const balanceOf = (
  ledger: LedgerRecord | undefined,
  subLedgerId: string,
  now: number,
): number => sumOf(ledger, subLedgerId, (entry) => isSpendable(entry, now))

/** The highest tier that so many points reach. Tiers come sorted. */
export const tierOf = (tiers: readonly LoyaltyTier[], points: number): LoyaltyTier | undefined =>
  tiers.findLast(({ minPoints }) => points >= minPoints)

/**
 * A ledger as a reply shows it. `tentative` is the balance if the session closed now.
 * Source: Third-party OpenAPI, `ledgerInfo` (tentative balances, points to the next tier).
 */
export const ledgerInfo = (
  ledger: LedgerRecord | undefined,
  subLedgerId: string,
  view: { now: number; tentative: number; tiers: readonly LoyaltyTier[] },
): LedgerInfo => {
  const current = balanceOf(ledger, subLedgerId, view.now)
  const info: LedgerInfo = {
    currentBalance: current,
    pendingBalance: sumOf(ledger, subLedgerId, (entry) => isPending(entry, view.now)),
    expiredBalance: 0,
    spentBalance: 0,
    tentativeCurrentBalance: view.tentative,
  }
  const tier = tierOf(view.tiers, current)
  const next = view.tiers.find(({ minPoints }) => minPoints > current)
  if (tier) info.currentTier = { id: tier.id, name: tier.name }
  if (next) info.pointsToNextTier = subtractWire(next.minPoints, current)
  return info
}

/** The ledger with points added. */
export const addPoints = (ledger: LedgerRecord, entry: PointsEntry): LedgerRecord => ({
  ...ledger,
  entries: [...ledger.entries, entry],
})

/** Earliest expiry first, those without one last, the older first. Source: docs, Loyalty programs. */
const bySpending = (a: PointsEntry, b: PointsEntry): number =>
  (a.expiryDate ? Date.parse(a.expiryDate) : Number.MAX_VALUE) -
  (b.expiryDate ? Date.parse(b.expiryDate) : Number.MAX_VALUE)

/** The ledger with as many points taken as there are, up to `amount`, and how many of which entry. */
export const takePoints = (
  ledger: LedgerRecord,
  subLedgerId: string,
  amount: number,
  now: number,
): { ledger: LedgerRecord; taken: ReadonlyMap<string, number> } => {
  const spendable = ledger.entries
    .filter((entry) => entry.subLedgerId === subLedgerId && isSpendable(entry, now))
    .sort(bySpending)
  const taken = new Map<string, number>()
  let wanted = amount
  for (const { uuid, remaining } of spendable) {
    const part = Math.min(remaining, wanted)
    if (part > 0) taken.set(uuid, part)
    wanted = subtractWire(wanted, part)
  }
  return { ledger: changeRemaining(ledger, (uuid) => -(taken.get(uuid) ?? 0)), taken }
}

const changeRemaining = (ledger: LedgerRecord, by: (uuid: string) => number): LedgerRecord => ({
  ...ledger,
  entries: ledger.entries.map((entry) => {
    const change = by(entry.uuid)
    return change === 0 ? entry : { ...entry, remaining: addWire(entry.remaining, change) }
  }),
})

/** The ledger with other times at which points expire, by the UUIDs of their entries. */
export const changeExpiry = (
  ledger: LedgerRecord,
  expiryDates: ReadonlyMap<string, string>,
): LedgerRecord => ({
  ...ledger,
  entries: ledger.entries.map((entry) => {
    const expiryDate = expiryDates.get(entry.uuid)
    return expiryDate === undefined ? entry : { ...entry, expiryDate }
  }),
})

/** The ledger with points given back to the entries they were taken from. */
export const returnPoints = (
  ledger: LedgerRecord,
  taken: ReadonlyMap<string, number>,
): LedgerRecord => changeRemaining(ledger, (uuid) => taken.get(uuid) ?? 0)

/** The ledger with one addition taken back as far as it is not spent, and how much that was. */
export const withdrawPoints = (
  ledger: LedgerRecord,
  uuid: string,
): { ledger: LedgerRecord; amount: number } => {
  const amount = ledger.entries.find((entry) => entry.uuid === uuid)?.remaining ?? 0
  return { ledger: changeRemaining(ledger, (id) => (id === uuid ? -amount : 0)), amount }
}

/** The ledger with one more movement in its log. */
export const logMovement = (
  ledger: LedgerRecord,
  transaction: PointsTransaction,
): LedgerRecord => ({ ...ledger, transactions: [...ledger.transactions, transaction] })
