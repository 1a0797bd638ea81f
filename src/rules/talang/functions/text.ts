import { EvaluationError } from '../errors.ts'
import {
  BOOLEAN,
  type Builtin,
  DECIMAL,
  LIST,
  STRING,
  TIME,
  takes,
  takesMore,
} from '../overload.ts'
import { matcherOf } from '../pattern.ts'
import { textOf } from '../value.ts'

/** A claim about the first text that must hold with each of the others. */
const claim = (holds: (text: string, other: string) => boolean): Builtin => ({
  overloads: [
    takesMore([STRING, STRING], STRING, ([text, ...others]) =>
      others.every((other) => holds(text, other)),
    ),
  ],
})

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '')

/**
 * Functions of text. Source: the public Talang interpreter.
 * Deviation: `toString` writes a decimal without the zeros at its end, which JSON does not keep.
 */
export const TEXT: Readonly<Record<string, Builtin>> = {
  contains: claim((text, other) => text.includes(other)),
  notContains: claim((text, other) => !text.includes(other)),
  startsWith: claim((text, other) => text.startsWith(other)),
  endsWith: claim((text, other) => text.endsWith(other)),
  '~': {
    overloads: [
      takesMore([STRING, STRING], STRING, ([pattern, ...subjects]) =>
        subjects.every(matcherOf(pattern)),
      ),
    ],
  },
  firstName: { overloads: [takes([STRING], ([name]) => wordsOf(name)[0] ?? '')] },
  lastName: { overloads: [takes([STRING], ([name]) => wordsOf(name).at(-1) ?? '')] },
  split: {
    overloads: [
      // Without a separator into characters, not halves of them.
      takes([STRING, STRING], ([text, at]) => (at === '' ? [...text] : text.split(at))),
    ],
  },
  join: {
    overloads: [
      takes([LIST, STRING], ([items, glue]) => {
        const other = items.find((item) => typeof item !== 'string')
        if (other === undefined) return items.join(glue)
        throw new EvaluationError('join takes a list of Strings')
      }),
    ],
  },
  toString: {
    overloads: [DECIMAL, STRING, BOOLEAN, TIME].map((kind) => takes([kind], ([v]) => textOf(v))),
  },
}
