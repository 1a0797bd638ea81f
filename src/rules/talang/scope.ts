import { EvaluationError } from './errors.ts'
import { RecordMap, type Value, ValueMap } from './value.ts'

/** Names from a slot inwards. */
export type Path = readonly [string, ...string[]]

/** The refusal of a path that leads to nothing. Message as the public interpreter's. */
export const unableToFind = (path: Path): EvaluationError =>
  new EvaluationError(`Unable to find ${path.join('.')}`)

/**
 * What a path names below a value, of which it is the first step; undefined when there is nothing,
 * Null included.
 * Deviation: the public interpreter takes what is no map for the end of the path.
 */
export const walk = (start: Value | undefined, path: Path): Value | undefined => {
  let value = start
  for (let i = 1; i < path.length; i++) {
    if (!(value instanceof ValueMap)) return undefined
    // Inside the loop's bounds.
    value = value.get(path[i] as string)
  }
  return value ?? undefined
}

const write = (old: Value | undefined, path: readonly string[], value: Value): Value => {
  const [key, ...rest] = path
  if (key === undefined) return value
  const inner = old instanceof ValueMap ? old : undefined
  return new RecordMap(
    new Map([...(inner?.entries() ?? []), [key, write(inner?.get(key), rest, value)]]),
  )
}

/** Who has the values that no scope binds. */
interface Slots {
  slot(name: string): Value | undefined
}

/** Names bound while an expression runs: by one parameter of a block, and by `set`. */
export class Scope {
  readonly #parent: Scope | undefined
  readonly #name: string | undefined
  readonly #value: Value
  #written: Map<string, Value> | undefined

  constructor(parent?: Scope, name?: string, value: Value = null) {
    this.#parent = parent
    this.#name = name
    this.#value = value
  }

  /** Binds a path in this scope. Values that were read before stay as they are. */
  write(path: Path, value: Value): void {
    const [root, ...rest] = path
    this.#written ??= new Map()
    this.#written.set(root, write(this.#written.get(root), rest, value))
  }

  /**
   * What a path names in the innermost scope that has it, or else in the host's slots. The parameter
   * of a block hides all that has its name further out, even where the path leads to nothing in it.
   */
  read(path: Path, host: Slots): Value | undefined {
    const [root] = path
    for (let scope: Scope | undefined = this; scope; scope = scope.#parent) {
      const written = scope.#written && walk(scope.#written.get(root), path)
      if (written !== undefined) return written
      if (scope.#name === root) return walk(scope.#value, path)
    }
    return walk(host.slot(root), path)
  }
}
