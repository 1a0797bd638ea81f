import Big from 'big.js'
import type { Amount } from '../../core/decimal.ts'
import { EvaluationError } from './errors.ts'
import { timeOf } from './time.ts'
import { Block, isList, Time, type Value, type ValueMap } from './value.ts'

/** A kind of values, or several, as a set of bits. */
export interface Kind<T extends Value> {
  readonly bits: number
  /** Never there; carries the type of the values. */
  readonly type?: T
}

/** The kinds of values. Source: the public Talang interpreter; there a block is called a token. */
export const DECIMAL: Kind<Amount> = { bits: 1 }
export const STRING: Kind<string> = { bits: 2 }
export const BOOLEAN: Kind<boolean> = { bits: 4 }
export const TIME: Kind<Time> = { bits: 8 }
export const NULL: Kind<null> = { bits: 16 }
export const LIST: Kind<readonly Value[]> = { bits: 32 }
export const MAP: Kind<ValueMap> = { bits: 64 }
export const BLOCK: Kind<Block> = { bits: 128 }
/** Any of the first five. */
export const ATOM: Kind<Amount | string | boolean | Time | null> = { bits: 31 }
/** Anything but a block. */
export const DATA: Kind<Exclude<Value, Block>> = { bits: 127 }

const NAMES: readonly (readonly [bits: number, name: string])[] = [
  [DECIMAL.bits, 'Decimal'],
  [STRING.bits, 'String'],
  [BOOLEAN.bits, 'Boolean'],
  [TIME.bits, 'Time'],
  [NULL.bits, 'Null'],
  [LIST.bits, 'List'],
  [MAP.bits, 'Map'],
  [BLOCK.bits, 'Block'],
]

/** The bit of a value's own kind. */
export const bitOf = (value: Value): number => {
  if (typeof value === 'number') return DECIMAL.bits
  if (typeof value === 'string') return STRING.bits
  if (typeof value === 'boolean') return BOOLEAN.bits
  if (value === null) return NULL.bits
  if (isList(value)) return LIST.bits
  if (value instanceof Big) return DECIMAL.bits
  if (value instanceof Time) return TIME.bits
  return value instanceof Block ? BLOCK.bits : MAP.bits
}

/** The kind of a value, as messages name it. */
export const kindName = (value: Value): string => {
  const bit = bitOf(value)
  return NAMES.find(([bits]) => bits === bit)?.[1] ?? ''
}

/** The refusal of arguments that a function has no overload for. Message as the public interpreter's. */
export const noFunction = (name: string, args: readonly Value[]): EvaluationError =>
  new EvaluationError(`found no function ${name}(${args.map(kindName).join(', ')})`)

/** One signature of a function and what it computes. */
export interface Overload {
  readonly kinds: readonly number[]
  /** Kind of all further arguments; 0: there are none. */
  readonly rest: number
  /** `now` is ms since 1970. */
  readonly apply: (args: readonly Value[], now: number) => Value
}

/** A function that is part of the language. */
export interface Builtin {
  readonly overloads: readonly Overload[]
  /** The same for two small decimals: what most calls are. */
  readonly quick?: (a: number, b: number) => Value
  /**
   * Where the second argument is a block. `named`: may also come as a name and an expression.
   */
  readonly block?: 'plain' | 'named'
}

/** An overload for exactly these kinds. */
export const takes = <A extends readonly Value[]>(
  kinds: readonly [...{ [I in keyof A]: Kind<A[I]> }],
  apply: (args: A, now: number) => Value,
): Overload => ({
  kinds: kinds.map(({ bits }) => bits),
  rest: 0,
  // The kinds are checked before it is called.
  apply: apply as unknown as Overload['apply'],
})

/** An overload for these kinds and any number of further arguments of one kind. */
export const takesMore = <A extends readonly Value[], R extends Value>(
  kinds: readonly [...{ [I in keyof A]: Kind<A[I]> }],
  rest: Kind<R>,
  apply: (args: readonly [...A, ...R[]], now: number) => Value,
): Overload => ({
  kinds: kinds.map(({ bits }) => bits),
  rest: rest.bits,
  // The kinds are checked before it is called.
  apply: apply as unknown as Overload['apply'],
})

const fits = ({ kinds, rest }: Overload, args: readonly Value[]): boolean => {
  if (args.length < kinds.length || (rest === 0 && args.length > kinds.length)) return false
  for (let i = 0; i < args.length; i++) {
    // Both are there: i counts the arguments.
    if ((bitOf(args[i] as Value) & (kinds[i] ?? rest)) === 0) return false
  }
  return true
}

/** Text in place of a time, as JSON has no other; what isn't one stays. */
const withTimes = ({ kinds, rest }: Overload, args: readonly Value[]): readonly Value[] =>
  args.map((arg, i) =>
    typeof arg === 'string' && (kinds[i] ?? rest) === TIME.bits ? (timeOf(arg) ?? arg) : arg,
  )

/**
 * Calls the first overload that the arguments fit, text shaped like RFC 3339 taken for a time where
 * nothing fits otherwise.
 * @throws EvaluationError when none fits
 */
export const dispatch = (
  name: string,
  overloads: readonly Overload[],
  args: readonly Value[],
  now: number,
): Value => {
  for (const overload of overloads) if (fits(overload, args)) return overload.apply(args, now)
  for (const overload of overloads) {
    const converted = withTimes(overload, args)
    if (fits(overload, converted)) return overload.apply(converted, now)
  }
  throw noFunction(name, args)
}
