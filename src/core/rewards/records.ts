import type { Coupon, Giveaway, InventoryReferral } from '../../contract/service/rewards.ts'
import type { Limit } from '../account.ts'
import type { ProfileRecord } from '../profiles.ts'

/** What the account keeps of coupons, referrals, points, giveaways, progress and budgets. Records are replaced, never edited. */

export interface CouponRecord {
  readonly coupon: Coupon
  readonly limits: readonly Limit[]
  /** Profiles that have reserved it. */
  readonly reservedBy: readonly string[]
}

export interface ReferralRecord {
  readonly referral: InventoryReferral
}

/** One addition of points: `remaining` is what is not spent, taken back or expired yet. */
export interface PointsEntry {
  readonly uuid: string
  readonly subLedgerId: string
  readonly name: string
  readonly amount: number
  readonly remaining: number
  readonly created: string
  /** Pending until then; RFC 3339. */
  readonly startDate?: string
  /** RFC 3339. */
  readonly expiryDate?: string
}

/** The points of one profile or one card in one program, oldest entry first. */
export interface LedgerRecord {
  readonly programId: number
  /** Integration ID of the profile, or identifier of the card. */
  readonly owner: string
  readonly joined: string
  readonly entries: readonly PointsEntry[]
}

export interface CardRecord {
  readonly id: number
  readonly programId: number
  readonly identifier: string
  readonly created: string
  readonly profiles: readonly { readonly integrationId: string; readonly timestamp: string }[]
}

/** A pool's codes in the order they go out. */
export interface PoolRecord {
  readonly id: number
  readonly name: string
  readonly giveaways: readonly Giveaway[]
}

/** How far a profile has got in an achievement; `id` is that of its tracker. */
export interface ProgressRecord {
  readonly id: number
  readonly achievementId: number
  readonly profileId: string
  readonly progress: number
}

/** Where a ledger is kept. */
export const ledgerKey = (programId: number, owner: string): string => `${programId} ${owner}`

/** Where progress is kept. */
export const progressKey = (achievementId: number, profileId: string): string =>
  `${achievementId} ${profileId}`

/** The counter of how often a profile has redeemed a coupon. */
export const redemptionsKey = (couponId: number, profileId: string): string =>
  `redemptions ${couponId} ${profileId}`

/** The account's records as they stand: what rules look up, and what rewards are spent from. */
export interface AccountFacts {
  profile(integrationId: string): ProfileRecord | undefined
  /** `code` in the account's own spelling. */
  coupon(code: string): CouponRecord | undefined
  referral(code: string): ReferralRecord | undefined
  card(identifier: string): CardRecord | undefined
  ledger(key: string): LedgerRecord | undefined
  pool(id: number): PoolRecord | undefined
  progress(key: string): ProgressRecord | undefined
  /** How far a budget is used, or how often a profile has redeemed a coupon; 0 when never. */
  counter(key: string): number
}

/** What a decision changes in those records; what is left out stays. */
export interface RewardChanges {
  readonly profiles?: readonly ProfileRecord[]
  readonly coupons?: readonly CouponRecord[]
  readonly referrals?: readonly ReferralRecord[]
  readonly ledgers?: readonly LedgerRecord[]
  readonly pools?: readonly PoolRecord[]
  readonly progress?: readonly ProgressRecord[]
  /** By key, as they stand afterwards. */
  readonly counters?: ReadonlyMap<string, number>
}
