import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { LiveExchange } from '../../contract/control/live.ts'
import { durationText } from '../format.ts'
import { CallbackBadge, StatusBadge } from '../parts/badges.tsx'
import { Ago } from '../parts/time.tsx'
import { firstInSight, rowsInSight } from './window.ts'

export interface ExchangeListProps {
  /** Newest first. */
  readonly rows: readonly LiveExchange[]
  /** The one that is looked at, or that the keys are at. */
  readonly chosen: string | undefined
  readonly onOpen: (id: string) => void
  /** The list itself, which has the keys. */
  readonly box: RefObject<HTMLDivElement | null>
  /** The end of the list is near. */
  readonly onEnd: () => void
}

/** Pixels; the style sheet says the same, and two lines where it is narrow. */
const ROW = 34
const NARROW_ROW = 58
const NARROW = '(max-width: 640px)'
/** Rows before the end at which older ones are asked for. */
const NEAR_END = 30

/** The exchanges. Only the rows in sight are drawn, however many there are. */
export const ExchangeList = ({ rows, chosen, box, onOpen, onEnd }: ExchangeListProps) => {
  const top = useSignal(0)
  const height = useSignal(600)
  const isNarrow = useSignal(matchMedia(NARROW).matches)
  const rowHeight = isNarrow.value ? NARROW_ROW : ROW

  useEffect(() => {
    const { current } = box
    if (!current) return
    const sizes = new ResizeObserver(() => {
      height.value = current.clientHeight
      isNarrow.value = matchMedia(NARROW).matches
    })
    sizes.observe(current)
    return () => sizes.disconnect()
  }, [height, isNarrow])

  useStay(box, rows, rowHeight)

  const chosenAt = chosen === undefined ? -1 : rows.findIndex(({ id }) => id === chosen)
  useLayoutEffect(() => {
    const { current } = box
    if (!current || chosenAt < 0) return
    const from = chosenAt * rowHeight
    if (from < current.scrollTop) current.scrollTop = from
    else if (from + rowHeight > current.scrollTop + current.clientHeight) {
      current.scrollTop = from + rowHeight - current.clientHeight
    }
    // Only a change of what is chosen moves the list.
  }, [chosen])

  const { first, end } = rowsInSight(
    { top: top.value, height: height.value },
    rowHeight,
    rows.length,
  )
  useEffect(() => {
    if (end >= rows.length - NEAR_END) onEnd()
  }, [end, rows.length])

  return (
    <div
      class="exchange-list"
      role="listbox"
      aria-label="Exchanges, newest first"
      // A row that is not drawn has no name to be called by.
      aria-activedescendant={chosenAt >= first && chosenAt < end ? rowId(chosen ?? '') : undefined}
      tabIndex={0}
      ref={box}
      onScroll={({ currentTarget }) => {
        top.value = currentTarget.scrollTop
      }}
    >
      <div role="presentation" style={{ height: `${rows.length * rowHeight}px` }}>
        <div role="presentation" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {rows.slice(first, end).map((row, place) => (
            <Row
              key={row.id}
              row={row}
              at={first + place}
              of={rows.length}
              isChosen={row.id === chosen}
              onOpen={onOpen}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

const rowId = (id: string) => `row-${id}`

/** Keeps what is read in its place while rows come above it; at the very top new ones come into sight. */
const useStay = (
  box: { current: HTMLDivElement | null },
  rows: readonly LiveExchange[],
  rowHeight: number,
): void => {
  const before = useRef(rows)
  useLayoutEffect(() => {
    const { current } = box
    const old = before.current
    before.current = rows
    if (!current || current.scrollTop < rowHeight) return
    const seen = firstInSight(current.scrollTop, rowHeight)
    const id = old[seen]?.id
    const now = id === undefined ? -1 : rows.findIndex((row) => row.id === id)
    if (now >= 0 && now !== seen) current.scrollTop += (now - seen) * rowHeight
  }, [rows])
}

interface RowProps {
  row: LiveExchange
  at: number
  of: number
  isChosen: boolean
  onOpen: (id: string) => void
}

const Row = ({ row, at, of, isChosen, onOpen }: RowProps) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys, for all of its rows.
  <div
    id={rowId(row.id)}
    class="exchange-row"
    role="option"
    tabIndex={-1}
    aria-selected={isChosen}
    aria-posinset={at + 1}
    aria-setsize={of}
    onClick={() => onOpen(row.id)}
  >
    <span class="when">
      <Ago time={row.receivedAt} />
    </span>
    <span class="method">{row.method}</span>
    <span class="path" title={row.path}>
      <bdi>{row.path}</bdi>
    </span>
    <span class="session" title={row.sessionId ?? ''}>
      {row.sessionId}
    </span>
    <StatusBadge status={row.status} />
    <span class="took">{row.durationMs === null ? '' : durationText(row.durationMs)}</span>
    <span class="callback">
      {row.callback && (
        <CallbackBadge state={row.callback.state} attempts={row.callback.attempts} />
      )}
    </span>
  </div>
)
