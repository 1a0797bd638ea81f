import { Arguments } from '../arguments.ts'
import { type Dialect, operatorNamed, reorderFor } from '../dialect.ts'
import type { RuleEnvironment } from '../environment.ts'
import type { HostFunctions } from '../talang/compile.ts'
import { ACHIEVEMENTS } from './achievements.ts'
import { DISCOUNTS } from './discounts.ts'
import { GIFTS } from './gifts.ts'
import type { CallCheck, RuleFunction } from './host-function.ts'
import { ITEM_DISCOUNTS } from './item-discounts.ts'
import { LOYALTY } from './loyalty.ts'
import { MESSAGE_CHECKS, MESSAGES } from './messages.ts'
import { POINTS_EXPIRY } from './points-expiry.ts'
import { PREDICATES } from './predicates.ts'

/** All functions of the host, by their names in the dialect's table of operators; `!` has none there. */
const RULE_FUNCTIONS: ReadonlyMap<string, RuleFunction> = new Map(
  Object.entries({
    ...PREDICATES,
    ...DISCOUNTS,
    ...ITEM_DISCOUNTS,
    ...LOYALTY,
    ...POINTS_EXPIRY,
    ...GIFTS,
    ...ACHIEVEMENTS,
    ...MESSAGES,
  }),
)

const CALL_CHECKS: ReadonlyMap<string, CallCheck> = new Map(Object.entries(MESSAGE_CHECKS))

/** The functions that expressions may call, in the spellings of a dialect. */
export interface RuleHost {
  readonly functions: HostFunctions<RuleEnvironment>
  /** The canonical name of an operator; undefined: it is none of ours. */
  canonicalName(operator: string): string | undefined
}

/**
 * Lends the functions to expressions, under the names and with the order of arguments that a dialect
 * has for them.
 */
export const hostFunctions = (dialect: Dialect): RuleHost => {
  const nameOf = (operator: string) => operatorNamed(dialect, operator)?.name
  return {
    functions: {
      get(spelling) {
        const operator = operatorNamed(dialect, spelling)
        const name = operator?.name ?? spelling
        const call = RULE_FUNCTIONS.get(name)
        if (!call) return undefined
        if (!operator) return (values, env) => call(new Arguments(name, values), env)
        const reorder = reorderFor(operator)
        return (values, env) => call(new Arguments(name, reorder(values)), env)
      },
      faultOf(spelling, args) {
        const operator = operatorNamed(dialect, spelling)
        if (!operator) return undefined
        return CALL_CHECKS.get(operator.name)?.(reorderFor(operator)(args))
      },
    },
    canonicalName: nameOf,
  }
}
