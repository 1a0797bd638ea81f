import type { Coupon, SessionCoupon } from '../../contract/service/rewards.ts'
import { notFound } from '../errors.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { newProfile } from '../profiles.ts'
import type { Spell } from '../rewards/codes.ts'
import {
  type AccountFacts,
  type CouponRecord,
  type RewardChanges,
  redemptionsKey,
} from '../rewards/records.ts'

/** The coupon with that code. @throws EmulatorError NOT_FOUND */
export const couponNamed = (
  records: AccountFacts,
  code: string,
  spell: Spell,
  source = 'couponValue',
): CouponRecord => {
  const record = records.coupon(spell(code))
  if (record) return record
  throw notFound('coupon', code, source)
}

/** What a decision on reservations changes, and the coupon. */
export interface ReservationDecision {
  readonly coupon: Coupon
  readonly rewards: RewardChanges
}

/**
 * Decides that profiles reserve a coupon; those that aren't known come into being.
 * Source: Integration API, "Create coupon reservation" (it goes over the reservation limit; a hard one
 * where the coupon needs it, else a soft one that keeps nobody out).
 * @throws EmulatorError NOT_FOUND
 */
export const decideReservation = (
  { records }: Facts,
  { code, profileIds }: { code: string; profileIds: readonly string[] },
  { moment, spell }: { moment: Moment; spell: Spell },
): ReservationDecision => {
  const record = couponNamed(records, code, spell)
  const reservedBy = [...new Set([...record.reservedBy, ...profileIds])]
  const profiles = [...new Set(profileIds)].flatMap((id) =>
    records.profile(id) ? [] : [newProfile(moment.nextId('profile'), id, moment.now)],
  )
  return { coupon: record.coupon, rewards: { coupons: [{ ...record, reservedBy }], profiles } }
}

/**
 * Decides that profiles have a coupon reserved no more; those that haven't are passed over (assumed).
 * Source: Integration API, "Delete coupon reservations". @throws EmulatorError NOT_FOUND
 */
export const decideUnreservation = (
  { records }: Facts,
  { code, profileIds }: { code: string; profileIds: readonly string[] },
  spell: Spell,
): ReservationDecision => {
  const record = couponNamed(records, code, spell)
  const reservedBy = record.reservedBy.filter((id) => !profileIds.includes(id))
  return { coupon: record.coupon, rewards: { coupons: [{ ...record, reservedBy }] } }
}

/** A coupon with the times that a profile has redeemed it. */
export const redeemedBy = (
  records: AccountFacts,
  { coupon }: CouponRecord,
  profileId: string,
): SessionCoupon => ({
  ...coupon,
  profileRedemptionCount: records.counter(redemptionsKey(coupon.id, profileId)),
})
