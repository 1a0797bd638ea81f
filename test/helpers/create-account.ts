import type { AttributeEntity } from '../../src/contract/scenario/vocabulary.ts'
import type { CustomerSessionInput } from '../../src/contract/service/customer-sessions.ts'
import type { Attribute, CustomerSession } from '../../src/contract/service/integration-state.ts'
import type { Facts } from '../../src/core/facts.ts'
import type { EntityKind, Moment } from '../../src/core/moment.ts'
import type { ProfileRecord } from '../../src/core/profiles.ts'
import type { Closing } from '../../src/core/rewards/closing.ts'
import {
  type AccountFacts,
  ledgerKey,
  progressKey,
  type RewardChanges,
} from '../../src/core/rewards/records.ts'
import type { RuleProgram } from '../../src/core/rewards/rule-program.ts'
import { seedRecords } from '../../src/core/rewards/seed.ts'
import type { SessionRecord } from '../../src/core/sessions/record.ts'
import {
  decideUpdate,
  type SessionDecision,
  type SessionUpdate,
} from '../../src/core/sessions/update.ts'
import { createRecords } from '../../src/store/account-records.ts'
import { createIds } from './create-ids.ts'
import { EMPTY_PROGRAM } from './empty-program.ts'

/** What decisions have left behind so far: enough to decide the next one, without store or server. */
export interface Account {
  /** Time of the next decision, RFC 3339. */
  now: string
  /** IDs given out so far. */
  readonly spent: Record<EntityKind, number>
  readonly sessions: Map<string, CustomerSession>
  readonly closings: Map<string, Closing>
  readonly profiles: Map<string, ProfileRecord>
  readonly records: AccountFacts
  /** All rewards, profiles and counters, by kind and key, as JSON; counters of 0 are as good as none. */
  readonly kept: Map<string, string>
  readonly attributes: Partial<Record<AttributeEntity, Map<string, Attribute>>>
  /** Decides one update, as v1 unless told otherwise, and keeps what it changes. */
  put(sessionId: string, session: CustomerSessionInput, options?: Partial<SessionUpdate>): Put
  /** What a decision on a session would be made on. */
  factsOf(sessionId: string, profileId?: string | null): Facts
  /** Keeps what a decision changes. */
  keep(changes: RewardChanges): void
  /** Time and IDs of the next decision. */
  moment(): Moment
  /** Decides on a stored session, and keeps what it changes. */
  decide<T extends { session: SessionRecord; rewards: RewardChanges }>(
    sessionId: string,
    decide: (facts: Facts, moment: Moment) => T,
  ): T
}

/** A decision, its session apart from what is kept with it. */
export type Put = Omit<SessionDecision, 'session'> &
  Pick<SessionRecord, 'closing'> & { session: CustomerSession; record: SessionRecord }

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}

const entriesOf = (changes: RewardChanges): [string, unknown][] => [
  ...(changes.profiles ?? []).map((one): [string, unknown] => [
    `profile ${one.profile.integrationId}`,
    one,
  ]),
  ...(changes.coupons ?? []).map((one): [string, unknown] => [`coupon ${one.coupon.value}`, one]),
  ...(changes.referrals ?? []).map((one): [string, unknown] => [
    `referral ${one.referral.code}`,
    one,
  ]),
  ...(changes.ledgers ?? []).map((one): [string, unknown] => [
    `ledger ${ledgerKey(one.programId, one.owner)}`,
    one,
  ]),
  ...(changes.pools ?? []).map((one): [string, unknown] => [`pool ${one.id}`, one]),
  ...(changes.progress ?? []).map((one): [string, unknown] => [
    `progress ${progressKey(one.achievementId, one.profileId)}`,
    one,
  ]),
  ...[...(changes.counters ?? [])].map(([key, count]): [string, unknown] => [
    `counter ${key}`,
    count,
  ]),
]

/**
 * An account under a scenario, empty without one. Decisions and requests are frozen, so a decision that
 * edits one throws.
 */
export const createAccount = (program: RuleProgram = EMPTY_PROGRAM): Account => {
  const kept = createRecords()
  const ids = createIds()
  const moment = (now: string): Moment => ({
    now,
    at: Date.parse(now),
    nextId: (kind) => {
      account.spent[kind] = ids.next(kind)
      return account.spent[kind]
    },
    uuid: ids.seededUuid,
    pick: ids.pick,
  })
  const account: Account = {
    now: '2026-01-02T03:04:05.000Z',
    spent: {
      session: 0,
      profile: 0,
      event: 0,
      attribute: 0,
      coupon: 0,
      referral: 0,
      card: 0,
      giveaway: 0,
      progress: 0,
      transaction: 0,
      audience: 0,
      return: 0,
    },
    sessions: new Map(),
    closings: new Map(),
    profiles: new Map(),
    records: kept.facts,
    kept: new Map(),
    attributes: {},
    put(sessionId, session, options = {}) {
      const update: SessionUpdate = {
        sessionId,
        session: deepFreeze(session),
        unknownAttributes: 'create',
        pointer: '',
        strict: false,
        ...options,
      }
      const facts = factsOf(sessionId, session.profileId)
      const decision = decideUpdate(facts, update, { moment: moment(account.now), program })
      deepFreeze(decision)
      keepSession(decision.session)
      keep(decision.rewards)
      define(decision.createdAttributes)
      const { session: record, ...rest } = decision
      return { ...rest, record, session: record.session, closing: record.closing }
    },
    factsOf: (sessionId, profileId) => factsOf(sessionId, profileId),
    moment: () => moment(account.now),
    keep: (changes) => keep(changes),
    decide(sessionId, decide) {
      const decision = decide(factsOf(sessionId), moment(account.now))
      deepFreeze(decision)
      keepSession(decision.session)
      keep(decision.rewards)
      return decision
    },
  }
  const records = new Map<string, SessionRecord>()
  const keepSession = (record: SessionRecord) => {
    const { session, closing } = record
    records.set(session.integrationId, record)
    account.sessions.set(session.integrationId, session)
    if (closing) account.closings.set(session.integrationId, closing)
    else account.closings.delete(session.integrationId)
  }
  const factsOf = (sessionId: string, profileId?: string | null): Facts => {
    const session = account.sessions.get(sessionId)
    return {
      session,
      profile: kept.facts.profile(profileId ?? session?.profileId ?? ''),
      attributes: account.attributes,
      closing: account.closings.get(sessionId),
      effects: records.get(sessionId)?.effects ?? [],
      returns: records.get(sessionId)?.returns ?? [],
      records: kept.facts,
    }
  }
  const define = (made: readonly Attribute[]) => {
    for (const attribute of made) {
      const known = account.attributes[attribute.entity] ?? new Map<string, Attribute>()
      account.attributes[attribute.entity] = known.set(attribute.name, attribute)
    }
  }
  const keep = (changes: RewardChanges) => {
    kept.keep(changes)
    for (const record of changes.profiles ?? []) {
      account.profiles.set(record.profile.integrationId, record)
    }
    for (const [key, record] of entriesOf(changes)) {
      if (record === 0) account.kept.delete(key)
      else account.kept.set(key, JSON.stringify(record))
    }
  }
  const seed = seedRecords(program.account, moment(account.now))
  kept.begin(seed)
  keep(seed)
  define(seed.attributes)
  return account
}
