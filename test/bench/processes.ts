import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { createInterface } from 'node:readline'
import type { Usage, UsageQuestion } from './probe.ts'
import type { ReceiverQuestion } from './servers/receiver.ts'

/** The bundled command line: what ships, and what is measured. */
export const TALON_MOCK = 'dist/talon-mock.js'
const PROBE = './build/test/bench/probe.js'

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string
  /** Asks the process; the caller knows what it answers. */
  ask<T>(question: UsageQuestion | ReceiverQuestion): Promise<T>
  /** Lines on its standard error so far that hold this text. */
  linesWith(text: string): number
  stop(): Promise<void>
}

const children = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

const launch = (nodeArgs: readonly string[], ipc: boolean): ChildProcess => {
  const child = spawn(process.execPath, nodeArgs, {
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
    env: {},
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

const stopChild = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await once(child, 'exit')
  clearTimeout(tooLong)
}

/** The first line a process prints. */
const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().split('\n', 1)[0] ?? ''))
    child.once('exit', (code) => reject(new Error(`a server ended with ${code} before it was up`)))
  })

/** Starts a server that prints `{ url }` when it is up. */
export const startServer = async (script: string, ...args: string[]): Promise<ServerProcess> => {
  const child = launch(['--expose-gc', '--import', PROBE, script, ...args], true)
  const errors: string[] = []
  if (child.stderr) createInterface(child.stderr).on('line', (line) => errors.push(line))
  // Each server prints this, in one line.
  const { url } = JSON.parse(await firstLine(child)) as { url: string }
  return {
    url: url.replace('localhost', '127.0.0.1'),
    async ask<T>(question: UsageQuestion | ReceiverQuestion) {
      const answer = once(child, 'message')
      child.send(question)
      const [message] = await answer
      // What it is, the caller knows.
      return message as T
    },
    linesWith: (text) => errors.filter((line) => line.includes(text)).length,
    stop: () => stopChild(child),
  }
}

/** Starts the emulator under a scenario; `none` has no rules. */
export const startEmulator = (scenario: string, ...args: string[]): Promise<ServerProcess> =>
  startServer(TALON_MOCK, '--port', '0', '--json', '--scenario', scenario, ...args)

/** Does something, and says how much processor time a server took meanwhile. */
export const cpuDuring = async <T>(
  server: ServerProcess,
  work: () => Promise<T>,
): Promise<{ result: T; cpuMicros: number; userMicros: number }> => {
  const before = await server.ask<Usage>('cpu')
  const result = await work()
  const after = await server.ask<Usage>('cpu')
  return {
    result,
    cpuMicros: after.cpuMicros - before.cpuMicros,
    userMicros: after.userMicros - before.userMicros,
  }
}

/** Milliseconds from spawning a process to the first line it prints. */
export const timeToFirstLine = async (script: string, ...args: string[]): Promise<number> => {
  const startedAt = performance.now()
  const child = launch([script, ...args], false)
  await firstLine(child)
  const tookMs = performance.now() - startedAt
  await stopChild(child)
  return tookMs
}
