import { type ClientRequest, request } from 'node:http'
import { CONNECTIONS, putFor } from './load.ts'
import { startEmulator } from './processes.ts'
import { type Report, ratioRow } from './report.ts'
import { figure, inPairs, type Pair } from './statistics.ts'

const ROUNDS = 5
const SECONDS = 4
const WAITS = 200
const READERS = 20

/** Opens a request whose answer is read as it comes, and thrown away. */
const open = (url: string): ClientRequest => {
  const sent = request(url, { agent: false }, (response) => response.resume())
  // It is broken off at the end.
  sent.on('error', () => {})
  sent.end()
  return sent
}

/** What is open beside the requests that are measured. */
interface Case {
  what: string
  /** Paths of it, under that of the control API. */
  paths: readonly string[]
}

const waitFor = (filter: string) => `/exchanges/wait?${filter}&timeoutMs=600000`

const CASES: readonly Case[] = [
  {
    what: `${WAITS} waits and ${READERS} readers`,
    paths: [
      ...Array.from({ length: WAITS }, (_, i) => waitFor(`correlationId=never-${i}`)),
      ...Array.from({ length: READERS }, () => '/live'),
    ],
  },
  {
    what: `${WAITS} waits that name neither correlation nor session`,
    paths: Array.from({ length: WAITS }, (_, i) =>
      waitFor(i % 2 === 0 ? `path=/never-${i}` : 'since=2099-01-01T00:00:00Z'),
    ),
  },
]

/** One emulator with open requests, one without. */
const measureCase = async ({ what, paths }: Case) => {
  const servers = { mock: await startEmulator('none'), bare: await startEmulator('none') }
  const others = paths.map((path) => open(`${servers.mock.url}/_mock${path}`))
  try {
    const measure = (side: keyof Pair) => putFor(servers[side].url, SECONDS)
    await inPairs(1, measure)
    const rounds = await inPairs(ROUNDS, measure)
    const micros = (value: number) => (value * 1000).toFixed(0)
    const latencies = figure(rounds, ({ meanMs }) => meanMs)
    const rates = figure(rounds, ({ rate }) => rate)
    const title = `PUT latency, ${what} against none, ${CONNECTIONS} connections: µs`
    return {
      rows: [
        ratioRow(title, latencies, micros, { atMost: 1.25 }),
        ratioRow('  requests/s', rates, (value) => value.toFixed(0)),
      ],
      rounds,
    }
  } finally {
    for (const other of others) other.destroy()
    await Promise.all([servers.mock.stop(), servers.bare.stop()])
  }
}

/** What open waits and live readers cost a PUT. */
export const benchControl = async (): Promise<Report> => {
  const measured = []
  for (const one of CASES) measured.push(await measureCase(one))
  return {
    rows: measured.flatMap(({ rows }) => rows),
    figures: { cases: measured.map(({ rounds }) => rounds), seconds: SECONDS },
  }
}
