import { type Bound, type Code, type Compiler, evaluateAll } from './code.ts'
import { UnsupportedFunctionError } from './errors.ts'
import { FORM } from './forms.ts'
import { BUILTINS } from './functions/table.ts'
import { type Builtin, dispatch } from './overload.ts'
import { Scope } from './scope.ts'
import {
  type Body,
  type Call,
  isForm,
  MAX_DEPTH,
  MAX_NODES,
  type Node,
  type Position,
  readTree,
} from './syntax.ts'
import { type Template, templatesOf } from './template.ts'
import { Block, type Value } from './value.ts'
import { literalPath, literalValue, namesOf, visitCalls } from './visit.ts'

/** One evaluation: what the host lends expressions. */
export interface Environment {
  /** ms since 1970 */
  readonly now: number
  /** A root slot: Session, Profile, Event, a binding; undefined: there is none. */
  slot(name: string): Value | undefined
  /**
   * Told what each read of a slot or a parameter, and each host function, gave, with the JSON of its
   * expression; not told of one that threw.
   */
  readonly trace?: ((expression: unknown, value: Value) => void) | undefined
}

/**
 * A function of the host: predicate or effect. Gets evaluated arguments; blocks arrive as Block.
 * @throws EvaluationError
 */
export type HostFunction<E extends Environment> = (args: readonly Value[], env: E) => Value

/** The host's functions; those of the language go first. `!` takes calls of unknown templates. */
export interface HostFunctions<E extends Environment> {
  get(lowerCaseName: string): HostFunction<E> | undefined
  /**
   * What is wrong with a call of one whatever the values; its arguments as far as they are written out,
   * undefined in the place of one that is worked out.
   */
  faultOf?(lowerCaseName: string, args: readonly (Value | undefined)[]): string | undefined
}

/**
 * Evaluates a tree.
 * @throws EvaluationError when the values at hand have no result
 * @throws UnsupportedFunctionError when it comes to a faulty place of the tree
 */
export type Compute<E extends Environment> = (env: E) => Value

/** A tree ready to be evaluated, and what is wrong with it. */
export interface Compiled<E extends Environment> {
  readonly compute: Compute<E>
  /** Each faulty place once. */
  readonly faults: readonly TalangFault[]
}

/** What is wrong with a tree whatever the values, and where. */
export interface TalangFault {
  readonly path: readonly (string | number)[]
  readonly message: string
  /** Lower-case name of an unknown operator; `! name` for a call of an unknown template. */
  readonly operator?: string
}

/** Where a fault is that lies in no single place. */
const WHOLE: Position = []

/** Compiles one tree. */
class TreeCompiler<E extends Environment> implements Compiler<E> {
  readonly faults: TalangFault[] = []
  readonly functions: HostFunctions<E>
  readonly templates: readonly Template[]
  readonly hasSet: boolean
  /** Undefined: names that only the evaluation knows are written too. */
  readonly #written: ReadonlySet<string> | undefined
  readonly #refused = new Set<Position>()
  #nodes = 0
  #depth = 0

  constructor(tree: Node, functions: HostFunctions<E>) {
    const { written, writesComputed } = namesOf(tree)
    this.functions = functions
    this.templates = templatesOf(tree)
    this.hasSet = written.size > 0 || writesComputed
    this.#written = writesComputed ? undefined : written
  }

  mayBind(name: string, bound: Bound): boolean {
    return this.#written === undefined || this.#written.has(name) || bound.includes(name)
  }

  refuse(path: Position, message: string, operator?: string): Code<E> {
    // A template is compiled once a call.
    if (!this.#refused.has(path)) {
      this.#refused.add(path)
      this.faults.push(operator === undefined ? { path, message } : { path, message, operator })
    }
    return () => {
      throw new UnsupportedFunctionError(message)
    }
  }

  compile(node: Node, bound: Bound): Code<E> {
    if (node.kind !== 'fault') this.#nodes++
    // The tree itself keeps to these limits; templates that call templates may grow it beyond.
    if (this.#nodes > MAX_NODES || this.#depth > MAX_DEPTH + 1) {
      return this.refuse(WHOLE, 'the templates of the tree are too large, or call themselves')
    }
    this.#depth++
    const code = this.#compileNode(node, bound)
    this.#depth--
    return code
  }

  #compileNode(node: Node, bound: Bound): Code<E> {
    switch (node.kind) {
      case 'literal': {
        const { value } = node
        return () => value
      }
      case 'call':
        return this.#compileCall(node, bound)
      case 'block':
        return this.#compileBlock(node.parameters, node.body, bound)
      case 'sequence':
        return this.#compileBody(node.body, bound)
      case 'fault':
        return this.refuse(node.path, node.message)
    }
  }

  #compileBody(body: Body, bound: Bound): Code<E> {
    const codes = body.map((node) => this.compile(node, bound))
    const [only] = codes
    if (only && codes.length === 1) return only
    return (env, scope) => {
      let value: Value = null
      for (const code of codes) value = code(env, scope)
      return value
    }
  }

  #compileBlock(parameters: readonly string[], body: Body, bound: Bound): Code<E> {
    const code = this.#compileBody(body, [...bound, ...parameters])
    const { hasSet } = this
    return (env, outer) =>
      new Block(parameters, (values) => {
        let scope = hasSet && parameters.length === 0 ? new Scope(outer) : outer
        for (let i = 0; i < parameters.length; i++) {
          scope = new Scope(scope, parameters[i], values[i])
        }
        return code(env, scope)
      })
  }

  #compileCall(call: Call, bound: Bound): Code<E> {
    if (isForm(call.operator)) return FORM[call.operator](call, bound, this)
    const codes = call.args.map((arg) => this.compile(arg, bound))
    const builtin = BUILTINS.get(call.operator)
    if (builtin) return callBuiltin(call.name, builtin, codes)
    const host = this.functions.get(call.operator)
    if (!host) return this.refuse(call.path, `${call.name} is no known function`, call.operator)
    const fault = this.functions.faultOf?.(call.operator, call.args.map(literalValue))
    if (fault !== undefined) return this.refuse(call.path, fault)
    const { source } = call
    return (env, scope) => {
      const value = host(evaluateAll(codes, env, scope), env)
      env.trace?.(source, value)
      return value
    }
  }
}

const callBuiltin = <E extends Environment>(
  name: string,
  { overloads, quick }: Builtin,
  codes: readonly Code<E>[],
): Code<E> => {
  const [first, second] = codes
  if (!quick || !first || !second || codes.length > 2) {
    return (env, scope) => dispatch(name, overloads, evaluateAll(codes, env, scope), env.now)
  }
  return (env, scope) => {
    const a = first(env, scope)
    const b = second(env, scope)
    if (typeof a === 'number' && typeof b === 'number') return quick(a, b)
    return dispatch(name, overloads, [a, b], env.now)
  }
}

/** For trees that never write: nobody binds anything in this one. */
const NO_SCOPE = new Scope()

/**
 * Makes a JSON tree of Talang ready to be evaluated again and again. Never throws: what cannot be
 * evaluated whatever the values (unknown operators, inside `catch` too, calls that the host refuses, and
 * malformed places) is listed, and throws once an evaluation gets there.
 * Source: the public Talang interpreter; deviations stand at the functions.
 */
export const compile = <E extends Environment>(
  tree: unknown,
  functions: HostFunctions<E>,
): Compiled<E> => {
  const node = readTree(tree)
  const compiler = new TreeCompiler(node, functions)
  const code = compiler.compile(node, [])
  const compute: Compute<E> = compiler.hasSet
    ? (env) => code(env, new Scope())
    : (env) => code(env, NO_SCOPE)
  return { compute, faults: compiler.faults }
}

/**
 * What a tree names: its operators, in lower case, and the paths of slots it reads that are written
 * out, each once a place, without those that begin with a parameter of a block around them.
 */
export const usesOf = (
  tree: unknown,
): { operators: ReadonlySet<string>; slots: readonly (readonly string[])[] } => {
  const operators = new Set<string>()
  const slots: (readonly string[])[] = []
  visitCalls(readTree(tree), ({ operator, args }, bound) => {
    operators.add(operator)
    const path = operator === '.' ? literalPath(args) : undefined
    if (path && !bound.includes(path[0])) slots.push(path)
  })
  return { operators, slots }
}

/** Whether a name calls something: a form or function of the language, or one of the host. */
export const isFunction = <E extends Environment>(
  name: string,
  functions: HostFunctions<E>,
): boolean => {
  const operator = name.toLowerCase()
  return isForm(operator) || BUILTINS.has(operator) || functions.get(operator) !== undefined
}
