import Queue from 'denque'
import type { ExchangeFilter } from '../contract/control/exchange.ts'
import { criteriaOf, passes } from './exchange-filter.ts'
import { isSettled, type LedgerEntry } from './ledger-entry.ts'
import type { CallbackMessage, DeliveryListener } from './ports.ts'
import { redactHeaders } from './redact.ts'
import { weightOfHeaders } from './weight.ts'

/** How much the ledger holds. What is not settled stays beyond it; the delivery queue bounds that. */
export interface LedgerBounds {
  maxExchanges: number
  maxBytes: number
}

/** How a request ended. */
interface Reply {
  /** Undefined: without an answer. */
  status: number | undefined
  body: string | undefined
  durationMs: number
}

export interface Ledger {
  /** Opens the record of a request. Secrets in the headers are not kept. */
  open(request: ReceivedRequest): LedgerEntry
  /** Takes the record of a request that was opened before it was known whose it is. */
  add(entry: LedgerEntry): void
  close(entry: LedgerEntry, reply: Reply): void
  /** Joins a callback to the exchange it came from; false when that has been forgotten. */
  expectCallback(message: CallbackMessage): boolean
  readonly onDelivery: DeliveryListener
  entry(id: string): LedgerEntry | undefined
  /** The entry that a callback belongs to. */
  entryOfCallback(callbackId: string): LedgerEntry | undefined
  /** Entries that pass the filter, newest first. */
  newestFirst(filter: ExchangeFilter): Iterable<LedgerEntry>
  /** Exchanges that fell out since the start or the last clear. */
  readonly dropped: number
  /** Exchanges that it holds. */
  readonly size: number
  clear(): void
  /** Calls back after each change of an entry; gives back how to stop that. */
  watch(listener: (entry: LedgerEntry) => void): () => void
  /** Number of the latest change, and of the latest one of an exchange that fell out since. */
  readonly changes: number
  readonly droppedUpTo: number
  /** Number of the latest clear. */
  readonly clearedAt: number
  /** Calls back after each clear. */
  onClear(listener: () => void): void
}

/** What a record weighs besides its text, and an attempt. Round estimates. */
const ENTRY_BYTES = 1000
const ATTEMPT_BYTES = 200

/** A request as it has just come. */
type ReceivedRequest = Pick<
  LedgerEntry,
  'id' | 'receivedAt' | 'method' | 'path' | 'headers' | 'sessionId'
>

/** The record of a request, in no ledger yet. Secrets in the headers are not kept. */
export const newEntry = (request: ReceivedRequest): LedgerEntry => ({
  id: request.id,
  receivedAt: request.receivedAt,
  method: request.method,
  path: request.path,
  headers: redactHeaders(request.headers),
  body: undefined,
  sessionId: request.sessionId,
  profileId: undefined,
  status: undefined,
  reply: undefined,
  durationMs: undefined,
  bytes: ENTRY_BYTES + request.path.length + weightOfHeaders(request.headers),
  change: 0,
  callback: undefined,
  fault: undefined,
})

/**
 * Remembers exchanges within bounds: the oldest settled ones fall out first, and are counted. Those
 * whose turn it was before they were settled come next, in the order in which they settle.
 */
export const createLedger = (bounds: LedgerBounds): Ledger => {
  const entries = new Map<string, LedgerEntry>()
  const byCallback = new Map<string, LedgerEntry>()
  /** In order of arrival. What comes up for removal unsettled waits in `overdue`, once settled in `late`. */
  let queue = new Queue<LedgerEntry>()
  let overdue = new Set<LedgerEntry>()
  /** All of them older than what is in the queue. */
  let late = new Queue<LedgerEntry>()
  const watchers = new Set<(entry: LedgerEntry) => void>()
  const clearWatchers = new Set<() => void>()
  let bytes = 0
  let dropped = 0
  let changes = 0
  let droppedUpTo = 0
  let clearedAt = 0

  const isFull = () => entries.size > bounds.maxExchanges || bytes > bounds.maxBytes

  const drop = (entry: LedgerEntry) => {
    entries.delete(entry.id)
    if (entry.callback) byCallback.delete(entry.callback.message.id)
    bytes -= entry.bytes
    dropped++
    droppedUpTo = Math.max(droppedUpTo, entry.change)
  }

  const makeRoom = () => {
    while (isFull()) {
      const oldest = late.shift() ?? queue.shift()
      if (!oldest) return
      if (isSettled(oldest)) drop(oldest)
      else overdue.add(oldest)
    }
  }

  const changed = (entry: LedgerEntry) => {
    entry.change = ++changes
    if (overdue.size > 0 && isSettled(entry) && overdue.delete(entry)) late.push(entry)
    makeRoom()
    for (const watcher of watchers) watcher(entry)
  }

  const grow = (entry: LedgerEntry, by: number) => {
    entry.bytes += by
    bytes += by
  }

  const add = (entry: LedgerEntry) => {
    entries.set(entry.id, entry)
    queue.push(entry)
    bytes += entry.bytes
    makeRoom()
  }

  return {
    open(request) {
      const entry = newEntry(request)
      add(entry)
      return entry
    },
    add,

    close(entry, reply) {
      entry.status = reply.status
      entry.reply = reply.body
      entry.durationMs = reply.durationMs
      const text = (entry.body?.length ?? 0) + (reply.body?.length ?? 0)
      if (entries.has(entry.id)) grow(entry, text)
      changed(entry)
    },

    expectCallback(message) {
      const entry = entries.get(message.exchangeId)
      if (!entry) return false
      entry.callback = {
        message,
        state: 'queued',
        reason: null,
        nextAttemptAt: null,
        attempts: [],
        started: 0,
        fault: undefined,
        attemptFault: undefined,
      }
      byCallback.set(message.id, entry)
      grow(entry, message.body.length)
      return true
    },

    onDelivery(callbackId, event) {
      const entry = byCallback.get(callbackId)
      const callback = entry?.callback
      if (!entry || !callback) return
      callback.nextAttemptAt = null
      callback.reason = null
      switch (event.kind) {
        case 'attempted':
          callback.started = event.number
          callback.attempts.push({
            number: event.number,
            at: event.at,
            durationMs: event.durationMs,
            outcome: event.outcome,
            fault: callback.attemptFault,
          })
          callback.attemptFault = undefined
          grow(entry, ATTEMPT_BYTES)
          callback.state = event.next.state
          if ('reason' in event.next) callback.reason = event.next.reason
          if (event.next.state === 'waiting') callback.nextAttemptAt = event.next.nextAttemptAt
          break
        case 'failed':
        case 'cancelled':
          callback.state = event.kind
          callback.reason = event.reason
          break
        case 'sending':
          callback.started++
          callback.state = event.kind
          break
        case 'waiting':
          callback.nextAttemptAt = event.nextAttemptAt
          callback.state = event.kind
          break
        case 'queued':
          callback.state = event.kind
      }
      changed(entry)
    },

    entry: (id) => entries.get(id),
    entryOfCallback: (id) => byCallback.get(id),

    *newestFirst(filter) {
      const criteria = criteriaOf(filter)
      for (const entry of [...entries.values()].reverse()) if (passes(entry, criteria)) yield entry
    },

    get size() {
      return entries.size
    },

    get dropped() {
      return dropped
    },

    clear() {
      entries.clear()
      byCallback.clear()
      queue = new Queue()
      overdue = new Set()
      late = new Queue()
      bytes = 0
      dropped = 0
      clearedAt = ++changes
      for (const watcher of clearWatchers) watcher()
    },

    watch(listener) {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },

    get changes() {
      return changes
    },

    get clearedAt() {
      return clearedAt
    },

    get droppedUpTo() {
      return droppedUpTo
    },

    onClear: (listener) => void clearWatchers.add(listener),
  }
}
