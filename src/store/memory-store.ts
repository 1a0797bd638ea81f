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

  /** What a request seldom needs: it takes looking at all records. */
  const lookUp = ({
    sessionNumber,
    profileNumber,
    sessionsOf,
  }: NonNullable<SessionKeys['also']>) => ({
    sessionOfNumber: find(sessions.values(), ({ id }) => id === sessionNumber),
    profileOfNumber: find(records.profiles(), ({ profile }) => profile.id === profileNumber),
    sessionsOfProfile: [...sessions.values()].flatMap(({ profileId, integrationId }) =>
      profileId === sessionsOf ? [integrationId] : [],
    ),
  })

  const removeSession = (sessionId: string) => {
    sessions.delete(sessionId)
    closings.delete(sessionId)
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
      const { also } = keys
      const changes = decide(also ? { ...load(keys), also: lookUp(also) } : load(keys))
      const { session, closing, removedSession, removedProfile } = changes
      const { rewards, createdAttributes, callback } = changes
      if (session) {
        sessions.set(session.integrationId, session)
        if (closing) closings.set(session.integrationId, closing)
        else closings.delete(session.integrationId)
      }
      if (removedSession !== undefined) removeSession(removedSession)
      if (removedProfile) {
        for (const sessionId of removedProfile.sessions) removeSession(sessionId)
        records.remove(removedProfile)
      }
      if (rewards) records.keep(rewards)
      if (createdAttributes) define(createdAttributes)
      if (callback) outbox.put(callback)
      return changes
    },

    async session(id) {
      return sessions.get(id)
    },

    async sessions(page) {
      return pageOf([...sessions.values()], ({ id }) => id, page)
    },

    async countSessions() {
      return sessions.size
    },

    async profile(id) {
      return records.facts.profile(id)
    },

    async profiles(page) {
      return pageOf([...records.profiles()], ({ profile }) => profile.id, page)
    },

    async facts(id) {
      return load({ sessionId: id, profileId: undefined })
    },

    async dump() {
      return {
        attributes: Object.values(attributes).flatMap((known) => [...known.values()]),
        sessions: inOrder([...sessions.values()], ({ id }) => id),
        closings: new Map(closings),
        ...records.dump(),
      }
    },

    async begin(begun) {
      begin(begun)
    },
  }
}

const find = <T>(items: Iterable<T>, isIt: (item: T) => boolean): T | undefined => {
  for (const item of items) if (isIt(item)) return item
  return undefined
}

/** Records stand in the order in which they came; one that was put with a number of its own may not. */
const inOrder = <T>(items: T[], numberOf: (item: T) => number): T[] => {
  const isInOrder = items.every(
    (item, i) => i === 0 || numberOf(items[i - 1] ?? item) < numberOf(item),
  )
  return isInOrder ? items : items.sort((a, b) => numberOf(a) - numberOf(b))
}

const pageOf = <T>(
  items: T[],
  numberOf: (item: T) => number,
  { after, limit }: { after: number; limit: number },
): T[] => {
  const ordered = inOrder(items, numberOf)
  const first = ordered.findIndex((item) => numberOf(item) > after)
  return first < 0 ? [] : ordered.slice(first, first + limit)
}
