import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import type { Test } from 'tap'

export const CLI = 'dist/talon-mock.js'

/** How a process ended, and all that it said. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export interface Running {
  readonly child: ChildProcess
  /** Resolves when the pattern is on standard output or standard error; rejects when the process ends first. */
  said(pattern: RegExp): Promise<RegExpExecArray>
  readonly ended: Promise<Ended>
}

/** Settings of ours, and what the test runner adds so that it hears of child processes: a second each. */
const NOT_FOR_CHILDREN = /^(TALON_MOCK_|NODE_OPTIONS$|_TAPJS_|TAP_)/

/** The environment without those, and with the settings given. */
const environment = (settings: Readonly<Record<string, string>>) => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !NOT_FOR_CHILDREN.test(name)),
  ),
  ...settings,
})

/** Runs a program; it is killed with the test, and with it those it started when it is `detached`. */
export const run = (
  t: Test,
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  options: Pick<SpawnOptions, 'cwd' | 'detached'> = {},
): Running => {
  const child = spawn(file, args, { ...options, stdio: 'pipe', env: environment(env) })
  const streams = { stdout: '', stderr: '' }
  const checks = new Set<() => void>()
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code, ...streams })
      for (const check of checks) check()
    })
  })
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      streams[name] += chunk
      for (const check of checks) check()
    })
  }
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    process.kill(options.detached ? -child.pid : child.pid, 'SIGKILL')
    await ended
  })
  return {
    child,
    ended,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = pattern.exec(streams.stdout) ?? pattern.exec(streams.stderr)
          const over = child.exitCode !== null || child.signalCode !== null
          if (!match && !over) return
          checks.delete(check)
          if (match) resolve(match)
          else reject(new Error(`ended without ${pattern}: ${JSON.stringify(streams)}`))
        }
        checks.add(check)
        check()
      }),
  }
}

/** Runs the bundled command line. */
export const runCli = (
  t: Test,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Running => run(t, process.execPath, [CLI, ...args], env)

/** The line that `--json` prints. */
export interface Ready {
  ready: true
  url: string
  version: string
  controlToken?: string
}

/** Starts the bundled emulator on a free port and waits until it listens. */
export const startCli = async (
  t: Test,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Running & Ready> => {
  const running = runCli(t, ['start', '--port', '0', '--json', ...args], env)
  const [line] = await running.said(/^\{.*\}\n/)
  return { ...running, ...(JSON.parse(line) as Ready) }
}
