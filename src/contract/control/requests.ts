import { type TSchema, Type } from '@sinclair/typebox'
import { closed } from '../closed.ts'
import { CustomerProfile, CustomerSession } from '../service/integration-state.ts'
import { ExchangeFilter } from './exchange.ts'

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

export const ExchangePage = Type.Composite(
  [ExchangeFilter, pageFrom(Type.String({ pattern: '^x_[0-9a-z]+$', description: NEXT }))],
  { additionalProperties: false },
)

/** Records that are numbered; the cursor is the last one's number. */
export const NumberedPage = pageFrom(Type.Integer({ minimum: 0, description: NEXT }))

export const NamedPage = pageFrom(Type.String({ description: NEXT }))

export const ById = Type.Object({ id: Type.String() })

export const ByName = Type.Object({
  name: Type.String({
    pattern: '^[\\w.-]{1,100}$',
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
