import { type Static, Type } from '@sinclair/typebox'
import { OneOf, Together } from '../wire-types.ts'
import { CustomerProfile } from './integration-state.ts'
import { Loyalty } from './loyalty.ts'
import { Giveaway, InventoryReferral, SessionCoupon } from './rewards.ts'

/** What a customer holds. Source: Integration API, "List customer data". */

export const InventoryCoupon = Together([
  SessionCoupon,
  Type.Object({ state: OneOf(['active', 'used', 'expired', 'pending']) }),
])
export type InventoryCoupon = Static<typeof InventoryCoupon>

const Achievement = Type.Object({
  achievementId: Type.Integer(),
  name: Type.String(),
  title: Type.String(),
  description: Type.String(),
  campaignId: Type.Integer(),
  target: Type.Number(),
  progress: Type.Number(),
  status: OneOf(['inprogress', 'completed', 'expired', 'not_started']),
  achievementRecurrencePolicy: OneOf(['no_recurrence', 'on_expiration', 'on_completion']),
  achievementActivationPolicy: OneOf(['user_action', 'fixed_schedule']),
})

/** The parts that are asked for, and no others. */
export const Inventory = Type.Object({
  profile: Type.Optional(CustomerProfile),
  loyalty: Type.Optional(Loyalty),
  referrals: Type.Optional(Type.Array(InventoryReferral)),
  coupons: Type.Optional(Type.Array(InventoryCoupon)),
  giveaways: Type.Optional(Type.Array(Giveaway)),
  achievements: Type.Optional(Type.Array(Achievement)),
})
export type Inventory = Static<typeof Inventory>

const Part = (name: string) =>
  Type.Optional(Type.Boolean({ default: false, description: `Include ${name}.` }))

export const InventoryQuery = Type.Object({
  profile: Part('the profile'),
  referrals: Part('referrals that it advocates'),
  coupons: Part('its coupons'),
  loyalty: Part('its points'),
  giveaways: Part('giveaways that it has got'),
  achievements: Part('its progress in achievements'),
})
