import type { CallbackState } from '../contract/control/callback-states.ts'
import type { ExchangeFilter } from '../contract/control/exchange.ts'
import {
  type Criterion,
  criteriaOf,
  FIELD_NAMES,
  FIELDS,
  passes,
  statesOf,
} from './exchange-filter.ts'
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
  readonly states: ReadonlySet<CallbackState>
  /** What is asked of an entry besides the state of its callback. */
  readonly others: readonly Criterion[]
  settle(outcome: WaitOutcome): void
}

/** Waits by the value that they want in one field. */
interface Shelf {
  of(entry: LedgerEntry): unknown
  readonly waiting: Map<unknown, Set<Waiting>>
}

/** What is waited for, as it was asked. */
export const wantedBy = (
  filter: ExchangeFilter,
): ExchangeFilter & { callback: NonNullable<ExchangeFilter['callback']> } => {
  const { callback = 'settled', ...others } = filter
  return { callback, ...others }
}

/** Whether nothing has come of an entry yet: its request, or its callback, is under way. */
const isUnderWay = ({ callback, durationMs }: LedgerEntry): boolean =>
  callback ? !isOver(callback.state) : durationMs === undefined

/**
 * Waits of one world. They are kept by the first field that they name, so that a change of the ledger
 * concerns few of them, however many are open.
 */
export const createWaits = (ledger: Ledger, machine: Clock): Waits => {
  const newShelf = (of: Shelf['of']): Shelf => ({ of, waiting: new Map() })
  const fields = FIELD_NAMES.map((name) => ({ name, ...newShelf(FIELDS[name]) }))
  /** Of those that name no such field. */
  const rest = newShelf(() => undefined)
  const shelves: readonly Shelf[] = [...fields, rest]
  let open = 0
  let ended = false

  const placeOf = (filter: ExchangeFilter): [Shelf, key: unknown] => {
    const shelf = fields.find(({ name }) => filter[name] !== undefined)
    return shelf ? [shelf, filter[shelf.name]] : [rest, undefined]
  }

  ledger.watch((entry) => {
    // Whatever is waited for has a callback.
    if (open === 0 || !entry.callback) return
    const { state } = entry.callback
    const hasEnded = isOver(state)
    let found: readonly LedgerEntry[] | undefined
    const underWay = () => {
      found ??= [...ledger.newestFirst({})].filter(isUnderWay)
      return found
    }
    for (const { of, waiting } of shelves) {
      if (waiting.size === 0) continue
      for (const peer of waiting.get(of(entry)) ?? []) {
        const isWanted = peer.states.has(state)
        if (!(isWanted || hasEnded) || !passes(entry, peer.others)) continue
        if (isWanted) peer.settle({ kind: 'found', entry })
        else if (canNotBe(peer.others, underWay)) peer.settle({ kind: 'impossible' })
      }
    }
  })

  /**
   * Whether no exchange under way may still pass, when one that passes all else has ended in another state
   * than was asked; never so without a filter besides.
   */
  const canNotBe = (others: readonly Criterion[], underWay: () => readonly LedgerEntry[]) =>
    others.length > 0 && !underWay().some((entry) => passes(entry, others))

  /** The same of a wait to come, when such an exchange is there. */
  const isInVain = (others: readonly Criterion[]): boolean => {
    const all = [...ledger.newestFirst({})]
    const isSpoiled = all.some(
      (entry) => entry.callback && !isUnderWay(entry) && passes(entry, others),
    )
    return isSpoiled && canNotBe(others, () => all.filter(isUnderWay))
  }

  const over = (outcome: WaitOutcome): Wait => ({ outcome: Promise.resolve(outcome), end() {} })

  return {
    wait(filter, timeoutMs) {
      const wanted = wantedBy(filter)
      for (const entry of ledger.newestFirst(wanted)) return over({ kind: 'found', entry })
      const { callback, ...besides } = wanted
      const others = criteriaOf(besides)
      if (isInVain(others)) return over({ kind: 'impossible' })
      if (timeoutMs === 0) return over({ kind: 'timeout' })
      if (ended) return over({ kind: 'ended' })
      if (open >= MAX_WAITS) return over({ kind: 'too-many' })
      const [{ waiting }, key] = placeOf(wanted)
      let resolve: (outcome: WaitOutcome) => void = () => {}
      const outcome = new Promise<WaitOutcome>((settled) => {
        resolve = settled
      })
      const mine: Waiting = {
        states: statesOf(callback),
        others,
        settle(how) {
          const peers = waiting.get(key)
          if (!peers?.delete(mine)) return
          if (peers.size === 0) waiting.delete(key)
          open--
          cancelTimer()
          resolve(how)
        },
      }
      const cancelTimer = machine.setTimer(timeoutMs, () => mine.settle({ kind: 'timeout' }))
      waiting.set(key, (waiting.get(key) ?? new Set()).add(mine))
      open++
      return { outcome, end: () => mine.settle({ kind: 'ended' }) }
    },

    get open() {
      return open
    },

    end() {
      ended = true
      for (const { waiting } of shelves) {
        for (const peers of [...waiting.values()]) {
          for (const peer of [...peers]) peer.settle({ kind: 'ended' })
        }
      }
    },
  }
}
