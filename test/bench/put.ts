import { startBare } from './bare-route.ts'
import { CONNECTIONS, putFor } from './load.ts'
import { cpuDuring, startEmulator } from './processes.ts'
import { type Report, ratioRow } from './report.ts'
import { figure, inPairs, type Pair } from './statistics.ts'

const ROUNDS = 5
const SECONDS = 4

/** Plain updates, against the bare route: requests a second, and processor time for each. */
export const benchPut = async (): Promise<Report> => {
  const servers = {
    mock: await startEmulator('none'),
    bare: await startBare('none'),
  }
  const measure = async (side: keyof Pair) => {
    const { result, cpuMicros, userMicros } = await cpuDuring(servers[side], () =>
      putFor(servers[side].url, SECONDS),
    )
    return {
      ...result,
      cpuMicros: cpuMicros / result.answers,
      userMicros: userMicros / result.answers,
    }
  }
  try {
    await inPairs(1, measure)
    const rounds = await inPairs(ROUNDS, measure)
    const failures = rounds.reduce((sum, { mock, bare }) => sum + mock.failures + bare.failures, 0)
    const rates = figure(rounds, ({ rate }) => rate)
    const cpu = figure(rounds, ({ cpuMicros }) => cpuMicros)
    const user = figure(rounds, ({ userMicros }) => userMicros)
    const whole = (value: number) => value.toFixed(0)
    return {
      rows: [
        ratioRow(`PUT, ${CONNECTIONS} connections: requests/s`, rates, whole, { atLeast: 0.9 }),
        ratioRow('  processor time a request, µs', cpu, whole),
        ratioRow('  of it outside the kernel, µs', user, whole),
        { what: '  failed requests', mock: whole(failures), aim: 'none', met: failures === 0 },
      ],
      figures: { rounds, seconds: SECONDS },
    }
  } finally {
    await Promise.all([servers.mock.stop(), servers.bare.stop()])
  }
}
