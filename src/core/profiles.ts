import type {
  CartItem,
  CustomerProfile,
  CustomerSession,
} from '../contract/service/integration-state.ts'
import { invalid } from './errors.ts'
import { addWire, isWithinNumbers, subtractWire, times, toWire } from './money.ts'

/** A profile as it is kept. `sessionCount` counts all its sessions, in whatever state. */
export interface ProfileRecord {
  readonly profile: CustomerProfile
  readonly sessionCount: number
  /** The referral code that it redeemed: a customer is referred once. */
  readonly referredWith?: string
}

/** The account that every record belongs to. */
export const ACCOUNT_ID = 1

/**
 * The empty profile that comes into being with the first session that names it.
 * Source: Third-party OpenAPI, `profileId` ("an empty profile is created").
 */
export const newProfile = (id: number, integrationId: string, now: string): ProfileRecord => ({
  profile: {
    id,
    created: now,
    accountId: ACCOUNT_ID,
    integrationId,
    attributes: {},
    closedSessions: 0,
    totalSales: 0,
    audienceMemberships: [],
    lastActivity: now,
  },
  sessionCount: 0,
})

/**
 * Lets a sale through that the profile's total sales can hold, `null` being no sum.
 * Assumed: no limit is documented.
 * @throws EmulatorError REQUEST_INVALID
 */
export const checkSale = (
  record: ProfileRecord | undefined,
  total: number,
  pointer: string,
): void => {
  if (!record || isWithinNumbers(addWire(record.profile.totalSales, total))) return
  throw invalid('REQUEST_INVALID', [
    {
      title: 'Out of range',
      details: "cartItems must leave the profile's totalSales below 1.8e308",
      source: `${pointer}/cartItems`,
    },
  ])
}

/**
 * What a session sells: its total before discounts, without what was returned.
 * Source: Integration API, `totalSales`. Assumed: an item goes with its own additional costs.
 */
const saleOf = ({ total, cartItems }: CustomerSession): number =>
  cartItems.reduce(
    (sum, item) =>
      item.returnedQuantity === 0 ? sum : subtractWire(sum, worthOf(item, item.returnedQuantity)),
    total,
  )

/** What so many units of an item cost, its own additional costs included. */
export const worthOf = ({ price = 0, additionalCosts = {} }: CartItem, quantity: number): number =>
  Object.values(additionalCosts).reduce(
    (sum, cost) => addWire(sum, toWire(times(cost.price ?? 0, quantity))),
    toWire(times(price, quantity)),
  )

/** Counts a closed session: one more, and its total before discounts. Source: Integration API, `totalSales`. */
export const addSale = (profile: CustomerProfile, session: CustomerSession): CustomerProfile => ({
  ...profile,
  closedSessions: profile.closedSessions + 1,
  totalSales: addWire(profile.totalSales, saleOf(session)),
})

/**
 * Takes a closed session off again, when it is cancelled; exact up to 15 digits of `totalSales`.
 * Source: Integration API, `closedSessions`.
 */
export const withdrawSale = (
  profile: CustomerProfile,
  session: CustomerSession,
): CustomerProfile => ({
  ...profile,
  closedSessions: profile.closedSessions - 1,
  totalSales: subtractWire(profile.totalSales, saleOf(session)),
})
