import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useListKeys } from '../keys.ts'
import { go, href, replaceRoute, route, type View } from '../route.ts'

/** A record in a list: what it is called, and what is said of it besides. */
export interface SplitItem {
  readonly id: string
  readonly text: string
  readonly note: ComponentChildren
}

export interface SplitProps {
  readonly view: View
  /** What the records are: `Sessions`. */
  readonly title: string
  readonly items: readonly SplitItem[] | undefined
  /** There are more than the list holds. */
  readonly isCut: boolean
  /** The one that is open. */
  readonly id: string | undefined
  /** What is said where there are none. */
  readonly empty: ComponentChildren
  readonly children: ComponentChildren
}

/** A list of records with one of them beside it. Where it is narrow, one or the other. */
export const Split = ({ view, title, items, isCut, id, empty, children }: SplitProps) => {
  const text = useSignal('')
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const wanted = text.value.toLowerCase()
  const shown =
    items?.filter((item) => `${item.id} ${item.text}`.toLowerCase().includes(wanted)) ?? []

  const step = (by: number) => {
    const at = shown.findIndex((item) => item.id === route.value.id)
    const next = shown[at < 0 ? 0 : Math.max(0, Math.min(shown.length - 1, at + by))]
    if (!next) return
    // Back goes to where one was before leafing, not through all the leaves.
    if (route.value.id === undefined) go(href(view, next.id))
    else replaceRoute(href(view, next.id))
  }
  useListKeys({
    field,
    step,
    back: () => {
      if (route.value.id === undefined) return false
      go(href(view))
      return true
    },
  })
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [id, items === undefined])
  const onSubmit = (event: Event) => {
    event.preventDefault()
    if (text.value) go(href(view, text.value))
  }

  if (items?.length === 0 && id === undefined) return <div class="empty">{empty}</div>
  return (
    <div class={`split ${id === undefined ? '' : 'with-detail'}`}>
      <section class="records" aria-label={title}>
        <form onSubmit={onSubmit}>
          <input
            ref={field}
            type="search"
            aria-label="ID; Enter opens the one of exactly this ID"
            placeholder="ID (/)"
            value={text.value}
            onInput={({ currentTarget }) => {
              text.value = currentTarget.value
            }}
          />
        </form>
        {isCut && (
          <p class="faint">Not all are listed. Type the whole ID of another one, and Enter.</p>
        )}
        <ul ref={list}>
          {shown.map((item) => (
            <li key={item.id}>
              <a href={href(view, item.id)} aria-current={item.id === id ? 'true' : undefined}>
                <span title={item.text}>{item.text}</span>
                <span class="note">{item.note}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <div class="record">
        <a class="to-list" href={href(view)}>
          ‹ {title}
        </a>
        {id === undefined ? <p class="faint">Choose one. Arrows leaf through them.</p> : children}
      </div>
    </div>
  )
}
