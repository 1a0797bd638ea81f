import type { Source } from './source.ts'

/** Gives IDs to what has none, in order, around those that are said. Two of the same are a fault. */
export const giveIds = <Key extends string>(
  source: Source,
  items: readonly { readonly [K in Key]?: number }[],
  key: Key,
  kind: string,
): readonly number[] => {
  const taken = new Set<number>()
  for (const item of items) {
    const id = item[key]
    if (id === undefined) continue
    if (taken.has(id)) source.fault(item, key, `another ${kind} has the ID ${id}`)
    taken.add(id)
  }
  let last = 0
  const nextFree = () => {
    do last += 1
    while (taken.has(last))
    return last
  }
  return items.map((item) => item[key] ?? nextFree())
}

/** Reports each item whose key another one had before. `fold` says what counts as the same. */
export const checkUnique = <T extends object>(
  source: Source,
  items: readonly T[],
  key: keyof T & string,
  what: string,
  fold: (text: string) => string = (text) => text,
): void => {
  const seen = new Set<string>()
  for (const item of items) {
    const text = item[key]
    if (typeof text !== 'string') continue
    if (seen.has(fold(text))) {
      source.fault(item, key, `another ${what} ${JSON.stringify(text)} stands before`)
    }
    seen.add(fold(text))
  }
}
