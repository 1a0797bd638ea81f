import type { Environment, HostFunctions } from './compile.ts'
import type { Scope } from './scope.ts'
import type { Node, Position } from './syntax.ts'
import type { Template } from './template.ts'
import type { Value } from './value.ts'

/** A node made ready to run. */
export type Code<E extends Environment> = (env: E, scope: Scope) => Value

/** Parameters of the blocks around a place. */
export type Bound = readonly string[]

/** What the forms of the language need of the compiler. */
export interface Compiler<E extends Environment> {
  readonly functions: HostFunctions<E>
  readonly templates: readonly Template[]
  /** Whether `set` writes anywhere in the tree; else scopes of their own make no difference. */
  readonly hasSet: boolean
  compile(node: Node, bound: Bound): Code<E>
  /** Whether anything in the tree may bind this name at a place. */
  mayBind(name: string, bound: Bound): boolean
  /** Records what is wrong with a call; gives the code that says so when it runs. */
  refuse(path: Position, message: string, operator?: string): Code<E>
}

/** The values of expressions, from left to right. */
export const evaluateAll = <E extends Environment>(
  codes: readonly Code<E>[],
  env: E,
  scope: Scope,
): readonly Value[] => {
  const values: Value[] = []
  for (const code of codes) values.push(code(env, scope))
  return values
}
