import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from '../wire-types.ts'
import { CodeSettings, Coupon, Limit, Referral } from './codes.ts'
import { AttributeValues, Id, Instant, ListOf, Named, Shape, Text, Tree } from './forms.ts'
import { Effect } from './then.ts'
import { CAMPAIGN_STATES } from './vocabulary.ts'
import type { When } from './when.ts'

export const Binding = Shape(
  { name: Text('Rules read it by this name.'), expression: Tree },
  {
    type: Text("The service's own word for what it is, for example cartItemFilter."),
    description: Type.String(),
  },
)
export type Binding = Static<typeof Binding>

export const Rule = Shape(
  { title: Text('What it is called.') },
  {
    when: Named<When>('When'),
    then: Type.Array(Effect, { minItems: 1, description: 'Effects, in order.' }),
    condition: Tree,
    effects: Type.Array(Tree, { description: 'Effects as expression trees.' }),
    bindings: ListOf(Binding, 'Values that its trees read by name.'),
  },
  {
    oneOf: [{ required: ['then'] }, { required: ['effects'] }],
    dependencies: { when: ['then'], condition: ['effects'] },
    description: "when and then, or condition and effects in the service's own form.",
  },
)
export type Rule = Static<typeof Rule>

export const Achievement = Shape(
  {
    name: Text('What it is called in replies.'),
    target: Type.Number({
      exclusiveMinimum: 0,
      description: 'The progress that completes it.',
    }),
  },
  { id: Id(), title: Text('What customers read. Left out: the name.') },
)
export type Achievement = Static<typeof Achievement>

export const FEATURES = [
  'coupons',
  'referrals',
  'loyalty',
  'giveaways',
  'strikethrough',
  'achievements',
] as const

export const Campaign = Shape(
  { name: Text('What it is called.') },
  {
    id: Id(),
    description: Type.String(),
    state: OneOf(CAMPAIGN_STATES, { description: 'Left out: enabled.' }),
    startTime: Instant('From when it runs.'),
    endTime: Instant('Until when it runs.'),
    attributes: AttributeValues,
    tags: Type.Array(Type.String()),
    features: ListOf(OneOf(FEATURES), 'Left out: coupons, referrals, loyalty, giveaways.'),
    limits: ListOf(Limit, 'Budgets.'),
    couponSettings: CodeSettings,
    referralSettings: CodeSettings,
    coupons: ListOf(Coupon, 'Coupons.'),
    referrals: ListOf(Referral, 'Referrals.'),
    achievements: ListOf(Achievement, 'What customers make progress in, for good.'),
    rules: ListOf(Rule, 'Rules, from top to bottom.'),
    bindings: ListOf(Binding, 'Values that trees of all its rules read by name.'),
    ruleset: Text('File of a ruleset as the service exports it; instead of rules and bindings.'),
  },
)
export type Campaign = Static<typeof Campaign>
