import type { AttemptOutcome } from '../contract/control/exchange.ts'
import type {
  AfterAttempt,
  CallbackMessage,
  CallbackOwner,
  Cancel,
  DeliveryEvent,
  DeliveryPlan,
  OpenOutbox,
} from '../world/ports.ts'
import { afterAttempt, type RetryPolicy } from './retry-policy.ts'
import type { Sender, SentAttempt } from './sender.ts'
import { createTurns } from './turns.ts'

export interface DeliveryOptions {
  /** Milliseconds of real time, which a stop is bounded by. */
  now: () => number
  sender: Sender
  retries: RetryPolicy
  /** Attempts under way at the same time, in all and to one destination. */
  concurrency: number
  concurrencyPerDestination: number
  /** Callbacks that are not settled, and the bytes of their bodies. */
  maxCallbacks: number
  maxBytes: number
}

export interface Delivery {
  readonly openOutbox: OpenOutbox
  /** Callbacks that are not settled, of all outboxes. */
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
  readonly owner: CallbackOwner
  readonly message: CallbackMessage
  readonly retries: RetryPolicy
  /** Of its body as it is sent. */
  readonly bytes: number
  attempts: number
  /** Times that it is sent again after it was delivered. */
  repeats: number
  /** Ends what the owner has under way with it; undefined while it waits. */
  endActivity: (() => void) | undefined
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
  /** When it ends at the latest, in real time. */
  readonly until: number
  readonly end: () => void
  readonly cancelled: string[]
  state: 'open' | 'closed' | 'over'
}

/**
 * Sends callbacks: in order for each session and destination, one at a time there; a bounded number
 * at the same time for each destination, so that a dead receiver holds up none but itself.
 */
export const createDelivery = (options: DeliveryOptions): Delivery => {
  const { sender } = options
  const jobs = new Map<string, Job>()
  let bytes = 0
  /** From the first stop on. */
  let drain: Drain | undefined
  let stopped: Promise<string[]> | undefined

  const tell = ({ owner, message }: Job, event: DeliveryEvent) => owner.listener(message.id, event)

  const enqueue = (job: Job) => {
    job.state = 'queued'
    job.endActivity ??= job.owner.activity.begin()
    turns.add(job)
  }

  const start = (job: Job, over: (passesOn: boolean) => void) => {
    job.state = 'sending'
    job.attempts++
    tell(job, { kind: 'sending' })
    const { clock } = job.owner
    const at = clock.now()
    job.startedAt = at
    job.attempt = sender.send(job.owner.tamper(job.message, job.attempts), job.attempts)
    void job.attempt.result.then(({ outcome, durationMs }) => {
      over(job.state !== 'cancelled')
      if (job.state === 'cancelled') return
      const next = nextOf(job, outcome)
      tell(job, { kind: 'attempted', number: job.attempts, at, durationMs, outcome, next })
      if (next.state === 'waiting') waitUntil(job, next.nextAttemptAt)
      else settle(job)
    })
  }

  const turns = createTurns<Job>({
    concurrency: options.concurrency,
    concurrencyPerDestination: options.concurrencyPerDestination,
    start,
  })

  const nextOf = (job: Job, outcome: AttemptOutcome): AfterAttempt => {
    const now = job.owner.clock.now()
    if (outcome.kind !== 'delivered' || job.repeats === 0) {
      return afterAttempt(job.attempts, outcome, job.retries, now)
    }
    job.repeats--
    return { state: 'waiting', nextAttemptAt: now }
  }

  const waitUntil = (job: Job, dueAt: number) => {
    job.state = 'waiting'
    job.dueAt = dueAt
    job.attempt = undefined
    if (drain && isTooLate(job, drain)) return cancel(job, STOPPED)
    const { clock } = job.owner
    const afterMs = dueAt - clock.now()
    const goOn = () => {
      tell(job, { kind: 'queued' })
      enqueue(job)
    }
    if (afterMs <= 0) return goOn()
    job.cancelTimer = clock.setTimer(afterMs, goOn)
    endActivity(job)
  }

  /** Whether a callback that waits would be due behind the end of a stop. */
  const isTooLate = ({ owner, dueAt }: Job, { until }: Pick<Drain, 'until'>) =>
    dueAt - owner.clock.now() > until - options.now()

  const endActivity = (job: Job) => {
    job.endActivity?.()
    job.endActivity = undefined
  }

  const settle = (job: Job) => {
    jobs.delete(job.message.id)
    bytes -= job.bytes
    endActivity(job)
    endDrained()
  }

  const endDrained = () => {
    if (drain?.state === 'closed' && jobs.size === 0) drain.end()
  }

  const cancel = (job: Job, reason: string) => {
    const { state, startedAt: at, owner } = job
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
        durationMs: owner.clock.now() - at,
        outcome: { kind: 'unreachable', reason: `broken off: ${reason}` },
        next: { state: 'cancelled', reason },
      })
    } else tell(job, { kind: 'cancelled', reason })
  }

  const admit = (
    owner: CallbackOwner,
    message: CallbackMessage,
    {
      retries,
      attempts,
      delayMs = 0,
      repeats = 0,
    }: DeliveryPlan & Pick<Job, 'retries' | 'attempts'>,
  ): boolean => {
    const size = Buffer.byteLength(message.body)
    if (jobs.size >= options.maxCallbacks || bytes + size > options.maxBytes) return false
    const job: Job = {
      owner,
      message,
      retries,
      bytes: size,
      attempts,
      repeats,
      endActivity: undefined,
      startedAt: 0,
      state: 'queued',
      dueAt: 0,
      cancelTimer: undefined,
      attempt: undefined,
    }
    jobs.set(message.id, job)
    bytes += size
    if (delayMs > 0) {
      const nextAttemptAt = owner.clock.now() + delayMs
      tell(job, { kind: 'waiting', nextAttemptAt })
      waitUntil(job, nextAttemptAt)
    } else enqueue(job)
    return true
  }

  /** Of one owner, or of all. */
  const cancelAll = (reason: string, owner?: CallbackOwner) => {
    const cancelled = [...jobs.values()].filter((job) => !owner || job.owner === owner)
    turns.remove(owner)
    for (const job of cancelled) cancel(job, reason)
  }

  const drainAndStop = async (drainMs: number, intake: Promise<void>): Promise<string[]> => {
    const cancelled: string[] = []
    const until = options.now() + drainMs
    await new Promise<void>((end) => {
      const deadline = setTimeout(end, drainMs)
      const finish = () => {
        clearTimeout(deadline)
        end()
      }
      const draining: Drain = { until, end: finish, cancelled, state: 'open' }
      drain = draining
      for (const job of [...jobs.values()]) {
        if (job.state === 'waiting' && isTooLate(job, draining)) cancel(job, STOPPED)
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

  const openOutbox: OpenOutbox = (owner) => {
    /** Those of this owner alone; IDs are never given twice. */
    const jobOf = (id: string) => {
      const job = jobs.get(id)
      return job?.owner === owner ? job : undefined
    }
    return {
      put(message, plan = {}) {
        if (drain?.state === 'over') {
          drain.cancelled.push(message.id)
          owner.listener(message.id, { kind: 'cancelled', reason: STOPPED })
        } else if (!admit(owner, message, { ...plan, retries: options.retries, attempts: 0 })) {
          owner.listener(message.id, { kind: 'failed', reason: 'queue-full' })
        }
      },

      sendAgain(message, attempts) {
        const waiting = jobOf(message.id)
        if (waiting && waiting.state !== 'waiting') return 'busy'
        if (waiting) {
          waiting.cancelTimer?.()
          tell(waiting, { kind: 'queued' })
          enqueue(waiting)
          return 'queued'
        }
        if (drain || !admit(owner, message, { retries: [], attempts })) return 'full'
        owner.listener(message.id, { kind: 'queued' })
        return 'queued'
      },

      cancelAll: (reason) => cancelAll(reason, owner),

      get depth() {
        let depth = 0
        for (const job of jobs.values()) if (job.owner === owner) depth++
        return depth
      },
    }
  }

  return {
    openOutbox,

    get depth() {
      return jobs.size
    },

    stop: (drainMs, intake = Promise.resolve()) => (stopped ??= drainAndStop(drainMs, intake)),

    hurry: () => drain?.end(),
  }
}
