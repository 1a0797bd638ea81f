import Queue from 'yocto-queue'
import type {
  Attempt,
  Callback,
  CallbackState,
  Exchange,
  ExchangeFilter,
} from '../contract/control/exchange.ts'
import { explainFields } from '../core/state.ts'
import type { CallbackMessage, DeliveryEvent, DeliveryListener } from './ports.ts'
import { redactHeaders } from './redact.ts'

/** One attempt as it was told; the public form is made when somebody asks. */
type AttemptRecord = Pick<AttemptedEvent, 'number' | 'at' | 'durationMs' | 'outcome'>
type AttemptedEvent = Extract<DeliveryEvent, { kind: 'attempted' }>

/** A callback as the ledger follows it. */
interface CallbackEntry {
  readonly message: CallbackMessage
  state: CallbackState
  reason: string | null
  nextAttemptAt: number | null
  readonly attempts: AttemptRecord[]
}

/** An exchange as the ledger keeps it; `toExchange` makes the public form when somebody asks. */
export interface LedgerEntry {
  readonly id: string
  readonly receivedAt: number
  readonly method: string
  /** As it was sent, with the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  /** As it was sent: text that is looked at seldom costs less to keep than the objects in it. */
  body: string | undefined
  sessionId: string | undefined
  profileId: string | undefined
  status: number | undefined
  reply: string | undefined
  durationMs: number | undefined
  bytes: number
  callback: CallbackEntry | undefined
}

/** How much the ledger holds. What is not settled stays beyond it; the delivery queue bounds that. */
export interface LedgerBounds {
  maxExchanges: number
  maxBytes: number
}

/** How a request ended. */
export interface Reply {
  status: number
  body: string | undefined
  durationMs: number
}

export interface Ledger {
  /** Opens the record of a request. Secrets in the headers are not kept. */
  open(request: Pick<LedgerEntry, 'id' | 'receivedAt' | 'method' | 'path' | 'headers'>): LedgerEntry
  close(entry: LedgerEntry, reply: Reply): void
  /** Joins a callback to the exchange it came from. */
  expectCallback(message: CallbackMessage): void
  readonly onDelivery: DeliveryListener
  entry(id: string): LedgerEntry | undefined
  /** The entry that a callback belongs to. */
  entryOfCallback(callbackId: string): LedgerEntry | undefined
  /** Entries that pass the filter, newest first. */
  newestFirst(filter: ExchangeFilter): Iterable<LedgerEntry>
  /** Exchanges that fell out since the start or the last clear. */
  readonly dropped: number
  clear(): void
  /** Calls back after each change of an entry; gives back how to stop that. */
  watch(listener: (entry: LedgerEntry) => void): () => void
}

/** What a record weighs besides its bodies: headers, IDs, objects. A round estimate. */
const ENTRY_BYTES = 1500

const isOver = (state: CallbackState) =>
  state === 'delivered' || state === 'failed' || state === 'cancelled'

const isSettled = (entry: LedgerEntry) =>
  entry.status !== undefined && (!entry.callback || isOver(entry.callback.state))

/** Remembers exchanges within bounds: the oldest settled ones fall out first, and are counted. */
export const createLedger = (bounds: LedgerBounds): Ledger => {
  const entries = new Map<string, LedgerEntry>()
  const byCallback = new Map<string, LedgerEntry>()
  /** In order of arrival. What comes up for removal unsettled leaves it and is removed on settling. */
  let queue = new Queue<LedgerEntry>()
  let overdue = new Set<LedgerEntry>()
  const watchers = new Set<(entry: LedgerEntry) => void>()
  let bytes = 0
  let dropped = 0

  const isFull = () => entries.size > bounds.maxExchanges || bytes > bounds.maxBytes

  const drop = (entry: LedgerEntry) => {
    entries.delete(entry.id)
    if (entry.callback) byCallback.delete(entry.callback.message.id)
    bytes -= entry.bytes
    dropped++
  }

  const makeRoom = () => {
    while (isFull()) {
      const oldest = queue.dequeue()
      if (!oldest) return
      if (isSettled(oldest)) drop(oldest)
      else overdue.add(oldest)
    }
  }

  const changed = (entry: LedgerEntry) => {
    if (overdue.size > 0 && isSettled(entry) && overdue.delete(entry)) {
      if (isFull()) drop(entry)
      else queue.enqueue(entry)
    }
    for (const watcher of watchers) watcher(entry)
  }

  const grow = (entry: LedgerEntry, by: number) => {
    entry.bytes += by
    bytes += by
  }

  return {
    open(request) {
      const entry: LedgerEntry = {
        id: request.id,
        receivedAt: request.receivedAt,
        method: request.method,
        path: request.path,
        headers: redactHeaders(request.headers),
        body: undefined,
        sessionId: undefined,
        profileId: undefined,
        status: undefined,
        reply: undefined,
        durationMs: undefined,
        bytes: ENTRY_BYTES,
        callback: undefined,
      }
      entries.set(entry.id, entry)
      queue.enqueue(entry)
      bytes += entry.bytes
      makeRoom()
      return entry
    },

    close(entry, reply) {
      entry.status = reply.status
      entry.reply = reply.body
      entry.durationMs = reply.durationMs
      if (entries.has(entry.id)) {
        grow(entry, (entry.body?.length ?? 0) + (reply.body?.length ?? 0))
        makeRoom()
      }
      changed(entry)
    },

    expectCallback(message) {
      const entry = entries.get(message.exchangeId)
      if (!entry) return
      entry.callback = {
        message,
        state: 'queued',
        reason: null,
        nextAttemptAt: null,
        attempts: [],
      }
      byCallback.set(message.id, entry)
      grow(entry, message.body.length)
    },

    onDelivery(callbackId, event) {
      const entry = byCallback.get(callbackId)
      const callback = entry?.callback
      if (!entry || !callback) return
      callback.nextAttemptAt = null
      callback.reason = null
      switch (event.kind) {
        case 'attempted':
          callback.attempts.push({
            number: event.number,
            at: event.at,
            durationMs: event.durationMs,
            outcome: event.outcome,
          })
          callback.state = event.next.state
          if (event.next.state === 'failed') callback.reason = event.next.reason
          if (event.next.state === 'waiting') callback.nextAttemptAt = event.next.nextAttemptAt
          break
        case 'failed':
        case 'cancelled':
          callback.state = event.kind
          callback.reason = event.reason
          break
        case 'queued':
        case 'sending':
          callback.state = event.kind
      }
      changed(entry)
    },

    entry: (id) => entries.get(id),
    entryOfCallback: (id) => byCallback.get(id),

    *newestFirst(filter) {
      for (const entry of [...entries.values()].reverse()) if (matches(entry, filter)) yield entry
    },

    get dropped() {
      return dropped
    },

    clear() {
      entries.clear()
      byCallback.clear()
      queue = new Queue()
      overdue = new Set()
      bytes = 0
      dropped = 0
    },

    watch(listener) {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },
  }
}

const toAttempt = ({ number, at, durationMs, outcome }: AttemptRecord): Attempt => {
  const attempt = { number, at: new Date(at).toISOString(), durationMs, outcome: outcome.kind }
  switch (outcome.kind) {
    case 'delivered':
    case 'refused':
      return { ...attempt, status: outcome.status }
    case 'timeout':
      return { ...attempt, reason: `no answer within ${outcome.afterMs} ms` }
    case 'unreachable':
    case 'blocked':
      return { ...attempt, reason: outcome.reason }
  }
}

/** Whether an entry passes all the filters that are given. */
export const matches = (entry: LedgerEntry, filter: ExchangeFilter): boolean => {
  const { sessionId, profileId, correlationId, status, since, path, callback } = filter
  if (sessionId !== undefined && entry.sessionId !== sessionId) return false
  if (profileId !== undefined && entry.profileId !== profileId) return false
  if (correlationId !== undefined && correlationIdOf(entry) !== correlationId) return false
  if (status !== undefined && entry.status !== status) return false
  if (since !== undefined && entry.receivedAt < Date.parse(since)) return false
  if (path !== undefined && entry.path.split('?', 1)[0] !== path) return false
  if (callback === undefined) return true
  if (!entry.callback) return false
  if (callback === 'any') return true
  return callback === 'settled' ? isOver(entry.callback.state) : entry.callback.state === callback
}

const correlationIdOf = (entry: LedgerEntry) =>
  entry.callback?.message.correlationId ?? entry.headers['x-correlation-id']

const toCallback = (callback: CallbackEntry): Callback => ({
  id: callback.message.id,
  uri: callback.message.uri,
  correlationId: callback.message.correlationId ?? null,
  state: callback.state,
  reason: callback.reason,
  fields: explainFields(callback.message.replied, callback.message.asked),
  attempts: callback.attempts.map(toAttempt),
  nextAttemptAt:
    callback.nextAttemptAt === null ? null : new Date(callback.nextAttemptAt).toISOString(),
})

/** What a text holds as JSON, or the text itself when it is none. */
const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // The ledger records what was refused, too.
    return text
  }
}

/** The public form of an entry. */
export const toExchange = (entry: LedgerEntry, world: string): Exchange => ({
  id: entry.id,
  world,
  receivedAt: new Date(entry.receivedAt).toISOString(),
  durationMs: entry.durationMs ?? null,
  request: {
    method: entry.method,
    path: entry.path,
    headers: { ...entry.headers },
    body: entry.body === undefined ? null : asJson(entry.body),
  },
  response:
    entry.status === undefined
      ? null
      : { status: entry.status, body: entry.reply ? JSON.parse(entry.reply) : null },
  callback: entry.callback ? toCallback(entry.callback) : null,
})
