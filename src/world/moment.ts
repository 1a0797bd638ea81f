import type { Moment } from '../core/moment.ts'
import type { Clock, IdSource } from './ports.ts'

/** The time that was written last: under load, many decisions share a millisecond. */
let latest = { at: 0, text: new Date(0).toISOString() }

const toText = (at: number): string => {
  if (at !== latest.at) latest = { at, text: new Date(at).toISOString() }
  return latest.text
}

/** Time and IDs of a world, for one decision. */
export const momentOf = (clock: Clock, ids: IdSource): Moment => {
  const at = clock.now()
  return {
    now: toText(at),
    at,
    nextId: ids.next,
    uuid: ids.seededUuid,
    pick: ids.pick,
  }
}

/** The same for a decision that nothing comes of: it spends no number and no chance. `at`: now, or later. */
export const dryMoment = (clock: Clock, ids: IdSource, at = clock.now()): Moment => {
  const last = new Map(Object.entries(ids.state().last))
  return {
    now: new Date(at).toISOString(),
    at,
    nextId(kind) {
      const id = (last.get(kind) ?? 0) + 1
      last.set(kind, id)
      return id
    },
    uuid: ids.uuid,
    pick: (bound) => Number.parseInt(ids.uuid().slice(-12), 16) % bound,
  }
}
