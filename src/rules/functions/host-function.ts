import type { Effect, EffectProps, EffectType } from '../../contract/service/effects.ts'
import type { Arguments } from '../arguments.ts'
import type { RuleEnvironment } from '../environment.ts'
import type { Value } from '../talang/value.ts'

/**
 * A function that rules call, with its arguments in the order of the table of operators. An effect
 * answers `null`, a predicate its value.
 */
export type RuleFunction = (args: Arguments, env: RuleEnvironment) => Value

export type RuleFunctions = Readonly<Record<string, RuleFunction>>

/** Where an effect of the present rule comes from. */
export const envelopeOf = (env: RuleEnvironment) => {
  const { definition } = env.campaign
  return {
    campaignId: definition.id,
    rulesetId: definition.ruleset.id,
    ruleIndex: env.rule.index,
    ruleName: env.rule.rule.title,
    ...(env.coupon && env.couponHeld && { triggeredByCoupon: env.coupon.record.coupon.id }),
  }
}

/** Adds an effect of the present rule. */
export const emit = <T extends EffectType>(
  env: RuleEnvironment,
  effectType: T,
  props: EffectProps[T],
): null => {
  // The pair of type and props is one of the union; TypeScript doesn't see it through the parameter.
  env.run.add({ ...envelopeOf(env), effectType, props } as Effect)
  return null
}
