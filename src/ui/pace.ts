/** A load takes its time of whoever answers it; for so many times as long nothing is loaded again. */
const REST = 5

/** Decides when something is loaded again: one load at a time, and a rest after each that grows with it. */
export interface Pace {
  /** Asks for a turn; what is asked for before it comes is one turn. */
  want(): void
  /** Measures a load. While it lasts there is no turn. */
  timed<T>(load: Promise<T>): Promise<T>
  stop(): void
}

export const createPace = (onTurn: () => void): Pace => {
  let running = 0
  let restsUntil = 0
  let isWanted = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const take = () => {
    if (!isWanted || running > 0) return
    isWanted = false
    onTurn()
  }
  const plan = () => {
    clearTimeout(timer)
    const restMs = restsUntil - performance.now()
    if (restMs > 0) timer = setTimeout(take, restMs)
    else take()
  }

  return {
    want() {
      isWanted = true
      plan()
    },
    async timed(load) {
      const began = performance.now()
      running++
      try {
        return await load
      } finally {
        running--
        const ended = performance.now()
        restsUntil = Math.max(restsUntil, ended + REST * (ended - began))
        plan()
      }
    },
    stop() {
      isWanted = false
      clearTimeout(timer)
    },
  }
}
