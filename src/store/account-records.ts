import type { Audience } from '../contract/service/audiences.ts'
import type { RemovedProfile } from '../core/profile-state.ts'
import type { ProfileRecord } from '../core/profiles.ts'
import {
  type AccountFacts,
  type CardRecord,
  type CouponRecord,
  type EventRecord,
  type LedgerRecord,
  ledgerKey,
  type PoolRecord,
  type ProgressRecord,
  progressKey,
  type ReferralRecord,
  type RewardChanges,
} from '../core/rewards/records.ts'
import type { AccountRecords, WorldRecords } from '../core/rewards/seed.ts'

/** Profiles, codes, points, giveaways, progress and budgets of one world in memory. */
export interface RecordsInMemory {
  /** Reads what is kept at the time of asking. */
  readonly facts: AccountFacts
  keep(changes: RewardChanges): void
  remove(profile: RemovedProfile): void
  profiles(): Iterable<ProfileRecord>
  coupons(): Iterable<CouponRecord>
  referrals(): Iterable<ReferralRecord>
  ledgers(): Iterable<LedgerRecord>
  cards(): Iterable<CardRecord>
  pools(): Iterable<PoolRecord>
  /** All that is kept, in the order in which it came. */
  dump(): Omit<WorldRecords, 'attributes' | 'sessions'>
  /** Forgets everything, and begins with these. */
  begin(records: AccountRecords | WorldRecords): void
}

export const createRecords = (): RecordsInMemory => {
  const profiles = new Map<string, ProfileRecord>()
  const coupons = new Map<string, CouponRecord>()
  /** Codes of coupons by the identifiers of the requests that created them. */
  const identifiers = new Map<string, string>()
  const referrals = new Map<string, ReferralRecord>()
  const ledgers = new Map<string, LedgerRecord>()
  const cards = new Map<string, CardRecord>()
  const pools = new Map<number, PoolRecord>()
  const progress = new Map<string, ProgressRecord>()
  const counters = new Map<string, number>()
  const audiences = new Map<number, Audience>()
  /** Numbers of audiences by what a platform calls them. */
  const numbers = new Map<string, number>()
  const eventTypes = new Set<string>()
  const events = new Map<string, EventRecord>()

  const keep = (changes: RewardChanges) => {
    for (const record of changes.profiles ?? []) profiles.set(record.profile.integrationId, record)
    for (const record of changes.coupons ?? []) {
      coupons.set(record.coupon.value, record)
      if (record.identifier !== undefined) identifiers.set(record.identifier, record.coupon.value)
    }
    for (const record of changes.referrals ?? []) referrals.set(record.referral.code, record)
    for (const record of changes.ledgers ?? []) {
      ledgers.set(ledgerKey(record.programId, record.owner), record)
    }
    for (const record of changes.pools ?? []) pools.set(record.id, record)
    for (const record of changes.progress ?? []) {
      progress.set(progressKey(record.achievementId, record.profileId), record)
    }
    for (const [key, value] of changes.counters ?? []) counters.set(key, value)
    for (const card of changes.cards ?? []) cards.set(card.identifier, card)
    for (const id of changes.removedAudiences ?? []) {
      numbers.delete(audiences.get(id)?.integrationId ?? '')
      audiences.delete(id)
    }
    for (const audience of changes.audiences ?? []) {
      audiences.set(audience.id, audience)
      if (audience.integrationId !== undefined) numbers.set(audience.integrationId, audience.id)
    }
    for (const name of changes.eventTypes ?? []) eventTypes.add(name)
    for (const record of changes.events ?? []) events.set(record.integrationId, record)
  }

  return {
    facts: {
      profile: (id) => profiles.get(id),
      coupon: (code) => coupons.get(code),
      couponOf: (identifier) => coupons.get(identifiers.get(identifier) ?? ''),
      referral: (code) => referrals.get(code),
      ledger: (key) => ledgers.get(key),
      card: (identifier) => cards.get(identifier),
      pool: (id) => pools.get(id),
      progress: (key) => progress.get(key),
      counter: (key) => counters.get(key) ?? 0,
      audience: (id) => audiences.get(id),
      audienceOf: (integrationId) => audiences.get(numbers.get(integrationId) ?? 0),
      isEventType: (name) => eventTypes.has(name),
      event: (integrationId) => events.get(integrationId),
    },
    keep,
    remove(gone) {
      profiles.delete(gone.integrationId)
      for (const key of gone.ledgers) ledgers.delete(key)
      for (const [key, { profileId }] of progress) {
        if (profileId === gone.integrationId) progress.delete(key)
      }
    },
    profiles: () => profiles.values(),
    coupons: () => coupons.values(),
    referrals: () => referrals.values(),
    ledgers: () => ledgers.values(),
    cards: () => cards.values(),
    pools: () => pools.values(),
    dump: () => ({
      profiles: [...profiles.values()],
      coupons: [...coupons.values()],
      referrals: [...referrals.values()],
      ledgers: [...ledgers.values()],
      cards: [...cards.values()],
      pools: [...pools.values()],
      progress: [...progress.values()],
      counters: new Map(counters),
      audiences: [...audiences.values()],
      eventTypes: [...eventTypes],
      events: [...events.values()],
    }),
    begin(records) {
      const all = [
        profiles,
        coupons,
        identifiers,
        referrals,
        ledgers,
        cards,
        pools,
        progress,
        counters,
        audiences,
        numbers,
        eventTypes,
        events,
      ]
      for (const map of all) map.clear()
      keep(records)
    },
  }
}
