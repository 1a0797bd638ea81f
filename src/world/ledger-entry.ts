import type { CallbackState } from '../contract/control/exchange.ts'
import type { CallbackMessage, DeliveryEvent } from './ports.ts'

/** One attempt as it was told. */
export type AttemptRecord = Pick<
  Extract<DeliveryEvent, { kind: 'attempted' }>,
  'number' | 'at' | 'durationMs' | 'outcome'
>

/** A callback as the ledger follows it. */
export interface CallbackEntry {
  readonly message: CallbackMessage
  state: CallbackState
  reason: string | null
  nextAttemptAt: number | null
  readonly attempts: AttemptRecord[]
  /** Attempts that began, one that was broken off by a reset included. */
  started: number
}

/**
 * An exchange as the ledger keeps it, filled in by whoever handles the request until it is closed.
 * `exchange-view.ts` makes the public form when somebody asks.
 */
export interface LedgerEntry {
  readonly id: string
  readonly receivedAt: number
  readonly method: string
  /** As it was sent, with the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  /** As it was sent: text costs less to keep than what is in it. Undefined when none was taken. */
  body: string | undefined
  sessionId: string | undefined
  profileId: string | undefined
  status: number | undefined
  reply: string | undefined
  durationMs: number | undefined
  bytes: number
  /** Number of its latest change; those of one ledger count up. */
  change: number
  callback: CallbackEntry | undefined
}

/** Whether nothing more happens to a callback by itself. */
export const isOver = (state: CallbackState): boolean =>
  state === 'delivered' || state === 'failed' || state === 'cancelled'

/** Whether a request is answered and its callback, if there is one, over. */
export const isSettled = (entry: LedgerEntry): boolean =>
  entry.status !== undefined && (!entry.callback || isOver(entry.callback.state))
