/// <reference lib="esnext.disposable" preserve="true" />
import { pino } from 'pino'
import { createMockClient, type MockClient } from './client/mock-client.ts'
import { type Config, checkSettings } from './config.ts'
import type { Exchange, ExchangeFilter } from './contract/control/exchange.ts'
import { createServer } from './server.ts'
import type { Settings } from './settings.ts'
import { checkFilter } from './world/exchange-filter.ts'
import { toExchange } from './world/exchange-view.ts'
import { waitForCallback } from './world/wait-for-callback.ts'

export * from './client/mock-client.ts'
export type { Settings } from './settings.ts'

/** A request that goes in without a socket. A `payload` that is no text is sent as JSON. */
export interface InjectedRequest {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS'
  url: string
  headers?: Record<string, string>
  payload?: string | object
}

export interface InjectedReply {
  statusCode: number
  headers: Record<string, string | string[] | number | undefined>
  body: string
  /** The body as JSON. */
  json<T = unknown>(): T
}

/** A running emulator in this process. */
export interface TalonMock extends AsyncDisposable {
  /** Where it listens, for example `http://127.0.0.1:40123`. */
  readonly url: string
  /** Token of the control API; undefined when it needs none. */
  readonly controlToken: string | undefined
  /** A client of it over its socket, for what the methods here don't do. */
  readonly client: MockClient
  /**
   * The exchanges that pass the filter, newest first.
   * @throws TypeError for a filter that there isn't, or a `since` that is no time
   */
  exchanges(filter?: ExchangeFilter): Exchange[]
  /**
   * Resolves to the newest exchange whose callback passes the filter, as soon as there is one.
   * Waits for a callback that is settled (delivered, failed or cancelled) unless `callback` names
   * another state. Rejects after `timeoutMs` (5000), or when the emulator is closed, and says what
   * came instead; with a TypeError for a filter that there isn't, or a `since` that is no time.
   */
  waitForCallback(filter?: ExchangeFilter, options?: { timeoutMs?: number }): Promise<Exchange>
  /** Sends a request without a socket; the callback it asks for is sent all the same. */
  inject(request: InjectedRequest): Promise<InjectedReply>
  /** Back to the scenario as it was loaded; callbacks on their way are cancelled. */
  reset(): Promise<void>
  /**
   * Stops listening; callbacks on their way are cancelled, or waited for with `drainMs`. Rejects when the
   * snapshot of `exportOnExit` can't be written.
   */
  close(): Promise<void>
}

/** For tests: a free port, quiet, and nothing waited for at the end. */
const DEFAULTS = { host: '127.0.0.1', port: 0, logLevel: 'warn', drainMs: 0 } as const

/**
 * Starts an emulator in this process. Settings are those of the command line, in camelCase; here
 * `port` is 0 (a free one), `host` 127.0.0.1, `logLevel` warn and `drainMs` 0 by default.
 * @throws TypeError naming every setting that is wrong, and what was expected; Error when the port is in
 * use or a file can't be read; ScenarioError or SnapshotError with a line for each fault of that file
 */
export const startTalonMock = async (settings: Partial<Settings> = {}): Promise<TalonMock> => {
  const config = readSettings(settings)
  const logger = pino({ level: config.logLevel }, pino.destination(2))
  const server = await createServer({ config, logger })
  const url = await server.start().catch(async (error: unknown) => {
    await server.stop()
    throw error
  })
  const { app, world, controlToken } = server
  const close = () => server.stop()
  return {
    url,
    controlToken,
    client: createMockClient(url, { token: controlToken }),
    exchanges(filter = {}) {
      checkFilter(filter)
      return Array.from(world.ledger.newestFirst(filter), (entry) => toExchange(entry, world.name))
    },
    waitForCallback: (filter = {}, { timeoutMs = 5000 } = {}) =>
      waitForCallback(world, filter, timeoutMs),
    async inject(request) {
      const { statusCode, headers, body } = await app.inject(request)
      // What the caller says the body is; it is the caller's own reply to know.
      return { statusCode, headers, body, json: <T>() => JSON.parse(body) as T }
    },
    reset: () => world.reset({ exchanges: false }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const readSettings = (settings: Partial<Settings>): Config => {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined)
  const result = checkSettings({ ...DEFAULTS, ...Object.fromEntries(given) })
  if (result.ok) return result.config
  throw new TypeError(`startTalonMock: ${result.problems.join('; ')}`)
}
