import { BUILTINS } from './functions/table.ts'
import { fromJson, type Value } from './value.ts'

/** Operators whose arguments are not simply evaluated first. */
const FORMS = ['.', '.|', 'set', 'catch', 'kv', '!', 'settemplate', '#'] as const

/** One of these operators, in lower case. */
export type FormName = (typeof FORMS)[number]

/** Whether a lower-case name is that of a form. */
export const isForm = (name: string): name is FormName => FORMS.some((form) => form === name)

/** The way to a place in the JSON of a tree: indexes. */
export type Position = readonly (string | number)[]

/** A call of a function. `name` is as it is spelt, `operator` in lower case, `source` its JSON. */
export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly operator: string
  readonly args: readonly Node[]
  readonly path: Position
  readonly source: unknown
}

/** A tree whose kinds of brackets are told apart. */
export type Node =
  | Call
  | { readonly kind: 'literal'; readonly value: Value }
  /** A lambda, evaluated by whoever it is handed to. */
  | { readonly kind: 'block'; readonly parameters: readonly string[]; readonly body: Body }
  /** Expressions evaluated in order, for the value of the last. */
  | { readonly kind: 'sequence'; readonly body: Body }
  /** What is no expression. */
  | { readonly kind: 'fault'; readonly path: Position; readonly message: string }

/** Expressions that are evaluated one after the other. */
export type Body = readonly Node[]

/** Levels of brackets in one another that one tree may have. */
export const MAX_DEPTH = 100
/** Nodes that one tree may have. */
export const MAX_NODES = 10_000

/**
 * How an array that begins with an array is to be read: as expressions to evaluate, or as a block.
 * Where a block is wanted, an array that begins with a name is one too, with that parameter; where a
 * pair is, any array is two expressions.
 */
type Place = 'value' | 'anything' | 'block' | 'pair'

const isNames = (json: unknown): json is readonly string[] =>
  Array.isArray(json) && json.every((name) => typeof name === 'string')

/** Reads one tree; counts its nodes. */
class Reader {
  #nodes = 0

  read(json: unknown, path: Position, place: Place): Node {
    this.#nodes++
    if (this.#nodes > MAX_NODES) return faulty(path, `the tree has over ${MAX_NODES} nodes`)
    if (path.length > MAX_DEPTH) return faulty(path, `the tree lies over ${MAX_DEPTH} levels deep`)
    if (!Array.isArray(json)) return literal(json, path)
    if (json.length === 0) return faulty(path, 'an empty array is no expression')
    const items: readonly unknown[] = json
    const head = items[0]
    if (place === 'pair') return { kind: 'sequence', body: this.#readAll(items, path) }
    if (Array.isArray(head)) return this.#readBrackets(items, path, place)
    if (typeof head !== 'string') return faulty(path, 'an expression begins with a name')
    if (place === 'block' && items.length > 1) {
      return { kind: 'block', parameters: [head], body: this.#readAll(items, path, 1) }
    }
    return this.#readCall(head, items, path)
  }

  #readAll(items: readonly unknown[], path: Position, from = 0, place: Place = 'value'): Node[] {
    const nodes: Node[] = []
    for (let i = from; i < items.length && this.#nodes <= MAX_NODES; i++) {
      nodes.push(this.read(items[i], [...path, i], place))
    }
    return nodes
  }

  #readBrackets(items: readonly unknown[], path: Position, place: Place): Node {
    if (place === 'value') return { kind: 'sequence', body: this.#readAll(items, path) }
    const head = items[0]
    return isNames(head) && items.length > 1
      ? { kind: 'block', parameters: head, body: this.#readAll(items, path, 1) }
      : { kind: 'block', parameters: [], body: this.#readAll(items, path) }
  }

  #readCall(name: string, items: readonly unknown[], path: Position): Node {
    const operator = name.toLowerCase()
    const call = (args: readonly Node[]): Node => ({
      kind: 'call',
      name,
      operator,
      args,
      path,
      source: items,
    })
    const builtin = BUILTINS.get(operator)
    if (builtin?.block) {
      const list = this.#readAll(items.slice(0, 2), path, 1)
      const parameter = items[2]
      if (builtin.block === 'named' && items.length === 4 && typeof parameter === 'string') {
        const body = this.#readAll(items, path, 3)
        return call([...list, { kind: 'block', parameters: [parameter], body }])
      }
      const block = this.#readAll(items.slice(0, 3), path, 2, 'block')
      return call([...list, ...block, ...this.#readAll(items, path, 3)])
    }
    if (operator === 'kv') return call(this.#readAll(items, path, 1, 'pair'))
    const isHosts = operator === '!' || !(builtin || isForm(operator))
    return call(this.#readAll(items, path, 1, isHosts ? 'anything' : 'value'))
  }
}

const faulty = (path: Position, message: string): Node => ({ kind: 'fault', path, message })

const literal = (json: unknown, path: Position): Node => {
  try {
    return { kind: 'literal', value: fromJson(json) }
  } catch (error) {
    return faulty(path, error instanceof Error ? error.message : String(error))
  }
}

/**
 * Tells calls, literals and blocks of a JSON tree apart. Never throws: what is wrong becomes a fault
 * in its place, and so does what lies beyond 100 levels or 10,000 nodes. An object stands for a map.
 * Source: docs, rulesets (expressions in the examples). Assumed: which arrays are blocks.
 */
export const readTree = (tree: unknown): Node => new Reader().read(tree, [], 'value')
