import { createIdSource, createOpaqueIds } from '../../src/world/ids.ts'
import type { IdSource } from '../../src/world/ports.ts'

/** IDs of a world, from the start of an emulator that `run` marks. */
export const createIds = (run = 'run', seed = 'talon-mock'): IdSource =>
  createIdSource({ opaque: createOpaqueIds(run), uuid: () => 'a-uuid', seed })
