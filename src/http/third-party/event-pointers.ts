import type { EventPointers } from '../../core/events/track.ts'

/** Where the parts of an event stand in a request to the Third-party API. */
export const EVENT_POINTERS: EventPointers = {
  type: '/eventType',
  profileId: '/customerProfileId',
  attributes: '/eventAttributes',
}
