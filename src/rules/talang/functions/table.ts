import type { Builtin } from '../overload.ts'
import { ARITHMETIC } from './arithmetic.ts'
import { BLOCKS } from './blocks.ts'
import { COMPARE } from './compare.ts'
import { LISTS } from './list.ts'
import { LOGIC } from './logic.ts'
import { TEXT } from './text.ts'
import { TIMES } from './time.ts'

/** The functions of the language whose arguments are evaluated first, by lower-case name. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(
  [COMPARE, LOGIC, ARITHMETIC, TEXT, LISTS, BLOCKS, TIMES]
    .flatMap((family) => Object.entries(family))
    .map(([name, builtin]) => [name.toLowerCase(), builtin]),
)
