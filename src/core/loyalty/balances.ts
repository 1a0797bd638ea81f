import type { Balance, Balances } from '../../contract/service/balances.ts'
import type { Account, LoyaltyProgram } from '../account.ts'
import { addWire, subtractWire } from '../money.ts'
import { balanceOf, isExpired, isPending, sumOf, tierOf } from '../rewards/points.ts'
import { type AccountFacts, type LedgerRecord, ledgerKey } from '../rewards/records.ts'
import { type PointsOwner, programOfOwner } from './program.ts'

/** What is wanted of balances. */
export interface BalancesWanted {
  /** Time that they are of, in milliseconds since 1970. */
  readonly at: number
  readonly subledgerIds?: readonly string[] | undefined
  readonly includeTiers: boolean
  readonly includeProjectedTier: boolean
}

/**
 * The balances of a profile or a card. Source: Integration API, "Get customer's loyalty balances".
 * Assumed: tiers are those of the main ledger's program and never expire, so the projected one is that of
 * the points which are active then.
 * @throws EmulatorError NOT_FOUND, REQUEST_INVALID
 */
export const balancesOf = (
  account: Account,
  records: AccountFacts,
  owner: PointsOwner,
  wanted: BalancesWanted,
): Balances => {
  const program = programOfOwner(account, records, owner)
  const ledger = ledgerAt(records.ledger(ledgerKey(owner.programId, owner.owner)), wanted.at)
  const names = wanted.subledgerIds?.filter((name) => name !== '') ?? subledgersOf(ledger)
  return {
    balance: balance(ledger, '', program, wanted),
    subledgerBalances: Object.fromEntries(
      names.map((name) => [name, balance(ledger, name, program, wanted)]),
    ),
  }
}

/** The ledger without what came later. Assumed: what is spent by now had been spent then. */
const ledgerAt = (ledger: LedgerRecord | undefined, at: number): LedgerRecord | undefined => {
  const isThere = ({ created }: { created: string }) => Date.parse(created) <= at
  return (
    ledger && {
      ...ledger,
      entries: ledger.entries.filter(isThere),
      transactions: ledger.transactions.filter(isThere),
    }
  )
}

const subledgersOf = (ledger: LedgerRecord | undefined): string[] => {
  const names = new Set(ledger?.transactions.map(({ subLedgerId }) => subLedgerId))
  names.delete('')
  return [...names]
}

const balance = (
  ledger: LedgerRecord | undefined,
  name: string,
  { tiers }: LoyaltyProgram,
  { at, includeTiers, includeProjectedTier }: BalancesWanted,
): Balance => {
  const activePoints = balanceOf(ledger, name, at)
  const made: Balance = {
    activePoints,
    pendingPoints: sumOf(ledger, name, (entry) => isPending(entry, at) && !isExpired(entry, at)),
    spentPoints: spentOf(ledger, name),
    expiredPoints: sumOf(ledger, name, (entry) => isExpired(entry, at)),
    negativePoints: 0,
  }
  const tier = tierOf(tiers, activePoints)
  const next = tiers.find(({ minPoints }) => minPoints > activePoints)
  if (includeTiers && tier) made.currentTier = { id: tier.id, name: tier.name }
  if (includeTiers && next) {
    made.pointsToNextTier = subtractWire(next.minPoints, activePoints)
    made.nextTierName = next.name
  }
  if (includeProjectedTier) {
    made.projectedTier = {
      projectedActivePoints: activePoints,
      ...(tier && { projectedTierName: tier.name }),
    }
  }
  return made
}

/** Points that were taken and not given back. */
const spentOf = (ledger: LedgerRecord | undefined, name: string): number => {
  let spent = 0
  for (const { subLedgerId, type, amount, isReversal } of ledger?.transactions ?? []) {
    if (subLedgerId !== name) continue
    if (type === 'subtraction' && !isReversal) spent = addWire(spent, amount)
    if (type === 'addition' && isReversal) spent = subtractWire(spent, amount)
  }
  return spent
}
