import type { CustomerProfile, CustomerSession } from '../contract/service/integration-state.ts'
import { invalid } from './errors.ts'
import { addWire, subtractWire } from './money.ts'

/** A profile as it is kept. `sessionCount` counts all its sessions, in whatever state. */
export interface ProfileRecord {
  readonly profile: CustomerProfile
  readonly sessionCount: number
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

/** Counts a closed session: one more, and its total before discounts. Source: Integration API, `totalSales`. */
export const addSale = (profile: CustomerProfile, session: CustomerSession): CustomerProfile => ({
  ...profile,
  closedSessions: profile.closedSessions + 1,
  totalSales: addWire(profile.totalSales, session.total),
})

/**
 * Checks that a profile's sales have room for a session that is about to be closed.
 * @throws EmulatorError REQUEST_INVALID when their sum passes what a JSON number can hold
 */
export const checkSale = (
  profile: CustomerProfile | undefined,
  total: number,
  pointer: string,
): void => {
  if (Number.isFinite(addWire(profile?.totalSales ?? 0, total))) return
  throw invalid('REQUEST_INVALID', [
    {
      title: 'Out of range',
      details: "cartItems and the profile's earlier sales must stay below 1.8e308 in all",
      source: `${pointer}/cartItems`,
    },
  ])
}

/** Takes a closed session off again, when it is cancelled. Source: Integration API, `closedSessions`. */
export const withdrawSale = (
  profile: CustomerProfile,
  session: CustomerSession,
): CustomerProfile => ({
  ...profile,
  closedSessions: profile.closedSessions - 1,
  totalSales: subtractWire(profile.totalSales, session.total),
})
