import { compare, fromNumber, isAmount, toNumber } from '../../../core/decimal.ts'
import { EvaluationError } from '../errors.ts'
import { ATOM, BOOLEAN, type Builtin, DATA, DECIMAL, LIST, takes, takesMore } from '../overload.ts'
import { textOf, type Value } from '../value.ts'

/** The decimal of a list that stands first in an order; other items are passed over. */
const extreme = (name: string, sign: -1 | 1): Builtin => ({
  overloads: [
    takes([LIST], ([items]) => {
      const decimals = items.filter(isAmount)
      if (decimals.length === 0) throw new EvaluationError(`${name} of a list without a Decimal`)
      return decimals.reduce((best, value) => (compare(value, best) === sign ? value : best))
    }),
  ],
})

/** Items in the order of their keys; equal ones stay in theirs. */
export const sortBy = <K>(
  items: readonly Value[],
  keyOf: (item: Value) => K,
  order: (a: K, b: K) => number,
  isDescending: boolean,
): readonly Value[] => {
  const sign = isDescending ? -1 : 1
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => sign * order(a.key, b.key))
    .map(({ item }) => item)
}

/** The order of texts by their characters' codes. */
export const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const push: Builtin = {
  overloads: [takesMore([LIST, DATA], DATA, ([items, ...more]) => [...items, ...more])],
}

/** Functions of lists; none changes the list it is given. Source: the public Talang interpreter. */
export const LISTS: Readonly<Record<string, Builtin>> = {
  list: { overloads: [takesMore([], ATOM, (args) => args)] },
  head: { overloads: [takes([LIST], ([items]) => items[0] ?? null)] },
  tail: { overloads: [takes([LIST], ([items]) => items.slice(1))] },
  drop: { overloads: [takes([LIST], ([items]) => items.slice(0, -1))] },
  item: {
    overloads: [
      takes([LIST, DECIMAL], ([items, index]) => {
        const value = items[toNumber(index)]
        if (value !== undefined) return value
        throw new EvaluationError(`a list of ${items.length} has no item ${toNumber(index)}`)
      }),
    ],
  },
  push,
  append: push,
  count: { overloads: [takes([LIST], ([items]) => fromNumber(items.length))] },
  isEmpty: { overloads: [takes([LIST], ([items]) => items.length === 0)] },
  reverse: { overloads: [takes([LIST], ([items]) => items.toReversed())] },
  min: extreme('min', -1),
  max: extreme('max', 1),
  sort: {
    overloads: [
      takes([LIST], ([items]) => sortBy(items, textOf, byCode, false)),
      takes([LIST, BOOLEAN], ([items, isDescending]) =>
        sortBy(items, textOf, byCode, isDescending),
      ),
    ],
  },
}
