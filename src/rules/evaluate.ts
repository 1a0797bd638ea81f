import type { ExclusionReason } from '../contract/service/rejections.ts'
import type { EvaluationGroup } from '../core/account.ts'
import { LateMap } from '../core/late-map.ts'
import { subtractWire } from '../core/money.ts'
import type { RuleFacts, RuleOutcome, RuleReport } from '../core/rewards/rule-program.ts'
import { isRunning } from './codes.ts'
import { type CompiledCampaign, RuleEnvironment } from './environment.ts'
import { evaluateRule, reportOf } from './evaluate-rule.ts'
import type { Program } from './program.ts'
import {
  rejectCoupon,
  rejectReferral,
  rejectUnknownCoupon,
  rejectUnknownReferral,
} from './reject.ts'
import { Run } from './run.ts'
import { type CodesOfSession, findCodes } from './session-codes.ts'

/**
 * Runs the rules over the facts of one session: campaigns in the order of the evaluation tree, in each
 * the rules from the top, in each the conditions and then the effects in order.
 * Source: docs, Rule evaluation order. With `reports`, notes on each rule why it fired or didn't.
 */
export const evaluate = (program: Program, facts: RuleFacts, reports?: RuleReport[]): RuleOutcome =>
  new Evaluation(program, facts, reports).outcome()

/** What a group chooses from: campaigns, and groups with their campaigns. */
type Element = CompiledCampaign | { group: EvaluationGroup; campaigns: CompiledCampaign[] }

class Evaluation {
  readonly #program: Program
  readonly #facts: RuleFacts
  readonly #run: Run
  readonly #env: RuleEnvironment
  readonly #codes: CodesOfSession
  /** Campaigns that lost in their group, and why. */
  readonly #excluded = new LateMap<CompiledCampaign, ExclusionReason | undefined>()
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
    const campaigns = this.#reports ? this.#program.campaigns : this.#candidates()
    this.#evaluateGroup(this.#program.account.evaluation, campaigns, 0)
    this.#settleCodes()
    if (this.#reports) this.#reportLosers(this.#reports)
    const { effects, claims, attributes, audiences, reservations, triggered, failures } = this.#run
    return { effects, claims, attributes, audiences, reservations, triggered, failures }
  }

  /**
   * The campaigns worth a look, in order: those with a rule that needs no code, and those whose code the
   * session has. Assumed: the rules of the others are not listed among those that failed.
   */
  #candidates(): readonly CompiledCampaign[] {
    const { withoutCode, campaigns } = this.#program
    const { campaigns: asked } = this.#facts
    if (asked) return campaigns.filter(({ definition }) => asked.includes(definition.id))
    const byCode = this.#codes.campaigns.filter(({ needsCode }) => needsCode)
    if (byCode.length === 0) return withoutCode
    return [...withoutCode, ...new Set(byCode)].sort((a, b) => a.order - b.order)
  }

  /**
   * Accepts magic codes, and rejects whatever code no rule has accepted: after all effects of rules,
   * coupons before the referral. Source: live replies of the service's older API.
   */
  #settleCodes(): void {
    const run = this.#run
    const { magic } = this.#program
    const { coupons, unknownCoupons, referral, unknownReferral } = this.#codes
    const rejected = unknownCoupons.filter((code) => !magic?.acceptCoupon(run, code))
    const isMagic = unknownReferral !== undefined && magic?.acceptReferral(run, unknownReferral)
    for (const use of coupons) {
      if (!run.isAccepted(use.code)) rejectCoupon(run, use, this.#excluded.entries)
    }
    for (const code of rejected) rejectUnknownCoupon(run, code, magic)
    if (referral && run.referral === undefined)
      rejectReferral(run, referral, this.#excluded.entries)
    if (unknownReferral !== undefined && !isMagic) {
      rejectUnknownReferral(run, unknownReferral, magic)
    }
  }

  /** Whether a campaign of the group applies. Source: docs, campaign evaluation modes. */
  #evaluateGroup(
    group: EvaluationGroup,
    campaigns: readonly CompiledCampaign[],
    depth: number,
  ): boolean {
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
        this.#exclude(elements.slice(first + 1).flatMap(campaignsOf), 'CampaignIsNotFirst')
        return true
      }
      case 'lowestDiscount':
        return this.#evaluateBest(elements, depth, (score, best) => score < best)
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
    elements: readonly Element[],
    depth: number,
    isBetter: (score: number, best: number) => boolean,
    reason?: ExclusionReason,
  ): boolean {
    const run = this.#run
    const { discounted } = run
    const before = run.triggered.length
    const triggered: CompiledCampaign[] = []
    let best: { element: Element; score: number } | undefined
    for (const element of elements) {
      const { mark } = run
      if (!this.#evaluateElement(element, depth)) continue
      const score = subtractWire(run.discounted, discounted)
      const applied = run.triggered.slice(before).map(({ id }) => id)
      triggered.push(
        ...campaignsOf(element).filter(({ definition }) => applied.includes(definition.id)),
      )
      run.backTo(mark)
      if (!best || isBetter(score, best.score)) best = { element, score }
    }
    if (!best) return false
    const winners = campaignsOf(best.element)
    this.#exclude(
      triggered.filter((campaign) => !winners.includes(campaign)),
      reason,
    )
    const reported = this.#reports?.length ?? 0
    const applies = this.#evaluateElement(best.element, depth)
    // It has its reports of the first time.
    this.#reports?.splice(reported)
    return applies
  }

  #evaluateElement(element: Element, depth: number): boolean {
    return 'group' in element
      ? this.#evaluateGroup(element.group, element.campaigns, depth + 1)
      : this.#evaluateCampaign(element)
  }

  #exclude(campaigns: readonly CompiledCampaign[], reason: ExclusionReason | undefined): void {
    for (const campaign of campaigns) this.#excluded.set(campaign, reason)
  }

  /** Has the reports say which campaigns lost in their group, whether they were tried or not. */
  #reportLosers(reports: RuleReport[]): void {
    const reason = 'another campaign of its group applies'
    const tried = new Set(reports.map(({ campaignId }) => campaignId))
    for (const [i, report] of reports.entries()) {
      const campaign = this.#program.campaignOf(report.campaignId)
      if (!report.fired || !campaign || !this.#excluded.has(campaign)) continue
      reports[i] = { ...report, fired: false, reason }
    }
    for (const campaign of this.#excluded.entries.keys()) {
      if (!tried.has(campaign.definition.id)) this.#reportAll(campaign, reason)
    }
  }

  #evaluateCampaign(campaign: CompiledCampaign): boolean {
    const run = this.#run
    if (!this.#facts.campaigns && !isRunning(campaign.definition, this.#facts.now)) {
      this.#reportAll(campaign, 'the campaign is not running')
      return false
    }
    this.#env.begin(campaign)
    let triggered = false
    const { mark } = run
    const coupons = this.#codes.coupons.filter((use) => use.campaign === campaign)
    const own = this.#codes.referral?.campaign === campaign ? this.#codes.referral : undefined
    for (const rule of campaign.rules) {
      // Source: effects carry the coupon's ID; so a rule that asks for a coupon runs for each (assumed).
      const uses = rule.usesCoupon && coupons.length > 0 ? coupons : [undefined]
      const referral = rule.usesReferral ? own : undefined
      for (const coupon of uses) {
        this.#env.enter(campaign, rule, { coupon, referral })
        if (evaluateRule(this.#env, this.#reports)) triggered = true
      }
    }
    if (triggered) run.trigger(campaign.shown)
    // Only a report looks at a campaign whose code the session doesn't have.
    else if (campaign.needsCode && coupons.length === 0 && !own) run.backTo(mark)
    return triggered
  }

  #reportAll(campaign: CompiledCampaign, reason: string): void {
    for (const rule of campaign.rules) {
      this.#env.enter(campaign, rule, { coupon: undefined, referral: undefined })
      this.#reports?.push(reportOf(this.#env, { reason }))
    }
  }
}

const campaignsOf = (element: Element): readonly CompiledCampaign[] =>
  'group' in element ? element.campaigns : [element]

/** What a group has of these campaigns, by its elements. */
const elementsOf = (
  group: EvaluationGroup,
  campaigns: readonly CompiledCampaign[],
  depth: number,
): Element[] => {
  const elements: Element[] = []
  for (const campaign of campaigns) {
    const child = group.elements[campaign.path[depth] ?? 0]
    const last = elements.at(-1)
    if (typeof child !== 'object') elements.push(campaign)
    else if (last && 'group' in last && last.group === child) last.campaigns.push(campaign)
    else elements.push({ group: child, campaigns: [campaign] })
  }
  return elements
}
