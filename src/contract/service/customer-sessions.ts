import { type Static, Type } from '@sinclair/typebox'
import { MapOf, OneOf, OrNull } from '../wire-types.ts'

/**
 * Requests that update a customer session. Limits: Third-party OpenAPI, `newCustomerSessionV2` and
 * `cartItem`; the 100 coupon codes: help text of Segment's Talon.One destination.
 */

export const SESSION_STATES = ['open', 'closed', 'partially_returned', 'cancelled'] as const
export type SessionState = (typeof SESSION_STATES)[number]

/** Types that `sessionAttributesInfo` and `cartItemAttributesInfo` may force. */
export const FORCED_ATTRIBUTE_TYPES = ['string', 'time', 'number', 'boolean', 'location'] as const

/** Most units in one cart: the sum of all `quantity` values. */
export const MAX_CART_QUANTITY = 10_000

/** Longest ID of a session or a profile, in characters. */
export const MAX_INTEGRATION_ID = 1000

/** Segment's client sends the measures as text: `1130` arrives as `"1130"`. */
const Measure = (description: string) =>
  Type.Unsafe<number | string>({
    type: ['number', 'string'],
    format: 'number',
    description: `${description}. A number, or a number as text.`,
  })

export const AttributeValues = Type.Unsafe<Record<string, unknown>>({ type: 'object' })

export const AdditionalCosts = MapOf(Type.Object({ price: Type.Optional(Type.Number()) }), {
  description: 'Cost name to `{ price }`. A price left out counts as 0.',
})
export type AdditionalCosts = Static<typeof AdditionalCosts>

/**
 * One cart line. `price` in major units (12.5), `quantity` in whole units. The read-only fields
 * (`position`, `returnedQuantity`, `remainingQuantity`, …) have no schema: whatever is sent in them
 * is ignored.
 */
export const CartItemInput = Type.Object({
  sku: Type.String({ minLength: 1 }),
  quantity: Type.Integer({ minimum: 1 }),
  name: Type.Optional(Type.String({ minLength: 1 })),
  price: Type.Optional(Type.Number()),
  category: Type.Optional(Type.String()),
  weight: Type.Optional(Measure('Grams')),
  height: Type.Optional(Measure('Millimetres')),
  width: Type.Optional(Measure('Millimetres')),
  length: Type.Optional(Measure('Millimetres')),
  attributes: Type.Optional(AttributeValues),
  additionalCosts: Type.Optional(AdditionalCosts),
})
export type CartItemInput = Static<typeof CartItemInput>

/** A customer session as it is sent. A field that is left out, or `null`, keeps its value. */
export const CustomerSessionInput = Type.Object({
  profileId: Type.Optional(
    OrNull(
      Type.String({ maxLength: MAX_INTEGRATION_ID, description: 'Empty: an anonymous session.' }),
    ),
  ),
  couponCodes: Type.Optional(
    OrNull(
      Type.Array(Type.String({ maxLength: 100 }), {
        maxItems: 100,
        description: '`[]` drops the earlier codes.',
      }),
    ),
  ),
  referralCode: Type.Optional(
    OrNull(Type.String({ maxLength: 100, description: 'Empty drops the earlier code.' })),
  ),
  loyaltyCards: Type.Optional(
    OrNull(
      Type.Array(Type.String({ minLength: 4, maxLength: 108, pattern: '^[A-Za-z0-9._%+@-]+$' }), {
        maxItems: 1,
      }),
    ),
  ),
  state: Type.Optional(OrNull(OneOf(SESSION_STATES))),
  cartItems: Type.Optional(
    OrNull(Type.Array(CartItemInput, { maxItems: 1000, description: 'Replaces the whole cart.' })),
  ),
  additionalCosts: Type.Optional(OrNull(AdditionalCosts)),
  identifiers: Type.Optional(OrNull(Type.Array(Type.String(), { maxItems: 5 }))),
  attributes: Type.Optional(OrNull(AttributeValues)),
})
export type CustomerSessionInput = Static<typeof CustomerSessionInput>

const AttributesInfo = Type.Array(
  Type.Object({
    name: Type.Optional(Type.String()),
    type: Type.Optional(OneOf(FORCED_ATTRIBUTE_TYPES)),
  }),
  { description: 'Types for attributes that this request creates; the same name may come twice.' },
)
export type AttributesInfo = Static<typeof AttributesInfo>

/** Body of the deprecated v1 endpoint. Nothing in it is required. */
export const UpdateCustomerSessionRequest = Type.Object({
  customerSession: Type.Optional(OrNull(CustomerSessionInput)),
  sessionAttributesInfo: Type.Optional(OrNull(AttributesInfo)),
  cartItemAttributesInfo: Type.Optional(OrNull(AttributesInfo)),
})
export type UpdateCustomerSessionRequest = Static<typeof UpdateCustomerSessionRequest>

export const CustomerSessionParams = Type.Object({
  customerSessionId: Type.String({
    minLength: 1,
    maxLength: MAX_INTEGRATION_ID,
    description: 'Integration ID of the session, taken as it is after percent-decoding.',
  }),
})

export const SkipNonExistingAttributes = Type.Object({
  skipNonExistingAttributes: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Drop unknown attributes instead of answering 400.',
    }),
  ),
})
