import type { Moment } from '../core/moment.ts'
import type { Clock, IdSource } from './ports.ts'

/** Time and IDs of one world, for the decisions made in it. */
export interface Moments {
  /** For one decision, now. */
  now(): Moment
  /** The same for one that nothing comes of: it spends no number and no chance. `at`: now, or later. */
  dry(at?: number): Moment
}

export const createMoments = (clock: Pick<Clock, 'now'>, ids: IdSource): Moments => {
  /** The time that was written last: under load, many decisions share a millisecond. */
  let latest = { at: 0, text: new Date(0).toISOString() }
  const toText = (at: number): string => {
    if (at !== latest.at) latest = { at, text: new Date(at).toISOString() }
    return latest.text
  }

  return {
    now() {
      const at = clock.now()
      return {
        now: toText(at),
        at,
        nextId: ids.next,
        uuid: ids.seededUuid,
        pick: ids.pick,
      }
    },

    dry(at = clock.now()) {
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
    },
  }
}
