import { type Static, Type } from '@sinclair/typebox'
import { ATTRIBUTE_ENTITIES } from '../scenario/vocabulary.ts'
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

/** Definition of a custom attribute. */
export const Attribute = Type.Object({
  id: Type.Integer(),
  created: Timestamp(),
  accountId: Type.Integer(),
  entity: OneOf(ATTRIBUTE_ENTITIES),
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

/** All built-in event types: custom events can't have their names. Source: docs, Events. */
export const BUILT_IN_EVENTS = [
  ...SESSION_EVENTS,
  'talon_session_partially_returned',
  'talon_session_reopened',
  'talon_profile_created',
  'talon_profile_updated',
] as const

export const Event = Type.Object({
  id: Type.Integer(),
  created: Timestamp(),
  applicationId: Type.Integer(),
  profileId: Type.Optional(Type.String()),
  type: Type.String(),
  attributes: AttributeValues,
  integrationId: Type.Optional(
    Type.String({ description: 'Of an event that was tracked with one.' }),
  ),
  sessionId: Type.Optional(Type.String({ description: 'Left out where there is no session.' })),
  effects: Type.Array(Type.Array(Type.Unknown())),
  ledgerEntries: Type.Array(Type.Unknown()),
})
export type Event = Static<typeof Event>

/** Items that were returned. `position` counts from 0 into the session's `cartItems`. */
export const Return = Type.Object({
  id: Type.Integer(),
  created: Timestamp(),
  applicationId: Type.Integer(),
  accountId: Type.Integer(),
  returnedCartItems: Type.Array(
    Type.Object({ position: Type.Integer(), quantity: Type.Integer(), sku: Type.String() }),
  ),
  eventId: Type.Integer(),
  sessionId: Type.Integer(),
  sessionIntegrationId: Type.String(),
  profileId: Type.Optional(Type.Integer()),
  profileIntegrationId: Type.Optional(Type.String()),
})
export type Return = Static<typeof Return>

/** What rules make of something that happens, with a session or without. */
export const RuleResult = Type.Object({
  effects: Type.Array(Effect),
  createdCoupons: Type.Array(Coupon),
  createdReferrals: Type.Array(InventoryReferral),
  customerProfile: Type.Optional(CustomerProfile),
  event: Type.Optional(Event),
  loyalty: Loyalty,
  triggeredCampaigns: Type.Array(Campaign),
  ruleFailureReasons: Type.Array(RuleFailureReason),
  awardedGiveaways: Type.Array(Giveaway),
})
export type RuleResult = Static<typeof RuleResult>

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
  return: Type.Optional(Return),
  previousReturns: Type.Optional(Type.Array(Return)),
  createdAttributes: Type.Optional(Type.Array(Attribute, { description: 'v1 only.' })),
})
export type IntegrationState = Static<typeof IntegrationState>
