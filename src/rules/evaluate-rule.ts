import type { ConditionReport, RuleReport } from '../core/rewards/rule-program.ts'
import { COUPON_LIMITS, REFERRAL_LIMITS } from './codes.ts'
import type { RuleEnvironment, RuleFailure, Step } from './environment.ts'
import { emit } from './functions/host-function.ts'
import { count, LimitReached, limitInTheWay } from './limits.ts'
import { EvaluationError, UnsupportedFunctionError } from './talang/errors.ts'
import { isList, toJson, type Value, ValueMap } from './talang/value.ts'

/**
 * Evaluates the rule that the environment has entered: its conditions, then its effects. A rule that
 * fails, even at its last effect, leaves nothing behind but the reason. With `reports`, all conditions
 * are looked at, and what they saw is noted.
 */
export const evaluateRule = (env: RuleEnvironment, reports?: RuleReport[]): boolean => {
  const { run } = env
  const { mark } = run
  refuseBeyondLimits(env)
  const { conditions, failure: unmet } = checkConditions(env, reports !== undefined)
  const failure = unmet ?? applyEffects(env)
  reports?.push(
    failure
      ? reportOf(env, { reason: failure.details ?? 'a condition does not hold', conditions })
      : reportOf(env, { reason: env.rule.any ? ONE_HOLDS : ALL_HOLD, fired: true, conditions }),
  )
  if (!failure) return true
  run.backTo(mark)
  fail(env, failure)
  return false
}

const ALL_HOLD = 'all conditions hold'
const ONE_HOLDS = 'one of the conditions holds'

/** A report on the present rule. */
export const reportOf = (
  { campaign: { definition }, rule, coupon, referral }: RuleEnvironment,
  found: Pick<RuleReport, 'reason'> & Partial<RuleReport>,
): RuleReport => ({
  campaignId: definition.id,
  campaignName: definition.name,
  ruleIndex: rule.index,
  ruleName: rule.rule.title,
  ...(coupon && { coupon: coupon.code }),
  ...(referral && { referral: referral.code }),
  fired: false,
  conditions: [],
  ...found,
})

/**
 * Refuses codes that a limit keeps from being redeemed once more; it may have been reached in this
 * evaluation, by another code. Assumed: limits come before conditions.
 */
const refuseBeyondLimits = (env: RuleEnvironment): void => {
  const { referral, run } = env
  refuseCoupon(env)
  if (!referral || referral.refusal || run.referral !== undefined) return
  const owner = limitInTheWay(env.spender, 'redeemReferral')
  if (!owner) return
  referral.refusal = REFERRAL_LIMITS[owner]
  referral.isOverLimit = true
  // Its limits may count by the referral, which is none of the session's any more.
  refuseCoupon(env)
}

const refuseCoupon = (env: RuleEnvironment): void => {
  const { coupon, run } = env
  if (!coupon || coupon.refusal || run.isAccepted(coupon.code)) return
  const owner = limitInTheWay(env.spender, 'redeemCoupon')
  if (!owner) return
  coupon.refusal = COUPON_LIMITS[owner]
  coupon.isOverLimit = true
}

/**
 * Why the conditions don't hold: the first that doesn't, or, where one is enough, the last of all.
 * No condition at all holds, unless one is asked for. Where one is enough all are looked at, and an
 * error in one is not passed over. Source: the public Talang interpreter, `(or)`.
 */
const checkConditions = (
  env: RuleEnvironment,
  isReported: boolean,
): { conditions: readonly ConditionReport[]; failure: RuleFailure | undefined } => {
  const { any } = env.rule
  const conditions: ConditionReport[] = []
  let failure: RuleFailure | undefined = any ? {} : undefined
  let oneHolds = false
  let conditionIndex = 0
  for (const step of env.rule.conditions) {
    const condition = checkCondition(env, step, isReported)
    if (isReported) conditions.push(condition)
    if (condition.holds) oneHolds = true
    else {
      const { error: details } = condition
      if (any ? failure?.details === undefined : !failure) {
        failure = details === undefined ? { conditionIndex } : { conditionIndex, details }
      }
      if (!any && !isReported) break
    }
    conditionIndex++
  }
  const holds = any && oneHolds && failure?.details === undefined
  return { conditions, failure: holds ? undefined : failure }
}

/** Values that a report shows of one condition: one that goes through a cart for each item has many. */
const MAX_SEEN = 200

const checkCondition = (
  env: RuleEnvironment,
  { tree: expression, compute }: Step,
  isReported: boolean,
): ConditionReport => {
  const saw: { expression: unknown; value: unknown }[] = []
  if (isReported) {
    env.trace = (read, value) => {
      if (saw.length < MAX_SEEN) saw.push({ expression: read, value: toJson(value) })
    }
  }
  const done = attempt(() => isTrue(compute(env)), env)
  env.trace = undefined
  return 'failure' in done
    ? { expression, holds: false, error: done.failure.message, saw }
    : { expression, holds: done.value, saw }
}

/** Source: the public Talang interpreter, `and`: a list or a map counts as true. */
const isTrue = (value: Value): boolean => {
  if (typeof value === 'boolean') return value
  if (isList(value) || value instanceof ValueMap) return true
  throw new EvaluationError('a condition must be true or false')
}

const applyEffects = (env: RuleEnvironment): RuleFailure | undefined => {
  acceptCodes(env)
  let effectIndex = 0
  for (const { compute } of env.rule.effects) {
    const done = attempt(compute, env)
    if ('failure' in done) {
      const { failure } = done
      const owner = failure instanceof LimitReached ? failure.owner : 'effect'
      return { effectIndex, details: failure.message, owner }
    }
    effectIndex++
  }
  return undefined
}

/**
 * Accepts the codes that the rule's conditions found valid; once each.
 * Source: Integration API, `acceptCoupon`: it comes before the effects of the rule.
 */
const acceptCodes = (env: RuleEnvironment): void => {
  const { run, coupon, referral, spender } = env
  if (coupon && env.couponHeld && !run.isAccepted(coupon.code)) {
    run.acceptCoupon(coupon.code)
    count(spender, 'redeemCoupon', 1)
    emit(env, 'acceptCoupon', { value: coupon.code })
  }
  if (referral && env.referralHeld && run.referral === undefined) {
    run.acceptReferral(referral.code)
    count(spender, 'redeemReferral', 1)
    emit(env, 'acceptReferral', { value: referral.code })
  }
}

/** Notes why the rule failed: among the failures, and with the codes that it was evaluated for. */
const fail = (env: RuleEnvironment, failure: RuleFailure): void => {
  const { run, campaign, rule, coupon, referral } = env
  const { definition } = campaign
  const { index: ruleIndex } = rule
  const { title: ruleName } = rule.rule
  for (const use of [coupon, referral]) {
    // An effect that can't be applied says more of why a code is refused than a condition does.
    if (!use || (use.failure && failure.effectIndex === undefined)) continue
    use.failure = { ...failure, ruleIndex, ruleName }
  }
  const { owner: _, ...where } = failure
  run.fail({
    campaignID: definition.id,
    campaignName: definition.name,
    rulesetID: definition.ruleset.id,
    ruleIndex,
    ruleName,
    ...(coupon && { couponID: coupon.record.coupon.id, couponValue: coupon.code }),
    ...(referral && { referralID: referral.record.referral.id, referralValue: referral.code }),
    ...where,
  })
}

type Failure = EvaluationError | UnsupportedFunctionError | LimitReached

/** Works something out; what a rule may fail of is a result, anything else a bug. */
const attempt = <T>(
  work: (env: RuleEnvironment) => T,
  env: RuleEnvironment,
): { value: T } | { failure: Failure } => {
  try {
    return { value: work(env) }
  } catch (error) {
    const isFailure =
      error instanceof EvaluationError ||
      error instanceof UnsupportedFunctionError ||
      error instanceof LimitReached
    if (isFailure) return { failure: error }
    throw error
  }
}
