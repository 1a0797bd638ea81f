import { type Static, Type } from '@sinclair/typebox'
import { OrNull, Timestamp } from '../wire-types.ts'

/** The time of a world. */
export const ClockState = Type.Object(
  { now: Timestamp(), frozen: Type.Boolean({ description: 'It stands still until it is moved.' }) },
  { title: 'ClockState' },
)
export type ClockState = Static<typeof ClockState>

/** Where a clock has been moved to. */
export const ClockMoved = Type.Object(
  {
    ...ClockState.properties,
    fired: Type.Integer({ minimum: 0, description: 'How much became due on the way.' }),
  },
  { title: 'ClockMoved' },
)
export type ClockMoved = Static<typeof ClockMoved>

export const SetClock = Type.Object(
  {
    frozenAt: OrNull(
      Timestamp({ description: 'The time to stand still at; null: the time of the machine.' }),
    ),
  },
  {
    title: 'SetClock',
    additionalProperties: false,
    examples: [{ frozenAt: '2030-01-01T00:00:00Z' }],
  },
)
export type SetClock = Static<typeof SetClock>

/** A thousand years. */
const MOST_MS = 31_536_000_000_000

export const AdvanceClock = Type.Object(
  { ms: Type.Integer({ minimum: 0, maximum: MOST_MS, description: 'In milliseconds.' }) },
  { title: 'AdvanceClock', additionalProperties: false, examples: [{ ms: 2_100_000 }] },
)
export type AdvanceClock = Static<typeof AdvanceClock>
