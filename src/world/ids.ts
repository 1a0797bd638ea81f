import { hash } from 'node:crypto'
import { ENTITY_KINDS, type EntityKind } from '../contract/control/snapshot.ts'
import type { IdSource } from './ports.ts'

/**
 * Text for exchanges and callbacks, counted up over all worlds. `run` marks this start of the emulator,
 * so that a receiver that keeps delivery IDs to spot repeats never meets one of an earlier start; it must
 * sort after earlier ones.
 */
export const createOpaqueIds = (run: string): IdSource['opaque'] => {
  let opaque = 0
  return (prefix) => `${prefix}_${run}${(++opaque).toString(36).padStart(7, '0')}`
}

export interface IdSourceDeps {
  opaque: IdSource['opaque']
  uuid: () => string
  /** What chance is drawn from: the same requests in the same order get the same answers. */
  seed: string
}

/** Identifiers of one world: records are counted by their kinds. */
export const createIdSource = ({ opaque, uuid, seed }: IdSourceDeps): IdSource => {
  const numbers = new Map<EntityKind, number>()
  let seededBy = seed
  let drawn = 0
  /** 64 hexadecimal digits. */
  const draw = () => hash('sha256', `${seededBy} ${++drawn}`)
  return {
    next: (kind) => {
      const id = (numbers.get(kind) ?? 0) + 1
      numbers.set(kind, id)
      return id
    },
    reach(kind, number) {
      numbers.set(kind, Math.max(numbers.get(kind) ?? 0, number))
    },
    restart() {
      numbers.clear()
      seededBy = seed
      drawn = 0
    },
    state: () => ({
      last: Object.fromEntries(ENTITY_KINDS.map((kind) => [kind, numbers.get(kind) ?? 0])),
      seed: seededBy,
      drawn,
    }),
    goOnFrom(state) {
      numbers.clear()
      for (const kind of ENTITY_KINDS) numbers.set(kind, state.last[kind] ?? 0)
      seededBy = state.seed
      drawn = state.drawn
    },
    opaque,
    uuid,
    seededUuid() {
      const digits = draw()
      // Version 4, variant 1, as random ones say of themselves. Source: RFC 9562, 5.4.
      const variant = '89ab'.charAt(Number.parseInt(digits.charAt(16), 16) % 4)
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`
    },
    pick: (bound) => Number.parseInt(draw().slice(0, 12), 16) % bound,
  }
}
