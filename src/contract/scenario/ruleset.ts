import { type Static, Type } from '@sinclair/typebox'
import { Tree } from './forms.ts'

/**
 * A ruleset as the service exports it. Keys that the emulator makes no use of are let pass. A single
 * effect may stand where the list of effects belongs: the service's published example does so.
 * Source: Management API, `Ruleset`, `Rule` and `Binding`.
 */

const ExportedBinding = Type.Object({
  name: Type.String(),
  type: Type.Optional(Type.String()),
  expression: Type.Array(Type.Unknown()),
})
export type ExportedBinding = Static<typeof ExportedBinding>

const ExportedRule = Type.Object({
  title: Type.String(),
  condition: Tree,
  effects: Type.Array(Type.Unknown()),
  bindings: Type.Optional(Type.Array(ExportedBinding)),
})
export type ExportedRule = Static<typeof ExportedRule>

export const ExportedRuleset = Type.Object({
  id: Type.Optional(Type.Integer()),
  rules: Type.Array(ExportedRule),
  bindings: Type.Optional(Type.Array(ExportedBinding)),
  strikethroughRules: Type.Optional(Type.Array(Type.Unknown())),
})
export type ExportedRuleset = Static<typeof ExportedRuleset>
