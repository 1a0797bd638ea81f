import type { Source } from './source.ts'

/** Most names that a fault lists. */
const MAX_LISTED = 10

/** What of one kind there is to refer to: its IDs, and the names that lead to them. */
export class Names {
  readonly #kind: string
  readonly #ids = new Map<string | number, Set<number>>()
  readonly #faulty: boolean

  /** `faulty`: some definitions were left out, so that an unknown name says nothing. */
  constructor(kind: string, faulty: boolean) {
    this.#kind = kind
    this.#faulty = faulty
  }

  add(id: number, ...names: readonly (string | undefined)[]): void {
    for (const key of [id, ...names]) {
      if (key !== undefined) this.#ids.set(key, (this.#ids.get(key) ?? new Set()).add(id))
    }
  }

  /** The ID that a reference means; 0, with a fault, when it means nothing or more than one. */
  find(source: Source, holder: object, key: string | number, reference: string | number): number {
    const ids = [...(this.#ids.get(reference) ?? [])]
    const quoted = JSON.stringify(reference)
    if (ids.length > 1) {
      const which = `${this.#kind} ${quoted} may be any of ${ids.join(', ')}: use the ID`
      source.fault(holder, key, which)
    } else if (ids.length === 0 && !this.#faulty) {
      source.fault(holder, key, `there is no ${this.#kind} ${quoted}${this.#hint()}`)
    }
    return ids.length === 1 ? (ids[0] ?? 0) : 0
  }

  #hint(): string {
    const names = [...this.#ids.keys()].filter((key) => typeof key === 'string')
    const more = names.length > MAX_LISTED ? ', …' : ''
    return names.length > 0 ? `; known: ${names.slice(0, MAX_LISTED).join(', ')}${more}` : ''
  }
}
