import process from 'node:process'

/** Preloaded into each server process: tells the benchmark what the process has used so far. */

export interface Usage {
  /** Processor time of all threads, in microseconds: in all, and outside the kernel. */
  cpuMicros: number
  userMicros: number
  /** Heap and buffers that are in use; garbage is collected first. */
  heapBytes: number
}

/** `cpu` leaves garbage alone; `memory` collects it first (needs --expose-gc). */
export type UsageQuestion = 'cpu' | 'memory'

const collectGarbage = async () => {
  // Twice, with a turn between: buffers are let go after the objects that held them.
  for (let i = 0; i < 2; i++) {
    globalThis.gc?.()
    await new Promise((turn) => setTimeout(turn, 20))
  }
}

const answer = async (question: 'cpu' | 'memory') => {
  if (question === 'memory') await collectGarbage()
  const { user, system } = process.cpuUsage()
  const { heapUsed, external } = process.memoryUsage()
  const usage: Usage = {
    cpuMicros: user + system,
    userMicros: user,
    heapBytes: heapUsed + external,
  }
  process.send?.(usage)
}
process.on('message', (question) => {
  if (question === 'cpu' || question === 'memory') void answer(question)
})
process.on('disconnect', () => process.exit())
