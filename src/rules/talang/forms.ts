import { type Bound, type Code, type Compiler, evaluateAll } from './code.ts'
import type { Environment } from './compile.ts'
import { EvaluationError } from './errors.ts'
import { ATOM, bitOf, DECIMAL, kindName, noFunction } from './overload.ts'
import { type Path, Scope, unableToFind, walk } from './scope.ts'
import { type Call, type FormName, MAX_DEPTH, type Node } from './syntax.ts'
import { takesArgs, templateOf } from './template.ts'
import { Block, isList, RecordMap, textOf, type Value } from './value.ts'
import { literalPath } from './visit.ts'

/** The path that atoms name. @throws EvaluationError for other values, and for none */
const pathOf = (name: string, values: readonly Value[]): Path => {
  const [root, ...rest] = values
  if (root === undefined || values.some((value) => (bitOf(value) & ATOM.bits) === 0)) {
    throw noFunction(name, values)
  }
  return [textOf(root), ...rest.map(textOf)]
}

type Form = <E extends Environment>(call: Call, bound: Bound, compiler: Compiler<E>) => Code<E>

/** Code that refuses the number of arguments, whatever they are. */
const wrongCount =
  <E extends Environment>({ name, args }: Call): Code<E> =>
  () => {
    throw new EvaluationError(`found no function ${name} of ${args.length} arguments`)
  }

/** Reads a slot whose path is written out. */
const lookupPath = <E extends Environment>(
  path: Path,
  isSlot: boolean,
  source: unknown,
): Code<E> => {
  const [root] = path
  // Made once: attributes that are missing are usual, and a new error takes ten times as long.
  let notFound: EvaluationError | undefined
  return (env, scope) => {
    const value = isSlot ? walk(env.slot(root), path) : scope.read(path, env)
    if (value === undefined) {
      notFound ??= unableToFind(path)
      throw notFound
    }
    if (env.trace) env.trace(source, value)
    return value
  }
}

/** Reads a slot. Source: the public interpreter. */
const lookup: Form = (call, bound, compiler) => {
  const { source, args, name } = call
  const path = literalPath(args)
  if (path) return lookupPath(path, !compiler.mayBind(path[0], bound), source)
  const codes = args.map((arg) => compiler.compile(arg, bound))
  return (env, scope) => {
    const names = pathOf(name, evaluateAll(codes, env, scope))
    const value = scope.read(names, env)
    if (value === undefined) throw unableToFind(names)
    if (env.trace) env.trace(source, value)
    return value
  }
}

/** Runs code in a scope of its own; gives what `otherwise` does when it has no result. */
const attempt =
  <E extends Environment>(hasSet: boolean, code: Code<E>, otherwise: Code<E>): Code<E> =>
  (env, scope) => {
    try {
      return code(env, hasSet ? new Scope(scope) : scope)
    } catch (error) {
      if (error instanceof EvaluationError) return otherwise(env, scope)
      throw error
    }
  }

const compileTwo = <E extends Environment>(
  { args: [a, b], args }: Call,
  bound: Bound,
  compiler: Compiler<E>,
): readonly [Code<E>, Code<E>] | undefined =>
  a && b && args.length === 2 ? [compiler.compile(a, bound), compiler.compile(b, bound)] : undefined

/** `["catch", fallback, expression]`. */
const catching: Form = (call, bound, compiler) => {
  const codes = compileTwo(call, bound, compiler)
  return codes ? attempt(compiler.hasSet, codes[1], codes[0]) : refuseArgs(call, bound, compiler)
}

/** `[".|", default, expression]`: both of one kind. Assumed: a value of Null counts as missing. */
const withDefault: Form = (call, bound, compiler) => {
  const codes = compileTwo(call, bound, compiler)
  if (!codes) return refuseArgs(call, bound, compiler)
  const [fallback, code] = codes
  const tried = attempt(compiler.hasSet, code, () => null)
  return (env, scope) => {
    const standIn = fallback(env, scope)
    const value = tried(env, scope) ?? standIn
    if (bitOf(value) === bitOf(standIn)) return value
    throw new EvaluationError(
      `.| takes two of a kind, got ${kindName(standIn)} and ${kindName(value)}`,
    )
  }
}

/** Compiles arguments for their faults alone, of a call whose number of arguments is wrong. */
const refuseArgs: Form = (call, bound, compiler) => {
  for (const arg of call.args) compiler.compile(arg, bound)
  return wrongCount(call)
}

/** `["set", name, ..., value]`: binds a path in the current scope. */
const set: Form = (call, bound, compiler) => {
  const codes = call.args.map((arg) => compiler.compile(arg, bound))
  return (env, scope) => {
    const values = evaluateAll(codes, env, scope)
    const value = values.at(-1)
    const isValid =
      typeof values[0] === 'string' && value !== undefined && !(value instanceof Block)
    if (!isValid || values.length < 2) throw noFunction(call.name, values)
    if (values.length > MAX_DEPTH) throw new EvaluationError('set of too long a path')
    scope.write(pathOf(call.name, values.slice(0, -1)), value)
    return null
  }
}

/** `["kv", [key, value], ...]`: a map. */
const kv: Form = (call, bound, compiler) => {
  const pairs = call.args.map((arg) =>
    (arg.kind === 'sequence' ? arg.body : [arg]).map((node) => compiler.compile(node, bound)),
  )
  return (env, scope) => {
    const map = new Map<string, Value>()
    for (const [keyCode, valueCode, ...more] of pairs) {
      const key = keyCode?.(env, scope)
      if (typeof key !== 'string' || !valueCode) {
        throw new EvaluationError('kv takes pairs of a String and a value')
      }
      if (more.length > 0 || map.has(key)) throw new EvaluationError(`kv has two values for ${key}`)
      map.set(key, valueCode(env, scope))
    }
    return new RecordMap(map)
  }
}

/** Name under which a scope has the arguments of a template; nobody calls a slot or parameter so. */
const ARGUMENTS = '(#)'

/** `["#", n]`: an argument of the template around it. */
const templateArgument: Form = (call, bound, compiler) => {
  const [only] = call.args
  if (!only || call.args.length > 1) return refuseArgs(call, bound, compiler)
  const index = compiler.compile(only, bound)
  return (env, scope) => {
    const args = scope.read([ARGUMENTS], env)
    const at = index(env, scope)
    const isIndex = (bitOf(at) & DECIMAL.bits) !== 0
    const value = args && isList(args) && isIndex ? args[Number(textOf(at))] : undefined
    if (value === undefined)
      throw new EvaluationError(`there is no template argument ${textOf(at)}`)
    return value
  }
}

/**
 * `["setTemplate", "name(Decimal)Decimal", body]`.
 * Deviation: the template is there in the whole tree, wherever this stands and whether or not it is
 * evaluated.
 */
const setTemplate: Form = ({ path, args }, bound, compiler) => {
  // For its faults: nothing may call it.
  for (const arg of args) compiler.compile(arg, bound)
  if (templateOf(args)) return () => null
  return compiler.refuse(path, 'setTemplate takes a signature, as name(Decimal)Decimal, and a body')
}

/** Where a template is written out: each of its calls has the names around it at hand. */
const expand = <E extends Environment>(
  call: Call,
  name: string,
  bound: Bound,
  compiler: Compiler<E>,
): Code<E> | undefined => {
  const named = compiler.templates.filter((template) => template.name === name.toLowerCase())
  if (named.length === 0) return undefined
  const args = call.args.slice(1).map((arg) => compiler.compile(arg, bound))
  const choices = named
    .filter(({ kinds }) => kinds.length === args.length)
    .map((template) => ({ template, body: compiler.compile(template.body, bound) }))
  return (env, scope) => {
    const values = evaluateAll(args, env, scope)
    const choice = choices.find(({ template }) => takesArgs(template, values))
    if (!choice) throw noFunction(`! ${name}`, values)
    const value = choice.body(env, new Scope(scope, ARGUMENTS, values))
    if ((choice.template.result & bitOf(value)) !== 0) return value
    throw new EvaluationError(`the template ${name} gives a ${kindName(value)}`)
  }
}

const textIn = (node: Node | undefined): string | undefined =>
  node?.kind === 'literal' && typeof node.value === 'string' ? node.value : undefined

/**
 * `["!", name, ...]`: a template of the tree, or else what the host has for it.
 * Deviation: arguments are evaluated, which the public interpreter doesn't.
 */
const callTemplate: Form = (call, bound, compiler) => {
  const name = textIn(call.args[0])
  const expanded = name === undefined ? undefined : expand(call, name, bound, compiler)
  if (expanded) return expanded
  const codes = call.args.map((arg) => compiler.compile(arg, bound))
  const host = compiler.functions.get('!')
  if (!host) {
    const called = `! ${name ?? ''}`.trim()
    return compiler.refuse(call.path, `${called} is no known template`, called)
  }
  return (env, scope) => {
    const value = host(evaluateAll(codes, env, scope), env)
    env.trace?.(call.source, value)
    return value
  }
}

/** What evaluates its arguments in ways of its own, by operator. */
export const FORM: Readonly<Record<FormName, Form>> = {
  '.': lookup,
  '.|': withDefault,
  set,
  catch: catching,
  kv,
  '!': callTemplate,
  settemplate: setTemplate,
  '#': templateArgument,
}
