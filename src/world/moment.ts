import type { Moment } from '../core/moment.ts'
import type { Clock, IdSource } from './ports.ts'

/** Time and IDs of a world, for one decision. */
export const momentOf = (clock: Clock, ids: IdSource): Moment => {
  const at = clock.now()
  return {
    now: new Date(at).toISOString(),
    at,
    nextId: ids.next,
    uuid: ids.seededUuid,
    pick: ids.pick,
  }
}
