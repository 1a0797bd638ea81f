import { type ExportedRule, ExportedRuleset } from '../../contract/scenario/ruleset.ts'
import type * as account from '../../core/account.ts'
import { buildBindings } from './build-rules.ts'
import { checkShape } from './check-shape.ts'
import { readSource } from './read-source.ts'
import type { Findings, Source } from './source.ts'

/** A ruleset as the service exports it, with the ID that it had there. */
export interface ReadRuleset extends Omit<account.Ruleset, 'id'> {
  readonly id?: number
}

/** Reads an exported ruleset; undefined when it is none, as `findings` say. */
export const readRuleset = (
  file: string,
  text: string,
  findings: Findings,
): ReadRuleset | undefined => {
  const source = readSource(file, text, findings)
  const exported = source && checkShape(source, ExportedRuleset)
  if (!exported) return undefined
  const { id, rules, bindings, strikethroughRules } = exported
  if (strikethroughRules && strikethroughRules.length > 0) {
    source.warn(exported, 'strikethroughRules', 'are passed over: there is no catalog')
  }
  return {
    ...(id !== undefined && { id }),
    rules: rules.map((rule) => buildRule(source, rule)),
    bindings: buildBindings(source, bindings ?? []),
  }
}

const buildRule = (source: Source, rule: ExportedRule): account.Rule => {
  const isTree = (effect: unknown) => Array.isArray(effect) && typeof effect[0] === 'string'
  // The service's published example has one effect where the list of effects belongs.
  const effects = typeof rule.effects[0] === 'string' ? [rule.effects] : rule.effects
  effects.forEach((effect, i) => {
    if (!isTree(effect)) source.fault(rule.effects, i, 'must be an expression tree')
  })
  return {
    title: rule.title,
    condition: rule.condition,
    effects,
    bindings: buildBindings(source, rule.bindings ?? []),
    origin: source.origin(rule),
  }
}
