import { type Static, Type } from '@sinclair/typebox'
import { OneOf, OrNull, Timestamp } from '../wire-types.ts'

/** What a fault does: all that is named, at one moment. */

const Yes = (description: string) =>
  Type.Optional(Type.Unsafe<true>({ type: 'boolean', enum: [true], description }))

/** Statuses that a fault may answer with. */
export const FAULT_STATUSES = [400, 401, 404, 409, 429, 500, 503] as const
export type FaultStatus = (typeof FAULT_STATUSES)[number]

/** A day. */
export const MAX_DELAY_MS = 86_400_000

const DELAY = { type: 'integer', minimum: 0, maximum: MAX_DELAY_MS }

const Delay = Type.Optional(
  Type.Unsafe<number | { min: number; max: number }>({
    ...DELAY,
    type: ['integer', 'object'],
    properties: { min: DELAY, max: DELAY },
    required: ['min', 'max'],
    additionalProperties: false,
    description:
      'World time to wait, in milliseconds, or a range to draw it from: before a request is judged, or before the first attempt of a callback.',
  }),
)

export const FaultActions = Type.Object(
  {
    status: Type.Optional(
      Type.Unsafe<FaultStatus>({
        type: 'integer',
        enum: [...FAULT_STATUSES],
        description: 'Request: it is refused so, in the error body of its API.',
      }),
    ),
    delayMs: Delay,
    reset: Yes('Request: its connection is reset; nothing is stored.'),
    malformed: Yes('Request: the reply is cut JSON; the update has happened.'),
    conflict: Yes(
      'Request: refused as one of too many at the same time, 429 under /segment and 409 on the Integration API.',
    ),
    drop: Yes('Callback: it is not sent, and ends failed.'),
    duplicate: Yes('Callback: it is sent once more after it was delivered.'),
    beforeReply: Yes(
      'Callback: the reply to its request waits until the first attempt has ended, or the callback.',
    ),
    wrongKey: Yes('Attempt: its key is wrong. A callback without a key is passed over.'),
    wrongCorrelationId: Yes('Attempt: `wrong-` stands before its correlation ID.'),
    truncate: Yes('Attempt: the second half of its body is missing.'),
  },
  { title: 'FaultActions', additionalProperties: false },
)
export type FaultActions = Static<typeof FaultActions>

const Text = (description: string) => Type.Optional(Type.String({ minLength: 1, description }))

/** What a fault befalls: all that is given must be so. */
export const FaultMatch = Type.Object(
  {
    method: Type.Optional(OneOf(['GET', 'PUT', 'POST', 'DELETE', 'PATCH'])),
    path: Type.Optional(
      Type.String({
        pattern: '^/',
        description: 'Path of the request, without the query; with `*` at its end, its beginning.',
      }),
    ),
    sessionId: Text('The session that the request is about.'),
    profileId: Text('The profile that the request names; of a callback, that of the session.'),
    correlationId: Text('X-Correlation-ID.'),
    destination: Text('Where the callback is to go; with `*` at its end, how that begins.'),
  },
  { title: 'FaultMatch', additionalProperties: false },
)
export type FaultMatch = Static<typeof FaultMatch>

export const FAULT_SIDES = ['request', 'callback'] as const

const where = OneOf(FAULT_SIDES, {
  description: 'Whether it befalls requests, or the callbacks that they ask for.',
})
const Times = { minimum: 1, maximum: 1_000_000_000 }
/** A thousand years. */
const Ttl = { minimum: 1, maximum: 31_536_000_000_000 }

/** A fault to be set. */
export const FaultInput = Type.Object(
  {
    where,
    match: Type.Optional(FaultMatch),
    do: FaultActions,
    times: Type.Optional(
      Type.Integer({ ...Times, description: 'Times that it strikes; then it is gone.' }),
    ),
    probability: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1, description: 'Of striking; 1 by default.' }),
    ),
    ttlMs: Type.Optional(
      Type.Integer({ ...Ttl, description: 'World time after which it is gone, in milliseconds.' }),
    ),
  },
  {
    title: 'FaultInput',
    additionalProperties: false,
    examples: [{ where: 'request', do: { status: 429 }, times: 3 }],
  },
)
export type FaultInput = Static<typeof FaultInput>

/** A fault that is set. */
export const Fault = Type.Object(
  {
    id: Type.String(),
    where,
    match: FaultMatch,
    do: FaultActions,
    times: OrNull(Type.Integer(Times)),
    probability: Type.Number(),
    ttlMs: OrNull(Type.Integer(Ttl)),
    createdAt: Timestamp(),
    expiresAt: OrNull(Timestamp()),
    applied: Type.Integer({ minimum: 0, description: 'Times that it struck.' }),
  },
  { title: 'Fault' },
)
export type Fault = Static<typeof Fault>

/** Faults of a world at the same time. */
export const MAX_FAULTS = 100

/** The faults of a world, and where their numbers and their chance stand. */
export const FaultState = Type.Object(
  {
    set: Type.Unsafe<readonly Fault[]>(Type.Array(Fault, { maxItems: MAX_FAULTS })),
    given: Type.Integer({ minimum: 0, description: 'Number of the last fault that was set.' }),
    drawn: Type.Integer({ minimum: 0, description: 'How often their chance was drawn.' }),
  },
  { title: 'FaultState' },
)
export type FaultState = Static<typeof FaultState>

/** What a fault did, as an exchange shows it: the fault may be gone by then. */
export const AppliedFault = Type.Object(
  { id: Type.String(), did: FaultActions },
  { title: 'AppliedFault', description: 'The fault that struck here, and what it did.' },
)
export type AppliedFault = Static<typeof AppliedFault>
