import { Type } from '@sinclair/typebox'
import { OneOf, OrNull } from '../wire-types.ts'
import { AttributeValues, MAX_INTEGRATION_ID } from './customer-sessions.ts'
import { ATTRIBUTE_TYPES } from './integration-state.ts'
import { AnyAttributesInfo, ProfileId } from './profiles.ts'

/** Custom events through the Third-party API. Source: Third-party OpenAPI, "Track event" v1 and v2. */

const EventType = Type.String({ minLength: 1, description: 'Name of the custom event.' })

const Maybe = Type.Optional

/**
 * v1: the event type and its attributes are created. `type` is the type of an attribute by the
 * specification; Segment's client sends `string` with every event, and nothing comes of it.
 */
export const TrackEventV1Request = Type.Object({
  eventType: EventType,
  type: Maybe(OrNull(Type.String())),
  customerProfileId: Maybe(OrNull(Type.String({ maxLength: MAX_INTEGRATION_ID }))),
  eventAttributes: Maybe(OrNull(AttributeValues)),
  attributesInfo: Maybe(OrNull(AnyAttributesInfo)),
})

/** Braze: both must exist; `type` is the type of an attribute, and nothing comes of it. */
export const BrazeEventRequest = Type.Object({
  eventType: EventType,
  type: OneOf(ATTRIBUTE_TYPES),
  customerProfileId: ProfileId(),
  identifier: Type.String({
    minLength: 1,
    maxLength: MAX_INTEGRATION_ID,
    description: 'One that is known: its event is answered again.',
  }),
  eventAttributes: Maybe(OrNull(AttributeValues)),
})

/** v2: both must exist. */
export const TrackEventRequest = Type.Object({
  eventType: EventType,
  customerProfileId: Maybe(OrNull(Type.String({ maxLength: MAX_INTEGRATION_ID }))),
  eventAttributes: Maybe(OrNull(AttributeValues)),
})
