import Queue from 'yocto-queue'
import type {
  Attempt,
  AttemptOutcome,
  Callback,
  CallbackState,
  Exchange,
  ExchangeFilter,
} from '../contract/control/exchange.ts'
import { explainFields } from '../core/state.ts'
import type { CallbackMessage, DeliveryListener } from './ports.ts'
import { redactHeaders } from './redact.ts'
import { weightOfHeaders } from './weight.ts'

/** A callback as the ledger follows it. */
interface CallbackEntry {
  readonly message: CallbackMessage
  state: CallbackState
  reason: string | null
  nextAttemptAt: number | null
  readonly attempts: Attempt[]
  /** Attempts that began, one that was broken off by a reset included. */
  started: number
}

/** An exchange as the ledger keeps it; `toExchange` makes the public form when somebody asks. */
export interface LedgerEntry {
  readonly id: string
  readonly receivedAt: number
  readonly method: string
  /** As it was sent, with the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  body: unknown
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

/** How a request ended. `bodyBytes` is the size of its body as it was sent, as far as it was taken. */
export interface Reply {
  status: number
  body: string | undefined
  durationMs: number
  requestBody: unknown
  bodyBytes: number
}

export interface Ledger {
  /** Opens the record of a request. Secrets in the headers are not kept. */
  open(
    request: Pick<LedgerEntry, 'id' | 'receivedAt' | 'method' | 'path' | 'headers' | 'sessionId'>,
  ): LedgerEntry
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

/** What a record weighs besides its text, and an attempt. Round estimates. */
const ENTRY_BYTES = 1000
const ATTEMPT_BYTES = 200

const isOver = (state: CallbackState) =>
  state === 'delivered' || state === 'failed' || state === 'cancelled'

const isSettled = (entry: LedgerEntry) =>
  entry.status !== undefined && (!entry.callback || isOver(entry.callback.state))

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
      const oldest = late.dequeue() ?? queue.dequeue()
      if (!oldest) return
      if (isSettled(oldest)) drop(oldest)
      else overdue.add(oldest)
    }
  }

  const changed = (entry: LedgerEntry) => {
    if (overdue.size > 0 && isSettled(entry) && overdue.delete(entry)) late.enqueue(entry)
    makeRoom()
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
        sessionId: request.sessionId,
        profileId: undefined,
        status: undefined,
        reply: undefined,
        durationMs: undefined,
        bytes: ENTRY_BYTES + request.path.length + weightOfHeaders(request.headers),
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
      entry.body = reply.requestBody
      if (entries.has(entry.id)) grow(entry, reply.bodyBytes + (reply.body?.length ?? 0))
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
        started: 0,
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
          callback.started = event.number
          callback.attempts.push(toAttempt(event.number, event.at, event.durationMs, event.outcome))
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
        case 'queued':
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
      late = new Queue()
      bytes = 0
      dropped = 0
    },

    watch(listener) {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },
  }
}

const toAttempt = (
  number: number,
  at: number,
  durationMs: number,
  outcome: AttemptOutcome,
): Attempt => {
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
  attempts: callback.attempts.map((attempt) => ({ ...attempt })),
  nextAttemptAt:
    callback.nextAttemptAt === null ? null : new Date(callback.nextAttemptAt).toISOString(),
})

/** Replies are JSON, but for what the CORS plugin says to a malformed preflight: that is shown as text. */
const toBody = (reply: string | undefined): unknown => {
  if (!reply) return null
  try {
    return JSON.parse(reply)
  } catch {
    return reply
  }
}

/** The public form of an entry: a copy, for whoever asks to keep. */
export const toExchange = (entry: LedgerEntry, world: string): Exchange => ({
  id: entry.id,
  world,
  receivedAt: new Date(entry.receivedAt).toISOString(),
  durationMs: entry.durationMs ?? null,
  request: {
    method: entry.method,
    path: entry.path,
    headers: { ...entry.headers },
    body: structuredClone(entry.body ?? null),
  },
  response: entry.status === undefined ? null : { status: entry.status, body: toBody(entry.reply) },
  callback: entry.callback ? toCallback(entry.callback) : null,
})
