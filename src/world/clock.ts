import type { Cancel, Clock } from './ports.ts'

/** The machine's own time. */
export const realClock: Clock = {
  now: () => Date.now(),
  setTimer: (afterMs, fire) => {
    const timer = setTimeout(fire, afterMs)
    return () => clearTimeout(timer)
  },
}

/** The time of one world: the machine's, or one that stands still until it is moved. */
export interface WorldClock extends Clock {
  readonly isFrozen: boolean
  /**
   * Stands still from now on, at this time. A later time than now is gone to as `advance` does, an
   * earlier one leaves what is due as it was. Resolves to how many timers fired.
   */
  freezeAt(at: number): Promise<number>
  /** The machine's time again. What became due meanwhile fires at once. */
  free(): void
  /**
   * Goes to each timer that is due until then, in order; each sees its own time, and what it set off
   * is over before the next fires. Resolves to how many fired. One move ends before the next begins.
   * @throws Error when the clock is not frozen
   */
  advance(ms: number): Promise<number>
  /** Takes all timers back. */
  stop(): void
}

interface Timer {
  readonly at: number
  readonly fire: () => void
  /** Something under way waits for it: who waits for that must not wait for it first. */
  readonly holdsUp: boolean
  cancelReal: Cancel | undefined
}

/** `idle` resolves when nothing that a timer may have set off is under way. */
export const createWorldClock = (real: Clock, idle: () => Promise<void>): WorldClock => {
  /** In the order in which they were set; of the same time, the earlier one fires first. */
  const timers = new Set<Timer>()
  let frozenAt: number | undefined
  let moving: Promise<unknown> = Promise.resolve()
  let onHoldUp = () => {}

  const now = () => frozenAt ?? real.now()

  const run = (timer: Timer) => {
    timers.delete(timer)
    timer.fire()
  }

  const arm = (timer: Timer) => {
    const afterMs = Math.max(0, timer.at - real.now())
    timer.cancelReal = real.setTimer(afterMs, () => run(timer))
  }

  const disarm = (timer: Timer) => {
    timer.cancelReal?.()
    timer.cancelReal = undefined
  }

  const nextUntil = (until: number): Timer | undefined => {
    let next: Timer | undefined
    for (const timer of timers) if (timer.at <= until && (!next || timer.at < next.at)) next = timer
    return next
  }

  /** Until nothing is under way, or something under way waits for a timer that is due. */
  const calm = async (until: number): Promise<void> => {
    const isHeldUp = () => [...timers].some((timer) => timer.holdsUp && timer.at <= until)
    if (isHeldUp()) return
    await new Promise<void>((resolve) => {
      onHoldUp = () => {
        if (isHeldUp()) resolve()
      }
      void idle().then(resolve)
    })
    onHoldUp = () => {}
  }

  const goTo = async (until: number): Promise<number> => {
    let fired = 0
    for (;;) {
      await calm(until)
      const next = nextUntil(until)
      // Set free meanwhile, or gone past it.
      if (!next || frozenAt === undefined) break
      frozenAt = Math.max(frozenAt, next.at)
      fired++
      run(next)
    }
    if (frozenAt !== undefined) frozenAt = until
    return fired
  }

  const inTurn = <T>(move: () => Promise<T>): Promise<T> => {
    const moved = moving.then(move)
    moving = moved.catch(() => {})
    return moved
  }

  return {
    now,

    get isFrozen() {
      return frozenAt !== undefined
    },

    setTimer(afterMs, fire, holdsUp = false) {
      const timer: Timer = { at: now() + afterMs, fire, holdsUp, cancelReal: undefined }
      timers.add(timer)
      if (frozenAt === undefined) arm(timer)
      else onHoldUp()
      return () => {
        disarm(timer)
        timers.delete(timer)
      }
    },

    freezeAt: (at) =>
      inTurn(async () => {
        const from = now()
        for (const timer of timers) disarm(timer)
        frozenAt = Math.min(from, at)
        return at > from ? goTo(at) : 0
      }),

    free() {
      if (frozenAt === undefined) return
      frozenAt = undefined
      for (const timer of timers) arm(timer)
    },

    advance: (ms) =>
      inTurn(async () => {
        if (frozenAt === undefined) throw new Error('the clock is not frozen')
        return goTo(frozenAt + ms)
      }),

    stop() {
      for (const timer of timers) disarm(timer)
      timers.clear()
    },
  }
}
