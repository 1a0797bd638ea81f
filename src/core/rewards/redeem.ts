import type { Coupon } from '../../contract/service/rewards.ts'
import { addWire, subtractWire } from '../money.ts'
import type { Books } from './books.ts'
import { redemptionsKey } from './records.ts'
import type { Reservation } from './rule-program.ts'

/** Notes on a coupon that a profile has reserved it. */
export const reserveCoupon = (books: Books, { code, profileId }: Reservation): void => {
  const record = books.coupon(code)
  if (!record) throw new Error(`there is no coupon ${code} to reserve`)
  if (record.reservedBy.includes(profileId)) return
  books.setCoupon({ ...record, reservedBy: [...record.reservedBy, profileId] })
}

/** Counts a coupon as used once more, and the discount that it gave. */
export const redeemCoupon = (
  books: Books,
  code: string,
  profileId: string,
  discount: number,
): void => countCoupon(books, code, profileId, { uses: 1, discount })

/** Takes that back. */
export const releaseCoupon = (
  books: Books,
  code: string,
  profileId: string,
  discount: number,
): void => countCoupon(books, code, profileId, { uses: -1, discount: -discount })

const countCoupon = (
  books: Books,
  code: string,
  profileId: string,
  by: { uses: number; discount: number },
): void => {
  const record = books.coupon(code)
  if (!record) throw new Error(`there is no coupon ${code} to count`)
  const { coupon } = record
  const discountCounter = addWire(coupon.discountCounter, by.discount)
  books.setCoupon({
    ...record,
    coupon: {
      ...coupon,
      usageCounter: coupon.usageCounter + by.uses,
      discountCounter,
      ...remainderOf(coupon, discountCounter),
    },
  })
  // Nobody asks how often an anonymous session's nobody has used it.
  if (profileId === '') return
  const key = redemptionsKey(coupon.id, profileId)
  books.setCounter(key, books.counter(key) + by.uses)
}

const remainderOf = ({ discountLimit }: Coupon, discountCounter: number) =>
  discountLimit === undefined
    ? {}
    : { discountRemainder: subtractWire(discountLimit, discountCounter) }

/** Counts a referral as used once more, and notes on the friend's profile that it was. */
export const redeemReferral = (books: Books, code: string, profileId: string): void => {
  const { referral } = books.referral(code) ?? gone(code)
  const referredCustomers = profileId
    ? [...referral.referredCustomers, profileId]
    : referral.referredCustomers
  const usageCounter = referral.usageCounter + 1
  books.setReferral({ referral: { ...referral, usageCounter, referredCustomers } })
  const friend = books.profile(profileId)
  if (friend) books.setProfile({ ...friend, referredWith: code })
}

/** Takes that back: the friend may be referred again. */
export const releaseReferral = (books: Books, code: string, profileId: string): void => {
  const { referral } = books.referral(code) ?? gone(code)
  const referredCustomers = referral.referredCustomers.filter((id) => id !== profileId)
  const usageCounter = referral.usageCounter - 1
  books.setReferral({ referral: { ...referral, usageCounter, referredCustomers } })
  const { referredWith: _, ...friend } = books.profile(profileId) ?? {}
  if ('profile' in friend) books.setProfile(friend)
}

const gone = (code: string): never => {
  throw new Error(`there is no referral ${code} to count`)
}
