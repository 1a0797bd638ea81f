import { spawn } from 'node:child_process'

/** How long a program may take to end after it was asked to, in milliseconds. */
const GRACE_MS = 5000

export interface Bounds {
  limitMs: number
  /** Set besides the variables that this process has. */
  env?: Readonly<Record<string, string>>
}

/**
 * Runs a program, its output going where ours goes; whether it ended well. When the time is over it is
 * ended with all that it has started, and so it is when this process is told to end.
 */
export const runBounded = (
  file: string,
  args: readonly string[],
  { limitMs, env = {} }: Bounds,
): Promise<boolean> =>
  new Promise((resolve) => {
    // What it starts is reached as one group, which Windows has none of.
    const detached = process.platform !== 'win32'
    const child = spawn(file, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      detached,
      env: { ...process.env, ...env },
    })
    const kill = (signal: NodeJS.Signals) => {
      if (child.pid === undefined) return
      try {
        process.kill(detached ? -child.pid : child.pid, signal)
      } catch {
        // All of it has ended.
      }
    }
    let isOver = false
    const ask = () => {
      isOver = true
      kill('SIGTERM')
    }
    const timers = [setTimeout(ask, limitMs), setTimeout(() => kill('SIGKILL'), limitMs + GRACE_MS)]
    const onSignal = () => {
      kill('SIGTERM')
      process.exit(1)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
    for (const signal of signals) process.on(signal, onSignal)
    const end = (code: number | null) => {
      for (const timer of timers) clearTimeout(timer)
      for (const signal of signals) process.removeListener(signal, onSignal)
      // What it has left behind.
      if (isOver) kill('SIGKILL')
      resolve(code === 0 && !isOver)
    }
    child.on('error', () => end(null))
    child.on('exit', end)
  })
