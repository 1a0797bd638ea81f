import { TALON_MOCK, timeToFirstLine } from './processes.ts'
import { type Report, ratioRow } from './report.ts'
import { inPairs } from './statistics.ts'

const ROUNDS = 12

/** From spawning the process to the line that says it listens, against the bare route's. */
export const benchStartup = async (): Promise<Report> => {
  const start = {
    mock: () => timeToFirstLine(TALON_MOCK, '--port', '0', '--json'),
    bare: () => timeToFirstLine('build/test/bench/servers/bare.js'),
  }
  await inPairs(2, (side) => start[side]())
  const rounds = await inPairs(ROUNDS, (side) => start[side]())
  const ms = (value: number) => value.toFixed(0)
  return {
    rows: [ratioRow('Start-up to the ready line, ms', rounds, ms, { atMost: 0.75 })],
    figures: { rounds },
  }
}
