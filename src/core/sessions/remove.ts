import type { Facts } from '../facts.ts'
import type { RewardChanges } from '../rewards/records.ts'
import { withoutSession } from './counted.ts'

/** What taking a session out changes. */
export interface SessionRemoval {
  readonly removedSession: string | undefined
  readonly rewards?: RewardChanges
}

/**
 * Decides the removal of a session: it goes, and off its profile's counters; what it spent, the profile
 * and the attributes it created stay. Nothing changes when there is no such session. Of the emulator alone.
 */
export const decideRemoval = ({ session, profile }: Facts): SessionRemoval => {
  if (!session) return { removedSession: undefined }
  const removedSession = session.integrationId
  if (!profile) return { removedSession }
  return { removedSession, rewards: { profiles: [withoutSession(profile, session)] } }
}
