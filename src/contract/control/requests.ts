import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { closed } from '../closed.ts'
import { CustomerProfile, CustomerSession } from '../service/integration-state.ts'
import { Together } from '../wire-types.ts'
import { EXCHANGE_ID, ExchangeFilter } from './exchange.ts'

/** What the control API takes besides the filters of the ledger. Parameters it doesn't know are refused. */

const WORLD = Type.Optional(
  Type.String({
    pattern: '^[\\w.-]{1,253}$',
    description: 'The world that it is about; the shared one by default.',
  }),
)

/** What a request without other parameters takes. */
export const InWorld = Type.Object({ world: WORLD }, { additionalProperties: false })

const pageFrom = <T extends TSchema>(cursor: T) =>
  Type.Object(
    {
      limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
      cursor: Type.Optional(cursor),
      world: WORLD,
    },
    { additionalProperties: false },
  )

const NEXT = '`next` of the page before.'

export const ExchangePage = Together(
  [ExchangeFilter, pageFrom(Type.String({ pattern: EXCHANGE_ID, description: NEXT }))],
  { additionalProperties: false },
)

export const WaitQuery = Together(
  [
    ExchangeFilter,
    InWorld,
    Type.Object({
      timeoutMs: Type.Integer({
        minimum: 0,
        maximum: 600_000,
        default: 5000,
        description: 'How long to wait at most, in milliseconds.',
      }),
    }),
  ],
  { additionalProperties: false },
)

export const LiveQuery = Together(
  [
    InWorld,
    Type.Object({
      backlog: Type.Integer({
        minimum: 0,
        maximum: 500,
        default: 50,
        description: 'Exchanges to begin with, the newest ones.',
      }),
    }),
  ],
  { additionalProperties: false },
)

/** How many exchanges there should be; all that are given must hold. */
export const ExpectedCount = Type.Object(
  {
    atLeast: Type.Optional(Type.Integer({ minimum: 0 })),
    atMost: Type.Optional(Type.Integer({ minimum: 0 })),
    exactly: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { title: 'ExpectedCount', additionalProperties: false, minProperties: 1 },
)
export type ExpectedCount = Static<typeof ExpectedCount>

export const VerifyRequest = Type.Object(
  {
    match: Type.Object(ExchangeFilter.properties, { additionalProperties: false }),
    count: Type.Optional(ExpectedCount),
  },
  {
    title: 'VerifyRequest',
    additionalProperties: false,
    examples: [{ match: { sessionId: 's1', callback: 'delivered' }, count: { exactly: 1 } }],
  },
)
export type VerifyRequest = Static<typeof VerifyRequest>

/** Records that are numbered; the cursor is the last one's number. */
export const NumberedPage = pageFrom(Type.Integer({ minimum: 0, description: NEXT }))

/** Codes, all or those of one campaign. */
export const CodesPage = Together(
  [
    NumberedPage,
    Type.Object({
      campaignId: Type.Optional(
        Type.Integer({ minimum: 1, description: 'Those of this campaign alone.' }),
      ),
    }),
  ],
  { additionalProperties: false },
)

export const NamedPage = pageFrom(Type.String({ description: NEXT }))

export const ById = Type.Object({ id: Type.String() })

export const SINK_NAME = /^[\w.-]{1,100}$/

export const ByName = Type.Object({
  name: Type.String({
    pattern: SINK_NAME.source,
    description: 'Letters, digits, `_`, `.` and `-`; at most 100.',
  }),
})

export const ResetRequest = Type.Unsafe<{ keep?: 'exchanges'[] } | null>({
  title: 'ResetRequest',
  type: ['object', 'null'],
  properties: {
    keep: {
      type: 'array',
      items: { type: 'string', enum: ['exchanges'] },
      description: 'What stays as it is.',
    },
  },
  additionalProperties: false,
  examples: [{ keep: ['exchanges'] }],
})

const NUMBER = { id: Type.Integer({ minimum: 1 }) }

/** Documents that are stored as they are given: what they don't describe is refused. */
export const PutSession = closed(
  Type.Object({ ...CustomerSession.properties, ...NUMBER }, { title: 'CustomerSession' }),
)
export const PutProfile = closed(
  Type.Object({ ...CustomerProfile.properties, ...NUMBER }, { title: 'CustomerProfile' }),
)
