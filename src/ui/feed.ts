import { type ReadonlySignal, signal } from '@preact/signals'
import { type MockClient, MockError } from '../client/mock-client.ts'
import type { ExchangeFilter } from '../contract/control/exchange.ts'
import type { LiveExchange } from '../contract/control/live.ts'
import { messageOf, noteRefusal } from './connection.ts'
import { toRow } from './live-row.ts'
import { createRows, MAX_ROWS } from './rows.ts'

const PAGE = 200
const PULSE_MS = 1000
const FIRST_RETRY_MS = 500
const MAX_RETRY_MS = 5000

/** How the feed is connected. */
export type Connection = 'connecting' | 'live' | 'lost'

/** The exchanges of one world, as they come and change. */
export interface Feed {
  /** Newest first. */
  readonly rows: ReadonlySignal<readonly LiveExchange[]>
  readonly connection: ReadonlySignal<Connection>
  /** Why the emulator refuses to be followed, if it does: there is no such world, or no room. */
  readonly refusal: ReadonlySignal<string | undefined>
  /** The ledger is known to hold nothing. */
  readonly isEmpty: ReadonlySignal<boolean>
  /** What was missed, if anything, until it is dismissed. */
  readonly missed: ReadonlySignal<string | undefined>
  dismiss(): void
  /** Grows when something has changed, once a second at most: what is shown of the state is asked for again. */
  readonly pulse: ReadonlySignal<number>
  /** Fetches older ones that pass the filter. */
  older(filter: ExchangeFilter): Promise<void>
  /** Whether there are no older ones that pass it. */
  isEnded(filter: ExchangeFilter): boolean
  stop(): void
}

export const createFeed = (client: MockClient): Feed => {
  const pulse = signal(0)
  const connection = signal<Connection>('connecting')
  const refusal = signal<string | undefined>(undefined)
  const isEmpty = signal(false)
  const missed = signal<string | undefined>(undefined)
  /** How far back each filter has been followed; null: to its end. */
  const cursors = signal<ReadonlyMap<string, string | null>>(new Map())
  const stopping = new AbortController()
  let reading = new AbortController()
  let beating: number | undefined
  let lastEventId: string | undefined

  const beat = () => {
    beating = undefined
    pulse.value++
  }
  const rows = createRows(() => {
    if (rows.size > 0) isEmpty.value = false
    beating ??= setTimeout(beat, PULSE_MS)
  })
  const clear = () => {
    rows.clear()
    cursors.value = new Map()
    missed.value = undefined
    isEmpty.value = true
  }

  /** What is newest now: all there is to know of a ledger before its feed tells more. */
  const catchUp = async () => {
    const { items } = await client.exchanges.list({ limit: PAGE })
    for (const item of items) rows.put(toRow(item))
    isEmpty.value = items.length === 0 && rows.size === 0
  }

  /** Another run of the emulator knows nothing of what came before. */
  const forgetTheGone = async () => {
    const newest = rows.newest()
    if (newest === undefined) return
    await client.exchanges.get(newest).catch((error: unknown) => {
      if (!(error instanceof MockError && error.status === 404)) throw error
      clear()
    })
  }

  const read = async () => {
    const { signal } = reading
    for await (const event of client.live({ ...(lastEventId && { lastEventId }), signal })) {
      if (lastEventId && event.id && markOf(event.id) !== markOf(lastEventId)) clear()
      lastEventId = event.id || lastEventId
      if (event.kind === 'exchange') rows.put(event.exchange)
      else if (event.kind === 'cleared') clear()
      else {
        missed.value =
          event.kind === 'dropped'
            ? event.reason
            : `${event.count} changed faster than they are told`
        // Somewhere there is a gap, which looking back fills.
        cursors.value = new Map()
        await catchUp()
      }
    }
  }

  const follow = async () => {
    let retryMs = FIRST_RETRY_MS
    while (!stopping.signal.aborted) {
      await seen()
      reading = new AbortController()
      const began = performance.now()
      try {
        await forgetTheGone()
        await catchUp()
        connection.value = 'live'
        refusal.value = undefined
        pulse.value++
        await read()
      } catch (error) {
        if (stopping.signal.aborted) return
        // A new token makes a new feed.
        if (noteRefusal(error)) return
        refusal.value = error instanceof MockError ? messageOf(error) : undefined
      }
      // A page that nobody sees has left by itself.
      if (document.hidden) continue
      connection.value = 'lost'
      if (performance.now() - began > MAX_RETRY_MS) retryMs = FIRST_RETRY_MS
      await new Promise((resolve) => setTimeout(resolve, retryMs))
      retryMs = Math.min(retryMs * 2, MAX_RETRY_MS)
    }
  }
  // A browser opens six connections to one host: a page that nobody sees leaves its own to others.
  const leaveWhenHidden = () => {
    if (document.hidden) reading.abort()
  }
  document.addEventListener('visibilitychange', leaveWhenHidden)
  void follow()

  return {
    rows: rows.drawn,
    connection,
    refusal,
    isEmpty,
    missed,
    dismiss() {
      missed.value = undefined
    },
    pulse,
    async older(filter) {
      const key = JSON.stringify(filter)
      const known = rows.size
      do {
        // The first page is that of the newest: which of the rows are without a gap is not known.
        const cursor = cursors.value.get(key)
        if (cursor === null || rows.size >= MAX_ROWS) break
        const page = await client.exchanges.list({
          ...filter,
          ...(cursor && { cursor }),
          limit: PAGE,
        })
        for (const item of page.items) rows.put(toRow(item, filter.profileId))
        cursors.value = new Map(cursors.value).set(key, page.next)
        // Those that were known already are no older ones.
      } while (rows.size === known)
      rows.draw()
    },
    isEnded: (filter) => cursors.value.get(JSON.stringify(filter)) === null,
    stop() {
      document.removeEventListener('visibilitychange', leaveWhenHidden)
      stopping.abort()
      reading.abort()
      rows.stop()
      clearTimeout(beating)
    },
  }
}

/** Resolves when somebody sees the page. */
const seen = (): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (document.hidden) return
      document.removeEventListener('visibilitychange', look)
      resolve()
    }
    document.addEventListener('visibilitychange', look)
    look()
  })

/** The run of the emulator that an event is of. */
const markOf = (eventId: string): string => eventId.slice(0, eventId.lastIndexOf('.'))
