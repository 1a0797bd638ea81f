import { useEffect, useRef } from 'preact/hooks'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/**
 * Listens to keys while a view is shown. Those that are typed into a field are the field's, except Escape.
 * A handler that did something says so, and the browser then does nothing more.
 */
export const useKeys = (onKey: (key: string) => boolean): void => {
  // Two keys may come before what the first one did is drawn.
  const latest = useRef(onKey)
  latest.current = onKey
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (document.querySelector('dialog[open]')) return
      if (isTyping(event.target) && event.key !== 'Escape') return
      if (latest.current(event.key)) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
