import type { AttemptOutcome } from './contract/control/exchange.ts'
import type { DeliveryEvent } from './world/ports.ts'

/** Upper bounds of the buckets that durations are counted in, in seconds. */
export const BUCKETS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10,
] as const

/** Ways that an attempt, and a callback, may end. */
const OUTCOMES = ['delivered', 'refused', 'timeout', 'unreachable', 'blocked'] as const
const FINAL_STATES = ['delivered', 'failed', 'cancelled'] as const
type FinalState = (typeof FINAL_STATES)[number]

/** What became of the requests by one method to one route. */
export interface RouteCounts {
  readonly method: string
  /** Its template; `none` when no route was asked for. */
  readonly route: string
  readonly byStatus: Map<number, number>
  /** Requests by the bucket of their duration; the last one holds those above all bounds. */
  readonly buckets: number[]
  seconds: number
}

/** Counts since the start. Kept plain: what shows them is loaded when somebody asks. */
export interface Counts {
  routes(): RouteCounts[]
  readonly attempts: ReadonlyMap<AttemptOutcome['kind'], number>
  readonly callbacks: ReadonlyMap<FinalState, number>
}

export interface Metrics {
  /** Counts a request that is answered; `route` is undefined when there was none for it. */
  onRequest(method: string, route: string | undefined, status: number, durationMs: number): void
  /** Counts what became of an attempt and of a callback. */
  onDelivery(event: DeliveryEvent): void
  readonly counts: Counts
}

export const createMetrics = (): Metrics => {
  const routes = new Map<string, Map<string, RouteCounts>>()
  const attempts = new Map<AttemptOutcome['kind'], number>(OUTCOMES.map((kind) => [kind, 0]))
  const callbacks = new Map<FinalState, number>(FINAL_STATES.map((state) => [state, 0]))

  const open = (method: string, route: string): RouteCounts => {
    const buckets = new Array<number>(BUCKETS.length + 1).fill(0)
    const made = { method, route, byStatus: new Map<number, number>(), buckets, seconds: 0 }
    const methods = routes.get(route) ?? new Map<string, RouteCounts>()
    routes.set(route, methods.set(method, made))
    return made
  }

  const countUp = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1)

  return {
    onRequest(method, route = 'none', status, durationMs) {
      const counts = routes.get(route)?.get(method) ?? open(method, route)
      countUp(counts.byStatus, status)
      const seconds = durationMs / 1000
      counts.seconds += seconds
      let bucket = 0
      while (seconds > (BUCKETS[bucket] ?? Number.POSITIVE_INFINITY)) bucket++
      counts.buckets[bucket] = (counts.buckets[bucket] ?? 0) + 1
    },

    onDelivery(event) {
      if (event.kind === 'attempted') {
        countUp(attempts, event.outcome.kind)
        if (event.next.state !== 'waiting') countUp(callbacks, event.next.state)
      } else if (event.kind === 'failed' || event.kind === 'cancelled') {
        countUp(callbacks, event.kind)
      }
    },

    counts: {
      routes: () => [...routes.values()].flatMap((methods) => [...methods.values()]),
      attempts,
      callbacks,
    },
  }
}
