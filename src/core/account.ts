import type {
  AttributeEntity,
  CampaignState,
  CodeCase,
  DiscountScope,
  EvaluationMode,
  LimitAction,
  LimitEntity,
  LimitPeriod,
} from '../contract/scenario/vocabulary.ts'
import type { AttributeType } from '../contract/service/integration-state.ts'

/**
 * The emulated account before its first request, as a scenario describes it: every ID given, every
 * reference resolved, every rule in the service's own form of expression trees. Data only.
 */
export interface Account {
  readonly application: Application
  readonly attributes: readonly AttributeDefinition[]
  readonly eventTypes: readonly string[]
  readonly additionalCosts: readonly AdditionalCostDefinition[]
  readonly audiences: readonly AudienceDefinition[]
  readonly profiles: readonly ProfileDefinition[]
  readonly loyaltyPrograms: readonly LoyaltyProgram[]
  readonly giveawayPools: readonly GiveawayPool[]
  /** Values by the collection's name. */
  readonly collections: Readonly<Record<string, readonly string[]>>
  readonly campaigns: readonly CampaignDefinition[]
  readonly evaluation: EvaluationGroup
}

/** Settings of the Application. `timezone` is an IANA name. */
export interface Application {
  readonly id: number
  readonly name: string
  readonly currency: string
  readonly timezone: string
  /** Later campaigns see discounted totals. */
  readonly cascadingDiscounts: boolean
  /** A discount that passes a limit shrinks to what is left instead of failing its rule. */
  readonly partialDiscounts: boolean
  /** Quantity n counts as n units: effects on items come for each. */
  readonly flattenedCartItems: boolean
  readonly codeCase: CodeCase
  /** Of a discount that names none. */
  readonly discountScope: DiscountScope
}

export interface AttributeDefinition {
  readonly entity: AttributeEntity
  readonly name: string
  readonly type: AttributeType
}

export interface AdditionalCostDefinition {
  readonly id: number
  readonly name: string
}

export interface AudienceDefinition {
  readonly id: number
  readonly name: string
  readonly integrationId?: string
}

export interface ProfileDefinition {
  readonly integrationId: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly audienceIds: readonly number[]
  readonly closedSessions: number
  readonly totalSales: number
}

export interface LoyaltyTier {
  readonly id: number
  readonly name: string
  readonly minPoints: number
}

export interface LoyaltyCardDefinition {
  readonly identifier: string
  readonly points: number
  /** Profiles it is linked to. */
  readonly profiles: readonly string[]
}

/** `cardBased`: points belong to cards, not to profiles. Tiers are sorted by `minPoints`. */
export interface LoyaltyProgram {
  readonly id: number
  readonly name: string
  readonly title: string
  readonly cardBased: boolean
  readonly tiers: readonly LoyaltyTier[]
  /** Points of the main ledger by profile. */
  readonly balances: Readonly<Record<string, number>>
  readonly cards: readonly LoyaltyCardDefinition[]
  /** How long points last that name no expiry: `unlimited`, or a duration as `30D`. */
  readonly defaultValidity: string
  /** How long points stay pending: `immediate`, or a duration. */
  readonly defaultPending: string
}

export interface GiveawayPool {
  readonly id: number
  readonly name: string
  readonly codes: readonly string[]
}

/** A budget: so much of an action in each period, for each combination of entities (none: in all). */
export interface Limit {
  readonly action: LimitAction
  readonly limit: number
  readonly period?: LimitPeriod
  readonly entities: readonly LimitEntity[]
}

/** `usageLimit` 0: no limit. Dates are RFC 3339. */
export interface CouponDefinition {
  readonly code: string
  readonly usageLimit: number
  /** Most discount it gives over all its uses. */
  readonly discountLimit?: number
  readonly startDate?: string
  readonly expiryDate?: string
  /** Only this profile may use it. */
  readonly recipientIntegrationId?: string
  readonly limits: readonly Limit[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly usageCounter: number
  /** Nobody may use it who has not reserved it. */
  readonly isReservationMandatory: boolean
  /** Profiles that have reserved it. */
  readonly reservedBy: readonly string[]
}

export interface ReferralDefinition {
  readonly code: string
  readonly advocateProfileIntegrationId: string
  /** Only this profile may use it. */
  readonly friendProfileIntegrationId?: string
  readonly usageLimit: number
  readonly startDate?: string
  readonly expiryDate?: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly usageCounter: number
}

/** Characters and pattern of the codes that a campaign makes; `#` stands for one of the characters. */
export interface CodeSettings {
  readonly validCharacters: readonly string[]
  readonly couponPattern: string
}

/** What customers make progress in, until it reaches the target. */
export interface AchievementDefinition {
  readonly id: number
  readonly name: string
  readonly title: string
  readonly target: number
}

export interface CampaignDefinition {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly state: CampaignState
  readonly startTime?: string
  readonly endTime?: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly tags: readonly string[]
  readonly features: readonly string[]
  readonly limits: readonly Limit[]
  readonly couponSettings?: CodeSettings
  readonly referralSettings?: CodeSettings
  readonly coupons: readonly CouponDefinition[]
  readonly referrals: readonly ReferralDefinition[]
  readonly achievements: readonly AchievementDefinition[]
  readonly ruleset: Ruleset
}

/** Where something stands that a user wrote: `line` counts from 1, `path` as `campaigns/0/rules/1`. */
export interface Origin {
  readonly file: string
  readonly line: number
  readonly path: string
}

export interface Ruleset {
  readonly id: number
  readonly rules: readonly Rule[]
  readonly bindings: readonly Binding[]
}

/** A rule in the service's own form. `condition` and each of `effects` are expression trees. */
export interface Rule {
  readonly title: string
  readonly condition: unknown
  readonly effects: readonly unknown[]
  readonly bindings: readonly Binding[]
  readonly origin: Origin
}

/** A value that rules read by its name; worked out in order, when it is first read. */
export interface Binding {
  readonly name: string
  readonly type?: string
  readonly expression: unknown
  readonly origin: Origin
}

/** A node of the evaluation tree; `elements` are groups and IDs of campaigns, in order. */
export interface EvaluationGroup {
  readonly id: number
  readonly name: string
  readonly mode: EvaluationMode
  readonly elements: readonly (EvaluationGroup | number)[]
}
