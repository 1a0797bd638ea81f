import {
  compile,
  type Environment,
  type HostFunction,
  type TalangFault,
} from '../../src/rules/talang/compile.ts'
import { fromJson, toJson, type Value } from '../../src/rules/talang/value.ts'

/** What an expression meets; slots are JSON. */
interface World {
  now?: number
  slots?: Readonly<Record<string, unknown>>
  functions?: Readonly<Record<string, HostFunction<Environment>>>
  trace?: Environment['trace']
}

export const toEnvironment = ({ now = 0, slots = {}, trace }: World): Environment => ({
  now,
  slot: (name) => (Object.hasOwn(slots, name) ? fromJson(slots[name]) : undefined),
  ...(trace && { trace }),
})

const compileIn = (tree: unknown, { functions = {} }: World) =>
  compile(tree, new Map(Object.entries(functions)))

/** The value of an expression. */
export const evaluate = (tree: unknown, world: World = {}): Value =>
  compileIn(tree, world).compute(toEnvironment(world))

/** The value of an expression as JSON. */
export const jsonOf = (tree: unknown, world: World = {}): unknown => toJson(evaluate(tree, world))

export const faultsOf = (tree: unknown, world: World = {}): readonly TalangFault[] =>
  compileIn(tree, world).faults
