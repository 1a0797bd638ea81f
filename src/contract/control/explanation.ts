import { type Static, Type } from '@sinclair/typebox'
import { Effect } from '../service/effects.ts'

const Tree = Type.Unknown({ description: 'As an expression tree.' })
const Text = Type.String({ description: 'The same, to be read: `Session.Total >= 50`.' })
const Place = Type.Integer({ minimum: 0, description: 'Counts from 0.' })

/** A condition, whether it holds, and each value that it read. */
export const ConditionExplanation = Type.Object(
  {
    index: Place,
    expression: Tree,
    text: Text,
    holds: Type.Boolean(),
    error: Type.Optional(Type.String({ description: 'Why it could not be worked out.' })),
    saw: Type.Array(
      Type.Object({ expression: Tree, text: Text, value: Type.Unknown() }, { title: 'Seen' }),
      { description: 'What it read, in the order of reading.' },
    ),
  },
  { title: 'ConditionExplanation' },
)
export type ConditionExplanation = Static<typeof ConditionExplanation>

/** Why a rule fired or didn't. */
export const RuleExplanation = Type.Object(
  {
    campaignId: Type.Integer(),
    campaignName: Type.String(),
    ruleIndex: Place,
    ruleName: Type.String(),
    coupon: Type.Optional(
      Type.String({ description: 'The code that it was evaluated for, if it asks for a coupon.' }),
    ),
    referral: Type.Optional(Type.String({ description: 'The same of a referral.' })),
    fired: Type.Boolean(),
    reason: Type.String(),
    conditions: Type.Array(ConditionExplanation, {
      description: 'None of a campaign that is not running.',
    }),
  },
  { title: 'RuleExplanation' },
)
export type RuleExplanation = Static<typeof RuleExplanation>

/** What the rules make of a session as it stands. */
export const Explanation = Type.Object(
  {
    sessionId: Type.String(),
    at: Type.String({
      format: 'date-time',
      description: 'The last update of the session: the rules are asked as of then.',
    }),
    effects: Type.Array(Effect, {
      description:
        'What the rules give, rejections of codes included; without what only closing brings about.',
    }),
    rules: Type.Array(RuleExplanation, {
      description:
        'All rules in the order of evaluation; one that asks for a coupon, once for each code.',
    }),
  },
  { title: 'Explanation' },
)
export type Explanation = Static<typeof Explanation>
