import { type Static, Type } from '@sinclair/typebox'
import { MapOf, Timestamp } from '../wire-types.ts'

/** One request that came into a sink. Headers and body are as they came. */
export const SinkReceipt = Type.Object(
  {
    number: Type.Integer({ minimum: 1, description: 'Counts the requests of this sink.' }),
    at: Timestamp(),
    method: Type.String(),
    path: Type.String(),
    headers: MapOf(Type.Unknown()),
    body: Type.String({ description: 'The body as text.' }),
    json: Type.Unknown({ description: 'The body as JSON; null when it is none.' }),
  },
  { title: 'SinkReceipt' },
)
export type SinkReceipt = Static<typeof SinkReceipt>

export const SinkSummary = Type.Object(
  {
    name: Type.String(),
    received: Type.Integer({ description: 'Held here now.' }),
    dropped: Type.Integer({ description: 'Fell out, since a sink is bounded.' }),
  },
  { title: 'SinkSummary' },
)
export type SinkSummary = Static<typeof SinkSummary>
