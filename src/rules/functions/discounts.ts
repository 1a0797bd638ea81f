import { DISCOUNT_SCOPES } from '../../contract/scenario/vocabulary.ts'
import { EvaluationError } from '../talang/errors.ts'
import { giveDiscount } from './give-discount.ts'
import { emit, type RuleFunctions } from './host-function.ts'

/**
 * Discounts of the session. Each is cut to what is left of its scope and never below 0 (assumed), then to its limits.
 * Source: Integration API, `setDiscount`, `setDiscountPerAdditionalCost`.
 */
export const DISCOUNTS: RuleFunctions = {
  setDiscount(args, env) {
    const name = args.text(0, 'name')
    const value = args.amount(1, 'value')
    const scope = args.oneOf(2, 'scope', DISCOUNT_SCOPES, env.account.application.discountScope)
    return emit(env, 'setDiscount', { name, ...giveDiscount(env, { scope, value }), scope })
  },

  setDiscountPerAdditionalCost(args, env) {
    const name = args.text(0, 'name')
    const cost = args.text(1, 'cost')
    const value = args.amount(2, 'value')
    const whole = env.run.facts.session.additionalCosts[cost]?.price
    if (whole === undefined) throw new EvaluationError(`the session has no cost ${cost}`)
    const given = giveDiscount(env, {
      scope: 'additionalCosts',
      value,
      whole,
      parts: [`cost ${cost}`],
    })
    const about = { additionalCostId: env.costId(cost), additionalCost: cost }
    return emit(env, 'setDiscountPerAdditionalCost', { name, ...about, ...given })
  },
}
