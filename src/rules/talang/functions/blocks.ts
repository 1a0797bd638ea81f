import { compare, isAmount, plus, ZERO } from '../../../core/decimal.ts'
import { EvaluationError } from '../errors.ts'
import { BLOCK, BOOLEAN, type Builtin, DATA, kindName, LIST, takes } from '../overload.ts'
import type { Block, Value } from '../value.ts'
import { byCode, sortBy } from './list.ts'

/** A function of what a block gives for an item, of which it takes one kind only. */
const taking =
  <T extends Value>(name: string, kind: string, isOne: (value: Value) => value is T) =>
  (block: Block) =>
  (item: Value): T => {
    const value = block.call(item)
    if (isOne(value)) return value
    throw new EvaluationError(`the block of ${name} must give a ${kind}, got ${kindName(value)}`)
  }

const asBoolean = (name: string) =>
  taking(name, 'Boolean', (value): value is boolean => typeof value === 'boolean')

const asDecimal = (name: string) => taking(name, 'Decimal', isAmount)

const asString = (name: string) =>
  taking(name, 'String', (value): value is string => typeof value === 'string')

/** A claim about the items of a list, which the first item that decides it ends. */
const quantifier = (
  name: string,
  ask: (items: readonly Value[], holds: (item: Value) => boolean) => boolean,
): Builtin => ({
  block: 'named',
  overloads: [takes([LIST, BLOCK], ([items, block]) => ask(items, asBoolean(name)(block)))],
})

const sorting = <K extends Value>(
  keyOf: (block: Block) => (item: Value) => K,
  order: (a: K, b: K) => number,
): Builtin => ({
  block: 'plain',
  overloads: [
    takes([LIST, BLOCK, BOOLEAN], ([items, block, isDescending]) =>
      sortBy(items, keyOf(block), order, isDescending),
    ),
  ],
})

/**
 * Functions that run a block over the items of a list, and `do`, which runs it once.
 * Source: the public Talang interpreter. Deviation: `filter` and `sum` take both ways of writing the
 * block there is. Assumed: what decides `exists` or `every` keeps the items behind it unevaluated.
 */
export const BLOCKS: Readonly<Record<string, Builtin>> = {
  map: {
    block: 'named',
    overloads: [takes([LIST, BLOCK], ([items, block]) => items.map((item) => block.call(item)))],
  },
  filter: {
    block: 'named',
    overloads: [takes([LIST, BLOCK], ([items, block]) => items.filter(asBoolean('filter')(block)))],
  },
  exists: quantifier('exists', (items, holds) => items.some(holds)),
  every: quantifier('every', (items, holds) => items.every(holds)),
  sum: {
    block: 'named',
    overloads: [
      takes([LIST, BLOCK], ([items, block]) =>
        items.map(asDecimal('sum')(block)).reduce(plus, ZERO),
      ),
    ],
  },
  sortByNumber: sorting(asDecimal('sortByNumber'), compare),
  sortByString: sorting(asString('sortByString'), byCode),
  do: {
    block: 'named',
    overloads: [takes([DATA, BLOCK], ([value, block]) => block.call(value))],
  },
}
