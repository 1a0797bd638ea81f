import { type Static, Type } from '@sinclair/typebox'
import { MapOf, Timestamp } from '../wire-types.ts'
import { MAX_DELAY_MS } from './faults.ts'
import { BoundedPageOf } from './replies.ts'

const STATUS = { type: 'integer', minimum: 200, maximum: 599 }

/** How a sink answers a request: a status, or more than that. */
export const SinkAnswer = Type.Unsafe<
  number | { status?: number; delayMs?: number; headers?: Record<string, string | number> }
>({
  ...STATUS,
  type: ['integer', 'object'],
  properties: {
    status: { ...STATUS, default: 200 },
    delayMs: {
      type: 'integer',
      minimum: 0,
      maximum: MAX_DELAY_MS,
      description: 'World time until it is answered, in milliseconds.',
    },
    headers: {
      type: 'object',
      additionalProperties: { type: ['string', 'integer'], maxLength: 200 },
      maxProperties: 10,
      description: 'Headers of the answer, such as `Retry-After`.',
    },
  },
  additionalProperties: false,
})
export type SinkAnswer = Static<typeof SinkAnswer>

/** Answers that a script holds. */
const MAX_SCRIPT = 1000

/** What a sink answers from now on. */
export const SinkScript = Type.Object(
  {
    script: Type.Array(SinkAnswer, {
      maxItems: MAX_SCRIPT,
      description: 'Each is given once, in order; then it is 200 again. Empty: 200 from now on.',
    }),
  },
  {
    title: 'SinkScript',
    additionalProperties: false,
    examples: [{ script: [503, { status: 429, headers: { 'Retry-After': 2 } }] }],
  },
)
export type SinkScript = Static<typeof SinkScript>

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
    status: Type.Integer({ description: 'What it was answered, or is about to be.' }),
  },
  { title: 'SinkReceipt' },
)
export type SinkReceipt = Static<typeof SinkReceipt>

export const SinkSummary = Type.Object(
  {
    name: Type.String(),
    received: Type.Integer({ description: 'Held here now.' }),
    dropped: Type.Integer({ description: 'Fell out, since a sink is bounded.' }),
    scripted: Type.Integer({ description: 'Answers of its script that are still to be given.' }),
  },
  { title: 'SinkSummary' },
)
export type SinkSummary = Static<typeof SinkSummary>

/** What came into a sink, and what it answers next. */
export const SinkReceiptPage = Type.Object(
  {
    ...BoundedPageOf(SinkReceipt, 'SinkReceiptPage', 'Requests that fell out of this sink.')
      .properties,
    script: Type.Array(SinkAnswer, {
      description: 'Answers that are still to be given, in order.',
    }),
  },
  { title: 'SinkReceiptPage' },
)
export type SinkReceiptPage = Static<typeof SinkReceiptPage>
