import type { Attempt, Callback, Exchange, ExchangeFilter } from '../contract/control/exchange.ts'
import { explainFields } from '../core/state.ts'
import { type AttemptRecord, type CallbackEntry, isOver, type LedgerEntry } from './ledger-entry.ts'

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

/** The public form of an entry: a copy, for whoever asks to keep. */
export const toExchange = (entry: LedgerEntry, world: string): Exchange => ({
  id: entry.id,
  world,
  receivedAt: new Date(entry.receivedAt).toISOString(),
  durationMs: entry.durationMs === undefined ? null : toMicros(entry.durationMs),
  request: {
    method: entry.method,
    path: entry.path,
    headers: { ...entry.headers },
    body: asJson(entry.body),
  },
  response: entry.status === undefined ? null : { status: entry.status, body: asJson(entry.reply) },
  callback: entry.callback ? toCallback(entry.callback) : null,
  ...(entry.fault && { fault: entry.fault }),
})

/** Milliseconds, to the microsecond. */
const toMicros = (ms: number): number => Math.round(ms * 1000) / 1000

/** What text holds as JSON; the text itself when it is none, as a malformed body; null without any. */
const asJson = (text: string | undefined): unknown => {
  if (!text) return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

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
  ...(callback.fault && { fault: callback.fault }),
})

const toAttempt = ({ number, at, durationMs, outcome, fault }: AttemptRecord): Attempt => {
  const attempt = {
    number,
    at: new Date(at).toISOString(),
    durationMs: toMicros(durationMs),
    outcome: outcome.kind,
    ...(fault && { fault }),
  }
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
