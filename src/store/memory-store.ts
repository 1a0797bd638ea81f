import type {
  Attribute,
  CustomerSession,
  SessionEntity,
} from '../contract/service/integration-state.ts'
import { type ProfileRecord, withdrawSale } from '../core/profiles.ts'
import type { SessionFacts } from '../core/sessions/update.ts'
import type { Outbox, SessionKeys, Store } from '../world/ports.ts'

/**
 * Keeps the records of one world in memory. Records are replaced, never edited, so what is given out
 * needs no copy. `transact` runs in one tick.
 */
export const createMemoryStore = (outbox: Pick<Outbox, 'put'>): Store => {
  const sessions = new Map<string, CustomerSession>()
  const profiles = new Map<string, ProfileRecord>()
  const attributes: Record<SessionEntity, Map<string, Attribute>> = {
    CustomerSession: new Map(),
    CartItem: new Map(),
  }

  const load = (keys: SessionKeys): SessionFacts => {
    const session = sessions.get(keys.sessionId)
    const profileId = keys.profileId ?? session?.profileId
    return { session, profile: profileId ? profiles.get(profileId) : undefined, attributes }
  }

  return {
    async transact(keys, decide) {
      const outcome = decide(load(keys))
      sessions.set(outcome.session.integrationId, outcome.session)
      if (outcome.profile) profiles.set(outcome.profile.profile.integrationId, outcome.profile)
      for (const made of outcome.createdAttributes) attributes[made.entity].set(made.name, made)
      if (outcome.callback) outbox.put(outcome.callback)
      return outcome
    },

    async session(id) {
      return sessions.get(id)
    },

    async sessions({ after, limit }) {
      const page: CustomerSession[] = []
      for (const session of sessions.values()) {
        if (session.id <= after) continue
        page.push(session)
        if (page.length === limit) break
      }
      return page
    },

    async removeSession(id) {
      const session = sessions.get(id)
      if (!session) return false
      sessions.delete(id)
      const record = profiles.get(session.profileId)
      if (record) {
        const sold = session.state === 'closed' || session.state === 'partially_returned'
        profiles.set(session.profileId, {
          profile: sold ? withdrawSale(record.profile, session) : record.profile,
          sessionCount: record.sessionCount - 1,
        })
      }
      return true
    },

    async clear() {
      sessions.clear()
      profiles.clear()
      for (const definitions of Object.values(attributes)) definitions.clear()
    },
  }
}
