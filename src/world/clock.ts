import type { Activity } from './activity.ts'
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
  /** What waits for it goes on; undefined when nothing that is under way does. */
  readonly resume: (() => void) | undefined
  cancelReal: Cancel | undefined
}

/** `activity`: what a timer may have set off, and what waits for one. */
export const createWorldClock = (
  real: Clock,
  activity: Pick<Activity, 'idle' | 'pause'>,
): WorldClock => {
  /** In the order in which they were set; of the same time, the earlier one fires first. */
  const timers = new Set<Timer>()
  let frozenAt: number | undefined
  let moving: Promise<unknown> = Promise.resolve()

  const now = () => frozenAt ?? real.now()

  const run = (timer: Timer) => {
    timers.delete(timer)
    timer.resume?.()
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

  const goTo = async (until: number): Promise<number> => {
    let fired = 0
    for (;;) {
      await activity.idle()
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
      const resume = holdsUp ? activity.pause() : undefined
      const timer: Timer = { at: now() + afterMs, fire, resume, cancelReal: undefined }
      timers.add(timer)
      if (frozenAt === undefined) arm(timer)
      return () => {
        disarm(timer)
        if (timers.delete(timer)) resume?.()
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
