import type { LiveExchange } from '../contract/control/live.ts'
import { correlationIdOf } from './exchange-filter.ts'
import { toMicros } from './exchange-view.ts'
import type { Ledger } from './ledger.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import type { Cancel, Clock } from './ports.ts'

/** Something to tell a reader. Several changes of one exchange that follow each other soon are one. */
export type FeedEvent =
  | { kind: 'exchange'; id: number; exchange: LiveExchange }
  /** The ledger was forgotten. */
  | { kind: 'cleared'; id: number }
  /** Of what changed since the reader was last here, some has fallen out of the ledger meanwhile. */
  | { kind: 'dropped'; id: number }
  /** So many exchanges changed faster than they are told. */
  | { kind: 'skipped'; id: number; count: number }

export interface FeedReader {
  /** What it has seen already: the number of an event. Undefined: it comes for the first time. */
  readonly since: number | undefined
  /** Exchanges to tell a newcomer of, the newest ones. */
  readonly backlog: number
  /** All readers are told the same list. */
  tell(events: readonly FeedEvent[]): void
  /** Nothing more will come. */
  end(): void
}

/** The changes of one world's ledger, as they come. */
export interface Feed {
  /** Tells the backlog at once, then what changes. Returns what ends it; `false`: there are too many readers. */
  read(reader: FeedReader): Cancel | false
  readonly readers: number
  /** Tells this feed from those of other starts: numbers of events mean nothing there. */
  readonly mark: string
  end(): void
}

/** Readers at the same time. */
const MAX_READERS = 100
/** How long changes are collected before they are told. */
const COLLECT_MS = 50
/** Exchanges that are told at a time, and that wait for it; of more, the oldest changes are skipped. */
const MAX_TOLD = 50
const MAX_PENDING = 2000

export interface FeedOptions {
  world: string
  mark: string
  /** The machine's time. */
  machine: Clock
}

export const createFeed = (ledger: Ledger, { world, mark, machine }: FeedOptions): Feed => {
  const readers = new Set<FeedReader>()
  const changed = new Set<LedgerEntry>()
  let timer: Cancel | undefined
  let skipped = 0
  let ended = false

  const toEvent = (entry: LedgerEntry): FeedEvent => ({
    kind: 'exchange',
    id: entry.change,
    exchange: toLiveExchange(entry, world),
  })

  const tell = () => {
    timer = undefined
    const events: FeedEvent[] = []
    for (const entry of changed) {
      if (events.length === MAX_TOLD) break
      events.push(toEvent(entry))
      changed.delete(entry)
    }
    if (skipped > 0)
      events.unshift({ kind: 'skipped', id: (events[0]?.id ?? 1) - 1, count: skipped })
    skipped = 0
    if (changed.size > 0) timer = machine.setTimer(COLLECT_MS, tell)
    for (const reader of [...readers]) reader.tell(events)
  }

  const stopCollecting = () => {
    timer?.()
    timer = undefined
    changed.clear()
    skipped = 0
  }

  const skipOldest = () => {
    for (const oldest of changed) {
      changed.delete(oldest)
      skipped++
      return
    }
  }

  ledger.watch((entry) => {
    if (readers.size === 0) return
    // Once more behind the others: events come in the order of their numbers.
    changed.delete(entry)
    changed.add(entry)
    if (changed.size > MAX_PENDING) skipOldest()
    timer ??= machine.setTimer(COLLECT_MS, tell)
  })

  ledger.onClear(() => {
    stopCollecting()
    for (const reader of [...readers]) reader.tell([{ kind: 'cleared', id: ledger.clearedAt }])
  })

  const backlogOf = ({ since, backlog }: FeedReader): FeedEvent[] => {
    if (since === undefined) {
      const newest: LedgerEntry[] = []
      for (const entry of ledger.newestFirst({})) {
        if (newest.length === backlog) break
        newest.push(entry)
      }
      return newest.reverse().map(toEvent)
    }
    const missed = Array.from(ledger.newestFirst({}))
      .filter(({ change }) => change > since)
      .sort((a, b) => a.change - b.change)
      .map(toEvent)
    const told: FeedEvent[] = []
    if (ledger.clearedAt > since) told.push({ kind: 'cleared', id: ledger.clearedAt })
    if (ledger.droppedUpTo > since) told.push({ kind: 'dropped', id: since })
    return [...told, ...missed]
  }

  return {
    read(reader) {
      if (ended || readers.size >= MAX_READERS) return false
      const backlog = backlogOf(reader)
      readers.add(reader)
      if (backlog.length > 0) reader.tell(backlog)
      return () => {
        readers.delete(reader)
        if (readers.size === 0) stopCollecting()
      }
    },

    mark,

    get readers() {
      return readers.size
    },

    end() {
      ended = true
      stopCollecting()
      for (const reader of [...readers]) reader.end()
      readers.clear()
    },
  }
}

const toLiveExchange = (entry: LedgerEntry, world: string): LiveExchange => {
  const correlationId = correlationIdOf(entry)
  const { callback } = entry
  return {
    id: entry.id,
    world,
    receivedAt: new Date(entry.receivedAt).toISOString(),
    method: entry.method,
    path: entry.path,
    status: entry.status ?? null,
    durationMs: entry.durationMs === undefined ? null : toMicros(entry.durationMs),
    sessionId: entry.sessionId ?? null,
    profileId: entry.profileId ?? null,
    correlationId: typeof correlationId === 'string' ? correlationId : null,
    callback: callback
      ? {
          id: callback.message.id,
          state: callback.state,
          attempts: callback.attempts.length,
          reason: callback.reason,
        }
      : null,
  }
}
