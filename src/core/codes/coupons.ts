import type { Attribute } from '../../contract/service/integration-state.ts'
import type { Coupon } from '../../contract/service/rewards.ts'
import type { Account, CodeSettings } from '../account.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { Books } from '../rewards/books.ts'
import { COUPON_SETTINGS } from '../rewards/codes.ts'
import { createCoupon, type NewCoupon } from '../rewards/create-codes.ts'
import type { RewardChanges } from '../rewards/records.ts'
import { type CodeAttributes, resolveCodeAttributes } from './attributes.ts'
import { campaignNumbered } from './campaign.ts'

/** A coupon as a request asks for it. `settings` go over those of the campaign. */
export interface CouponRequest extends Omit<NewCoupon, 'settings' | 'attributes'>, CodeAttributes {
  readonly settings: Partial<CodeSettings>
}

/** What a request for a coupon changes, and the coupon. */
export interface CouponDecision {
  readonly coupon: Coupon
  readonly createdAttributes: readonly Attribute[]
  readonly rewards: RewardChanges
}

/**
 * Decides a new coupon; one that an earlier request with the same identifier has created is answered as it
 * is now. Source: Third-party OpenAPI, "Create coupon", `identifier`. Assumed: budgets of coupon creation
 * don't count, identifiers are those of the whole account.
 * @throws EmulatorError NOT_FOUND, ATTRIBUTE_INVALID; no ID is spent then
 */
export const decideCoupon = (
  account: Account,
  facts: Facts,
  wanted: CouponRequest,
  moment: Moment,
): CouponDecision => {
  const { records } = facts
  const { campaignId, identifier } = wanted
  const known = identifier === undefined ? undefined : records.couponOf(identifier)
  if (known) return { coupon: known.coupon, createdAttributes: [], rewards: {} }
  const campaign = campaignNumbered(account, campaignId)
  const { values, define } = resolveCodeAttributes('Coupon', facts, wanted)
  const books = new Books(records)
  const settings = { ...COUPON_SETTINGS, ...campaign.couponSettings, ...wanted.settings }
  const { codeCase } = account.application
  const made = { ...wanted, settings, attributes: values }
  const coupon = createCoupon(books, made, { moment, codeCase })
  return { coupon, createdAttributes: define(moment), rewards: books.changes }
}
