#!/usr/bin/env node
import process from 'node:process'
import { check } from './cli/check.ts'
import { exec, readExec } from './cli/exec.ts'
import { checkHealth, healthTarget } from './cli/health.ts'
import { helpText } from './cli/help.ts'
import { schemaText } from './cli/schema.ts'
import { start, type Terminal } from './cli/start.ts'
import { trigger } from './cli/trigger.ts'
import { loadConfig, SettingError } from './config.ts'
import { DEMO_SCENARIO } from './rules/scenario/demo.ts'
import { ScenarioError } from './scenario-keeper.ts'
import { SnapshotError } from './state-file.ts'
import { VERSION } from './version.ts'

/** Exit codes: 1 failed, 2 wrong use or settings. */
const FAILED = 1
const WRONG_USE = 2

/** Signals closer than this are one: npm passes on what its child got from the terminal already. */
const SAME_SIGNAL_MS = 500

// A reader that has seen enough, as `head` or a pager, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const terminal: Terminal = {
  isTerminal: process.stdout.isTTY === true,
  print: (text) => void process.stdout.write(text),
  onStop: (stop, hurry) => {
    let stoppingSince: number | undefined
    const onSignal = () => {
      if (stoppingSince === undefined) {
        stoppingSince = performance.now()
        stop().then(() => process.exit(0), fail)
      } else if (performance.now() - stoppingSince > SAME_SIGNAL_MS) hurry()
    }
    process.on('SIGTERM', onSignal)
    process.on('SIGINT', onSignal)
  },
}

const complain = (text: string) => void process.stderr.write(`talon-mock: ${text}\n`)

const refuse = (problems: readonly string[]): never => {
  for (const problem of problems) complain(problem)
  process.exit(WRONG_USE)
}

const fail = (error: unknown) => {
  if (error instanceof ScenarioError || error instanceof SnapshotError) return refuse(error.lines)
  complain(error instanceof Error ? error.message : String(error))
  process.exit(error instanceof SettingError ? WRONG_USE : FAILED)
}

const runStart = async (argv: readonly string[]): Promise<void> => {
  const result = loadConfig(argv, process.env)
  if (result.ok) await start(result.config, terminal)
  else refuse(result.problems)
}

const runHealth = async (argv: readonly string[]): Promise<void> => {
  const target = healthTarget(argv, process.env)
  if (!target.ok) return refuse(target.problems)
  const problem = await checkHealth(target.url)
  if (!problem) return
  complain(problem)
  process.exit(FAILED)
}

const runCheck = async (argv: readonly string[]): Promise<void> => {
  const { ok, lines } = await check(argv, process.env)
  for (const line of lines) terminal.print(`${line}\n`)
  if (!ok) process.exitCode = WRONG_USE
}

const runExec = async (argv: readonly string[]): Promise<void> => {
  const request = readExec(argv, process.env)
  if (!request.ok) return refuse(request.problems)
  const code = await exec(request, {
    env: process.env,
    complain,
    onSignal: (pass) => {
      process.on('SIGTERM', pass)
      process.on('SIGHUP', pass)
      // From a terminal the command gets it, too.
      process.on('SIGINT', process.stdin.isTTY ? () => {} : pass)
    },
  })
  process.exit(code)
}

const runTrigger = async (argv: readonly string[]): Promise<void> => {
  const { outcome, lines } = await trigger(argv, process.env)
  if (outcome === 'wrong') return refuse(lines)
  for (const line of lines) {
    if (outcome === 'sent') terminal.print(`${line}\n`)
    else complain(line)
  }
  if (outcome === 'failed') process.exitCode = FAILED
}

const run = async (argv: readonly string[]): Promise<void> => {
  const [command = 'start', ...rest] = argv
  // What stands behind -- is not ours to read.
  if (command === 'exec' && rest.includes('--')) return runExec(rest)
  if (command === 'help' || argv.includes('--help') || argv.includes('-h')) {
    terminal.print(helpText())
  } else if (command === 'version' || command === '--version') terminal.print(`${VERSION}\n`)
  else if (command === 'health') await runHealth(rest)
  else if (command === 'check') await runCheck(rest)
  else if (command === 'exec') await runExec(rest)
  else if (command === 'trigger') await runTrigger(rest)
  else if (command === 'schema') terminal.print(schemaText())
  else if (command === 'demo') terminal.print(DEMO_SCENARIO)
  else if (command === 'start') await runStart(rest)
  else if (command.startsWith('-')) await runStart(argv)
  else refuse([`there is no command ${command}; talon-mock help lists them`])
}

run(process.argv.slice(2)).catch(fail)
