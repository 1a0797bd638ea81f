import { isIP } from 'node:net'
import { pino } from 'pino'
import type { Config } from '../config.ts'
import { createServer } from '../server.ts'
import { VERSION } from '../version.ts'
import { banner } from './banner.ts'

/** What the command needs of the process it runs in. */
export interface Terminal {
  isTerminal: boolean
  print: (text: string) => void
  /** Calls `stop` on the first signal that asks to stop, `hurry` on one that comes after a while. */
  onStop: (stop: () => Promise<void>, hurry: () => void) => void
}

/** Where it listens: the host as it was set, with the port that it got. `0.0.0.0:8080` */
const addressOf = (host: string, url: string): string =>
  `${isIP(host) === 6 ? `[${host}]` : host}:${new URL(url).port || (url.startsWith('https:') ? 443 : 80)}`

/** Starts the emulator and says where it is; resolves when it listens. */
export const start = async (config: Config, terminal: Terminal): Promise<void> => {
  const logger = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }))
  const server = await createServer({ config, logger })
  const url = await server.start()
  const { controlToken, callbackPolicy, fingerprint } = server
  const made = config.controlToken === '' ? controlToken : undefined

  terminal.onStop(async () => {
    logger.info('stopping')
    await server.stop()
    logger.info('stopped')
  }, server.hurry)
  if (config.json) {
    const ready = {
      ready: true,
      url,
      version: VERSION,
      ...(made && { controlToken: made }),
      ...(fingerprint && { fingerprint }),
    }
    terminal.print(`${JSON.stringify(ready)}\n`)
  } else if (terminal.isTerminal) {
    terminal.print(banner(url, { config, madeToken: made, callbackPolicy, fingerprint }))
  } else {
    const address = addressOf(config.host, url)
    logger.info({ url, address, ...(fingerprint && { fingerprint }) }, 'listening')
    if (made)
      logger.warn({ controlToken: made }, 'control token made; set one with --control-token')
  }
}
