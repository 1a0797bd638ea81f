import type { ExclusionReason } from '../contract/service/rejections.ts'
import type { EvaluationGroup } from '../core/account.ts'
import type {
  ConditionReport,
  RuleFacts,
  RuleOutcome,
  RuleReport,
} from '../core/rewards/rule-program.ts'
import { isRunning } from './codes.ts'
import {
  type CompiledCampaign,
  type CompiledRule,
  type CouponUse,
  RuleEnvironment,
  type RuleFailure,
  type Step,
} from './environment.ts'
import { emit } from './functions/host-function.ts'
import { count, LimitReached } from './limits.ts'
import { acceptMagicCoupon, acceptMagicReferral } from './magic-codes.ts'
import type { Program } from './program.ts'
import {
  rejectCoupon,
  rejectReferral,
  rejectUnknownCoupon,
  rejectUnknownReferral,
} from './reject.ts'
import { Run } from './run.ts'
import { type CodesOfSession, findCodes } from './session-codes.ts'
import { EvaluationError, UnsupportedFunctionError } from './talang/errors.ts'
import { toJson } from './talang/value.ts'

/**
 * Runs the rules over the facts of one session: campaigns in the order of the evaluation tree, in each
 * the rules from the top, in each the conditions and then the effects in order.
 * Source: docs, Rule evaluation order. With `reports`, notes on each rule why it fired or didn't.
 */
export const evaluate = (program: Program, facts: RuleFacts, reports?: RuleReport[]): RuleOutcome =>
  new Evaluation(program, facts, reports).outcome()

/** Campaigns under one element of a group, in order. */
type Elements = (CompiledCampaign | { group: EvaluationGroup; campaigns: CompiledCampaign[] })[]

class Evaluation {
  readonly #program: Program
  readonly #facts: RuleFacts
  readonly #run: Run
  readonly #env: RuleEnvironment
  readonly #codes: CodesOfSession
  readonly #excluded = new Map<CompiledCampaign, ExclusionReason | undefined>()
  readonly #reports: RuleReport[] | undefined

  constructor(program: Program, facts: RuleFacts, reports: RuleReport[] | undefined) {
    this.#program = program
    this.#facts = facts
    this.#run = new Run(facts)
    this.#env = new RuleEnvironment(this.#run, program.account)
    this.#codes = findCodes(program, facts)
    this.#reports = reports
  }

  outcome(): RuleOutcome {
    this.#evaluateGroup(this.#program.account.evaluation, this.#candidates(), 0)
    this.#settleCodes()
    const { effects, claims, attributes, audiences, triggered, failures } = this.#run
    return { effects, claims, attributes, audiences, triggered, failures }
  }

  /**
   * Accepts magic codes, and rejects whatever code no rule has accepted: after all effects of rules,
   * coupons before the referral. Source: live replies of the service's older API.
   */
  #settleCodes(): void {
    const run = this.#run
    const { magicCodes } = this.#program
    const { coupons, referral } = this.#codes
    const unknown = this.#codes.unknownCoupons.filter(
      (code) => !(magicCodes && acceptMagicCoupon(run, code)),
    )
    const unknownReferral = this.#codes.unknownReferral
    const isMagic =
      magicCodes && unknownReferral !== undefined && acceptMagicReferral(run, unknownReferral)
    for (const use of coupons) {
      if (!run.isAccepted(use.code)) rejectCoupon(run, use, this.#excluded)
    }
    for (const code of unknown) rejectUnknownCoupon(run, code, magicCodes)
    if (referral && run.referral === undefined) rejectReferral(run, referral, this.#excluded)
    if (unknownReferral !== undefined && !isMagic) {
      rejectUnknownReferral(run, unknownReferral, magicCodes)
    }
  }

  /**
   * The campaigns worth a look, in order: those with a rule that needs no code, and those whose code the
   * session has. Assumed: the others are not listed among the rules that failed.
   */
  #candidates(): CompiledCampaign[] {
    const { withoutCode, campaigns } = this.#program
    if (this.#reports) return [...campaigns]
    const byCode = this.#codes.campaigns.filter(({ needsCode }) => needsCode)
    if (byCode.length === 0) return [...withoutCode]
    return [...withoutCode, ...new Set(byCode)].sort((a, b) => a.order - b.order)
  }

  #evaluateGroup(group: EvaluationGroup, campaigns: CompiledCampaign[], depth: number): boolean {
    const elements = elementsOf(group, campaigns, depth)
    switch (group.mode) {
      case 'stackable': {
        let triggered = false
        for (const element of elements) {
          if (this.#evaluateElement(element, depth)) triggered = true
        }
        return triggered
      }
      case 'listOrder': {
        const first = elements.findIndex((element) => this.#evaluateElement(element, depth))
        if (first < 0) return false
        for (const loser of elements.slice(first + 1)) this.#exclude(loser, 'CampaignIsNotFirst')
        return true
      }
      case 'lowestDiscount':
        return this.#evaluateBest(elements, depth, (score, best) => score < best, undefined)
      case 'highestDiscount':
        return this.#evaluateBest(
          elements,
          depth,
          (score, best) => score > best,
          'CampaignGaveLowerDiscount',
        )
    }
  }

  /** Tries each element from the same start, and keeps the best; the first of equals (assumed). */
  #evaluateBest(
    elements: Elements,
    depth: number,
    isBetter: (score: number, best: number) => boolean,
    reason: ExclusionReason | undefined,
  ): boolean {
    const before = this.#run.discounted
    const triggered: Elements = []
    let best: Elements[number] | undefined
    let bestScore = 0
    for (const element of elements) {
      const mark = this.#run.mark
      if (!this.#evaluateElement(element, depth)) continue
      const score = this.#run.discounted - before
      this.#run.backTo(mark)
      triggered.push(element)
      if (best !== undefined && !isBetter(score, bestScore)) continue
      best = element
      bestScore = score
    }
    if (best === undefined) return false
    for (const element of triggered) if (element !== best) this.#exclude(element, reason)
    return this.#evaluateElement(best, depth)
  }

  #evaluateElement(element: Elements[number], depth: number): boolean {
    return 'group' in element
      ? this.#evaluateGroup(element.group, element.campaigns, depth + 1)
      : this.#evaluateCampaign(element)
  }

  #exclude(element: Elements[number], reason: ExclusionReason | undefined): void {
    for (const campaign of 'group' in element ? element.campaigns : [element]) {
      this.#excluded.set(campaign, reason)
    }
  }

  #evaluateCampaign(campaign: CompiledCampaign): boolean {
    if (!isRunning(campaign.definition, this.#facts.now)) {
      for (const rule of campaign.rules) {
        this.#report(campaign, rule, undefined, { reason: 'the campaign is not running' })
      }
      return false
    }
    let triggered = false
    const coupons = this.#codes.coupons.filter((use) => use.campaign === campaign)
    for (const rule of campaign.rules) {
      // Source: effects carry the coupon's ID; so a rule that asks for a coupon runs for each (assumed).
      const uses = rule.usesCoupon && coupons.length > 0 ? coupons : [undefined]
      for (const use of uses) if (this.#evaluateRule(campaign, rule, use)) triggered = true
    }
    if (triggered) this.#run.trigger(campaign.shown)
    return triggered
  }

  #evaluateRule(
    campaign: CompiledCampaign,
    rule: CompiledRule,
    coupon: CouponUse | undefined,
  ): boolean {
    const run = this.#run
    const env = this.#env
    const { referral } = this.#codes
    const ownReferral = rule.usesReferral && referral?.campaign === campaign ? referral : undefined
    env.enter(campaign, rule, { coupon, referral: ownReferral })
    const mark = run.mark
    const conditions: ConditionReport[] = []
    const failure = this.#checkConditions(rule, conditions) ?? this.#applyEffects(rule)
    const reason = failure
      ? (failure.details ?? 'a condition does not hold')
      : 'all conditions hold'
    this.#report(campaign, rule, coupon, { reason, fired: !failure, conditions })
    if (!failure) return true
    run.backTo(mark)
    this.#fail(campaign, rule, failure)
    return false
  }

  /** The first condition that doesn't hold, or, where one is enough, the last. */
  #checkConditions(rule: CompiledRule, reports: ConditionReport[]): RuleFailure | undefined {
    let failure: RuleFailure | undefined
    for (const [conditionIndex, step] of rule.conditions.entries()) {
      const report = this.#checkCondition(step)
      reports.push(report)
      const failed = report.holds
        ? undefined
        : { conditionIndex, ...(report.error !== undefined && { details: report.error }) }
      if (!failed && rule.any) return undefined
      failure ??= failed
      if (failed && rule.any) failure = failed
      if (failure && !rule.any && !this.#reports) return failure
    }
    return failure
  }

  #checkCondition({ tree, compute }: Step): ConditionReport {
    const saw: { expression: unknown; value: unknown }[] = []
    if (this.#reports) {
      this.#env.trace = (expression, value) => saw.push({ expression, value: toJson(value) })
    }
    const done = attempt(() => compute(this.#env))
    this.#env.trace = undefined
    if ('failure' in done) {
      return { expression: tree, holds: false, error: done.failure.message, saw }
    }
    if (typeof done.value === 'boolean') return { expression: tree, holds: done.value, saw }
    return { expression: tree, holds: false, error: 'a condition must be true or false', saw }
  }

  #applyEffects(rule: CompiledRule): RuleFailure | undefined {
    this.#accept()
    for (const [effectIndex, { compute }] of rule.effects.entries()) {
      const done = attempt(() => compute(this.#env))
      if (!('failure' in done)) continue
      const { failure } = done
      return {
        effectIndex,
        details: failure.message,
        owner: failure instanceof LimitReached ? failure.owner : 'effect',
      }
    }
    return undefined
  }

  /**
   * Accepts the codes that the rule's conditions found valid; once each.
   * Source: Integration API, `acceptCoupon`: it comes before the effects of the rule.
   */
  #accept(): void {
    const { coupon, referral, spender } = this.#env
    if (coupon && this.#env.couponHeld && !this.#run.isAccepted(coupon.code)) {
      this.#run.acceptCoupon(coupon.code)
      count(spender, 'redeemCoupon', 1)
      emit(this.#env, 'acceptCoupon', { value: coupon.code })
    }
    if (referral && this.#env.referralHeld && this.#run.referral === undefined) {
      this.#run.acceptReferral(referral.code)
      count(spender, 'redeemReferral', 1)
      emit(this.#env, 'acceptReferral', { value: referral.code })
    }
  }

  #fail(campaign: CompiledCampaign, rule: CompiledRule, failure: RuleFailure): void {
    const { coupon, referral } = this.#env
    const { definition } = campaign
    // A limit says more of why a code is refused than a condition does.
    for (const use of [rule.usesCoupon && coupon, rule.usesReferral && referral]) {
      if (!use || (use.failure && failure.effectIndex === undefined)) continue
      use.failure = { ...failure, ruleIndex: rule.index, ruleName: rule.rule.title }
    }
    const { owner: _, ...where } = failure
    this.#run.fail({
      campaignID: definition.id,
      campaignName: definition.name,
      rulesetID: definition.ruleset.id,
      ruleIndex: rule.index,
      ruleName: rule.rule.title,
      ...(coupon && { couponID: coupon.record.coupon.id, couponValue: coupon.code }),
      ...(referral && { referralID: referral.record.referral.id, referralValue: referral.code }),
      ...where,
    })
  }

  #report(
    { definition }: CompiledCampaign,
    rule: CompiledRule,
    coupon: CouponUse | undefined,
    found: { reason: string; fired?: boolean; conditions?: readonly ConditionReport[] },
  ): void {
    this.#reports?.push({
      campaignId: definition.id,
      campaignName: definition.name,
      ruleIndex: rule.index,
      ruleName: rule.rule.title,
      ...(coupon && { coupon: coupon.code }),
      fired: false,
      conditions: [],
      ...found,
    })
  }
}

/** What a group has of these campaigns, by its elements. */
const elementsOf = (
  group: EvaluationGroup,
  campaigns: readonly CompiledCampaign[],
  depth: number,
): Elements => {
  const elements: Elements = []
  let place = -1
  for (const campaign of campaigns) {
    const index = campaign.path[depth] ?? 0
    const child = group.elements[index]
    const last = elements.at(-1)
    if (typeof child !== 'object') elements.push(campaign)
    else if (index === place && last && 'group' in last) last.campaigns.push(campaign)
    else elements.push({ group: child, campaigns: [campaign] })
    place = index
  }
  return elements
}

type Failure = EvaluationError | UnsupportedFunctionError | LimitReached

/** Works something out; what a rule may fail of is a result, anything else a bug. */
const attempt = <T>(work: () => T): { value: T } | { failure: Failure } => {
  try {
    return { value: work() }
  } catch (error) {
    if (
      error instanceof EvaluationError ||
      error instanceof UnsupportedFunctionError ||
      error instanceof LimitReached
    ) {
      return { failure: error }
    }
    throw error
  }
}
