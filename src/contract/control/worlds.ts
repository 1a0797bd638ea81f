import { type Static, Type } from '@sinclair/typebox'
import { OneOf, Timestamp } from '../wire-types.ts'

const Count = Type.Integer({ minimum: 0 })

/** What a world of its own is made for. */
export const ISOLATIONS = ['shared', 'deployment', 'api-key'] as const
export type Isolation = (typeof ISOLATIONS)[number]

/** One world, and how much is in it. */
export const WorldSummary = Type.Object(
  {
    name: Type.String(),
    sessions: Count,
    exchanges: Count,
    callbacksOnTheirWay: Count,
    now: Timestamp({ description: 'Its time.' }),
    frozen: Type.Boolean(),
  },
  { title: 'WorldSummary' },
)
export type WorldSummary = Static<typeof WorldSummary>

export const WorldPage = Type.Object(
  {
    items: Type.Array(WorldSummary),
    next: Type.Null(),
    isolation: OneOf(ISOLATIONS, { description: '`--isolation`: what a world is made for.' }),
    forgotten: Type.Integer({
      minimum: 0,
      description: 'Worlds that were forgotten, since there were too many.',
    }),
  },
  { title: 'WorldPage' },
)
export type WorldPage = Static<typeof WorldPage>
