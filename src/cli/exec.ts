import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { pino } from 'pino'
import { type Config, loadConfig, URL_VARIABLE } from '../config.ts'
import { createServer } from '../server.ts'
import { variableOf } from '../settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Exit codes of a command that can't be run, as shells have them. */
const NOT_EXECUTABLE = 126
const NOT_FOUND = 127

/** What holds for `exec` unless a flag or a variable says otherwise. */
const DEFAULTS = {
  [variableOf('port')]: '0',
  [variableOf('logLevel')]: 'warn',
  [variableOf('drainMs')]: '0',
}

/** The command behind `--`, and the settings before it; or all that is wrong with them. */
export type ExecRequest =
  | { ok: true; config: Config; command: readonly [file: string, ...args: string[]] }
  | { ok: false; problems: readonly string[] }

export const readExec = (argv: readonly string[], env: Environment): ExecRequest => {
  const end = argv.indexOf('--')
  const [file, ...args] = end < 0 ? [] : argv.slice(end + 1)
  const loaded = loadConfig(end < 0 ? argv : argv.slice(0, end), { ...DEFAULTS, ...env })
  const problems = loaded.ok ? [] : [...loaded.problems]
  if (file === undefined) problems.push('exec [settings] -- COMMAND ...: name a command behind --')
  return loaded.ok && file !== undefined
    ? { ok: true, config: loaded.config, command: [file, ...args] }
    : { ok: false, problems }
}

/** What the command needs of the process it runs in. */
export interface ExecDeps {
  env: Environment
  complain: (text: string) => void
  /** Passes on signals that ask the command to stop. */
  onSignal: (pass: (signal: NodeJS.Signals) => void) => void
}

/**
 * Starts an emulator, runs the command with its URL and its control token in the environment, and stops it
 * when the command has ended. Resolves to the exit code: the command's own, 128 and the number of the signal
 * that ended it, 126 or 127 when it can't be run.
 */
export const exec = async (
  { config, command }: ExecRequest & { ok: true },
  deps: ExecDeps,
): Promise<number> => {
  const logger = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }))
  const server = await createServer({ config, logger })
  try {
    const url = await server.start()
    const token = server.controlToken
    const env = {
      ...deps.env,
      [URL_VARIABLE]: url,
      ...(token !== undefined && { [variableOf('controlToken')]: token }),
    }
    return await run(command, { ...deps, env })
  } finally {
    await server.stop()
  }
}

const run = (
  [file, ...args]: readonly [string, ...string[]],
  { env, complain, onSignal }: ExecDeps,
): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(file, args, { stdio: 'inherit', env })
    onSignal((signal) => void child.kill(signal))
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT'
      complain(`${file}: ${isMissing ? 'there is no such command' : error.message}`)
      resolve(isMissing ? NOT_FOUND : NOT_EXECUTABLE)
    })
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
