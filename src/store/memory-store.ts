import type { AttributeEntity } from '../contract/scenario/vocabulary.ts'
import type { Attribute } from '../contract/service/integration-state.ts'
import type { Facts } from '../core/facts.ts'
import type { ProfileRecord } from '../core/profiles.ts'
import type { AccountRecords, WorldRecords } from '../core/rewards/seed.ts'
import type { SessionRecord } from '../core/sessions/record.ts'
import type { FactKeys, Outbox, Store } from '../world/ports.ts'
import { createRecords } from './account-records.ts'

/**
 * Keeps the records of one world in memory. Records are replaced, never edited, so what is given out
 * needs no copy. `transact` runs in one tick.
 */
export const createMemoryStore = (outbox: Pick<Outbox, 'put'>, seed: AccountRecords): Store => {
  const sessions = new Map<string, SessionRecord>()
  const records = createRecords()
  const attributes: Partial<Record<AttributeEntity, Map<string, Attribute>>> = {}
  const load = (keys: FactKeys): Facts => {
    const stored = keys.sessionId === undefined ? undefined : sessions.get(keys.sessionId)
    const profileId = keys.profileId ?? stored?.session.profileId
    const { also } = keys
    const facts = {
      session: stored?.session,
      profile: profileId ? records.facts.profile(profileId) : undefined,
      closing: stored?.closing,
      effects: stored?.effects ?? NONE,
      returns: stored?.returns ?? NONE,
      attributes,
      records: records.facts,
    }
    return also ? { ...facts, also: lookUp(also) } : facts
  }

  const members = (audience: number | string): ProfileRecord[] => {
    const { facts } = records
    const found =
      typeof audience === 'number' ? facts.audience(audience) : facts.audienceOf(audience)
    return [...records.profiles()].filter(({ profile }) =>
      profile.audienceMemberships.some(({ id }) => id === found?.id),
    )
  }

  /** What a request seldom needs: it takes looking at all records. */
  const lookUp = ({
    sessionNumber,
    profileNumber,
    sessionsOf,
    membersOf,
    codesOf,
    withLedgers,
  }: NonNullable<FactKeys['also']>): NonNullable<Facts['also']> => ({
    sessionOfNumber:
      sessionNumber === undefined
        ? undefined
        : find(sessions.values(), ({ session }) => session.id === sessionNumber)?.session,
    profileOfNumber:
      profileNumber === undefined
        ? undefined
        : find(records.profiles(), ({ profile }) => profile.id === profileNumber),
    sessionsOfProfile:
      sessionsOf === undefined
        ? NONE
        : [...sessions.values()].flatMap(({ session: { profileId, integrationId } }) =>
            profileId === sessionsOf ? [integrationId] : [],
          ),
    members: membersOf === undefined ? NONE : members(membersOf),
    ledgers: withLedgers ? [...records.ledgers()] : NONE,
    ...(codesOf !== undefined && {
      codes: {
        coupons: [...records.coupons()].filter(
          ({ coupon, reservedBy }) =>
            coupon.recipientIntegrationId === codesOf || reservedBy.includes(codesOf),
        ),
        referrals: [...records.referrals()].filter(
          ({ referral }) => referral.advocateProfileIntegrationId === codesOf,
        ),
        giveaways: [...records.pools()].flatMap(({ giveaways }) =>
          giveaways.filter(({ profileIntegrationId }) => profileIntegrationId === codesOf),
        ),
        cards: [...records.cards()].filter(({ profiles }) =>
          profiles.some(({ integrationId }) => integrationId === codesOf),
        ),
      },
    }),
  })

  const define = (made: readonly Attribute[]) => {
    for (const attribute of made) {
      const { entity, name } = attribute
      const known = attributes[entity] ?? new Map<string, Attribute>()
      attributes[entity] = known.set(name, attribute)
    }
  }

  const begin = (begun: AccountRecords | WorldRecords) => {
    sessions.clear()
    for (const definitions of Object.values(attributes)) definitions.clear()
    define(begun.attributes)
    records.begin(begun)
    if (!('sessions' in begun)) return
    for (const record of begun.sessions) sessions.set(record.session.integrationId, record)
  }
  begin(seed)

  return {
    async transact(keys, decide) {
      const changes = decide(load(keys))
      const { session, removedSession, removedProfile } = changes
      const { rewards, createdAttributes, callback } = changes
      if (session) sessions.set(session.session.integrationId, session)
      if (removedSession !== undefined) sessions.delete(removedSession)
      if (removedProfile) {
        for (const sessionId of removedProfile.sessions) sessions.delete(sessionId)
        records.remove(removedProfile)
      }
      if (rewards) records.keep(rewards)
      if (createdAttributes) define(createdAttributes)
      if (callback) outbox.put(callback)
      return changes
    },

    async session(id) {
      return sessions.get(id)?.session
    },

    async sessions(page) {
      return pageOf(
        Array.from(sessions.values(), ({ session }) => session),
        ({ id }) => id,
        page,
      )
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

    async coupons({ campaignId, ...page }) {
      const coupons = [...records.coupons()].filter(({ coupon }) => isOf(campaignId, coupon))
      return pageOf(coupons, ({ coupon }) => coupon.id, page)
    },

    async referrals({ campaignId, ...page }) {
      const referrals = [...records.referrals()].filter(({ referral }) =>
        isOf(campaignId, referral),
      )
      return pageOf(referrals, ({ referral }) => referral.id, page)
    },

    async facts(keys) {
      return load(keys)
    },

    async dump() {
      return {
        attributes: Object.values(attributes).flatMap((known) => [...known.values()]),
        sessions: inOrder([...sessions.values()], ({ session }) => session.id),
        ...records.dump(),
      }
    },

    async begin(begun) {
      begin(begun)
    },
  }
}

const NONE: readonly never[] = []

const isOf = (campaignId: number | undefined, code: { campaignId: number }): boolean =>
  campaignId === undefined || code.campaignId === campaignId

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
