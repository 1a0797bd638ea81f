import type { EffectEnvelope } from '../contract/service/effects.ts'
import type { CouponRejection, ReferralRejection } from '../contract/service/rejections.ts'
import type { Campaign } from '../contract/service/rewards.ts'
import type { Account, CampaignDefinition, Rule } from '../core/account.ts'
import { LateMap } from '../core/late-map.ts'
import type { CouponRecord, ReferralRecord } from '../core/rewards/records.ts'
import type { Budgets, LimitOwner, Spender } from './limits.ts'
import { lineOf, type Run } from './run.ts'
import { itemSlots, profileSlots, sessionSlots } from './slots.ts'
import type { Compute, Environment } from './talang/compile.ts'
import { EvaluationError, UnsupportedFunctionError } from './talang/errors.ts'
import { fromJson, Time, type Value } from './talang/value.ts'

/** An expression and the tree that it was made from. */
export interface Step {
  readonly tree: unknown
  readonly compute: Compute<RuleEnvironment>
}

export type Bindings = ReadonlyMap<string, Compute<RuleEnvironment>>

export interface CompiledRule {
  readonly rule: Rule
  readonly index: number
  /** Whether one condition is enough. */
  readonly any: boolean
  readonly conditions: readonly Step[]
  readonly effects: readonly Step[]
  readonly bindings: Bindings
  /** Evaluated once for each coupon of its campaign. */
  readonly usesCoupon: boolean
  readonly usesReferral: boolean
}

export interface CompiledCampaign {
  readonly definition: CampaignDefinition
  /** Whether every rule needs a code of this campaign. */
  readonly needsCode: boolean
  /** As replies show it. */
  readonly shown: Campaign
  readonly budgets: Budgets
  readonly bindings: Bindings
  /** The names of those bindings that are cart item filters, in order. */
  readonly filters: readonly string[]
  readonly rules: readonly CompiledRule[]
  /** Its place among all campaigns, in the order of the evaluation tree. */
  readonly order: number
  /** Where it is in the tree: the index of the element at each depth. */
  readonly path: readonly number[]
}

/** Where a rule failed: at a condition or at an effect. */
export interface RuleFailure {
  readonly conditionIndex?: number
  readonly effectIndex?: number
  readonly details?: string
  /** Whose limit an effect failed of; absent: a condition did not hold. */
  readonly owner?: LimitOwner
}

/** The failure that tells why a code isn't accepted, if no rule accepts it. */
type CodeFailure = RuleFailure & Pick<EffectEnvelope, 'ruleIndex' | 'ruleName'>

/** A coupon code of the session in the evaluation of its campaign. */
export interface CouponUse {
  readonly code: string
  readonly record: CouponRecord & { readonly budgets: Budgets }
  readonly campaign: CompiledCampaign
  refusal: CouponRejection | undefined
  /** Whether a limit refused it, which others of a campaign that lost may have used up. */
  isOverLimit?: boolean
  failure: CodeFailure | undefined
}

export interface ReferralUse {
  readonly code: string
  readonly record: ReferralRecord
  readonly campaign: CompiledCampaign
  refusal: ReferralRejection | undefined
  isOverLimit?: boolean
  failure: CodeFailure | undefined
}

/** What the rules of one evaluation see; moves on from rule to rule. */
export class RuleEnvironment implements Environment {
  readonly run: Run
  readonly account: Account
  readonly now: number
  trace: ((expression: unknown, value: Value) => void) | undefined

  #campaign: CompiledCampaign | undefined
  #rule: CompiledRule | undefined
  coupon: CouponUse | undefined
  referral: ReferralUse | undefined
  /** Whether a condition of the present rule has found the code valid: then the rule accepts it. */
  couponHeld = false
  referralHeld = false

  readonly #bound = new LateMap<string, Value>()
  /** What the campaign's cart item filters let through. */
  readonly #filtered = new LateMap<string, Value>()
  #areFiltersDone = true
  /** Bindings that are being worked out. */
  readonly #binding: string[] = []
  readonly #roots = new LateMap<string, Value | undefined>()

  constructor(run: Run, account: Account) {
    this.run = run
    this.account = account
    this.now = run.facts.now
  }

  get campaign(): CompiledCampaign {
    if (!this.#campaign) throw new Error('no campaign is being evaluated')
    return this.#campaign
  }

  get rule(): CompiledRule {
    if (!this.#rule) throw new Error('no rule is being evaluated')
    return this.#rule
  }

  /** Goes on to a campaign; `enter` then goes on from rule to rule. */
  begin({ filters }: CompiledCampaign): void {
    this.#filtered.clear()
    this.#areFiltersDone = filters.length === 0
  }

  /**
   * Works out the campaign's cart item filters that nothing has read yet, before a discount changes what
   * they see. One that fails does so again for whoever reads it. Source: docs, Rule evaluation order.
   */
  finishFilters(): void {
    if (this.#areFiltersDone) return
    this.#areFiltersDone = true
    for (const name of this.campaign.filters) {
      const compute = this.campaign.bindings.get(name)
      if (!compute || this.#binding.includes(name)) continue
      try {
        this.#bind(name, compute, this.#filtered)
      } catch (error) {
        const mayFail =
          error instanceof EvaluationError || error instanceof UnsupportedFunctionError
        if (!mayFail) throw error
      }
    }
  }

  /** Goes on to a rule, for one of the campaign's codes or none. */
  enter(
    campaign: CompiledCampaign,
    rule: CompiledRule,
    codes: { coupon: CouponUse | undefined; referral: ReferralUse | undefined },
  ): void {
    this.#campaign = campaign
    this.#rule = rule
    this.coupon = codes.coupon
    this.referral = codes.referral
    this.couponHeld = false
    this.referralHeld = false
    this.#bound.clear()
  }

  /** Who spends what the present rule spends; a code that is refused spends nothing. */
  get spender(): Spender {
    return {
      run: this.run,
      application: this.account.application,
      campaign: this.campaign.budgets,
      coupon: this.coupon?.refusal ? undefined : this.coupon?.record,
      referral: this.referral?.refusal ? undefined : this.referral?.record,
    }
  }

  slot(name: string): Value | undefined {
    const own = this.rule.bindings.get(name)
    const binding = own ?? this.campaign.bindings.get(name)
    if (binding && !this.#binding.includes(name)) {
      const isFilter = !own && this.campaign.filters.includes(name)
      return this.#bind(name, binding, isFilter ? this.#filtered : this.#bound)
    }
    if (name === 'Campaign' || name === 'Coupon' || name === 'Referral' || name === 'Advocate') {
      return this.#codeSlot(name)
    }
    if (this.#roots.has(name)) return this.#roots.get(name)
    const value = this.#root(name)
    this.#roots.set(name, value)
    return value
  }

  /**
   * A binding is worked out when it is first read, once for each rule, a cart item filter once for the
   * campaign. What it reads under its own name is what stands there without it, or it would never end.
   */
  #bind(name: string, compute: Compute<RuleEnvironment>, bound: LateMap<string, Value>): Value {
    const known = bound.get(name)
    if (known !== undefined) return known
    this.#binding.push(name)
    try {
      const value = compute(this)
      bound.set(name, value)
      return value
    } finally {
      this.#binding.pop()
    }
  }

  #codeSlot(name: 'Campaign' | 'Coupon' | 'Referral' | 'Advocate'): Value | undefined {
    const { attributes, id, name: title } = this.campaign.definition
    const coupon = this.coupon?.record.coupon
    const referral = this.referral?.record.referral
    switch (name) {
      case 'Campaign':
        return fromJson({ Id: id, Name: title, Attributes: attributes })
      case 'Coupon':
        return coupon && fromJson({ Value: coupon.value, Attributes: coupon.attributes })
      case 'Referral':
        return referral && fromJson({ Code: referral.code, Attributes: referral.attributes })
      case 'Advocate': {
        const id = referral?.advocateProfileIntegrationId
        const advocate = id === undefined ? undefined : this.run.facts.account.profile(id)
        return advocate && profileSlots(advocate)
      }
    }
  }

  #root(name: string): Value | undefined {
    const { session, profile, event, occasion } = this.run.facts
    switch (name) {
      case 'Session':
        if (occasion === 'event') return undefined
        return sessionSlots({
          session,
          items: () => this.items,
          left: (scope) => this.run.left(scope),
        })
      case 'Profile':
        return profile && profileSlots(profile)
      case 'Event':
        return fromJson({ Type: event.type, Attributes: event.attributes })
      case 'Application':
        return fromJson({
          Name: this.account.application.name,
          Currency: this.account.application.currency,
        })
      case 'Now':
        return new Time(this.now, 0)
      default:
        return undefined
    }
  }

  #items: readonly Value[] | undefined
  /** The lines of the cart. */
  get items(): readonly Value[] {
    this.#items ??= this.run.facts.session.cartItems.map((item) =>
      itemSlots({ item, discount: () => this.run.discountOf(lineOf(item.position)) }),
    )
    return this.#items
  }

  /** @throws EvaluationError where there is no cart that an effect could change */
  requireCart(): void {
    if (this.run.facts.occasion === undefined) return
    throw new EvaluationError('there is no session being updated, whose cart this would change')
  }

  /** The ID of an additional cost; 0 for one that the account doesn't define (assumed). */
  costId(name: string): number {
    return this.account.additionalCosts.find((cost) => cost.name === name)?.id ?? 0
  }
}
