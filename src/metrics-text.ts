import { Counter, Gauge, type Metric, Registry } from 'prom-client'
import { BUCKETS, type Counts, type RouteCounts } from './metrics.ts'
import type { Worlds } from './world/worlds.ts'

/** How it stands now. */
export interface Levels {
  readonly queueDepth: number
  readonly worlds: Worlds
}

/** Puts counts into the text format of Prometheus. */
export const renderMetrics = async (
  counts: Counts,
  levels: Levels,
): Promise<{ contentType: string; text: string }> => {
  const registry = new Registry()
  const registers = [registry]
  const routes = counts.routes()

  const requests = new Counter({
    name: 'talon_mock_http_requests_total',
    help: 'Requests that were answered, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  for (const { route, method, byStatus } of routes) {
    for (const [status, count] of byStatus) requests.inc({ route, method, status }, count)
  }
  registry.registerMetric(durationsOf(routes))

  const count = (name: string, help: string, label: string, values: Iterable<[string, number]>) => {
    const counter = new Counter({ name, help, labelNames: [label], registers })
    for (const [value, count] of values) counter.inc({ [label]: value }, count)
  }
  count(
    'talon_mock_callback_attempts_total',
    'Attempts to deliver a callback, by how they ended.',
    'outcome',
    counts.attempts,
  )
  count(
    'talon_mock_callbacks_total',
    'Callbacks that came to an end, by their final state; one that is redelivered does so again.',
    'state',
    counts.callbacks,
  )

  const level = (name: string, help: string, value: number) =>
    new Gauge({ name, help, registers }).set(value)
  const { worlds, queueDepth } = levels
  const ledgers = worlds.list().map(({ ledger }) => ledger)
  level('talon_mock_callback_queue_depth', 'Callbacks that are not settled.', queueDepth)
  level(
    'talon_mock_ledger_exchanges',
    'Exchanges in the ledgers of all worlds.',
    ledgers.reduce((sum, { size }) => sum + size, 0),
  )
  level(
    'talon_mock_ledger_dropped',
    'Exchanges that fell out of those ledgers since they were last cleared.',
    ledgers.reduce((sum, { dropped }) => sum + dropped, 0),
  )
  level('talon_mock_worlds', 'Worlds, the shared one included.', ledgers.length)
  level(
    'talon_mock_worlds_forgotten',
    'Worlds that were forgotten since the start, since there were too many.',
    worlds.forgotten,
  )
  return { contentType: registry.contentType, text: await registry.metrics() }
}

const DURATIONS = 'talon_mock_http_request_duration_seconds'

/**
 * A histogram that is filled from counts; the library's own takes nothing but single observations, which
 * would have to be kept, or the library be loaded with the first request.
 */
const durationsOf = (routes: readonly RouteCounts[]): Metric =>
  ({
    name: DURATIONS,
    get: async () => ({
      name: DURATIONS,
      help: 'Time until a reply was ready, by route and method.',
      type: 'histogram',
      values: routes.flatMap(toValues),
    }),
    // What a registry asks of a metric is its name, and this.
  }) as unknown as Metric

/** What a histogram shows of one route: how many took at most so long, all seconds, all requests. */
const toValues = ({ route, method, buckets, seconds }: RouteCounts) => {
  const labels = { route, method }
  let sum = 0
  const upTo = [...BUCKETS, '+Inf' as const].map((le, i) => {
    sum += buckets[i] ?? 0
    return { metricName: `${DURATIONS}_bucket`, labels: { le, ...labels }, value: sum }
  })
  return [
    ...upTo,
    { metricName: `${DURATIONS}_sum`, labels, value: seconds },
    { metricName: `${DURATIONS}_count`, labels, value: sum },
  ]
}
