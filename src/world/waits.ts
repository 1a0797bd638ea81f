import type { ExchangeFilter } from '../contract/control/exchange.ts'
import { type Criterion, correlationIdOf, criteriaOf, passes, statesOf } from './exchange-filter.ts'
import type { Ledger } from './ledger.ts'
import { isOver, type LedgerEntry } from './ledger-entry.ts'
import type { Clock } from './ports.ts'

/** How a wait ended. `impossible`: what it waited for has ended in another way. */
export type WaitOutcome =
  | { kind: 'found'; entry: LedgerEntry }
  | { kind: 'timeout' | 'impossible' | 'ended' | 'too-many' }

/** A wait under way. `outcome` never rejects. */
export interface Wait {
  readonly outcome: Promise<WaitOutcome>
  /** Ends it; nothing of it is left behind. */
  end(): void
}

export interface Waits {
  /**
   * Waits for an exchange that passes the filter, the newest one when the ledger has some already.
   * `callback` is `settled` unless the filter says otherwise. The time is the machine's.
   */
  wait(filter: ExchangeFilter, timeoutMs: number): Wait
  /** Waits under way. */
  readonly open: number
  /** Ends all of them, and those to come at once. */
  end(): void
}

/** Waits at the same time in one world. */
const MAX_WAITS = 1000

interface Waiting {
  readonly criteria: readonly Criterion[]
  readonly possibility: Possibility
  settle(outcome: WaitOutcome): void
}

/** Whether a wait can come true. */
interface Possibility {
  /** Whether an entry passes all else, and its callback has ended in another state than was asked. */
  isSpoiledBy(entry: LedgerEntry): boolean
  /** Whether there are such entries, and none that may still pass; never so without a filter besides. */
  isOver(): boolean
}

/** What is waited for, as it was asked. */
export const wantedBy = (filter: ExchangeFilter): ExchangeFilter => {
  const { callback = 'settled', ...others } = filter
  return { callback, ...others }
}

/**
 * Waits of one world. They are kept by the correlation ID or the session that they name, so that a change
 * of the ledger concerns few of them, however many are open.
 */
export const createWaits = (ledger: Ledger, machine: Clock): Waits => {
  const byKey = new Map<string, Set<Waiting>>()
  let open = 0
  let ended = false

  const look = (key: string, entry: LedgerEntry) => {
    for (const waiting of byKey.get(key) ?? []) {
      if (passes(entry, waiting.criteria)) waiting.settle({ kind: 'found', entry })
      else if (waiting.possibility.isSpoiledBy(entry) && waiting.possibility.isOver()) {
        waiting.settle({ kind: 'impossible' })
      }
    }
  }

  ledger.watch((entry) => {
    if (open === 0) return
    look(`correlation ${correlationIdOf(entry)}`, entry)
    look(`session ${entry.sessionId}`, entry)
    look('', entry)
  })

  const keyOf = ({ correlationId, sessionId }: ExchangeFilter): string => {
    if (correlationId !== undefined) return `correlation ${correlationId}`
    return sessionId === undefined ? '' : `session ${sessionId}`
  }

  const possibilityOf = (criteria: readonly Criterion[], callback: string): Possibility => {
    const others = criteria.filter(({ name }) => name !== 'callback')
    const wanted = statesOf(callback)
    const isSpoiledBy = (entry: LedgerEntry): boolean =>
      entry.callback !== undefined &&
      isOver(entry.callback.state) &&
      !wanted.has(entry.callback.state) &&
      passes(entry, others)
    return {
      isSpoiledBy,
      isOver() {
        if (others.length === 0) return false
        let spoiled = false
        for (const entry of ledger.newestFirst({})) {
          if (isSpoiledBy(entry)) spoiled = true
          else if (entry.callback ?? entry.durationMs === undefined) {
            if (passes(entry, others)) return false
          }
        }
        return spoiled
      },
    }
  }

  const over = (outcome: WaitOutcome): Wait => ({ outcome: Promise.resolve(outcome), end() {} })

  return {
    wait(filter, timeoutMs) {
      const wanted = wantedBy(filter)
      const criteria = criteriaOf(wanted)
      for (const entry of ledger.newestFirst(wanted)) return over({ kind: 'found', entry })
      const possibility = possibilityOf(criteria, wanted.callback ?? '')
      if (possibility.isOver()) return over({ kind: 'impossible' })
      if (timeoutMs === 0) return over({ kind: 'timeout' })
      if (ended) return over({ kind: 'ended' })
      if (open >= MAX_WAITS) return over({ kind: 'too-many' })
      const key = keyOf(wanted)
      let resolve: (outcome: WaitOutcome) => void = () => {}
      const outcome = new Promise<WaitOutcome>((settled) => {
        resolve = settled
      })
      const waiting: Waiting = {
        criteria,
        possibility,
        settle(how) {
          const peers = byKey.get(key)
          if (!peers?.delete(waiting)) return
          if (peers.size === 0) byKey.delete(key)
          open--
          cancelTimer()
          resolve(how)
        },
      }
      const cancelTimer = machine.setTimer(timeoutMs, () => waiting.settle({ kind: 'timeout' }))
      byKey.set(key, (byKey.get(key) ?? new Set()).add(waiting))
      open++
      return { outcome, end: () => waiting.settle({ kind: 'ended' }) }
    },

    get open() {
      return open
    },

    end() {
      ended = true
      for (const peers of [...byKey.values()]) {
        for (const waiting of [...peers]) waiting.settle({ kind: 'ended' })
      }
    },
  }
}
