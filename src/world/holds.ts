import type { Clock } from './ports.ts'

/** Requests and answers that are kept waiting on purpose. */
export interface Holds {
  /**
   * Waits so much world time; resolves to false when all were let go before. `holdsUp`: what waits
   * counts as under way. What finds no room waits no time.
   */
  wait(ms: number, holdsUp: boolean): Promise<boolean>
  readonly isFull: boolean
  /** Lets all go at once. */
  release(): void
}

/** As many wait at the same time. */
const MAX_HELD = 1000

export const createHolds = (clock: Clock): Holds => {
  const held = new Set<(waited: boolean) => void>()
  const isFull = () => held.size >= MAX_HELD
  return {
    wait: (ms, holdsUp) =>
      isFull()
        ? Promise.resolve(true)
        : new Promise((resolve) => {
            const goOn = (waited: boolean) => {
              held.delete(goOn)
              cancel()
              resolve(waited)
            }
            const cancel = clock.setTimer(ms, () => goOn(true), holdsUp)
            held.add(goOn)
          }),
    get isFull() {
      return isFull()
    },
    release() {
      for (const goOn of [...held]) goOn(false)
    },
  }
}
