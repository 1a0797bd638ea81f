import { type ReadonlySignal, signal } from '@preact/signals'
import type { MockClient } from '../client/mock-client.ts'
import type { Exchange, ExchangeFilter } from '../contract/control/exchange.ts'
import type { LiveExchange } from '../contract/control/live.ts'
import { messageOf, noteRefusal } from './connection.ts'

/** Rows that are held; older ones are let go. */
export const MAX_ROWS = 10_000

const PAGE = 200
/** Changes are shown together, so that a load test doesn't draw a thousand times a second. */
const DRAW_EVERY_MS = 60
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
  /** What was missed, if anything, to be told. */
  readonly missed: ReadonlySignal<string | undefined>
  /** Grows when something has changed, once a second at most: what is shown of the state is asked for again. */
  readonly pulse: ReadonlySignal<number>
  /** Fetches older ones that pass the filter. */
  older(filter: ExchangeFilter): Promise<void>
  /** Whether there are no older ones that pass it. */
  isEnded(filter: ExchangeFilter): boolean
  stop(): void
}

export const createFeed = (client: MockClient): Feed => {
  const byId = new Map<string, LiveExchange>()
  /** Newest first: IDs sort in the order of their requests. */
  const ids: string[] = []
  const rows = signal<readonly LiveExchange[]>([])
  const pulse = signal(0)
  const connection = signal<Connection>('connecting')
  const missed = signal<string | undefined>(undefined)
  const stopping = new AbortController()
  /** How far back each filter has been followed; null: to its end. */
  const cursors = signal<ReadonlyMap<string, string | null>>(new Map())
  let drawing: number | undefined
  let beating: number | undefined
  let lastEventId: string | undefined

  /** Whether all that pass and are newer than the oldest row are rows already. */
  const isWhole = (filter: ExchangeFilter) =>
    missed.value === undefined && Object.keys(filter).length === 0

  const draw = () => {
    drawing = undefined
    for (const id of ids.splice(MAX_ROWS)) byId.delete(id)
    rows.value = ids.map((id) => byId.get(id)).filter((row) => row !== undefined)
    beating ??= setTimeout(beat, PULSE_MS)
  }
  const beat = () => {
    beating = undefined
    pulse.value++
  }
  const drawSoon = () => {
    drawing ??= setTimeout(draw, DRAW_EVERY_MS)
  }

  const put = (row: LiveExchange) => {
    if (!byId.has(row.id)) ids.splice(placeOf(ids, row.id), 0, row.id)
    byId.set(row.id, row)
    drawSoon()
  }
  const clear = () => {
    byId.clear()
    ids.length = 0
    cursors.value = new Map()
    drawSoon()
  }

  /** After a gap: what is newest now, which may be what was missed. */
  const catchUp = async () => {
    const { items } = await client.exchanges.list({ limit: PAGE })
    for (const item of items) put(toRow(item))
  }

  const read = async () => {
    const { signal } = stopping
    for await (const event of client.live({ ...(lastEventId && { lastEventId }), signal })) {
      // Another run of the emulator, which knows nothing of what came before.
      if (lastEventId && event.id && markOf(event.id) !== markOf(lastEventId)) clear()
      lastEventId = event.id || lastEventId
      if (event.kind === 'exchange') put(event.exchange)
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
      try {
        // Says that somebody answers: the feed itself is silent until something happens.
        await client.exchanges.list({ limit: 1 })
        connection.value = 'live'
        retryMs = FIRST_RETRY_MS
        await read()
      } catch (error) {
        if (stopping.signal.aborted) return
        // A new token makes a new feed.
        if (noteRefusal(error)) return
        console.info(`the feed is gone: ${messageOf(error)}`)
      }
      connection.value = 'lost'
      await new Promise((resolve) => setTimeout(resolve, retryMs))
      retryMs = Math.min(retryMs * 2, MAX_RETRY_MS)
    }
  }
  void follow()

  return {
    rows,
    connection,
    missed,
    pulse,
    async older(filter) {
      const key = JSON.stringify(filter)
      const known = byId.size
      let cursor = cursors.value.get(key) ?? (isWhole(filter) ? ids.at(-1) : undefined)
      do {
        if (cursors.value.get(key) === null || ids.length >= MAX_ROWS) return
        const page = await client.exchanges.list({
          ...filter,
          ...(cursor !== undefined && { cursor }),
          limit: PAGE,
        })
        for (const item of page.items) put(toRow(item))
        cursors.value = new Map(cursors.value).set(key, page.next)
        cursor = page.next ?? undefined
        // Those that were known already are no older ones.
      } while (cursor !== undefined && byId.size === known)
    },
    isEnded: (filter) => cursors.value.get(JSON.stringify(filter)) === null,
    stop() {
      stopping.abort()
      clearTimeout(drawing)
      clearTimeout(beating)
    },
  }
}

/** The run of the emulator that an event is of. */
const markOf = (eventId: string): string => eventId.slice(0, eventId.lastIndexOf('.'))

/** Where an ID stands among others, newest first. */
const placeOf = (ids: readonly string[], id: string): number => {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ids[middle] ?? '') > id) low = middle + 1
    else high = middle
  }
  return low
}

/** An exchange of the ledger as the feed tells it. */
const toRow = ({
  id,
  world,
  receivedAt,
  durationMs,
  request,
  response,
  callback,
}: Exchange): LiveExchange => ({
  id,
  world,
  receivedAt,
  method: request.method,
  path: request.path,
  status: response?.status ?? null,
  durationMs,
  sessionId: sessionIn(request.path),
  correlationId: callback?.correlationId ?? correlationIn(request.headers),
  callback: callback && {
    id: callback.id,
    state: callback.state,
    attempts: callback.attempts.length,
    reason: callback.reason,
  },
})

const sessionIn = (path: string): string | null => {
  const [, id] = /\/customer_sessions\/([^/?]+)/.exec(path) ?? []
  return id === undefined ? null : decodeURIComponent(id)
}

const correlationIn = (headers: Record<string, unknown>): string | null => {
  const value = headers['x-correlation-id']
  return typeof value === 'string' ? value : null
}
