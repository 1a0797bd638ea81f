import type {
  LoyaltyTransaction,
  PointsState,
  TransactionType,
  UnusedPoints,
} from '../../contract/service/balances.ts'
import type { Account, LoyaltyProgram } from '../account.ts'
import { invalid, notFound } from '../errors.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { ON_ACTION, validityOf } from '../rewards/duration.ts'
import { isExpired, isPending, isSpendable } from '../rewards/points.ts'
import {
  type AccountFacts,
  type LedgerRecord,
  ledgerKey,
  type PointsEntry,
  type PointsTransaction,
  type RewardChanges,
} from '../rewards/records.ts'
import { type PointsOwner, programOfOwner } from './program.ts'

/** A part of a list: at most `pageSize` of it, behind the first `skip`. */
export interface Page {
  readonly pageSize: number
  readonly skip: number
}

/** What is wanted of points that are left. */
export interface PointsWanted extends Page {
  readonly status: PointsState
  readonly subledgerIds?: readonly string[] | undefined
  readonly isNewestFirst: boolean
  /** Milliseconds since 1970. */
  readonly at: number
}

const IS: Readonly<Record<PointsState, (entry: PointsEntry, at: number) => boolean>> = {
  active: isSpendable,
  pending: (entry, at) => isPending(entry, at) && !isExpired(entry, at),
  expired: isExpired,
}

/**
 * Points that are left, addition by addition. Source: Integration API, "List customer's unused loyalty
 * points". @throws EmulatorError NOT_FOUND, REQUEST_INVALID
 */
export const unusedPoints = (
  account: Account,
  records: AccountFacts,
  owner: PointsOwner,
  wanted: PointsWanted,
): { hasMore: boolean; data: UnusedPoints[] } => {
  const program = programOfOwner(account, records, owner)
  const ledger = records.ledger(ledgerKey(owner.programId, owner.owner))
  const found = (ledger?.entries ?? []).flatMap((entry) => {
    const { subLedgerId, remaining } = entry
    const isAsked = wanted.subledgerIds?.includes(subLedgerId) ?? true
    if (!isAsked || remaining === 0 || !IS[wanted.status](entry, wanted.at)) return []
    const movement = ledger?.transactions.find(({ uuid }) => uuid === entry.uuid)
    return movement ? [toUnused(program, movement, { ...entry, amount: remaining })] : []
  })
  return pageOf(wanted.isNewestFirst ? found.reverse() : found, wanted)
}

const toUnused = (
  program: LoyaltyProgram,
  { id, uuid, sessionId, name, subLedgerId, created }: PointsTransaction,
  { startDate, expiryDate, amount }: Pick<PointsEntry, 'startDate' | 'expiryDate' | 'amount'>,
): UnusedPoints => ({
  id,
  transactionUUID: uuid,
  created,
  programId: program.id,
  ...(sessionId !== undefined && { customerSessionId: sessionId }),
  name,
  startDate: startDate === ON_ACTION ? 'on_action' : (startDate ?? 'immediate'),
  expiryDate: expiryDate ?? 'unlimited',
  subledgerId: subLedgerId,
  amount,
})

/** What is wanted of movements. Times are inclusive, in milliseconds since 1970. */
export interface TransactionsWanted extends Page {
  readonly type?: TransactionType | undefined
  readonly subledgerIds?: readonly string[] | undefined
  readonly sessionIds?: readonly string[] | undefined
  readonly uuids?: readonly string[] | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/**
 * Movements of points, the latest first. Source: Integration API, "List customer's loyalty transactions".
 * @throws EmulatorError NOT_FOUND, REQUEST_INVALID
 */
export const transactionsOf = (
  account: Account,
  records: AccountFacts,
  owner: PointsOwner,
  wanted: TransactionsWanted,
): { hasMore: boolean; data: LoyaltyTransaction[] } => {
  const program = programOfOwner(account, records, owner)
  const ledger = records.ledger(ledgerKey(owner.programId, owner.owner))
  const { from = -Infinity, to = Infinity, type, subledgerIds, sessionIds, uuids } = wanted
  const found = (ledger?.transactions ?? [])
    .filter(({ by, subLedgerId, sessionId = '', uuid, created }) => {
      const at = Date.parse(created)
      return (
        (type === undefined || by === type) &&
        (subledgerIds?.includes(subLedgerId) ?? true) &&
        (sessionIds?.includes(sessionId) ?? true) &&
        (uuids?.includes(uuid) ?? true) &&
        at >= from &&
        at <= to
      )
    })
    .reverse()
    .map((movement) => toTransaction(program, movement))
  return pageOf(found, wanted)
}

/** A movement as replies show it. */
const toTransaction = (
  program: LoyaltyProgram,
  movement: PointsTransaction,
): LoyaltyTransaction => {
  const { type, rulesetId, ruleName } = movement
  return {
    ...toUnused(program, movement, movement),
    type,
    ...(rulesetId !== undefined && { rulesetId }),
    ...(ruleName !== undefined && { ruleName }),
    flags: { createsNegativeBalance: false },
  }
}

const pageOf = <T>(items: readonly T[], { pageSize, skip }: Page) => ({
  hasMore: items.length > skip + pageSize,
  data: items.slice(skip, skip + pageSize),
})

/**
 * Decides that an owner's points and their log go, of some subledgers or of all; `''` is the main ledger.
 * Source: Integration API, "Delete customer's transactions". Assumed: the scope of all takes the main
 * ledger too. @throws EmulatorError NOT_FOUND, REQUEST_INVALID
 */
export const decideTransactionsRemoval = (
  account: Account,
  { records }: Facts,
  owner: PointsOwner,
  subledgerIds: readonly string[] | undefined,
): { rewards: RewardChanges } => {
  programOfOwner(account, records, owner)
  const ledger = records.ledger(ledgerKey(owner.programId, owner.owner))
  if (!ledger) return { rewards: {} }
  const stays = ({ subLedgerId }: { subLedgerId: string }) =>
    subledgerIds !== undefined && !subledgerIds.includes(subLedgerId)
  const left: LedgerRecord = {
    ...ledger,
    entries: ledger.entries.filter(stays),
    transactions: ledger.transactions.filter(stays),
  }
  return { rewards: { ledgers: [left] } }
}

/** Which pending points are to be activated. */
export type PointsToActivate =
  | { readonly uuids: readonly string[] }
  | { readonly sessionId: string }

/**
 * Decides that pending points count from now on; those that waited for it last from now on too.
 * Source: Integration API, "Activate loyalty points", `validityDuration`.
 * Assumed: points that aren't pending are refused, and points of a session that has none too.
 * @throws EmulatorError NOT_FOUND, REQUEST_INVALID
 */
export const decideActivation = (
  program: LoyaltyProgram,
  ledgers: Iterable<LedgerRecord>,
  wanted: PointsToActivate,
  { now, at }: Moment,
): { rewards: RewardChanges; activated: LoyaltyTransaction[] } => {
  const changed: LedgerRecord[] = []
  const activated: LoyaltyTransaction[] = []
  const validity = validityOf({ ...program, defaultPending: 'immediate' }, at)
  const missing = new Set('uuids' in wanted ? wanted.uuids : [])
  const isWanted = ({ uuid, sessionId }: PointsTransaction) =>
    'uuids' in wanted ? wanted.uuids.includes(uuid) : sessionId === wanted.sessionId
  for (const ledger of ledgers) {
    if (ledger.programId !== program.id) continue
    const uuids = new Set<string>()
    for (const entry of ledger.entries) {
      const movement = ledger.transactions.find(({ uuid }) => uuid === entry.uuid)
      if (!movement || !isWanted(movement) || !isPending(entry, at)) continue
      uuids.add(entry.uuid)
      missing.delete(entry.uuid)
    }
    if (uuids.size === 0) continue
    const begin = <T extends Pick<PointsTransaction, 'uuid' | 'startDate' | 'expiryDate'>>(
      item: T,
    ): T => {
      if (!uuids.has(item.uuid)) return item
      const waits = item.startDate === ON_ACTION && item.expiryDate === undefined
      return { ...item, ...(waits && validity), startDate: now }
    }
    const transactions = ledger.transactions.map(begin)
    changed.push({ ...ledger, entries: ledger.entries.map(begin), transactions })
    for (const movement of transactions) {
      if (uuids.has(movement.uuid)) activated.push(toTransaction(program, movement))
    }
  }
  const [first] = missing
  if (first !== undefined) throw notFound('pending transaction', first, 'transactionUUIDs')
  if (activated.length === 0) {
    const details = 'sessionId must be that of a session that has given pending points'
    throw invalid('REQUEST_INVALID', [{ title: 'Nothing pending', details, source: '/sessionId' }])
  }
  return { rewards: { ledgers: changed }, activated }
}
