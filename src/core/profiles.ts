import type { CustomerProfile, CustomerSession } from '../contract/service/integration-state.ts'
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

/** Takes a closed session off again, when it is cancelled. Source: Integration API, `closedSessions`. */
export const withdrawSale = (
  profile: CustomerProfile,
  session: CustomerSession,
): CustomerProfile => ({
  ...profile,
  closedSessions: profile.closedSessions - 1,
  totalSales: subtractWire(profile.totalSales, session.total),
})
