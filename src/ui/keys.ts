import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** What the keys of a list do. */
export interface ListKeys {
  /** `/` goes into it. */
  readonly field: RefObject<HTMLInputElement | null>
  /** The arrows: 1 down, -1 up. */
  step(by: 1 | -1): void
  /** Enter, outside of fields; false: there is nothing to open. */
  open?(): boolean
  /** Escape, outside of fields; false: there is nothing to go back from. */
  back(): boolean
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Enter on these follows them, arrows scroll what scrolls by itself: both are theirs. */
const hasKeysOfItsOwn = (key: string, target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (key === 'Enter' ? target.matches('a, button, summary') : target.matches('.json, pre'))

/** Listens to the keys while a list is shown. In a field they are the field's; Escape leaves it. */
export const useListKeys = (keys: ListKeys): void => {
  // Two keys may come before what the first one did is drawn.
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { key, target, ctrlKey, metaKey, altKey, defaultPrevented } = event
      if (ctrlKey || metaKey || altKey || defaultPrevented) return
      if (document.querySelector('dialog[open]')) return
      if (key !== 'Escape' && hasKeysOfItsOwn(key, target)) return
      const { field } = latest.current
      // From the field that narrows the list, its keys go on into the list.
      const goesOn = target === field.current && (key === 'ArrowDown' || key === 'ArrowUp')
      const did = isTyping(target) && !goesOn ? leaves(key, target) : act(key, latest.current)
      if (did) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

const leaves = (key: string, target: EventTarget | null): boolean => {
  if (key !== 'Escape' || !(target instanceof HTMLElement)) return false
  target.blur()
  return true
}

/** Whether the key did anything; otherwise it is the browser's. */
const act = (key: string, keys: ListKeys): boolean => {
  switch (key) {
    case '/':
      keys.field.current?.focus()
      return true
    case 'ArrowDown':
      keys.step(1)
      return true
    case 'ArrowUp':
      keys.step(-1)
      return true
    case 'Enter':
      return keys.open?.() ?? false
    case 'Escape':
      return keys.back()
    default:
      return false
  }
}
