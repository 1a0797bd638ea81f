import type { CallbackState } from '../contract/control/callback-states.ts'
import type { AppliedFault } from '../contract/control/faults.ts'
import type { CallbackMessage, DeliveryEvent } from './ports.ts'

/** One attempt as it was told, and the fault that befell it. */
export type AttemptRecord = Pick<
  Extract<DeliveryEvent, { kind: 'attempted' }>,
  'number' | 'at' | 'durationMs' | 'outcome'
> & { fault: AppliedFault | undefined }

/** A callback as the ledger follows it. */
export interface CallbackEntry {
  readonly message: CallbackMessage
  state: CallbackState
  reason: string | null
  nextAttemptAt: number | null
  readonly attempts: AttemptRecord[]
  /** Attempts that began, one that was broken off by a reset included. */
  started: number
  /** The fault that befell it as a whole. */
  fault: AppliedFault | undefined
  /** The one that befell the attempt that is under way. */
  attemptFault: AppliedFault | undefined
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
  /** Stays undefined when the connection was reset. */
  status: number | undefined
  reply: string | undefined
  durationMs: number | undefined
  bytes: number
  /** Number of its latest change; those of one ledger count up. */
  change: number
  callback: CallbackEntry | undefined
  /** The fault that befell the request. */
  fault: AppliedFault | undefined
}

/** Whether nothing more happens to a callback by itself. */
export const isOver = (state: CallbackState): boolean =>
  state === 'delivered' || state === 'failed' || state === 'cancelled'

/** Whether a request has ended, answered or not, and its callback, if there is one, is over. */
export const isSettled = (entry: LedgerEntry): boolean =>
  entry.durationMs !== undefined && (!entry.callback || isOver(entry.callback.state))
