import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { OrNull } from '../wire-types.ts'
import { Tree } from './forms.ts'

/** As a Go service writes a list that it has never filled (assumed). */
const MaybeList = <T extends TSchema>(items: T) => Type.Optional(OrNull(Type.Array(items)))

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
  bindings: MaybeList(ExportedBinding),
})
export type ExportedRule = Static<typeof ExportedRule>

export const ExportedRuleset = Type.Object({
  id: Type.Optional(Type.Integer()),
  rules: Type.Array(ExportedRule),
  bindings: MaybeList(ExportedBinding),
  strikethroughRules: MaybeList(Type.Unknown()),
})
export type ExportedRuleset = Static<typeof ExportedRuleset>
