import { type Static, Type } from '@sinclair/typebox'
import { SESSION_STATES } from '../service/customer-sessions.ts'
import { MapOf, OneOf } from '../wire-types.ts'
import { Flag, Instant, Named, NumberTest, Reference, Shape, Text, Tree } from './forms.ts'

/** Conditions in their short form. */

export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const

/** Attributes that must have these values. */
const Equalities = Type.Unsafe<Record<string, string | number | boolean>>({
  ...MapOf({ ...Type.Any(), type: ['string', 'number', 'boolean'] }),
  minProperties: 1,
  description: 'Attributes and the values they must have.',
})

const itemTests = {
  sku: Text('Its SKU.'),
  category: Text('Its category.'),
  name: Text('Its name.'),
  attributes: Equalities,
  in: Text('A collection that its SKU is in.'),
}

/** Which cart items: all that is given must hold. */
export const ItemTest = Shape({}, itemTests, { minProperties: 1 })
export type ItemTest = Static<typeof ItemTest>

const TIME = '([01]\\d|2[0-3]):[0-5]\\d'

const tests = {
  coupon: OneOf(['valid'], {
    description: 'A coupon of this campaign is in the session, and valid.',
  }),
  referral: OneOf(['valid'], {
    description: 'A referral of this campaign is in the session, and valid.',
  }),
  sessionTotal: NumberTest('Cart items and additional costs, before discounts.'),
  cartTotal: NumberTest('Cart items, before discounts.'),
  itemCount: NumberTest('Units in the cart.'),
  firstSession: Flag('The session is the first of its profile.'),
  profile: Shape(
    {},
    {
      attributes: Equalities,
      audience: Reference('Integration ID, ID or name of an audience that it belongs to.'),
      closedSessions: NumberTest('Sessions it has closed.'),
      totalSales: NumberTest('What they came to.'),
      known: Flag('The session has a profile: it is not anonymous.'),
    },
    { minProperties: 1 },
  ),
  session: Shape(
    {},
    { attributes: Equalities, state: OneOf(SESSION_STATES) },
    { minProperties: 1 },
  ),
  item: Shape(
    {},
    {
      ...itemTests,
      quantity: NumberTest('Units of all items that match. Left out: at least one.'),
    },
    { minProperties: 1, description: 'Some cart item is such.' },
  ),
  event: Shape(
    {},
    { type: Text('Type of the event.'), attributes: Equalities },
    { minProperties: 1, description: 'The call is such an event.' },
  ),
  points: Shape(
    { program: Reference('Name or ID of a loyalty program.') },
    { subledger: Type.String(), ...NumberTest('').properties },
    { description: 'The balance of the profile.' },
  ),
  time: Shape(
    {},
    {
      after: Instant('Later than this.'),
      before: Instant('Earlier than this.'),
      weekdays: Type.Array(OneOf(WEEKDAYS), { minItems: 1 }),
      hours: Type.String({
        pattern: `^${TIME}-${TIME}$`,
        description: "09:00-17:00, in the Application's time zone.",
      }),
    },
    { minProperties: 1 },
  ),
  expr: Tree,
}

/** Conditions of a rule: all keys must hold. */
export type When = {
  [Key in keyof typeof tests]?: Static<(typeof tests)[Key]>
} & { any?: readonly When[]; all?: readonly When[]; not?: When }

export const When = Shape(
  {},
  {
    ...tests,
    any: Type.Array(Named<When>('When'), { minItems: 1, description: 'One of these holds.' }),
    all: Type.Array(Named<When>('When'), { minItems: 1, description: 'All of these hold.' }),
    not: Named<When>('When'),
  },
  { minProperties: 1, description: 'Conditions: all keys must hold.' },
)
