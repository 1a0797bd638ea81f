import type { EntityKind } from '../core/sessions/update.ts'
import type { IdSource } from './ports.ts'

/**
 * Identifiers that count up. `run` marks this start of the emulator, so that a receiver that keeps
 * delivery IDs to spot repeats never meets one of an earlier start; it must sort after earlier ones.
 */
export const createIdSource = (run: string, uuid: () => string): IdSource => {
  const numbers = new Map<EntityKind, number>()
  let opaque = 0
  return {
    next: (kind) => {
      const id = (numbers.get(kind) ?? 0) + 1
      numbers.set(kind, id)
      return id
    },
    restart: () => numbers.clear(),
    opaque: (prefix) => `${prefix}_${run}${(++opaque).toString(36).padStart(7, '0')}`,
    uuid,
  }
}
