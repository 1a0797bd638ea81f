import { type ReadonlySignal, useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { createPace } from './pace.ts'

/** A load that is run now, and again when it is due. For `useAsked`. */
export type Paced = <T>(load: () => Promise<T>) => Promise<T>

/** Loads again when a signal has changed, as often as the answers are fast. */
export const usePaced = (changes: ReadonlySignal<unknown>): Paced => {
  const turns = useSignal(0)
  const pace = useMemo(
    () =>
      createPace(() => {
        turns.value++
      }),
    [],
  )
  useEffect(() => {
    let isFirst = true
    const unsubscribe = changes.subscribe(() => {
      // What it is now has been asked for with the first load.
      if (!isFirst) pace.want()
      isFirst = false
    })
    return () => {
      unsubscribe()
      pace.stop()
    }
  }, [changes])
  return (load) => {
    turns.value
    return pace.timed(load())
  }
}

/** Grows every so many milliseconds while somebody looks. */
export const useTicks = (everyMs: number): ReadonlySignal<number> => {
  const ticks = useSignal(0)
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) ticks.value++
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return ticks
}
