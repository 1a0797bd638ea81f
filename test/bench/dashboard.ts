import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Usage } from './probe.ts'
import { startServer, TALON_MOCK, timeToFirstLine } from './processes.ts'
import { type Report, ratioRow } from './report.ts'
import { inPairs } from './statistics.ts'

const ROUNDS = 12

/** What a dashboard that nobody opens costs: start and memory, against the same bundle without its files. */
export const benchDashboard = async (): Promise<Report> => {
  const folder = mkdtempSync(join(tmpdir(), 'talon-mock-bench-'))
  cpSync('dist', folder, { recursive: true, filter: (path) => !path.endsWith('/ui') })
  const script = { mock: TALON_MOCK, bare: join(folder, 'talon-mock.js') }
  const flags = ['--port', '0', '--json']
  const memoryOf = async (side: keyof typeof script) => {
    const server = await startServer(script[side], ...flags)
    const { heapBytes } = await server.ask<Usage>('memory')
    await server.stop()
    return heapBytes
  }
  try {
    const starts = await inPairs(ROUNDS, (side) => timeToFirstLine(script[side], ...flags))
    const memory = await inPairs(3, memoryOf)
    const ms = (value: number) => value.toFixed(0)
    const mebibytes = (value: number) => (value / 1024 / 1024).toFixed(1)
    return {
      rows: [
        ratioRow('Start-up with the dashboard, against none, ms', starts, ms, { atMost: 1.05 }),
        ratioRow('Memory of a started server, MiB', memory, mebibytes, { atMost: 1.02 }),
      ],
      figures: { starts, memory },
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
