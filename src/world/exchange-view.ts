import type { Attempt, Callback, Exchange } from '../contract/control/exchange.ts'
import { explainFields } from '../core/state.ts'
import type { AttemptRecord, CallbackEntry, LedgerEntry } from './ledger-entry.ts'

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
export const toMicros = (ms: number): number => Math.round(ms * 1000) / 1000

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
