import type {
  Attribute,
  CustomerSession,
  SessionEntity,
} from '../contract/service/integration-state.ts'
import type { ProfileRecord } from '../core/profiles.ts'
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
      const changes = decide(load(keys))
      const { session, removedSession, profile, createdAttributes = [], callback } = changes
      if (session) sessions.set(session.integrationId, session)
      if (removedSession !== undefined) sessions.delete(removedSession)
      if (profile) profiles.set(profile.profile.integrationId, profile)
      for (const made of createdAttributes) attributes[made.entity].set(made.name, made)
      if (callback) outbox.put(callback)
      return changes
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

    async clear() {
      sessions.clear()
      profiles.clear()
      for (const definitions of Object.values(attributes)) definitions.clear()
    },
  }
}
