import { Writable } from 'node:stream'
import { pino } from 'pino'
import type { Test } from 'tap'
import { checkSettings } from '../../src/config.ts'
import { createServer, type Server, type ServerDeps } from '../../src/server.ts'
import type { Settings } from '../../src/settings.ts'
import { createFixedClock } from './fixed-clock.ts'

/** The emulator as the server puts it together, and all that it logs, at level trace; stops with the test. */
export const createLoggedServer = async (
  t: Test,
  settings: Partial<Settings> = {},
  deps: Pick<ServerDeps, 'lookEvery'> = {},
): Promise<{ server: Server; log: string[] }> => {
  const checked = checkSettings({
    host: '127.0.0.1',
    port: 0,
    logLevel: 'trace',
    drainMs: 0,
    scenario: 'none',
    ...settings,
  })
  if (!checked.ok) throw new Error(checked.problems.join('; '))
  const log: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk))
      done()
    },
  })
  const logger = pino({ level: 'trace' }, stream)
  const server = await createServer({
    config: checked.config,
    logger,
    clock: createFixedClock(),
    ...deps,
  })
  t.teardown(() => server.stop())
  return { server, log }
}
