import { type Static, Type } from '@sinclair/typebox'
import { OneOf, OrNull, Timestamp } from '../wire-types.ts'
import { CALLBACK_STATES } from './callback-states.ts'

/** An exchange as the live feed tells it: how it stands now. */
export const LiveExchange = Type.Object(
  {
    id: Type.String(),
    world: Type.String(),
    receivedAt: Timestamp(),
    method: Type.String(),
    path: Type.String(),
    status: OrNull(Type.Integer()),
    durationMs: OrNull(Type.Number()),
    sessionId: OrNull(Type.String()),
    profileId: OrNull(Type.String()),
    correlationId: OrNull(Type.String()),
    callback: OrNull(
      Type.Object({
        id: Type.String(),
        state: OneOf(CALLBACK_STATES),
        attempts: Type.Integer(),
        reason: OrNull(Type.String()),
      }),
    ),
  },
  { title: 'LiveExchange' },
)
export type LiveExchange = Static<typeof LiveExchange>
