import type { CustomerSessionInput } from '../../src/contract/service/customer-sessions.ts'
import type {
  Attribute,
  CustomerSession,
  SessionEntity,
} from '../../src/contract/service/integration-state.ts'
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
import {
  decideUpdate,
  type SessionDecision,
  type SessionFacts,
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
  readonly attributes: Record<SessionEntity, Map<string, Attribute>>
  /** Decides one update, as v1 unless told otherwise, and keeps what it changes. */
  put(
    sessionId: string,
    session: CustomerSessionInput,
    options?: Partial<SessionUpdate>,
  ): SessionDecision
}

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
    },
    sessions: new Map(),
    closings: new Map(),
    profiles: new Map(),
    records: kept.facts,
    kept: new Map(),
    attributes: { CustomerSession: new Map(), CartItem: new Map() },
    put(sessionId, session, options = {}) {
      const stored = account.sessions.get(sessionId)
      const facts: SessionFacts = {
        session: stored,
        profile: kept.facts.profile(session.profileId ?? stored?.profileId ?? ''),
        attributes: account.attributes,
        closing: account.closings.get(sessionId),
        records: kept.facts,
      }
      const update: SessionUpdate = {
        sessionId,
        session: deepFreeze(session),
        unknownAttributes: 'create',
        pointer: '',
        strict: false,
        ...options,
      }
      const decision = decideUpdate(facts, update, { moment: moment(account.now), program })
      deepFreeze(decision)
      account.sessions.set(sessionId, decision.session)
      if (decision.closing) account.closings.set(sessionId, decision.closing)
      else account.closings.delete(sessionId)
      keep(decision.rewards)
      for (const made of decision.createdAttributes) {
        account.attributes[made.entity].set(made.name, made)
      }
      return decision
    },
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
  for (const made of seed.attributes) account.attributes[made.entity].set(made.name, made)
  return account
}
