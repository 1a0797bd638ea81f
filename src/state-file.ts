import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SettingError } from './config.ts'
import type { World } from './world/create-world.ts'

/** A snapshot that can't be begun with, a line for each fault. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'
  readonly lines: readonly string[]
  constructor(file: string, faults: readonly string[]) {
    const lines = faults.map((fault) => `${file}: ${fault}`)
    super(lines.join('\n'))
    this.lines = lines
  }
}

/**
 * Lets a world go on from a snapshot in a file.
 * @throws SettingError when it can't be read; SnapshotError with all that is wrong with it
 */
export const importState = async (file: string, world: World): Promise<void> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new SettingError('import', `the file of a snapshot: ${reasonOf(cause)}`, cause)
  })
  const { checkSnapshotText } = await import('./http/check-document.ts')
  const checked = checkSnapshotText(text)
  if (!checked.ok) throw new SnapshotError(file, checked.faults)
  const { snapshot } = checked
  if (await world.restore(snapshot)) return
  throw new SnapshotError(file, [
    `scenario: must be the one that is loaded (--scenario), got ${JSON.stringify(snapshot.scenario.application)}, fingerprint ${snapshot.scenario.fingerprint}, which is not ${world.program.fingerprint}`,
  ])
}

/** @throws SettingError when there is no folder to write the file into: better told now than at the end */
export const checkExport = async (file: string): Promise<void> => {
  const folder = await stat(dirname(file)).catch((cause: unknown) => {
    throw new SettingError('exportOnExit', `a file in a folder: ${reasonOf(cause)}`, cause)
  })
  if (folder.isDirectory()) return
  const expected = `a file in a folder, and ${dirname(file)} is none`
  throw new SettingError('exportOnExit', expected, undefined)
}

/**
 * Writes a world's snapshot, all of it or nothing: what was in the file stays until then.
 * @throws Error saying why it can't be written
 */
export const exportState = async (file: string, world: World): Promise<void> => {
  const text = `${JSON.stringify(await world.snapshot())}\n`
  const unfinished = `${file}.${randomUUID()}.tmp`
  try {
    await writeThrough(unfinished, text)
    await rename(unfinished, file)
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => {})
    throw new Error(`can't write the snapshot to ${file}: ${reasonOf(cause)}`, { cause })
  }
}

/** On the disk when it resolves, so that the renamed file is never an empty one. */
const writeThrough = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause)
