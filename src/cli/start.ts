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
  /** Calls back on the first signal that asks to stop. */
  onStop: (stop: () => Promise<void>) => void
}

/** Where it listens: the host as it was set, with the port that it got. `0.0.0.0:8080` */
const addressOf = (host: string, url: string): string =>
  `${isIP(host) === 6 ? `[${host}]` : host}:${new URL(url).port || 80}`

/** Starts the emulator and says where it is; resolves when it listens. */
export const start = async (config: Config, terminal: Terminal): Promise<void> => {
  const logger = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }))
  const server = await createServer({ config, logger })
  const url = await server.start()
  const { controlToken } = server
  const made = config.controlToken === '' ? controlToken : undefined

  terminal.onStop(async () => {
    logger.info('stopping')
    await server.stop()
    logger.info('stopped')
  })
  if (config.json) {
    const ready = { ready: true, url, version: VERSION, ...(made && { controlToken: made }) }
    terminal.print(`${JSON.stringify(ready)}\n`)
  } else if (terminal.isTerminal) {
    const keysChecked = config.apiKey.length > 0
    terminal.print(banner(url, { keysChecked, token: controlToken, host: config.host }))
  } else {
    logger.info({ url, address: addressOf(config.host, url) }, 'listening')
    if (made)
      logger.warn({ controlToken: made }, 'control token made; set one with --control-token')
  }
}
