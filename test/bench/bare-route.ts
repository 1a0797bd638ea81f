import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putOnce } from './load.ts'
import { type ServerProcess, startEmulator, startServer } from './processes.ts'

/** What the emulator answers to the sample under a scenario. */
const replyUnder = async (scenario: string): Promise<string> => {
  const server = await startEmulator(scenario)
  try {
    return await putOnce(server.url)
  } finally {
    await server.stop()
  }
}

/** Starts the bare route; it answers to the sample with the same as the emulator does under a scenario. */
export const startBare = async (scenario: string): Promise<ServerProcess> => {
  const folder = mkdtempSync(join(tmpdir(), 'talon-mock-bench-'))
  try {
    const file = join(folder, 'reply.json')
    writeFileSync(file, await replyUnder(scenario))
    return await startServer('build/test/bench/servers/bare.js', file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
