import type { LimitAction } from '../../contract/scenario/vocabulary.ts'
import type { Effect, EffectEnvelope } from '../../contract/service/effects.ts'
import type { CustomerSession } from '../../contract/service/integration-state.ts'
import type { Campaign, RuleFailureReason } from '../../contract/service/rewards.ts'
import type { Account, CodeSettings } from '../account.ts'
import type { ProfileRecord } from '../profiles.ts'
import type { AccountFacts } from './records.ts'

/**
 * What the rules are asked, and what they say. The rules decide nothing about state: they list the
 * effects, and beside them the claims that closing the session turns into records.
 */

/** Facts of one evaluation. */
export interface RuleFacts {
  readonly session: CustomerSession
  /** As it was before this session's own close is counted; undefined: anonymous. */
  readonly profile: ProfileRecord | undefined
  readonly event: { readonly type: string; readonly attributes: Readonly<Record<string, unknown>> }
  readonly account: AccountFacts
  /**
   * Left out: a session is updated. Otherwise it is something else that happened, without a session, for
   * which then a stand-in is there, or connected with one; there is no cart to discount.
   */
  readonly occasion?: 'event' | 'connected event'
  /** IDs of the campaigns to evaluate, whatever their state; undefined: those that are running. */
  readonly campaigns?: readonly number[] | undefined
  /** Milliseconds since 1970. */
  readonly now: number
  readonly uuid: () => string
}

/** Points that a session adds or takes. `amount` is positive; `effectIndex` is the effect's place. */
export interface PointsClaim {
  readonly kind: 'add' | 'deduct'
  readonly programId: number
  readonly subLedgerId: string
  /** Profile or card whose ledger it is. */
  readonly owner: string
  readonly recipient: string
  readonly amount: number
  readonly uuid: string
  readonly name: string
  readonly effectIndex: number
}

/** Points of one ledger that expire at another time: when, RFC 3339, by the UUIDs of their entries. */
export interface ExpiryClaim {
  readonly programId: number
  readonly owner: string
  readonly expiryDates: ReadonlyMap<string, string>
}

/** A code that closing the session makes. */
export interface CodeClaim {
  readonly kind: 'coupon' | 'referral'
  readonly recipient: string
  readonly settings: CodeSettings
  readonly usageLimit: number
  /** Milliseconds that it lasts from the closing on. */
  readonly validForMs?: number
  readonly envelope: EffectEnvelope
}

/** A giveaway that closing the session awards; its effect stands as `willAwardGiveaway` until then. */
export interface GiveawayClaim {
  readonly poolId: number
  readonly recipient: string
  readonly effectIndex: number
}

/** Progress of a profile that closing the session counts, as its effect says. */
export interface ProgressClaim {
  readonly achievementId: number
  readonly profileId: string
  readonly delta: number
  readonly effectIndex: number
}

/** So much of an action, counted on one budget. */
export interface BudgetUse {
  readonly action: LimitAction
  readonly amount: number
}

/** What a session spends when it closes. */
export interface Claims {
  /** Codes of accepted coupons, with the discount each gave. */
  readonly coupons: ReadonlyMap<string, number>
  readonly referral: string | undefined
  /** By the budget's key. */
  readonly counters: ReadonlyMap<string, BudgetUse>
  readonly points: readonly PointsClaim[]
  /** In order: of two that change the same points the later stands. */
  readonly expiries: readonly ExpiryClaim[]
  readonly giveaways: readonly GiveawayClaim[]
  readonly codes: readonly CodeClaim[]
  readonly progress: readonly ProgressClaim[]
}

/** An attribute that a rule sets: `Session` or `Profile`, and the attribute's name. */
export interface AttributeUpdate {
  readonly entity: 'Session' | 'Profile'
  readonly name: string
  readonly value: unknown
}

export interface AudienceUpdate {
  readonly id: number
  readonly name: string
  readonly member: boolean
}

/** A coupon, in the account's spelling of its code, that a rule reserves for a profile. */
export interface Reservation {
  readonly code: string
  readonly profileId: string
}

export interface RuleOutcome {
  readonly effects: readonly Effect[]
  readonly claims: Claims
  readonly attributes: readonly AttributeUpdate[]
  readonly audiences: readonly AudienceUpdate[]
  readonly reservations: readonly Reservation[]
  readonly triggered: readonly Campaign[]
  readonly failures: readonly RuleFailureReason[]
}

/** What became of one condition, and the values it saw. */
export interface ConditionReport {
  readonly expression: unknown
  readonly holds: boolean
  /** Why it could not be worked out. */
  readonly error?: string
  readonly saw: readonly { readonly expression: unknown; readonly value: unknown }[]
}

/** Why a rule fired or didn't, for one of the campaign's codes or for none. */
export interface RuleReport {
  readonly campaignId: number
  readonly campaignName: string
  readonly ruleIndex: number
  readonly ruleName: string
  readonly coupon?: string
  readonly referral?: string
  readonly fired: boolean
  readonly reason: string
  readonly conditions: readonly ConditionReport[]
}

/** A compiled scenario. Pure: the same facts give the same outcome. */
export interface RuleProgram {
  readonly account: Account
  /** The same for programs that give the same outcomes: what it was made from, in short. */
  readonly fingerprint: string
  evaluate(facts: RuleFacts): RuleOutcome
  /** The same with a report on each rule of each campaign. */
  explain(facts: RuleFacts): { outcome: RuleOutcome; rules: readonly RuleReport[] }
}
