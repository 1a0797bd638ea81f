import type { Origin } from '../../core/account.ts'
import { pointTo } from '../../core/errors.ts'
import type { ScenarioFault } from './fault.ts'

/** Where an object or a list of a file stands, and each of its entries. */
export interface Place extends Pick<Origin, 'path' | 'line'> {
  readonly lines: ReadonlyMap<string, number>
  /** Of a list that has lost items: where those that are left stood. */
  positions?: readonly number[]
}

/** Faults and warnings of everything that belongs to one scenario, in the order they were found. */
export interface Findings {
  readonly faults: ScenarioFault[]
  readonly warnings: ScenarioFault[]
}

/** One file as data. Whatever is said about a value is said with the place it was read from. */
export class Source {
  readonly file: string
  /** Plain data; no object stands in it twice. */
  readonly data: unknown
  readonly #places: WeakMap<object, Place>
  readonly #findings: Findings

  constructor(file: string, data: unknown, places: WeakMap<object, Place>, findings: Findings) {
    this.file = file
    this.data = data
    this.#places = places
    this.#findings = findings
  }

  /** Where an object or list stands, or one of its entries. One that is missing stands where its holder does. */
  origin(holder: object, key?: string | number): Origin {
    const place = this.#places.get(holder)
    if (!place) return { file: this.file, line: 1, path: '' }
    if (key === undefined) return { file: this.file, line: place.line, path: place.path }
    const name = String(place.positions?.[Number(key)] ?? key)
    const path = pointTo(place.path, name).replace(/^\//, '')
    return { file: this.file, line: place.lines.get(name) ?? place.line, path }
  }

  /**
   * Whether entries of a section may have been left out, since the section, an entry or one of its
   * own keys is faulty. A fault further down takes no entry with it.
   */
  isFaulty(section: string): boolean {
    return this.#findings.faults.some(({ file, path }) => {
      const steps = path.split('/')
      return file === this.file && steps[0] === section && steps.length <= 3
    })
  }

  /** Takes items out of a list; what is said about the others still names where they stood. */
  removeItems(list: unknown[], gone: ReadonlySet<number>): void {
    const left = [...list.keys()].filter((i) => !gone.has(i))
    const place = this.#places.get(list)
    if (place) place.positions = left.map((i) => place.positions?.[i] ?? i)
    list.splice(0, list.length, ...left.map((i) => list[i]))
  }

  fault(holder: object, key: string | number | undefined, message: string): void {
    this.#findings.faults.push({ ...this.origin(holder, key), message })
  }

  warn(holder: object, key: string | number | undefined, message: string): void {
    this.#findings.warnings.push({ ...this.origin(holder, key), message })
  }
}
