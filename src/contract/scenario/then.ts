import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from '../wire-types.ts'
import { Count, Instant, NumberOrTree, Reference, Shape, Text, Tree, ValueOrTree } from './forms.ts'
import { ItemTest } from './when.ts'

/** Effects in their short form. */

const PERCENT = { exclusiveMinimum: 0, maximum: 100 }
const share = (whole: string) => ({
  percent: NumberOrTree(`So many hundredths of ${whole}.`, PERCENT),
  amount: NumberOrTree('So much money, in major units.', { minimum: 0 }),
})

/** One of these keys must be there, and no two. */
const oneOf = (...keys: readonly string[]) => ({
  oneOf: keys.map((key) => ({ required: [key] })),
})

const whose = { for: OneOf(['profile', 'advocate'], { description: 'Left out: profile.' }) }

const CreatedCode = Shape(
  {},
  {
    ...whose,
    pattern: Type.String({
      minLength: 3,
      maxLength: 100,
      description: 'How the code looks: WELCOME-####',
    }),
    usageLimit: Count('How often it may be used; 0: as often as you like.'),
    validFor: Type.String({ pattern: '^\\d+[smhDWMY]$', description: 'How long: 30D, 12h' }),
  },
)
export type CreatedCode = Static<typeof CreatedCode>

const effects = {
  discount: Shape(
    { name: Text('What the discount is called.') },
    {
      ...share('the total'),
      of: OneOf(['session', 'items', 'costs'], {
        description: "Which total. Left out: the Application's discountScope.",
      }),
    },
    oneOf('percent', 'amount'),
  ),
  itemDiscount: Shape(
    { name: Text('What the discount is called.') },
    { ...share('the price of an item'), where: ItemTest },
    { ...oneOf('percent', 'amount'), description: 'On each cart item that matches, or on all.' },
  ),
  costDiscount: Shape(
    { name: Text('What the discount is called.'), cost: Text('Name of an additional cost.') },
    share('the cost'),
    { ...oneOf('percent', 'amount'), description: 'Free shipping: cost: shipping, percent: 100' },
  ),
  freeItem: Shape(
    { sku: Text('SKU of the item.'), name: Text('What it is called.') },
    { quantity: Type.Integer({ minimum: 1, description: 'Left out: 1.' }) },
  ),
  points: Shape(
    { program: Reference('Name or ID of a loyalty program.'), name: Text('What they are for.') },
    {
      amount: NumberOrTree('So many points.', { minimum: 0 }),
      perUnit: Type.Number({
        exclusiveMinimum: 0,
        description: 'Points for each unit of money in the cart, rounded down.',
      }),
      subledger: Text('ID of a subledger. Left out: the main ledger.'),
      ...whose,
    },
    oneOf('amount', 'perUnit'),
  ),
  itemPoints: Shape(
    { program: Reference('Name or ID of a loyalty program.'), name: Text('What they are for.') },
    {
      amount: NumberOrTree('So many points for each unit of an item.', { minimum: 0 }),
      perUnit: Type.Number({
        exclusiveMinimum: 0,
        description: "Points for each unit of money of an item's price.",
      }),
      where: ItemTest,
      subledger: Text('ID of a subledger. Left out: the main ledger.'),
    },
    {
      ...oneOf('amount', 'perUnit'),
      description: 'For each unit of the items that match, or of all.',
    },
  ),
  redeem: Shape(
    {
      program: Reference('Name or ID of a loyalty program.'),
      name: Text('What they are spent on.'),
      points: NumberOrTree('So many points.', { minimum: 0 }),
    },
    { subledger: Text('ID of a subledger. Left out: the main ledger.') },
  ),
  pointsExpiry: Shape(
    { program: Reference('Name or ID of a loyalty program.') },
    {
      at: Instant('They expire then.'),
      extendBy: Type.String({
        pattern: '^\\d+[smhDWMY](_[DU])?$',
        description: 'They expire so much later: 30D, 1M_U',
      }),
      subledger: Text('ID of a subledger. Left out: the main ledger.'),
    },
    { ...oneOf('at', 'extendBy'), description: 'Of the points that can be spent and do expire.' },
  ),
  createCoupon: CreatedCode,
  createReferral: CreatedCode,
  reserveCoupon: Shape({ code: Text('Code of a coupon.') }, whose),
  giveaway: Shape({ pool: Reference('Name or ID of a pool of giveaways.') }, whose),
  progress: Shape(
    { achievement: Reference('Name or ID of an achievement, of any campaign.') },
    { by: NumberOrTree('So much progress. Left out: 1.', { exclusiveMinimum: 0 }) },
  ),
  setAttribute: Shape(
    {
      path: Type.String({
        pattern: '^(Session|Profile)\\.Attributes\\.[A-Za-z]\\w*$',
        description: 'Session.Attributes.<name> or Profile.Attributes.<name>',
      }),
      value: ValueOrTree('What it is set to.'),
    },
    {},
  ),
  audience: Shape(
    {},
    {
      add: Reference('Integration ID, ID or name of an audience.'),
      remove: Reference('Integration ID, ID or name of an audience.'),
    },
    oneOf('add', 'remove'),
  ),
  notify: Shape(
    { title: Text('Its title.') },
    { type: Text('Its type. Left out: info.'), body: Type.String() },
  ),
  custom: Shape(
    { name: Text('Name of the custom effect.') },
    { payload: Type.Unsafe<Record<string, unknown>>({ type: 'object' }) },
  ),
  webhook: Shape({ id: Type.Integer({ minimum: 1 }), name: Text('What it is called.') }, {}),
  expr: Tree,
}

/** One effect of a rule, under its key. */
export const Effect = Shape({}, effects, {
  minProperties: 1,
  maxProperties: 1,
  description: 'One effect, under its key.',
})
export type Effect = Static<typeof Effect>
