const EMPTY: ReadonlyMap<never, never> = new Map<never, never>()

/**
 * A map that takes no room until something is put into it: a decision has a score of them, most of which
 * stay empty.
 */
export class LateMap<K, V> {
  #map: Map<K, V> | undefined

  get(key: K): V | undefined {
    return this.#map?.get(key)
  }

  has(key: K): boolean {
    return this.#map?.has(key) ?? false
  }

  set(key: K, value: V): void {
    this.#map ??= new Map()
    this.#map.set(key, value)
  }

  delete(key: K): void {
    this.#map?.delete(key)
  }

  clear(): void {
    this.#map?.clear()
  }

  /** What is in it, in the order in which it came. */
  get entries(): ReadonlyMap<K, V> {
    return this.#map ?? EMPTY
  }

  get values(): V[] {
    return this.#map ? [...this.#map.values()] : []
  }
}
