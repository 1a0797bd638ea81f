import type { CallbackState } from '../../src/contract/control/callback-states.ts'
import { createLedger, type Ledger, type LedgerBounds } from '../../src/world/ledger.ts'
import type { LedgerEntry } from '../../src/world/ledger-entry.ts'
import type { DeliveryEvent } from '../../src/world/ports.ts'
import { START } from './fixed-clock.ts'
import { makeCallback } from './make-callback.ts'

const WIDE: LedgerBounds = { maxExchanges: 1000, maxBytes: 1_000_000_000 }

const EVENTS: Record<CallbackState, readonly DeliveryEvent[]> = {
  queued: [],
  sending: [{ kind: 'sending' }],
  waiting: [{ kind: 'waiting', nextAttemptAt: START + 1000 }],
  delivered: [
    {
      kind: 'attempted',
      number: 1,
      at: START,
      durationMs: 1,
      outcome: { kind: 'delivered', status: 200 },
      next: { state: 'delivered' },
    },
  ],
  failed: [{ kind: 'failed', reason: 'gave up' }],
  cancelled: [{ kind: 'cancelled', reason: 'reset' }],
}

export interface FilledLedger {
  ledger: Ledger
  /** Opens the next exchange: x_000001, x_000002, … */
  open(request?: { sessionId?: string; correlationId?: string }): LedgerEntry
  close(entry: LedgerEntry, status?: number): void
  /** Joins a callback to an exchange; it is in that state. */
  call(entry: LedgerEntry, state?: CallbackState): void
  move(entry: LedgerEntry, state: CallbackState): void
}

/** A ledger whose exchanges a test opens, closes and moves by hand. */
export const fillLedger = (bounds: Partial<LedgerBounds> = {}): FilledLedger => {
  const ledger = createLedger({ ...WIDE, ...bounds })
  let opened = 0
  const move = (entry: LedgerEntry, state: CallbackState) => {
    for (const event of EVENTS[state]) ledger.onDelivery(`cb_${entry.id}`, event)
  }
  return {
    ledger,
    open: ({ sessionId, correlationId } = {}) =>
      ledger.open({
        id: `x_${String(++opened).padStart(6, '0')}`,
        receivedAt: START + opened,
        method: 'PUT',
        path: '/p?q=1',
        headers: correlationId === undefined ? {} : { 'x-correlation-id': correlationId },
        sessionId,
      }),
    close: (entry, status = 200) => ledger.close(entry, { status, body: '{}', durationMs: 1 }),
    call(entry, state = 'queued') {
      const correlationId = entry.headers['x-correlation-id']
      ledger.expectCallback(
        makeCallback({
          id: `cb_${entry.id}`,
          exchangeId: entry.id,
          correlationId: typeof correlationId === 'string' ? correlationId : undefined,
        }),
      )
      move(entry, state)
    },
    move,
  }
}
