import type { Clock } from '../../src/world/ports.ts'

export interface FixedClock extends Clock {
  /** Moves the time on and fires what became due, in order. What fires sees its own due time. */
  advance(ms: number): void
  /** Timers that have not fired. */
  readonly pending: number
}

/** 2026-01-02T03:04:05.000Z, unless told otherwise. */
export const START = Date.UTC(2026, 0, 2, 3, 4, 5)

/** A clock that stands still until it is advanced. */
export const createFixedClock = (start = START): FixedClock => {
  let now = start
  let timers: { at: number; fire: () => void }[] = []
  return {
    now: () => now,
    setTimer(afterMs, fire) {
      const timer = { at: now + afterMs, fire }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(ms) {
      const until = now + ms
      for (;;) {
        const due = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        timers = timers.filter((other) => other !== due)
        now = due.at
        due.fire()
      }
      now = until
    },
    get pending() {
      return timers.length
    },
  }
}
