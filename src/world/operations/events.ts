import type { Event } from '../../contract/service/integration-state.ts'
import { notFound } from '../../core/errors.ts'
import { decideEvent, type EventDecision, type EventTracking } from '../../core/events/track.ts'
import type { Perform } from './perform.ts'

/** What requests do with custom events. */
export interface EventOperations {
  /** A dry one keeps nothing. */
  track(tracking: EventTracking, isDry?: boolean): Promise<EventDecision>
  /** An event that was tracked with an ID of its own. */
  read(integrationId: string): Promise<Event>
}

export const createEventOperations = (perform: Perform): EventOperations => ({
  track(tracking, isDry = false) {
    const { connectedSessionId: sessionId, profileId } = tracking
    return perform({ sessionId, profileId }, (facts, at) => decideEvent(facts, tracking, at), isDry)
  },

  read: (integrationId) =>
    perform.read({}, ({ records }) => {
      const record = records.event(integrationId)
      if (record) return record.event
      throw notFound('event', integrationId, 'eventId')
    }),
})
