import { startBare } from './bare-route.ts'
import { CONNECTIONS, putEvenly, putWithCallbacks } from './load.ts'
import { now } from './monotonic.ts'
import type { Usage } from './probe.ts'
import { cpuDuring, type ServerProcess, startEmulator, startServer } from './processes.ts'
import { judged, type Report, type Row, ratioRow } from './report.ts'
import type { Arrivals, Received } from './servers/receiver.ts'
import { figure, inPairs, median, type Pair, quantile } from './statistics.ts'

const ROUNDS = 4
/** Requests of one round: some seconds. */
const REQUESTS = 30_000
const HALF_LOAD_SECONDS = 8
const WARM_UP_SECONDS = 2

/** For the overload: a receiver that takes this long, and room for so many callbacks. */
const SLOW_MS = 50
const QUEUE = 5000
const OVERLOAD_REQUESTS = 15_000

/** Waits until so many callbacks have come, or none came for some seconds. */
const allReceived = async (receiver: ServerProcess, count: number): Promise<Received> => {
  let received = await receiver.ask<Received>({ ask: 'count' })
  let changedAt = now()
  while (received.count < count && now() - changedAt < 3000) {
    await new Promise((soon) => setTimeout(soon, 50))
    const later = await receiver.ask<Received>({ ask: 'count' })
    if (later.count !== received.count) changedAt = now()
    received = later
  }
  return received
}

const restart = (receiver: ServerProcess) => receiver.ask<Received>({ ask: 'restart' })

const distinctArrivals = async (receiver: ServerProcess) =>
  new Map(await receiver.ask<Arrivals>({ ask: 'arrivals' }))

/** Updates that ask for a callback each, against a route with fastq and an undici pool. */
export const benchCallback = async (): Promise<Report> => {
  const receiver = await startServer('build/test/bench/servers/receiver.js')
  const servers = {
    mock: await startEmulator('none'),
    bare: await startBare('none'),
  }
  try {
    const throughput = await measureThroughput(servers, receiver)
    const half = throughput.rate / 2
    const mock = await measureDelay(servers.mock, receiver, half)
    const bare = await measureDelay(servers.bare, receiver, half)
    const overload = await measureOverload(receiver)
    return {
      rows: [...throughput.rows, ...delayRows(half, mock, bare), ...overload.rows],
      figures: {
        throughput: throughput.rounds,
        halfLoad: { rate: half, mock, bare },
        overload: overload.figures,
      },
    }
  } finally {
    await Promise.all([receiver.stop(), servers.mock.stop(), servers.bare.stop()])
  }
}

const measureThroughput = async (
  servers: Record<keyof Pair, ServerProcess>,
  receiver: ServerProcess,
) => {
  const measure = async (side: keyof Pair) => {
    await restart(receiver)
    const startedAt = now()
    const { result, cpuMicros } = await cpuDuring(servers[side], async () => {
      const answered = await putWithCallbacks(servers[side].url, receiver.url, REQUESTS)
      const waiting = answered.answers - (await receiver.ask<Received>({ ask: 'count' })).count
      return { answered, waiting, received: await allReceived(receiver, REQUESTS) }
    })
    const { answered, waiting, received } = result
    return {
      rate: received.count / ((received.lastAt - startedAt) / 1000),
      cpuMicros: cpuMicros / answered.answers,
      waiting,
      failures: answered.failures,
      lost: REQUESTS - (await distinctArrivals(receiver)).size,
      twice: received.count - (await distinctArrivals(receiver)).size,
    }
  }
  await inPairs(1, measure)
  const rounds = await inPairs(ROUNDS, measure)
  const whole = (value: number) => value.toFixed(0)
  const rates = figure(rounds, ({ rate }) => rate)
  const wrong = rounds.flatMap(({ mock }) => [mock.lost, mock.twice, mock.failures])
  const rows: Row[] = [
    ratioRow(`PUT with a callback, ${CONNECTIONS} connections: both/s`, rates, whole, {
      atLeast: 0.85,
    }),
    ratioRow(
      '  processor time for both, µs',
      figure(rounds, ({ cpuMicros }) => cpuMicros),
      whole,
    ),
    {
      what: '  callbacks queued when the last PUT was answered',
      mock: whole(median(rounds.map(({ mock }) => mock.waiting))),
      bare: whole(median(rounds.map(({ bare }) => bare.waiting))),
    },
    {
      what: `  callbacks lost, sent twice, failed requests (of ${ROUNDS * REQUESTS})`,
      mock: `${wrong.reduce((sum, count) => sum + count, 0)}`,
      aim: 'none',
      met: wrong.every((count) => count === 0),
    },
  ]
  return { rounds, rows, rate: median(rates.map(({ mock }) => mock)) }
}

interface Delay {
  p50: number
  p99: number
  max: number
  callbacks: number
  lost: number
  failures: number
}

/** Milliseconds from a PUT's answer, as its client saw it, to the callback's arrival at the receiver. */
const measureDelay = async (
  server: ServerProcess,
  receiver: ServerProcess,
  rate: number,
): Promise<Delay> => {
  await restart(receiver)
  // Servers are warm by now; this client and its connections are not.
  const warmUp = await putEvenly(server.url, receiver.url, { rate, seconds: WARM_UP_SECONDS })
  await allReceived(receiver, warmUp.answeredAt.size)
  await restart(receiver)
  const load = { rate, seconds: HALF_LOAD_SECONDS }
  const { answeredAt, failures } = await putEvenly(server.url, receiver.url, load)
  await allReceived(receiver, answeredAt.size)
  const arrivals = await distinctArrivals(receiver)
  const delays: number[] = []
  for (const [correlationId, at] of answeredAt) {
    const arrivedAt = arrivals.get(correlationId)
    // The client may come to look at the answer after the callback has arrived.
    if (arrivedAt !== undefined) delays.push(Math.max(0, arrivedAt - at))
  }
  return {
    p50: quantile(delays, 0.5),
    p99: quantile(delays, 0.99),
    max: Math.max(...delays),
    callbacks: delays.length,
    lost: answeredAt.size - delays.length,
    failures,
  }
}

const delayRows = (rate: number, mock: Delay, bare: Delay): Row[] => {
  const show = ({ p50, p99, max }: Delay) => [p50, p99, max].map((ms) => ms.toFixed(1)).join(' / ')
  const wrong = mock.lost + mock.failures
  return [
    {
      what: `Answer to callback at ${rate.toFixed(0)} PUT/s (half), ms: p50 / p99 / longest`,
      mock: show(mock),
      bare: show(bare),
      result: `p99 ${mock.p99.toFixed(1)} ms`,
      ...judged(mock.p99, { atMost: 50 }, ' ms'),
    },
    {
      what: `  callbacks lost, failed requests (of ${mock.callbacks + mock.lost})`,
      mock: String(wrong),
      aim: 'none',
      met: wrong === 0,
    },
  ]
}

/** A slow receiver under full load: the queue fills and refuses, the heap stays. */
const measureOverload = async (receiver: ServerProcess): Promise<Report> => {
  const server = await startEmulator('none', '--callback-queue-max', String(QUEUE))
  try {
    const heap = async () => (await server.ask<Usage>('memory')).heapBytes
    await restart(receiver)
    await receiver.ask({ ask: 'delay', delayMs: SLOW_MS })
    const empty = await heap()
    // The same load twice: once to fill queue and ledger, once more with both of them full.
    await putWithCallbacks(server.url, receiver.url, OVERLOAD_REQUESTS)
    const full = await heap()
    await putWithCallbacks(server.url, receiver.url, OVERLOAD_REQUESTS, OVERLOAD_REQUESTS)
    const still = await heap()
    await receiver.ask({ ask: 'delay', delayMs: 0 })
    const refused = server.linesWith('queue-full')
    const asked = 2 * OVERLOAD_REQUESTS
    const { count } = await allReceived(receiver, asked - refused)
    const unaccounted = asked - refused - count
    const mib = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MiB`
    return {
      rows: [
        {
          what: `Overload (receiver takes ${SLOW_MS} ms, queue of ${QUEUE}): heap empty, full, after as much again`,
          mock: [empty, full, still].map(mib).join(', '),
          ...judged((still - full) / 1024 / 1024, { atMost: 10 }, ' MiB more'),
        },
        {
          what: `  of ${asked} callbacks: delivered, refused as queue-full, lost`,
          mock: [count, refused, unaccounted].join(', '),
          aim: 'none lost',
          met: unaccounted === 0 && refused > 0,
        },
      ],
      figures: { empty, full, still, asked, delivered: count, refused },
    }
  } finally {
    await server.stop()
  }
}
