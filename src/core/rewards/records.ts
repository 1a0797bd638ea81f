import type { Audience } from '../../contract/service/audiences.ts'
import type { Event, RuleResult } from '../../contract/service/integration-state.ts'
import type { Coupon, Giveaway, InventoryReferral } from '../../contract/service/rewards.ts'
import type { Limit } from '../account.ts'
import type { ProfileRecord } from '../profiles.ts'

/**
 * What the account keeps of coupons, referrals, points, giveaways, progress, budgets, audiences and events.
 * Records are replaced, never edited.
 */

export interface CouponRecord {
  readonly coupon: Coupon
  readonly limits: readonly Limit[]
  /** Profiles that have reserved it. */
  readonly reservedBy: readonly string[]
  /** Of the request that created it, by which it is found again. */
  readonly identifier?: string
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

/** One movement of points as the ledger's log has it. `id` counts over all ledgers. */
export interface PointsTransaction {
  readonly id: number
  /** Of the effect that moved the points, and of the entry that it made. */
  readonly uuid: string
  readonly type: 'addition' | 'subtraction'
  readonly by: 'session' | 'manual' | 'import'
  readonly subLedgerId: string
  readonly name: string
  readonly amount: number
  readonly created: string
  /** RFC 3339; of an addition that waits, or ends. */
  readonly startDate?: string
  readonly expiryDate?: string
  /** It takes another movement back. */
  readonly isReversal?: true
  /** Where a rule moved them. */
  readonly sessionId?: string
  readonly rulesetId?: number
  readonly ruleName?: string
}

/** The points of one profile or one card in one program, oldest entry first. */
export interface LedgerRecord {
  readonly programId: number
  /** Integration ID of the profile, or identifier of the card. */
  readonly owner: string
  readonly joined: string
  readonly entries: readonly PointsEntry[]
  /** All movements, the oldest first. */
  readonly transactions: readonly PointsTransaction[]
}

export interface CardRecord {
  readonly id: number
  readonly programId: number
  readonly identifier: string
  readonly status: 'active' | 'inactive'
  readonly created: string
  /** When it was last linked or unlinked. */
  readonly modified?: string
  readonly profiles: readonly { readonly integrationId: string; readonly timestamp: string }[]
}

/** A custom event that was tracked with an ID of its own, and what the rules made of it. */
export interface EventRecord {
  readonly event: Event
  readonly integrationId: string
  /** Kept where the same event is answered again. */
  readonly result?: RuleResult
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
  /** The one that a request with that identifier has created. */
  couponOf(identifier: string): CouponRecord | undefined
  referral(code: string): ReferralRecord | undefined
  card(identifier: string): CardRecord | undefined
  ledger(key: string): LedgerRecord | undefined
  pool(id: number): PoolRecord | undefined
  progress(key: string): ProgressRecord | undefined
  audience(id: number): Audience | undefined
  /** The one that a platform knows by that ID. */
  audienceOf(integrationId: string): Audience | undefined
  /** Whether custom events may have that name. */
  isEventType(name: string): boolean
  event(integrationId: string): EventRecord | undefined
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
  readonly cards?: readonly CardRecord[]
  readonly audiences?: readonly Audience[]
  /** IDs of audiences that are no more. */
  readonly removedAudiences?: readonly number[]
  readonly eventTypes?: readonly string[]
  readonly events?: readonly EventRecord[]
  /** By key, as they stand afterwards. */
  readonly counters?: ReadonlyMap<string, number>
}
