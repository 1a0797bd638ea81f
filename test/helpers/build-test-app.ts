import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import type { Test } from 'tap'
import { checkSettings } from '../../src/config.ts'
import { createServer } from '../../src/server.ts'
import type { Settings } from '../../src/settings.ts'
import type { World } from '../../src/world/create-world.ts'
import { createFixedClock, type FixedClock } from './fixed-clock.ts'

export interface TestApp {
  app: FastifyInstance
  world: World
  clock: FixedClock
  controlToken: string | undefined
  /** Listens on a free port; resolves to the URL. */
  listen: () => Promise<string>
}

/** The whole emulator under a fixed clock, put together as the server does it; closes with the test. */
export const buildTestApp = async (t: Test, settings: Partial<Settings> = {}): Promise<TestApp> => {
  const checked = checkSettings({
    host: '127.0.0.1',
    port: 0,
    logLevel: 'silent',
    drainMs: 0,
    scenario: 'none',
    ...settings,
  })
  if (!checked.ok) throw new Error(checked.problems.join('; '))
  const clock = createFixedClock()
  const logger = pino({ level: checked.config.logLevel })
  const server = await createServer({ config: checked.config, logger, clock })
  t.teardown(() => server.stop())
  const { app, world, controlToken } = server
  return { app, world, clock, controlToken, listen: server.start }
}
