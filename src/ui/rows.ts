import { type ReadonlySignal, signal } from '@preact/signals'
import type { LiveExchange } from '../contract/control/live.ts'

/** Rows that are held; older ones are let go. */
export const MAX_ROWS = 10_000

/** Changes are shown together, so that a load test doesn't draw a thousand times a second. */
const DRAW_EVERY_MS = 60

/** Exchanges by their ID, and as a list that is drawn. */
export interface Rows {
  /** Newest first, as of the last drawing. */
  readonly drawn: ReadonlySignal<readonly LiveExchange[]>
  /** Those that are held, drawn or not. */
  readonly size: number
  newest(): string | undefined
  put(row: LiveExchange): void
  clear(): void
  draw(): void
  stop(): void
}

/** `onDraw` hears of each drawing. */
export const createRows = (onDraw: () => void): Rows => {
  const byId = new Map<string, LiveExchange>()
  /** Newest first: IDs sort in the order of their requests. */
  const ids: string[] = []
  const drawn = signal<readonly LiveExchange[]>([])
  let drawing: number | undefined

  const draw = () => {
    clearTimeout(drawing)
    drawing = undefined
    for (const id of ids.splice(MAX_ROWS)) byId.delete(id)
    drawn.value = ids.map((id) => byId.get(id)).filter((row) => row !== undefined)
    onDraw()
  }
  const drawSoon = () => {
    drawing ??= setTimeout(draw, DRAW_EVERY_MS)
  }
  return {
    drawn,
    get size() {
      return byId.size
    },
    newest: () => ids[0],
    put(row) {
      if (!byId.has(row.id)) ids.splice(placeOf(ids, row.id), 0, row.id)
      // One that was asked for without its profile does not lose it.
      byId.set(row.id, { ...row, profileId: row.profileId ?? byId.get(row.id)?.profileId ?? null })
      drawSoon()
    },
    clear() {
      byId.clear()
      ids.length = 0
      drawSoon()
    },
    draw,
    stop: () => clearTimeout(drawing),
  }
}

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
