import { LateMap } from '../late-map.ts'
import type { ProfileRecord } from '../profiles.ts'
import {
  type AccountFacts,
  type CouponRecord,
  type LedgerRecord,
  ledgerKey,
  type PoolRecord,
  type ProgressRecord,
  progressKey,
  type ReferralRecord,
  type RewardChanges,
} from './records.ts'

/** The account's records while a decision changes several of them: reads what it wrote before. */
export class Books implements AccountFacts {
  readonly #facts: AccountFacts
  readonly #profiles = new LateMap<string, ProfileRecord>()
  readonly #coupons = new LateMap<string, CouponRecord>()
  readonly #referrals = new LateMap<string, ReferralRecord>()
  readonly #ledgers = new LateMap<string, LedgerRecord>()
  readonly #pools = new LateMap<number, PoolRecord>()
  readonly #progress = new LateMap<string, ProgressRecord>()
  readonly #counters = new LateMap<string, number>()

  constructor(facts: AccountFacts) {
    this.#facts = facts
  }

  profile(id: string): ProfileRecord | undefined {
    return this.#profiles.get(id) ?? this.#facts.profile(id)
  }
  coupon(code: string): CouponRecord | undefined {
    return this.#coupons.get(code) ?? this.#facts.coupon(code)
  }
  couponOf(identifier: string) {
    return this.#facts.couponOf(identifier)
  }
  referral(code: string): ReferralRecord | undefined {
    return this.#referrals.get(code) ?? this.#facts.referral(code)
  }
  card(identifier: string) {
    return this.#facts.card(identifier)
  }
  ledger(key: string): LedgerRecord | undefined {
    return this.#ledgers.get(key) ?? this.#facts.ledger(key)
  }
  pool(id: number): PoolRecord | undefined {
    return this.#pools.get(id) ?? this.#facts.pool(id)
  }
  progress(key: string): ProgressRecord | undefined {
    return this.#progress.get(key) ?? this.#facts.progress(key)
  }
  audience(id: number) {
    return this.#facts.audience(id)
  }
  audienceOf(integrationId: string) {
    return this.#facts.audienceOf(integrationId)
  }
  isEventType(name: string) {
    return this.#facts.isEventType(name)
  }
  event(integrationId: string) {
    return this.#facts.event(integrationId)
  }
  counter(key: string): number {
    return this.#counters.get(key) ?? this.#facts.counter(key)
  }

  setProfile(record: ProfileRecord): void {
    this.#profiles.set(record.profile.integrationId, record)
  }
  setCoupon(record: CouponRecord): void {
    this.#coupons.set(record.coupon.value, record)
  }
  setReferral(record: ReferralRecord): void {
    this.#referrals.set(record.referral.code, record)
  }
  setLedger(record: LedgerRecord): void {
    this.#ledgers.set(ledgerKey(record.programId, record.owner), record)
  }
  setPool(record: PoolRecord): void {
    this.#pools.set(record.id, record)
  }
  setProgress(record: ProgressRecord): void {
    this.#progress.set(progressKey(record.achievementId, record.profileId), record)
  }
  setCounter(key: string, value: number): void {
    this.#counters.set(key, value)
  }

  get changes(): RewardChanges {
    return {
      profiles: this.#profiles.values,
      coupons: this.#coupons.values,
      referrals: this.#referrals.values,
      ledgers: this.#ledgers.values,
      pools: this.#pools.values,
      progress: this.#progress.values,
      counters: this.#counters.entries,
    }
  }
}
