import { type Static, Type } from '@sinclair/typebox'
import { ATTRIBUTE_TYPES, type AttributeType } from '../service/integration-state.ts'
import { MapOf, OneOf } from '../wire-types.ts'
import { AttributeValues, Count, Flag, Id, ListOf, Reference, Shape, Text } from './forms.ts'
import {
  ATTRIBUTE_ENTITIES,
  type AttributeEntity,
  CODE_CASES,
  DISCOUNT_SCOPES,
} from './vocabulary.ts'

/** What an account holds besides its campaigns and loyalty programs. */

export const Application = Shape(
  {},
  {
    id: Id(),
    name: Text('What it is called.'),
    currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217, for example EUR' }),
    timezone: Text('IANA name, for example Europe/Berlin. Left out: UTC.'),
    cascadingDiscounts: Flag('Later campaigns see totals that are discounted. Left out: false.'),
    partialDiscounts: Flag(
      'A discount that passes a limit shrinks to what is left instead of failing. Left out: true.',
    ),
    flattenedCartItems: Flag('Quantity n counts as n units. Left out: true.'),
    codeCase: OneOf(CODE_CASES, { description: 'How codes are compared. Left out: sensitive.' }),
    discountScope: OneOf(DISCOUNT_SCOPES, {
      description: 'Of a discount that names none. Left out: sessionTotal.',
    }),
  },
  { description: 'Settings of the Application.' },
)
export type Application = Static<typeof Application>

/** Types of custom attributes, by entity and name. */
export const Attributes = Type.Unsafe<
  Partial<Record<AttributeEntity, Record<string, AttributeType>>>
>({
  type: 'object',
  properties: Object.fromEntries(
    ATTRIBUTE_ENTITIES.map((entity) => [entity, MapOf(OneOf(ATTRIBUTE_TYPES))]),
  ),
  additionalProperties: false,
  description:
    'Custom attributes: entity, name, type. Others are created by v1 calls, refused or skipped by v2 calls.',
})
export type Attributes = Static<typeof Attributes>

export const AdditionalCost = Shape({ name: Text('As sessions spell it.') }, { id: Id() })
export type AdditionalCost = Static<typeof AdditionalCost>

export const Audience = Shape(
  { name: Text('What it is called.') },
  { id: Id(), integrationId: Text('ID in the system that it comes from.') },
)
export type Audience = Static<typeof Audience>

export const Profile = Shape(
  { integrationId: Text('ID of the customer.') },
  {
    attributes: AttributeValues,
    audiences: ListOf(Reference('Integration ID, ID or name of an audience.'), 'Memberships.'),
    closedSessions: Count('Sessions closed so far. Left out: 0.'),
    totalSales: Type.Number({ minimum: 0, description: 'What they came to. Left out: 0.' }),
  },
)
export type Profile = Static<typeof Profile>

export const GiveawayPool = Shape(
  { name: Text('What it is called.') },
  {
    id: Id(),
    codes: Type.Array(Text('A code.'), {
      uniqueItems: true,
      description: 'Codes that are given away, in this order.',
    }),
  },
)
export type GiveawayPool = Static<typeof GiveawayPool>

export const Collections = MapOf(Type.Array(Type.String()), {
  description: 'Lists of values that rules look into, by name.',
})
export type Collections = Static<typeof Collections>
