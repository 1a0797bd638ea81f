import Queue from 'denque'
import type {
  CallbackMessage,
  Cancel,
  Clock,
  DeliveryEvent,
  DeliveryListener,
  Outbox,
} from '../world/ports.ts'
import { afterAttempt, type RetryPolicy } from './retry-policy.ts'
import type { Sender, SentAttempt } from './sender.ts'

export interface DeliveryOptions {
  clock: Clock
  sender: Sender
  retries: RetryPolicy
  /** Attempts under way at the same time, in all and to one destination. */
  concurrency: number
  concurrencyPerDestination: number
  /** Callbacks that are not settled, and the bytes of their bodies. */
  maxCallbacks: number
  maxBytes: number
  listener: DeliveryListener
}

export interface Delivery extends Outbox {
  /** Callbacks that are not settled. */
  readonly depth: number
  /**
   * Waits until `intake` says that nothing more is put and all is settled, `drainMs` of real time at
   * most, cancels the rest and closes the connections. What is put after that is cancelled at once.
   * Resolves to the IDs that were cancelled until then, in every call.
   */
  stop(drainMs: number, intake?: Promise<void>): Promise<string[]>
  /** Ends the waiting of a stop that is under way. */
  hurry(): void
}

interface Job {
  readonly message: CallbackMessage
  readonly retries: RetryPolicy
  /** Of its body as it is sent. */
  readonly bytes: number
  attempts: number
  /** When the latest attempt began, in world time. */
  startedAt: number
  state: 'queued' | 'sending' | 'waiting' | 'cancelled'
  /** When the retry it waits for is due, in world time. */
  dueAt: number
  cancelTimer: Cancel | undefined
  attempt: SentAttempt | undefined
}

/** Why callbacks are cancelled when the emulator stops. */
const STOPPED = 'the emulator was stopped'

/** A stop: `open` while more may be put, `over` when it waits no more. */
interface Drain {
  /** When it ends at the latest, in world time. */
  readonly until: number
  readonly end: () => void
  readonly cancelled: string[]
  state: 'open' | 'closed' | 'over'
}

/** What goes to one destination, known by its origin. */
interface Lane {
  readonly ready: Queue<Job>
  /** Sessions with a callback ready or under way, and those behind it. */
  readonly sessions: Map<string, Queue<Job>>
  active: number
  /** Whether it stands in the row of lanes that may start an attempt. */
  lined: boolean
}

/**
 * Sends callbacks: in order for each session and destination, one at a time there; a bounded number
 * at the same time for each destination, so that a dead receiver holds up none but itself.
 */
export const createDelivery = (options: DeliveryOptions): Delivery => {
  const { clock, sender, listener } = options
  /** One destination never takes the last slot, so that there is always one for another. */
  const concurrencyPerDestination = Math.min(
    options.concurrencyPerDestination,
    Math.max(1, options.concurrency - 1),
  )
  const jobs = new Map<string, Job>()
  const lanes = new Map<string, Lane>()
  let line = new Queue<Lane>()
  let active = 0
  let bytes = 0
  let pumping = false
  /** From the first stop on. */
  let drain: Drain | undefined
  let stopped: Promise<string[]> | undefined

  const tell = (job: Job, event: DeliveryEvent) => listener(job.message.id, event)

  const laneOf = (origin: string): Lane => {
    let lane = lanes.get(origin)
    if (!lane) {
      lane = { ready: new Queue(), sessions: new Map(), active: 0, lined: false }
      lanes.set(origin, lane)
    }
    return lane
  }

  const lineUp = (lane: Lane) => {
    if (lane.lined || lane.ready.length === 0 || lane.active >= concurrencyPerDestination) return
    lane.lined = true
    line.push(lane)
  }

  /** Starts after the reply was written: replies are written in the turn that commits them. */
  const pumpSoon = () => {
    if (pumping) return
    pumping = true
    setImmediate(() => {
      pumping = false
      pump()
    })
  }

  const pump = () => {
    while (active < options.concurrency) {
      const lane = line.shift()
      if (!lane) return
      lane.lined = false
      const job = lane.ready.shift()
      if (job) start(lane, job)
      lineUp(lane)
    }
  }

  const enqueue = (job: Job) => {
    job.state = 'queued'
    const lane = laneOf(job.message.origin)
    const followers = lane.sessions.get(job.message.sessionId)
    if (followers) followers.push(job)
    else {
      lane.sessions.set(job.message.sessionId, new Queue())
      lane.ready.push(job)
      lineUp(lane)
    }
    pumpSoon()
  }

  const start = (lane: Lane, job: Job) => {
    active++
    lane.active++
    job.state = 'sending'
    job.attempts++
    tell(job, { kind: 'sending' })
    const at = clock.now()
    job.startedAt = at
    job.attempt = sender.send(job.message, job.attempts)
    void job.attempt.result.then(({ outcome, durationMs }) => {
      active--
      lane.active--
      if (job.state !== 'cancelled') {
        const next = afterAttempt(job.attempts, outcome, job.retries, clock.now())
        letFollowerPass(lane, job)
        tell(job, { kind: 'attempted', number: job.attempts, at, durationMs, outcome, next })
        if (next.state === 'waiting') waitUntil(job, next.nextAttemptAt)
        else settle(job)
      }
      pumpSoon()
    })
  }

  const letFollowerPass = (lane: Lane, job: Job) => {
    const { sessionId, origin } = job.message
    const follower = lane.sessions.get(sessionId)?.shift()
    if (follower) lane.ready.push(follower)
    else lane.sessions.delete(sessionId)
    lineUp(lane)
    if (lane.sessions.size === 0 && lane.active === 0) lanes.delete(origin)
  }

  const waitUntil = (job: Job, dueAt: number) => {
    job.state = 'waiting'
    job.dueAt = dueAt
    job.attempt = undefined
    if (drain && dueAt > drain.until) return cancel(job, STOPPED)
    job.cancelTimer = clock.setTimer(Math.max(0, dueAt - clock.now()), () => {
      tell(job, { kind: 'queued' })
      enqueue(job)
    })
  }

  const settle = (job: Job) => {
    jobs.delete(job.message.id)
    bytes -= job.bytes
    endDrained()
  }

  const endDrained = () => {
    if (drain?.state === 'closed' && jobs.size === 0) drain.end()
  }

  const cancel = (job: Job, reason: string) => {
    const { state, startedAt: at } = job
    job.state = 'cancelled'
    job.cancelTimer?.()
    job.attempt?.abort()
    drain?.cancelled.push(job.message.id)
    settle(job)
    if (state === 'sending') {
      tell(job, {
        kind: 'attempted',
        number: job.attempts,
        at,
        durationMs: clock.now() - at,
        outcome: { kind: 'unreachable', reason: `broken off: ${reason}` },
        next: { state: 'cancelled', reason },
      })
    } else tell(job, { kind: 'cancelled', reason })
  }

  const admit = (message: CallbackMessage, retries: RetryPolicy, attempts: number): boolean => {
    const size = Buffer.byteLength(message.body)
    if (jobs.size >= options.maxCallbacks || bytes + size > options.maxBytes) return false
    const job: Job = {
      message,
      retries,
      bytes: size,
      attempts,
      startedAt: 0,
      state: 'queued',
      dueAt: 0,
      cancelTimer: undefined,
      attempt: undefined,
    }
    jobs.set(message.id, job)
    bytes += size
    enqueue(job)
    return true
  }

  const cancelAll = (reason: string) => {
    lanes.clear()
    line = new Queue()
    for (const job of [...jobs.values()]) cancel(job, reason)
  }

  const drainAndStop = async (drainMs: number, intake: Promise<void>): Promise<string[]> => {
    const cancelled: string[] = []
    const until = clock.now() + drainMs
    await new Promise<void>((end) => {
      const deadline = setTimeout(end, drainMs)
      const finish = () => {
        clearTimeout(deadline)
        end()
      }
      const draining: Drain = { until, end: finish, cancelled, state: 'open' }
      drain = draining
      for (const job of [...jobs.values()]) {
        if (job.state === 'waiting' && job.dueAt > until) cancel(job, STOPPED)
      }
      void intake.then(() => {
        draining.state = 'closed'
        endDrained()
      })
    })
    drain = { until, end: () => {}, cancelled, state: 'over' }
    cancelAll(STOPPED)
    await sender.close()
    return cancelled
  }

  return {
    put(message) {
      if (drain?.state === 'over') {
        drain.cancelled.push(message.id)
        listener(message.id, { kind: 'cancelled', reason: STOPPED })
      } else if (!admit(message, options.retries, 0)) {
        listener(message.id, { kind: 'failed', reason: 'queue-full' })
      }
    },

    sendAgain(message, attempts) {
      const waiting = jobs.get(message.id)
      if (waiting && waiting.state !== 'waiting') return 'busy'
      if (waiting) {
        waiting.cancelTimer?.()
        tell(waiting, { kind: 'queued' })
        enqueue(waiting)
        return 'queued'
      }
      if (drain || !admit(message, [], attempts)) return 'full'
      listener(message.id, { kind: 'queued' })
      return 'queued'
    },

    cancelAll,

    get depth() {
      return jobs.size
    },

    stop: (drainMs, intake = Promise.resolve()) => (stopped ??= drainAndStop(drainMs, intake)),

    hurry: () => drain?.end(),
  }
}
