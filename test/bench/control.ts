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

/** What open waits and live readers cost a PUT: one emulator with them, one without. */
export const benchControl = async (): Promise<Report> => {
  const servers = { mock: await startEmulator('none'), bare: await startEmulator('none') }
  const { url } = servers.mock
  const others = [
    ...Array.from({ length: WAITS }, (_, i) =>
      open(`${url}/_mock/exchanges/wait?correlationId=never-${i}&timeoutMs=600000`),
    ),
    ...Array.from({ length: READERS }, () => open(`${url}/_mock/live`)),
  ]
  try {
    const measure = (side: keyof Pair) => putFor(servers[side].url, SECONDS)
    await inPairs(1, measure)
    const rounds = await inPairs(ROUNDS, measure)
    const micros = (value: number) => (value * 1000).toFixed(0)
    const latencies = figure(rounds, ({ meanMs }) => meanMs)
    const rates = figure(rounds, ({ rate }) => rate)
    return {
      rows: [
        ratioRow(
          `PUT latency, ${WAITS} waits and ${READERS} readers against none, ${CONNECTIONS} connections: µs`,
          latencies,
          micros,
          { atMost: 1.25 },
        ),
        ratioRow('  requests/s', rates, (value) => value.toFixed(0)),
      ],
      figures: { rounds, seconds: SECONDS },
    }
  } finally {
    for (const other of others) other.destroy()
    await Promise.all([servers.mock.stop(), servers.bare.stop()])
  }
}
