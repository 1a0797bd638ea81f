import type { Scenario } from '../../contract/scenario/scenario.ts'
import type { AttributeEntity } from '../../contract/scenario/vocabulary.ts'
import type { AttributeType } from '../../contract/service/integration-state.ts'
import type { Application } from '../../core/account.ts'
import { isOfType } from '../../core/attributes/types.ts'
import type { Names } from './names.ts'
import type { Source } from './source.ts'

/** What rules and other parts of a scenario refer to. */
export interface Scope {
  readonly source: Source
  readonly application: Application
  readonly attributes: DeclaredAttributes
  readonly events: EventTypes
  readonly audiences: Names
  readonly programs: Names
  readonly pools: Names
  readonly achievements: Names
  readonly costs: Names
  readonly collections: Names
}

/** Types of the attributes that a scenario declares. */
export class DeclaredAttributes {
  readonly #types: NonNullable<Scenario['attributes']>

  constructor(types: NonNullable<Scenario['attributes']>) {
    this.#types = types
  }

  typeOf(entity: AttributeEntity, name: string): AttributeType | undefined {
    const types = this.#types[entity]
    return types && Object.hasOwn(types, name) ? types[name] : undefined
  }

  /** Reports values of another type, and warns of names that nothing declares. */
  check(source: Source, entity: AttributeEntity, values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) {
      this.checkOne(source, entity, name, value, { holder: values, key: name })
    }
  }

  /** The same for one attribute; `undefined` is a value that is worked out. */
  checkOne(
    source: Source,
    entity: AttributeEntity,
    name: string,
    value: unknown,
    { holder, key }: { holder: object; key: string },
  ): void {
    const type = this.typeOf(entity, name)
    if (type === undefined) {
      source.warn(holder, key, `attributes/${entity} declares no ${name}`)
    } else if (value !== undefined && !isOfType(value, type)) {
      source.fault(holder, key, `must be ${type}, as attributes/${entity}/${name} says`)
    }
  }
}

/** Types of events that a scenario declares. */
export class EventTypes {
  readonly #types: ReadonlySet<string>
  readonly #faulty: boolean

  constructor(types: readonly string[], faulty: boolean) {
    this.#types = new Set(types)
    this.#faulty = faulty
  }

  check(source: Source, holder: object, key: string, type: string): void {
    // The service's own events begin so. Source: docs, Events.
    if (this.#faulty || this.#types.has(type) || type.startsWith('talon_')) return
    const hint = this.#types.size > 0 ? `; known: ${[...this.#types].join(', ')}` : ''
    source.fault(holder, key, `there is no event ${JSON.stringify(type)}${hint}`)
  }
}
