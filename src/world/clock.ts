import type { Clock } from './ports.ts'

/** The machine's own time. */
export const realClock: Clock = {
  now: () => Date.now(),
  setTimer: (afterMs, fire) => {
    const timer = setTimeout(fire, afterMs)
    return () => clearTimeout(timer)
  },
}
