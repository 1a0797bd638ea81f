import type {
  Attribute,
  CustomerSession,
  SessionEntity,
} from '../contract/service/integration-state.ts'
import type { Closing } from '../core/rewards/closing.ts'
import type { AccountRecords, WorldRecords } from '../core/rewards/seed.ts'
import type { SessionFacts } from '../core/sessions/update.ts'
import type { Outbox, SessionKeys, Store } from '../world/ports.ts'
import { createRecords } from './account-records.ts'

/**
 * Keeps the records of one world in memory. Records are replaced, never edited, so what is given out
 * needs no copy. `transact` runs in one tick.
 */
export const createMemoryStore = (outbox: Pick<Outbox, 'put'>, seed: AccountRecords): Store => {
  const sessions = new Map<string, CustomerSession>()
  const closings = new Map<string, Closing>()
  const records = createRecords()
  const attributes: Record<SessionEntity, Map<string, Attribute>> = {
    CustomerSession: new Map(),
    CartItem: new Map(),
  }
  const load = (keys: SessionKeys): SessionFacts => {
    const session = sessions.get(keys.sessionId)
    const profileId = keys.profileId ?? session?.profileId
    return {
      session,
      profile: profileId ? records.facts.profile(profileId) : undefined,
      closing: closings.get(keys.sessionId),
      attributes,
      records: records.facts,
    }
  }

  const define = (made: readonly Attribute[]) => {
    for (const attribute of made) attributes[attribute.entity].set(attribute.name, attribute)
  }

  const begin = (begun: AccountRecords | WorldRecords) => {
    sessions.clear()
    closings.clear()
    for (const definitions of Object.values(attributes)) definitions.clear()
    define(begun.attributes)
    records.begin(begun)
    if (!('sessions' in begun)) return
    for (const session of begun.sessions) sessions.set(session.integrationId, session)
    for (const [sessionId, closing] of begun.closings) closings.set(sessionId, closing)
  }
  begin(seed)

  return {
    async transact(keys, decide) {
      const changes = decide(load(keys))
      const { session, closing, removedSession, rewards, createdAttributes, callback } = changes
      if (session) {
        sessions.set(session.integrationId, session)
        if (closing) closings.set(session.integrationId, closing)
        else closings.delete(session.integrationId)
      }
      if (removedSession !== undefined) {
        sessions.delete(removedSession)
        closings.delete(removedSession)
      }
      if (rewards) records.keep(rewards)
      if (createdAttributes) define(createdAttributes)
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

    async countSessions() {
      return sessions.size
    },

    async facts(id) {
      return load({ sessionId: id, profileId: undefined })
    },

    async dump() {
      return {
        attributes: Object.values(attributes).flatMap((known) => [...known.values()]),
        sessions: [...sessions.values()],
        closings: new Map(closings),
        ...records.dump(),
      }
    },

    async begin(begun) {
      begin(begun)
    },
  }
}
