import type { RemovedProfile } from '../core/profile-state.ts'
import type { ProfileRecord } from '../core/profiles.ts'
import {
  type AccountFacts,
  type CardRecord,
  type CouponRecord,
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
  /** All that is kept, in the order in which it came. */
  dump(): Omit<WorldRecords, 'attributes' | 'sessions' | 'closings'>
  /** Forgets everything, and begins with these. */
  begin(records: AccountRecords | WorldRecords): void
}

export const createRecords = (): RecordsInMemory => {
  const profiles = new Map<string, ProfileRecord>()
  const coupons = new Map<string, CouponRecord>()
  const referrals = new Map<string, ReferralRecord>()
  const ledgers = new Map<string, LedgerRecord>()
  const cards = new Map<string, CardRecord>()
  const pools = new Map<number, PoolRecord>()
  const progress = new Map<string, ProgressRecord>()
  const counters = new Map<string, number>()

  const keep = (changes: RewardChanges) => {
    for (const record of changes.profiles ?? []) profiles.set(record.profile.integrationId, record)
    for (const record of changes.coupons ?? []) coupons.set(record.coupon.value, record)
    for (const record of changes.referrals ?? []) referrals.set(record.referral.code, record)
    for (const record of changes.ledgers ?? []) {
      ledgers.set(ledgerKey(record.programId, record.owner), record)
    }
    for (const record of changes.pools ?? []) pools.set(record.id, record)
    for (const record of changes.progress ?? []) {
      progress.set(progressKey(record.achievementId, record.profileId), record)
    }
    for (const [key, value] of changes.counters ?? []) counters.set(key, value)
  }

  return {
    facts: {
      profile: (id) => profiles.get(id),
      coupon: (code) => coupons.get(code),
      referral: (code) => referrals.get(code),
      ledger: (key) => ledgers.get(key),
      card: (identifier) => cards.get(identifier),
      pool: (id) => pools.get(id),
      progress: (key) => progress.get(key),
      counter: (key) => counters.get(key) ?? 0,
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
    dump: () => ({
      profiles: [...profiles.values()],
      coupons: [...coupons.values()],
      referrals: [...referrals.values()],
      ledgers: [...ledgers.values()],
      cards: [...cards.values()],
      pools: [...pools.values()],
      progress: [...progress.values()],
      counters: new Map(counters),
    }),
    begin(records) {
      const all = [profiles, coupons, referrals, ledgers, cards, pools, progress, counters]
      for (const map of all) map.clear()
      keep(records)
      for (const card of records.cards) cards.set(card.identifier, card)
    },
  }
}
