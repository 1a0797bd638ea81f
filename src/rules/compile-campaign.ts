import type { Campaign } from '../contract/service/rewards.ts'
import type { Account, Binding, CampaignDefinition, Origin, Rule } from '../core/account.ts'
import type { Bindings, CompiledCampaign, CompiledRule, Step } from './environment.ts'
import type { RuleHost } from './functions/rule-functions.ts'
import { budgetsOf } from './limits.ts'
import type { ScenarioFault } from './scenario/fault.ts'
import { compile, isFunction, usesOf } from './talang/compile.ts'

/**
 * What compiles campaigns, each expression once. What can't be compiled goes to `faults`, even inside a
 * `catch`, which would otherwise swallow it without a word.
 */
export const createCompiler = (host: RuleHost, faults: ScenarioFault[]) => {
  const step = (tree: unknown, origin: Origin, path: string): Step => {
    const { compute, faults: found } = compile(tree, host.functions)
    for (const fault of found) {
      faults.push({
        ...origin,
        path: [origin.path, path, ...fault.path].filter((part) => part !== '').join('/'),
        message: fault.message,
      })
    }
    return { tree, compute }
  }

  const bindings = (list: readonly Binding[]): Bindings =>
    new Map(
      list.map((binding) => {
        const tree = isLiteral(binding, host) ? ['list', ...binding.expression] : binding.expression
        return [binding.name, step(tree, binding.origin, 'expression').compute]
      }),
    )

  const isPredicate = (tree: unknown, name: string) =>
    Array.isArray(tree) && typeof tree[0] === 'string' && host.canonicalName(tree[0]) === name

  const rule = (definition: Rule, index: number): CompiledRule & { needsCode: boolean } => {
    const { origin } = definition
    const { any, conditions } = conditionsOf(definition.condition)
    const trees = [
      definition.condition,
      ...definition.effects,
      ...definition.bindings.map(({ expression }) => expression),
    ]
    const called = new Set(
      trees.flatMap((tree) => [...usesOf(tree).operators].map(host.canonicalName)),
    )
    return {
      rule: definition,
      index,
      any,
      conditions: conditions.map(({ tree, path }) => step(tree, origin, path)),
      effects: definition.effects.map((tree, i) => step(tree, origin, `effects/${i}`)),
      bindings: bindings(definition.bindings),
      usesCoupon: called.has('couponValid'),
      usesReferral: called.has('referralValid'),
      // Only a condition that is the bare predicate, where all must hold, rules out the rest.
      needsCode:
        !any &&
        conditions.some(
          ({ tree }) => isPredicate(tree, 'couponValid') || isPredicate(tree, 'referralValid'),
        ),
    }
  }

  return {
    campaign(
      definition: CampaignDefinition,
      account: Account,
      place: Pick<CompiledCampaign, 'path' | 'order'>,
    ): CompiledCampaign {
      const rules = definition.ruleset.rules.map(rule)
      return {
        ...place,
        definition,
        shown: shownCampaign(definition, account),
        budgets: budgetsOf(definition.limits, `campaign ${definition.id}`),
        bindings: bindings(definition.ruleset.bindings),
        filters: definition.ruleset.bindings.flatMap(({ name, type }) =>
          type === 'cartItemFilter' ? name : [],
        ),
        rules,
        needsCode: rules.every(({ needsCode }) => needsCode),
      }
    },
  }
}

/**
 * Whether the parameter of a campaign template is a bare list of values, not an expression.
 * Source: exported rulesets, `["string1", "string2"]`.
 */
const isLiteral = (
  binding: Binding,
  host: RuleHost,
): binding is Binding & { expression: unknown[] } => {
  const { type, expression } = binding
  if (type !== 'templateParameter' || !Array.isArray(expression)) return false
  const [head] = expression
  return typeof head === 'string' ? !isFunction(head, host.functions) : !Array.isArray(head)
}

/**
 * The conditions of a rule: the members of its outermost `and` or `or`, else the whole tree. Their
 * indexes count from 0 without the operator (assumed).
 */
const conditionsOf = (
  tree: unknown,
): { any: boolean; conditions: { tree: unknown; path: string }[] } => {
  const operator = Array.isArray(tree) && typeof tree[0] === 'string' ? tree[0].toLowerCase() : ''
  if (!Array.isArray(tree) || (operator !== 'and' && operator !== 'or')) {
    return { any: false, conditions: [{ tree, path: 'condition' }] }
  }
  return {
    any: operator === 'or',
    conditions: tree.slice(1).map((member, i) => ({ tree: member, path: `condition/${i + 1}` })),
  }
}

/** When everything of a scenario was made: it says nothing of that. */
const SCENARIO_CREATED = '2020-01-01T00:00:00Z'

const shownCampaign = (
  { ruleset, coupons: _, referrals: __, achievements: ___, ...campaign }: CampaignDefinition,
  account: Account,
): Campaign => ({
  ...campaign,
  created: SCENARIO_CREATED,
  applicationId: account.application.id,
  frontendState: 'running',
  type: 'advanced',
  reevaluateOnReturn: false,
  storesImported: false,
  userId: 1,
  attributes: { ...campaign.attributes },
  activeRulesetId: ruleset.id,
  tags: [...campaign.tags],
  features: [...campaign.features],
  limits: campaign.limits.map((limit) => ({ ...limit, entities: [...limit.entities] })),
})
