import type { InventoryCoupon } from '../../contract/service/inventory.ts'
import type { Coupon, Referral } from '../../contract/service/rewards.ts'
import { campaignNumbered } from '../../core/codes/campaign.ts'
import { type CouponRequest, decideCoupon } from '../../core/codes/coupons.ts'
import { decideReferrals, type NewReferrals } from '../../core/codes/referrals.ts'
import {
  couponNamed,
  decideReservation,
  decideUnreservation,
} from '../../core/codes/reservations.ts'
import { couponsInInventory } from '../../core/profiles/inventory.ts'
import { speller } from '../../core/sessions/update.ts'
import type { Perform } from './perform.ts'

/** What requests do with coupon and referral codes. */
export interface CodeOperations {
  /** Reserves a coupon for profiles. */
  reserve(code: string, profileIds: readonly string[]): Promise<Coupon>
  unreserve(code: string, profileIds: readonly string[]): Promise<void>
  /** Profiles that have reserved a coupon. */
  reservations(code: string): Promise<readonly string[]>
  /** The coupon of an identifier that is known, else a new one; a dry one is not kept. */
  createCoupon(wanted: CouponRequest, isDry?: boolean): Promise<Coupon>
  /** One code for each advocate; dry ones are not kept. */
  createReferrals(wanted: NewReferrals, isDry?: boolean): Promise<readonly Referral[]>
  /** Coupons of a campaign that are a profile's own or that it has reserved. */
  couponsOf(profileId: string, campaignId: number): Promise<readonly InventoryCoupon[]>
}

export const createCodeOperations = (perform: Perform): CodeOperations => ({
  async reserve(code, profileIds) {
    const { coupon } = await perform({}, (facts, { moment, program }) =>
      decideReservation(facts, { code, profileIds }, { moment, spell: speller(program) }),
    )
    return coupon
  },

  async unreserve(code, profileIds) {
    await perform({}, (facts, { program }) =>
      decideUnreservation(facts, { code, profileIds }, speller(program)),
    )
  },

  reservations: (code) =>
    perform.read(
      {},
      ({ records }, { program }) => couponNamed(records, code, speller(program)).reservedBy,
    ),

  async createCoupon(wanted, isDry) {
    const { coupon } = await perform(
      {},
      (facts, { moment, program }) => decideCoupon(program.account, facts, wanted, moment),
      isDry,
    )
    return coupon
  },

  async createReferrals(wanted, isDry) {
    const { referrals } = await perform(
      {},
      (facts, { moment, program }) => decideReferrals(program.account, facts, wanted, moment),
      isDry,
    )
    return referrals
  },

  couponsOf: (profileId, campaignId) =>
    perform.read({ profileId, also: { codesOf: profileId } }, (facts, { moment, program }) => {
      const campaign = campaignNumbered(program.account, campaignId)
      const coupons = couponsInInventory(facts, profileId, moment.at)
      return coupons.filter((coupon) => coupon.campaignId === campaign.id)
    }),
})
