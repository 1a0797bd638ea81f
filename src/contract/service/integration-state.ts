import { type Static, Type } from '@sinclair/typebox'
import { MapOf, OneOf, Timestamp } from '../wire-types.ts'
import { AdditionalCosts, SESSION_STATES } from './customer-sessions.ts'
import { Effect } from './effects.ts'
import { Loyalty } from './loyalty.ts'
import {
  Campaign,
  Coupon,
  Giveaway,
  InventoryReferral,
  RuleFailureReason,
  SessionCoupon,
} from './rewards.ts'

/**
 * The reply to a session update. Source: Third-party OpenAPI, `IntegrationStateV2`, and the
 * Integration API's later fields (`updateCount`, `cartItemAdditionalCostTotal`).
 * The schemas document the reply and check it in tests; they don't serialise it.
 */

export const ATTRIBUTE_TYPES = [
  'string',
  'time',
  'number',
  'boolean',
  'location',
  '(list string)',
  '(list number)',
  '(list time)',
  '(list location)',
] as const
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number]

/** The entities whose attributes a session update can touch. */
export const SESSION_ENTITIES = ['CustomerSession', 'CartItem'] as const
export type SessionEntity = (typeof SESSION_ENTITIES)[number]

/** Definition of a custom attribute. */
export const Attribute = Type.Object({
  id: Type.Integer(),
  created: Timestamp(),
  accountId: Type.Integer(),
  entity: OneOf(SESSION_ENTITIES),
  name: Type.String({ pattern: '^[A-Za-z]\\w*$' }),
  title: Type.String(),
  type: OneOf(ATTRIBUTE_TYPES),
  description: Type.String(),
  suggestions: Type.Array(Type.String()),
  hasAllowedList: Type.Boolean(),
  restrictedBySuggestions: Type.Boolean(),
  editable: Type.Boolean(),
})
export type Attribute = Static<typeof Attribute>

const AttributeValues = MapOf(Type.Unknown())

/** A cart line as it is kept: `position` counts from 0, money in major units, measures as numbers. */
export const CartItem = Type.Object({
  sku: Type.String(),
  quantity: Type.Integer(),
  position: Type.Integer(),
  returnedQuantity: Type.Integer(),
  remainingQuantity: Type.Integer(),
  name: Type.Optional(Type.String()),
  price: Type.Optional(Type.Number()),
  category: Type.Optional(Type.String()),
  weight: Type.Optional(Type.Number()),
  height: Type.Optional(Type.Number()),
  width: Type.Optional(Type.Number()),
  length: Type.Optional(Type.Number()),
  attributes: Type.Optional(AttributeValues),
  additionalCosts: Type.Optional(AdditionalCosts),
})
export type CartItem = Static<typeof CartItem>

/** A customer session. Totals are before discounts, in major units, rounded to cents. */
export const CustomerSession = Type.Object({
  id: Type.Integer(),
  created: Timestamp(),
  integrationId: Type.String(),
  applicationId: Type.Integer(),
  profileId: Type.String({ description: 'Empty on an anonymous session.' }),
  state: OneOf(SESSION_STATES),
  firstSession: Type.Boolean(),
  couponCodes: Type.Array(Type.String()),
  referralCode: Type.String(),
  loyaltyCards: Type.Array(Type.String()),
  identifiers: Type.Array(Type.String()),
  attributes: AttributeValues,
  additionalCosts: AdditionalCosts,
  cartItems: Type.Array(CartItem),
  cartItemTotal: Type.Number(),
  additionalCostTotal: Type.Number(),
  cartItemAdditionalCostTotal: Type.Number(),
  total: Type.Number(),
  updateCount: Type.Integer(),
  updated: Timestamp(),
})
export type CustomerSession = Static<typeof CustomerSession>

export const CustomerProfile = Type.Object({
  id: Type.Integer(),
  created: Timestamp(),
  accountId: Type.Integer(),
  integrationId: Type.String(),
  attributes: AttributeValues,
  closedSessions: Type.Integer(),
  totalSales: Type.Number(),
  audienceMemberships: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String() })),
  lastActivity: Timestamp(),
})
export type CustomerProfile = Static<typeof CustomerProfile>

/** Built-in event types that a session update raises. Source: docs, Events. */
export const SESSION_EVENTS = [
  'talon_session_created',
  'talon_session_updated',
  'talon_session_closed',
  'talon_session_cancelled',
  'talon_session_revoked',
] as const
export type SessionEvent = (typeof SESSION_EVENTS)[number]

export const Event = Type.Object({
  id: Type.Integer(),
  created: Timestamp(),
  applicationId: Type.Integer(),
  profileId: Type.Optional(Type.String()),
  type: Type.String(),
  attributes: AttributeValues,
  sessionId: Type.String(),
  effects: Type.Array(Type.Array(Type.Unknown())),
  ledgerEntries: Type.Array(Type.Unknown()),
})
export type Event = Static<typeof Event>

export const IntegrationState = Type.Object({
  effects: Type.Array(Effect),
  createdCoupons: Type.Array(Coupon),
  createdReferrals: Type.Array(InventoryReferral),
  customerSession: CustomerSession,
  customerProfile: Type.Optional(CustomerProfile),
  event: Event,
  loyalty: Loyalty,
  referral: Type.Optional(InventoryReferral),
  coupons: Type.Array(SessionCoupon),
  triggeredCampaigns: Type.Array(Campaign),
  ruleFailureReasons: Type.Array(RuleFailureReason),
  awardedGiveaways: Type.Array(Giveaway),
  createdAttributes: Type.Optional(Type.Array(Attribute, { description: 'v1 only.' })),
})
export type IntegrationState = Static<typeof IntegrationState>
