import { type ProfileRecord, withdrawSale } from '../profiles.ts'
import type { SessionFacts } from './update.ts'

/** What taking a session out changes. */
export interface SessionRemoval {
  readonly removedSession: string | undefined
  readonly profile: ProfileRecord | undefined
}

/**
 * Decides the removal of a session: it goes, and off its profile's counters; the profile and the
 * attributes it created stay. Nothing changes when there is no such session. Of the emulator alone.
 */
export const decideRemoval = ({ session, profile }: SessionFacts): SessionRemoval => {
  if (!session) return { removedSession: undefined, profile: undefined }
  const isSold = session.state === 'closed' || session.state === 'partially_returned'
  return {
    removedSession: session.integrationId,
    profile: profile && {
      profile: isSold ? withdrawSale(profile.profile, session) : profile.profile,
      sessionCount: profile.sessionCount - 1,
    },
  }
}
