import type { Effect } from '../contract/service/effects.ts'
import type { CustomerSession, Return } from '../contract/service/integration-state.ts'
import type { Giveaway } from '../contract/service/rewards.ts'
import type { AttributeDefinitions } from './attributes/resolve.ts'
import type { ProfileRecord } from './profiles.ts'
import type { Closing } from './rewards/closing.ts'
import type {
  AccountFacts,
  CardRecord,
  CouponRecord,
  LedgerRecord,
  ReferralRecord,
} from './rewards/records.ts'

/** What the store holds that a request is decided on: a session, a profile, and a way to the other records. */
export interface Facts {
  readonly session: CustomerSession | undefined
  /** The profile that the request names, else the one the stored session has. */
  readonly profile: ProfileRecord | undefined
  readonly attributes: AttributeDefinitions
  /** What the session spent when it closed, if it did. */
  readonly closing: Closing | undefined
  /** Those of its last evaluation that nothing has undone. */
  readonly effects: readonly Effect[]
  readonly returns: readonly Return[]
  /** The account's other records. */
  readonly records: AccountFacts
  /** What is seldom needed, when it is asked for. */
  readonly also?: {
    /** Whoever has the number that a record is to be put with. */
    readonly sessionOfNumber: CustomerSession | undefined
    readonly profileOfNumber: ProfileRecord | undefined
    /** Integration IDs of the sessions of a profile. */
    readonly sessionsOfProfile: readonly string[]
    /** Profiles that are in an audience. */
    readonly members: readonly ProfileRecord[]
    readonly ledgers: readonly LedgerRecord[]
    /**
     * What a profile holds: coupons that are its own or reserved, referrals it advocates, giveaways, and
     * cards that it is linked to.
     */
    readonly codes?: {
      readonly coupons: readonly CouponRecord[]
      readonly referrals: readonly ReferralRecord[]
      readonly giveaways: readonly Giveaway[]
      readonly cards: readonly CardRecord[]
    }
  }
}
