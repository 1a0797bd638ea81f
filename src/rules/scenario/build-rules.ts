import type { Binding, Campaign, Rule } from '../../contract/scenario/campaign.ts'
import type * as account from '../../core/account.ts'
import { compileEffect } from './compile-then.ts'
import { compileWhen } from './compile-when.ts'
import type { Scope } from './scope.ts'
import type { Source } from './source.ts'

/** Holds always. Source: live rulesets of the service's own API tests. */
export const ALWAYS: unknown = ['and', true]

/** The rules that a campaign writes itself, in the service's own form. */
export const buildRules = (
  scope: Scope,
  { rules = [], bindings }: Campaign,
): Omit<account.Ruleset, 'id'> => ({
  rules: rules.map((rule) => buildRule(scope, rule)),
  bindings: buildBindings(scope.source, bindings),
})

const buildRule = (scope: Scope, rule: Rule): account.Rule => ({
  title: rule.title,
  ...(rule.then
    ? {
        condition: rule.when ? compileWhen(scope, rule.when) : ALWAYS,
        effects: rule.then.map((effect) => compileEffect(scope, effect)),
      }
    : { condition: rule.condition ?? ALWAYS, effects: rule.effects ?? [] }),
  bindings: buildBindings(scope.source, rule.bindings),
  origin: scope.source.origin(rule),
})

/** Bindings, as they are written or exported. */
export const buildBindings = (
  source: Source,
  bindings: readonly Pick<Binding, 'name' | 'type' | 'expression'>[] = [],
): account.Binding[] =>
  bindings.map((binding) => {
    const { name, type, expression } = binding
    return { name, ...(type !== undefined && { type }), expression, origin: source.origin(binding) }
  })
