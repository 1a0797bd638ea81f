import { EvaluationError } from '../errors.ts'
import { BOOLEAN, type Builtin, DATA, kindName, takes, takesMore } from '../overload.ts'
import { isList, type Value, ValueMap } from '../value.ts'

/** What a value counts for in `and` and `or`: a list or a map counts as true. */
const isTrue = (name: string, value: Value): boolean => {
  if (typeof value === 'boolean') return value
  if (isList(value) || value instanceof ValueMap) return true
  throw new EvaluationError(`${name} takes Booleans, lists and maps, got ${kindName(value)}`)
}

/**
 * Boolean logic. All arguments are evaluated and looked at: an error in one is never short-circuited.
 * Source: the public Talang interpreter.
 */
export const LOGIC: Readonly<Record<string, Builtin>> = {
  and: {
    overloads: [
      takesMore([], DATA, (args) => {
        let all = true
        for (const value of args) if (!isTrue('and', value)) all = false
        return all
      }),
    ],
  },
  or: {
    overloads: [
      takesMore([], DATA, (args) => {
        let any = false
        for (const value of args) if (isTrue('or', value)) any = true
        return any
      }),
    ],
  },
  not: { overloads: [takes([BOOLEAN], ([value]) => !value)] },
  noop: { overloads: [takes([], () => null)] },
}
