import { type Static, Type } from '@sinclair/typebox'
import { Exchange } from './exchange.ts'
import { Problem } from './problem.ts'

/** An exchange that passes almost all filters. */
export const NearMiss = Type.Object(
  {
    exchange: Exchange,
    missed: Type.Array(Type.String(), {
      description: 'The filters that it does not pass: what was wanted, and what it is.',
    }),
  },
  { title: 'NearMiss' },
)
export type NearMiss = Static<typeof NearMiss>

/** Why a wait or a count was in vain. */
export const MissProblem = Type.Object(
  {
    ...Problem.properties,
    nearest: Type.Array(NearMiss, { description: 'Five at most, those that miss least first.' }),
    count: Type.Optional(Type.Integer({ minimum: 0, description: 'Exchanges that match.' })),
  },
  { title: 'MissProblem' },
)
export type MissProblem = Static<typeof MissProblem>
