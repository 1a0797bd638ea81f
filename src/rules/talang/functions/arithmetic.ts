import {
  type Amount,
  ceil,
  compare,
  divide,
  floor,
  minus,
  multiply,
  plus,
  remainder,
  ZERO,
} from '../../../core/decimal.ts'
import { EvaluationError } from '../errors.ts'
import { type Builtin, DECIMAL, STRING, takes, takesMore } from '../overload.ts'

type Operation = (a: Amount, b: Amount) => Amount

/** An operation on two or more decimals, from left to right. */
const folding = (operate: Operation): Builtin => ({
  quick: operate,
  overloads: [takesMore([DECIMAL, DECIMAL], DECIMAL, (args) => args.reduce(operate))],
})

/** Deviation: the public interpreter has infinity for the quotient and NaN for the remainder. */
const unlessZero =
  (name: string, operate: Operation): Operation =>
  (a, b) => {
    if (compare(b, ZERO) === 0) throw new EvaluationError(`${name} by zero`)
    return operate(a, b)
  }

const concat = takesMore([STRING, STRING], STRING, (args) => args.join(''))

const sum = folding(plus)

/** Arithmetic on exact decimals, and `+` of text. Source: the public Talang interpreter. */
export const ARITHMETIC: Readonly<Record<string, Builtin>> = {
  '+': { ...sum, overloads: [...sum.overloads, concat] },
  concat: { overloads: [concat] },
  '-': folding(minus),
  '*': folding(multiply),
  '/': folding(unlessZero('division', divide)),
  mod: folding(unlessZero('remainder', remainder)),
  floor: { overloads: [takes([DECIMAL], ([value]) => floor(value))] },
  ceil: { overloads: [takes([DECIMAL], ([value]) => ceil(value))] },
}
