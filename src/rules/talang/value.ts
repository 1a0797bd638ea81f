import { type Amount, fromNumber, isAmount, toNumber, toText } from '../../core/decimal.ts'
import { EvaluationError } from './errors.ts'

/**
 * What expressions compute with. Never changed once made.
 * Source: the public Talang interpreter, its kinds of values.
 */
export type Value = Amount | string | boolean | null | Time | readonly Value[] | ValueMap | Block

/**
 * An instant that remembers the offset it was written in.
 * Deviation: counts milliseconds; finer fractions of a second are cut off.
 */
export class Time {
  /** ms since 1970 */
  readonly at: number
  /** Minutes east of UTC. */
  readonly offsetMinutes: number

  constructor(at: number, offsetMinutes = 0) {
    this.at = at
    this.offsetMinutes = offsetMinutes
  }

  /** RFC 3339 text in its own offset; a fraction only where there is one. */
  toText(): string {
    const local = new Date(this.at + this.offsetMinutes * 60_000).toISOString()
    return local.slice(0, -1).replace(/\.000$/, '') + offsetText(this.offsetMinutes)
  }
}

/** An offset as RFC 3339 writes it: `Z`, `+02:00`. */
export const offsetText = (offsetMinutes: number): string => {
  if (offsetMinutes === 0) return 'Z'
  const size = Math.abs(offsetMinutes)
  const hours = String(Math.floor(size / 60)).padStart(2, '0')
  return `${offsetMinutes < 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`
}

/** Values under string keys, in an order. The host makes its own, which may compute on demand. */
export abstract class ValueMap {
  abstract get(key: string): Value | undefined
  abstract entries(): Iterable<readonly [string, Value]>
}

/** A map of values that are there already. */
export class RecordMap extends ValueMap {
  readonly #values: ReadonlyMap<string, Value>

  constructor(values: ReadonlyMap<string, Value>) {
    super()
    this.#values = values
  }

  get(key: string): Value | undefined {
    return this.#values.get(key)
  }

  entries(): Iterable<readonly [string, Value]> {
    return this.#values
  }
}

/** An unevaluated lambda with what was in scope where it stands. */
export class Block {
  readonly parameters: readonly string[]
  readonly #run: (values: readonly Value[]) => Value

  constructor(parameters: readonly string[], run: (values: readonly Value[]) => Value) {
    this.parameters = parameters
    this.#run = run
  }

  /** Evaluates with a value for each parameter; a parameter without one is Null. */
  call(...values: readonly Value[]): Value {
    return this.#run(values)
  }
}

/** Whether a value is a list. `Array.isArray` does not tell readonly arrays from the rest. */
export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** How deep the values of one JSON value may lie in one another. */
const MAX_DEPTH = 100

/** An object of JSON, read as it is asked for. */
class JsonMap extends ValueMap {
  readonly #json: object
  readonly #depth: number

  constructor(json: object, depth: number) {
    super()
    this.#json = json
    this.#depth = depth
  }

  get(key: string): Value | undefined {
    const value: unknown = Object.hasOwn(this.#json, key) ? Reflect.get(this.#json, key) : undefined
    return value === undefined ? undefined : read(value, this.#depth)
  }

  *entries(): Iterable<readonly [string, Value]> {
    for (const [key, value] of Object.entries(this.#json)) {
      if (value !== undefined) yield [key, read(value, this.#depth)]
    }
  }
}

const read = (json: unknown, depth: number): Value => {
  if (json === null || typeof json === 'string' || typeof json === 'boolean') return json
  if (typeof json === 'number' && Number.isFinite(json)) return fromNumber(json)
  if (typeof json === 'object') {
    if (depth >= MAX_DEPTH) throw new EvaluationError(`a value lies over ${MAX_DEPTH} levels deep`)
    return Array.isArray(json)
      ? json.map((item) => read(item, depth + 1))
      : new JsonMap(json, depth + 1)
  }
  throw new EvaluationError(`${String(json)} is no value`)
}

/**
 * The value of a JSON value: a number becomes a decimal, an object a map that is read on demand;
 * text stays a string even where it looks like a time.
 * @throws EvaluationError for what JSON cannot hold, and over 100 levels deep (in a map: when read)
 */
export const fromJson = (json: unknown): Value => read(json, 0)

/**
 * The JSON value of a value. Decimals are not rounded beyond what a JSON number can hold; a time
 * becomes RFC 3339 text.
 * @throws EvaluationError for a block, and a decimal beyond all numbers
 */
export const toJson = (value: Value): unknown => {
  if (isAmount(value)) {
    const number = toNumber(value)
    if (Number.isFinite(number)) return number
    throw new EvaluationError('a decimal is too large for JSON')
  }
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map(toJson)
  if (value instanceof Time) return value.toText()
  if (value instanceof Block) throw new EvaluationError('a block has no JSON form')
  // From entries: assigned, a key named __proto__ would be lost.
  return Object.fromEntries([...value.entries()].map(([key, inner]) => [key, toJson(inner)]))
}

/** The text that stands for a value where values are compared as text. */
export const textOf = (value: Value): string => {
  if (typeof value === 'string') return value
  if (isAmount(value)) return toText(value)
  if (value instanceof Time) return value.toText()
  return typeof value === 'object' ? JSON.stringify(toJson(value)) : String(value)
}
