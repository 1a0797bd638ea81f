#!/usr/bin/env node
import process from 'node:process'
import { parseArgs } from 'node:util'
import { checkHealth, healthUrl } from './cli/health.ts'
import { helpText } from './cli/help.ts'
import { start, type Terminal } from './cli/start.ts'
import { loadConfig } from './config.ts'
import { VERSION } from './version.ts'

/** Exit codes: 1 failed, 2 wrong use or settings. */
const FAILED = 1
const WRONG_USE = 2

const terminal: Terminal = {
  isTerminal: process.stdout.isTTY === true,
  print: (text) => void process.stdout.write(text),
  onStop: (stop) => {
    let stopping = false
    const once = () => {
      if (stopping) return
      stopping = true
      stop().then(() => process.exit(0), fail)
    }
    process.on('SIGTERM', once)
    process.on('SIGINT', once)
  },
}

const complain = (text: string) => void process.stderr.write(`talon-mock: ${text}\n`)

const fail = (error: unknown) => {
  complain(error instanceof Error ? error.message : String(error))
  process.exit(FAILED)
}

const runStart = async (argv: readonly string[]): Promise<void> => {
  const result = loadConfig(argv, process.env)
  if (!result.ok) {
    for (const problem of result.problems) complain(problem)
    process.exit(WRONG_USE)
  }
  await start(result.config, terminal)
}

const runHealth = async (argv: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...argv], options: { url: { type: 'string' } } })
  const problem = await checkHealth(healthUrl(values.url, process.env))
  if (!problem) return
  complain(problem)
  process.exit(FAILED)
}

const run = async (argv: readonly string[]): Promise<void> => {
  const [command = 'start', ...rest] = argv
  if (command === 'help' || command === '--help' || command === '-h') terminal.print(helpText())
  else if (command === 'version' || command === '--version') terminal.print(`${VERSION}\n`)
  else if (command === 'health') await runHealth(rest)
  else if (command === 'start') await runStart(rest)
  else if (command.startsWith('-')) await runStart(argv)
  else {
    complain(`there is no command ${command}; talon-mock help lists them`)
    process.exit(WRONG_USE)
  }
}

run(process.argv.slice(2)).catch(fail)
