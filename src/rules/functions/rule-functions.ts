import { Arguments } from '../arguments.ts'
import type { Dialect } from '../dialect.ts'
import type { RuleEnvironment } from '../environment.ts'
import type { HostFunction, HostFunctions } from '../talang/compile.ts'
import { DISCOUNTS } from './discounts.ts'
import { GIFTS } from './gifts.ts'
import type { RuleFunctions } from './host-function.ts'
import { LOYALTY } from './loyalty.ts'
import { MESSAGES } from './messages.ts'
import { PREDICATES } from './predicates.ts'

/** All functions of the host, by their canonical names. */
export const RULE_FUNCTIONS: RuleFunctions = {
  ...PREDICATES,
  ...DISCOUNTS,
  ...LOYALTY,
  ...GIFTS,
  ...MESSAGES,
}

/** The functions that expressions may call, in the spellings of a dialect. */
export interface RuleHost {
  readonly functions: HostFunctions<RuleEnvironment>
  /** The canonical name of an operator; undefined: it is none of ours. */
  canonicalName(operator: string): string | undefined
}

/**
 * Lends the functions to expressions. An operator goes by its canonical name, or by one that the dialect
 * has for it, with the arguments in the dialect's order. Names are compared in lower case.
 */
export const hostFunctions = (dialect: Dialect): RuleHost => {
  const names = new Map(Object.keys(RULE_FUNCTIONS).map((name) => [name.toLowerCase(), name]))
  for (const [operator, { name }] of dialect) names.set(operator, name)
  const made = new Map<string, HostFunction<RuleEnvironment>>()
  for (const [operator, name] of names) {
    const definition = RULE_FUNCTIONS[name]
    if (!definition) continue
    const roles = dialect.get(operator)?.roles ?? definition.roles
    const order = definition.roles.map((role) => roles.indexOf(role))
    const inOrder = order.every((place, i) => place === i)
    made.set(operator, (values, env) => {
      const args = inOrder ? values : order.map((place) => values[place] ?? null)
      return definition.call(new Arguments(operator, args), env)
    })
  }
  return {
    functions: { get: (name) => made.get(name) },
    canonicalName: (operator) => names.get(operator.toLowerCase()),
  }
}
