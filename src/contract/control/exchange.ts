import { type Static, Type } from '@sinclair/typebox'
import { MapOf, OneOf, OrNull, Timestamp } from '../wire-types.ts'
import { CALLBACK_STATES, type CallbackState } from './callback-states.ts'
import { AppliedFault } from './faults.ts'

/**
 * The exchange: one record from the request to the receiver of its callback. These unions serve the
 * ledger, the delivery worker, the control API and whoever reads it.
 */

/** Form of an exchange's ID. IDs sort in the order of their requests. */
export const EXCHANGE_ID = '^x_[0-9a-z]+$'

/** How one attempt to deliver a callback ended. */
export type AttemptOutcome =
  | { kind: 'delivered' | 'refused'; status: number; retryAfterMs?: number }
  | { kind: 'timeout'; afterMs: number }
  | { kind: 'unreachable' | 'blocked'; reason: string }

/** One attempt. `status` when the receiver answered, `reason` when it didn't. */
export const Attempt = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    at: Timestamp(),
    durationMs: Type.Number(),
    outcome: OneOf(['delivered', 'refused', 'timeout', 'unreachable', 'blocked']),
    status: Type.Optional(Type.Integer()),
    reason: Type.Optional(Type.String()),
    fault: Type.Optional(AppliedFault),
  },
  { title: 'Attempt' },
)
export type Attempt = Static<typeof Attempt>

export const Callback = Type.Object(
  {
    id: Type.String(),
    uri: Type.String(),
    correlationId: OrNull(Type.String()),
    state: OneOf(CALLBACK_STATES),
    reason: OrNull(Type.String({ description: 'Why it failed or was cancelled.' })),
    fields: Type.Object({
      sent: Type.Array(Type.String()),
      left: MapOf(Type.String(), { description: 'Field to the reason why it was left out.' }),
    }),
    attempts: Type.Array(Attempt),
    nextAttemptAt: OrNull(Timestamp()),
    fault: Type.Optional(AppliedFault),
  },
  { title: 'Callback' },
)
export type Callback = Static<typeof Callback>

const EXAMPLE = {
  id: 'x_0mwsbrqut07790000001',
  world: 'shared',
  receivedAt: '2026-01-02T03:04:05.000Z',
  durationMs: 1.4,
  request: {
    method: 'PUT',
    path: '/segment/customer_sessions/s1',
    headers: { authorization: '[redacted]', 'x-correlation-id': 'abc123' },
    body: { customerSession: { profileId: 'anna' } },
  },
  response: { status: 200, body: { effects: [] } },
  callback: {
    id: 'cb_0mwsbrqut07790000002',
    uri: 'http://localhost:8080/_mock/sink/demo',
    correlationId: 'abc123',
    state: 'delivered',
    reason: null,
    fields: { sent: ['effects'], left: { customerProfile: 'not in X-Content-Fields' } },
    attempts: [
      {
        number: 1,
        at: '2026-01-02T03:04:05.002Z',
        durationMs: 2.2,
        outcome: 'delivered',
        status: 200,
      },
    ],
    nextAttemptAt: null,
  },
}

export const Exchange = Type.Object(
  {
    id: Type.String(),
    world: Type.String(),
    receivedAt: Timestamp(),
    durationMs: OrNull(Type.Number({ description: 'null while the request is being answered.' })),
    request: Type.Object({
      method: Type.String(),
      path: Type.String(),
      headers: MapOf(Type.Unknown()),
      body: Type.Unknown(),
    }),
    response: Type.Unsafe<{ status: number; body: unknown } | null>({
      type: ['object', 'null'],
      properties: { status: { type: 'integer' }, body: {} },
      required: ['status', 'body'],
      description:
        'null while the request is being answered, and when a fault has reset its connection.',
    }),
    callback: OrNull(Callback),
    fault: Type.Optional(AppliedFault),
  },
  { title: 'Exchange', examples: [EXAMPLE] },
)
export type Exchange = Static<typeof Exchange>

/** States that a filter may name besides, for several or for all of them. */
const STATE_GROUPS = ['settled', 'any'] as const
type WantedState = CallbackState | (typeof STATE_GROUPS)[number]

/** One state, or several with commas between: `delivered`, `failed,cancelled`, `settled`, `any`. */
export type WantedStates = WantedState | `${WantedState},${string}`

const WANTED_STATE = `(${[...CALLBACK_STATES, ...STATE_GROUPS].join('|')})`

/** Filters of the ledger. All that are given must hold. */
export const ExchangeFilter = Type.Object({
  sessionId: Type.Optional(Type.String()),
  profileId: Type.Optional(Type.String()),
  correlationId: Type.Optional(Type.String()),
  status: Type.Optional(Type.Integer({ description: 'Status of the reply.' })),
  since: Type.Optional(Timestamp({ description: 'Received at or after.' })),
  path: Type.Optional(Type.String({ description: 'Path of the request, without the query.' })),
  callback: Type.Optional(
    Type.Unsafe<WantedStates>({
      type: 'string',
      pattern: `^${WANTED_STATE}(,${WANTED_STATE})*$`,
      description: `State of the callback, or several with commas between: ${CALLBACK_STATES.join(', ')}, \`settled\` (delivered, failed or cancelled), \`any\`.`,
    }),
  ),
  after: Type.Optional(
    Type.String({ pattern: EXCHANGE_ID, description: 'Newer than the exchange of this ID.' }),
  ),
})
export type ExchangeFilter = Static<typeof ExchangeFilter>
