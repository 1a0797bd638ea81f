import { useComputed, useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { ViewProps } from '../app.tsx'
import { messageOf } from '../connection.ts'
import { plural } from '../format.ts'
import { useListKeys } from '../keys.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { Notice } from '../parts/notice.tsx'
import { go, hashOf, replaceRoute, route } from '../route.ts'
import { MAX_ROWS } from '../rows.ts'
import { ExchangeDetail } from './exchange-detail.tsx'
import { ExchangeList } from './exchange-list.tsx'
import { filterOf, isNarrowed, ledgerFilter, passes } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import { FIRST_REQUEST } from './first-request.ts'

/** Rows that are enough to see, and pages that are looked through for them at once. */
const ENOUGH = 30
const MOST_PAGES = 10

/** Everything that came in, live, and one of it in full. */
export const ExchangesView = ({ feed }: ViewProps) => {
  const text = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  /** Where the keys are while none is open. */
  const marked = useSignal<string | undefined>(undefined)
  const fetching = useSignal(false)
  const failed = useSignal<string | undefined>(undefined)
  const filter = useComputed(() => filterOf(route.value.query)).value
  const passing = useComputed(() => {
    const wanted = filterOf(route.value.query)
    const all = feed.rows.value
    return isNarrowed(wanted) ? all.filter((row) => passes(row, wanted)) : all
  })
  const rows = passing.value
  const { id, query } = route.value
  const chosen = id ?? marked.value

  const address = (to: string | undefined) => hashOf('exchanges', to, query)
  const open = (to: string) => {
    marked.value = to
    go(address(to))
  }
  const close = () => {
    go(address(undefined))
    list.current?.focus()
  }

  const step = (by: number) => {
    const rows = passing.value
    const open = route.value.id
    const at = rows.findIndex((row) => row.id === (open ?? marked.value))
    const next = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]
    if (!next) return
    marked.value = next.id
    list.current?.focus()
    // With one open, the keys leaf through them; Back is not to do the same again.
    if (open !== undefined) replaceRoute(address(next.id))
  }

  useListKeys({
    field: text,
    step,
    open: () => {
      if (marked.value === undefined || route.value.id !== undefined) return false
      open(marked.value)
      return true
    },
    back: () => {
      if (route.value.id !== undefined) close()
      else if (isNarrowed(filter)) go(hashOf('exchanges', undefined, { world: query.world }))
      else return false
      return true
    },
  })

  const older = async () => {
    if (fetching.value) return
    fetching.value = true
    try {
      const asked = ledgerFilter(filter)
      // What the ledger can't look for itself is looked for in what it gives.
      for (let page = 0; page < MOST_PAGES && !feed.isEnded(asked); page++) {
        await feed.older(asked)
        if (!isNarrowed(filter) || passing.value.length > ENOUGH) break
      }
      failed.value = undefined
    } catch (error) {
      failed.value = messageOf(error)
    } finally {
      fetching.value = false
    }
  }

  return (
    <div class={`exchanges ${id === undefined ? '' : 'with-detail'}`}>
      <section class="list-pane" aria-label="List of exchanges">
        <FilterBar text={text} />
        {feed.missed.value && (
          <Notice tone="busy">
            Missed: {feed.missed.value}.{' '}
            <button type="button" class="link" onClick={feed.dismiss}>
              Dismiss
            </button>
          </Notice>
        )}
        {failed.value && <Notice>{failed.value}</Notice>}
        {feed.isEmpty.value && !isNarrowed(filter) ? (
          <Empty />
        ) : (
          <>
            <p class="count">
              {plural(rows.length, 'exchange')}
              {rows.length < feed.rows.value.length && ` of ${feed.rows.value.length}`}
              {feed.rows.value.length >= MAX_ROWS && ', the newest that this page holds'}
              {feed.rows.value.length < MAX_ROWS && !feed.isEnded(ledgerFilter(filter)) && (
                <button type="button" class="link" onClick={() => void older()}>
                  {fetching.value ? 'Looking for older ones …' : 'Older'}
                </button>
              )}
            </p>
            <ExchangeList
              rows={rows}
              chosen={chosen}
              box={list}
              onOpen={open}
              onEnd={() => void older()}
            />
          </>
        )}
      </section>
      {id !== undefined && (
        <ExchangeDetail
          key={id}
          id={id}
          row={feed.rows.value.find((row) => row.id === id)}
          onClose={close}
        />
      )}
    </div>
  )
}

/** What to do first. */
const Empty = () => (
  <div class="empty">
    <h2>Nothing came in yet</h2>
    <p>Send a first request, from a terminal or from the composer. It appears here at once.</p>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
    <pre tabIndex={0}>{FIRST_REQUEST}</pre>
    <p class="buttons">
      <CopyButton text={() => FIRST_REQUEST}>Copy</CopyButton>
      <a class="button" href={hashOf('composer', undefined, { world: route.value.query.world })}>
        Open the composer
      </a>
    </p>
  </div>
)
