import { type Amount, compare, isAmount } from '../../../core/decimal.ts'
import { ATOM, type Builtin, DECIMAL, TIME, takesMore } from '../overload.ts'
import { type Time, textOf, type Value } from '../value.ts'

/** Whether the first of two or more passes a test with each of the others. */
const firstWithEach = <T>(args: readonly T[], test: (first: T, other: T) => boolean): boolean => {
  // At least two are there: the overloads ask for them.
  for (let i = 1; i < args.length; i++) if (!test(args[0] as T, args[i] as T)) return false
  return true
}

/**
 * Whether two atoms are equal: decimals by value, all else by the text that stands for it.
 * Deviation: the public interpreter compares decimals as text too, and finds 1.0 and 1 different.
 */
const isEqual = (a: Value, b: Value): boolean => {
  if (typeof a === 'string' && typeof b === 'string') return a === b
  return isAmount(a) && isAmount(b) ? compare(a, b) === 0 : textOf(a) === textOf(b)
}

/** A comparison by order; `holds` takes the sign of first minus other. */
const ordering = (holds: (sign: number) => boolean): Builtin => ({
  quick: (a, b) => holds(a - b),
  overloads: [
    takesMore([DECIMAL, DECIMAL], DECIMAL, (args) =>
      firstWithEach<Amount>(args, (a, b) => holds(compare(a, b))),
    ),
    takesMore([TIME, TIME], TIME, (args) =>
      firstWithEach<Time>(args, (a, b) => holds(a.at - b.at)),
    ),
  ],
})

/** Whether all but the last two lie between these, both ends excluded. */
const allBetween = <T>(args: readonly T[], isLess: (a: T, b: T) => boolean): boolean => {
  const [low, high] = args.slice(-2) as [T, T] // the overloads ask for three at least
  return args.slice(0, -2).every((value) => isLess(low, value) && isLess(value, high))
}

/**
 * Comparisons: the first argument with each of the others.
 * Source: the public Talang interpreter.
 */
export const COMPARE: Readonly<Record<string, Builtin>> = {
  '=': {
    overloads: [takesMore([ATOM, ATOM], ATOM, (args) => firstWithEach<Value>(args, isEqual))],
    quick: (a, b) => a === b,
  },
  '!=': {
    overloads: [
      takesMore([ATOM, ATOM], ATOM, (args) => firstWithEach<Value>(args, (a, b) => !isEqual(a, b))),
    ],
    quick: (a, b) => a !== b,
  },
  '>': ordering((sign) => sign > 0),
  '<': ordering((sign) => sign < 0),
  '>=': ordering((sign) => sign >= 0),
  '<=': ordering((sign) => sign <= 0),
  between: {
    overloads: [
      takesMore([DECIMAL, DECIMAL, DECIMAL], DECIMAL, (args) =>
        allBetween<Amount>(args, (a, b) => compare(a, b) < 0),
      ),
      takesMore([TIME, TIME, TIME], TIME, (args) => allBetween<Time>(args, (a, b) => a.at < b.at)),
    ],
  },
}
