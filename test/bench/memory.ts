import { putNewSessions } from './load.ts'
import type { Usage } from './probe.ts'
import { startEmulator } from './processes.ts'
import { judged, type Report } from './report.ts'

const SESSIONS = 100_000
/** More than the ledger holds by default, so that it is full, and its share known, before counting begins. */
const TO_FILL_THE_LEDGER = 6000

/** What a stored session and its profile take of heap and buffers, over HTTP, at 100,000 sessions. */
export const benchMemory = async (): Promise<Report> => {
  const server = await startEmulator('none')
  try {
    const heap = async () => (await server.ask<Usage>('memory')).heapBytes
    const empty = await heap()
    const filling = await putNewSessions(server.url, TO_FILL_THE_LEDGER)
    const before = await heap()
    const { answers, failures } = await putNewSessions(server.url, SESSIONS, TO_FILL_THE_LEDGER)
    const after = await heap()
    const perSession = (after - before) / answers
    const ledger = before - empty - TO_FILL_THE_LEDGER * perSession
    const failed = failures + filling.failures
    const mib = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MiB`
    return {
      rows: [
        {
          what: `Memory a session, with its profile, at ${SESSIONS.toLocaleString('en')} sessions`,
          mock: `${perSession.toFixed(0)} bytes`,
          ...judged(perSession / 1024, { atMost: 3 }, ' KiB'),
        },
        { what: '  the full ledger besides (5000 exchanges)', mock: mib(ledger) },
        { what: '  heap and buffers in all', mock: mib(after) },
        { what: '  failed requests', mock: String(failed), aim: 'none', met: failed === 0 },
      ],
      figures: { empty, before, after, answers, failed },
    }
  } finally {
    await server.stop()
  }
}
