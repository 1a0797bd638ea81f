import { Type } from '@sinclair/typebox'
import { ExchangeFilter } from './exchange.ts'

/** What the control API takes besides the filters of the ledger. */

export const Page = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
  cursor: Type.Optional(Type.String({ description: '`next` of the page before.' })),
})

export const ExchangePage = Type.Composite([ExchangeFilter, Page])

export const ById = Type.Object({ id: Type.String() })

export const ByName = Type.Object({ name: Type.String({ pattern: '^[\\w.-]{1,100}$' }) })

export const ResetRequest = Type.Unsafe<{ keep?: 'exchanges'[] } | null>({
  type: ['object', 'null'],
  properties: { keep: { type: 'array', items: { type: 'string', enum: ['exchanges'] } } },
  additionalProperties: false,
})
