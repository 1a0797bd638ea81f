import type {
  Effect,
  EffectEnvelope,
  EffectProps,
  EffectType,
} from '../../contract/service/effects.ts'
import type { Arguments } from '../arguments.ts'
import type { RuleEnvironment } from '../environment.ts'
import type { Value } from '../talang/value.ts'

/**
 * A function that rules call, with its arguments in the order of the table of operators. An effect
 * answers `null`, a predicate its value.
 */
export type RuleFunction = (args: Arguments, env: RuleEnvironment) => Value

export type RuleFunctions = Readonly<Record<string, RuleFunction>>

/** What is wrong with a call whatever the values: arguments that are worked out are undefined. */
export type CallCheck = (args: readonly (Value | undefined)[]) => string | undefined

/** Where an effect of the present rule comes from. */
export const envelopeOf = (env: RuleEnvironment): EffectEnvelope => {
  const { definition } = env.campaign
  const envelope: EffectEnvelope = {
    campaignId: definition.id,
    rulesetId: definition.ruleset.id,
    ruleIndex: env.rule.index,
    ruleName: env.rule.rule.title,
  }
  if (env.coupon && env.couponHeld) envelope.triggeredByCoupon = env.coupon.record.coupon.id
  return envelope
}

/** Adds an effect of the present rule. */
export const emit = <T extends EffectType>(
  env: RuleEnvironment,
  effectType: T,
  props: EffectProps[T],
): null => {
  // Assigned: spread together, the effects of a reply take longer than the rules. The pair of type and
  // props is one of the union; TypeScript doesn't see it through the parameter.
  env.run.add(Object.assign(envelopeOf(env), { effectType, props }) as Effect)
  return null
}
