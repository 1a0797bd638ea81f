import type { AttributeEntity } from '../../contract/scenario/vocabulary.ts'
import {
  ATTRIBUTE_TYPES,
  type Attribute,
  type AttributeType,
} from '../../contract/service/integration-state.ts'
import { brief, type Fault, pointTo } from '../errors.ts'
import { LateMap } from '../late-map.ts'
import { detectType, isOfType } from './types.ts'

/** What happens to attributes that the account doesn't know: v1 creates them, v2 refuses or skips. */
export type UnknownAttributes = 'create' | 'refuse' | 'skip'

/** Custom attributes of the account, by entity and name. */
export type AttributeDefinitions = Readonly<
  Partial<Record<AttributeEntity, ReadonlyMap<string, Attribute>>>
>

/** What is known of an attribute once a request has named it. */
export type NewAttribute = Pick<Attribute, 'entity' | 'name' | 'type'>

/** Types for attributes that a request creates, as it names them. */
export type ForcedTypes = Partial<
  Record<
    AttributeEntity,
    readonly { readonly name?: string; readonly type?: string }[] | null | undefined
  >
>

/** Everything needed to judge the attributes of one request. */
export interface AttributeContext {
  definitions: AttributeDefinitions
  unknown: UnknownAttributes
  /** Types that the request forces on attributes it creates; the last type of a name counts. */
  forced?: ForcedTypes | undefined
}

/** How an attribute may be called. */
export const ATTRIBUTE_NAME = /^[A-Za-z]\w*$/

const WITH_ARTICLE: Record<AttributeType, string> = {
  string: 'a string',
  time: 'a time (RFC 3339)',
  number: 'a number',
  boolean: 'a boolean',
  location: 'a location',
  '(list string)': 'a list of strings',
  '(list number)': 'a list of numbers',
  '(list time)': 'a list of times (RFC 3339)',
  '(list location)': 'a list of locations',
}

/** A value as a fault shows it: its JSON. `1e999` has none; it shows as Infinity. */
const shown = (value: unknown): string =>
  brief(typeof value === 'number' ? String(value) : JSON.stringify(value))

const keyOf = (entity: AttributeEntity, name: string) => `${entity} ${name}`

/**
 * Types by attribute name. An entry without a name or a type says nothing, nor does one with a type that
 * there is not: Segment's client lets any text through (assumed).
 */
const typesByName = (info: ForcedTypes[AttributeEntity]): LateMap<string, AttributeType> => {
  const types = new LateMap<string, AttributeType>()
  for (const { name, type } of info ?? []) {
    const known = ATTRIBUTE_TYPES.find((one) => one === type)
    if (name !== undefined && known !== undefined) types.set(name, known)
  }
  return types
}

/**
 * Judges the attributes of one request, entity by entity, and collects faults and new definitions.
 * Values are checked against the stored type, else the forced one, else the detected one. `null`
 * passes as it is: it deletes.
 * Source: Third-party OpenAPI, `attributesInfo`; docs, Errors page (both texts).
 */
export class AttributeResolver {
  readonly faults: Fault[] = []
  readonly #context: AttributeContext
  /** By entity and name: a body has room for so many that searching a list would take seconds. */
  readonly #created = new LateMap<string, NewAttribute>()
  readonly #forced = new LateMap<AttributeEntity, LateMap<string, AttributeType>>()

  constructor(context: AttributeContext) {
    this.#context = context
  }

  /** The attributes to create, in the order they came. */
  get created(): readonly NewAttribute[] {
    return this.#created.values
  }

  /** The values to keep, in the order they came. `pointer` leads to the attributes in the body. */
  resolve(
    entity: AttributeEntity,
    values: Readonly<Record<string, unknown>>,
    pointer: string,
  ): Record<string, unknown> {
    const kept: Record<string, unknown> = {}
    for (const name of Object.keys(values)) {
      const value = values[name]
      const known = this.#definition(entity, name)
      if (!known && this.#context.unknown !== 'create') {
        if (this.#context.unknown === 'refuse') {
          const details = `The attribute "${brief(name)}" is not defined on ${entity} entities.`
          this.faults.push({ title: 'Unknown', details, source: pointTo(pointer, name) })
        }
      } else if (value === null) {
        kept[name] = null
      } else {
        kept[name] = this.#check(entity, name, value, known, pointer)
      }
    }
    return kept
  }

  #definition(entity: AttributeEntity, name: string): NewAttribute | undefined {
    return this.#context.definitions[entity]?.get(name) ?? this.#created.get(keyOf(entity, name))
  }

  #forcedType(entity: AttributeEntity, name: string): AttributeType | undefined {
    const info = this.#context.forced?.[entity]
    if (!info) return undefined
    let types = this.#forced.get(entity)
    if (!types) {
      types = typesByName(info)
      this.#forced.set(entity, types)
    }
    return types.get(name)
  }

  #check(
    entity: AttributeEntity,
    name: string,
    value: unknown,
    known: NewAttribute | undefined,
    pointer: string,
  ): unknown {
    const type = known?.type ?? this.#forcedType(entity, name) ?? detectType(value)
    if (type === undefined) {
      const details = `Value of "${brief(name)}" attribute (${shown(value)}) is not a string, number, boolean, location or list of one of them`
      this.faults.push({ title: 'Invalid type', details, source: pointTo(pointer, name) })
      return undefined
    }
    const fitting = this.#asDeclared(entity, name, value, type)
    if (!isOfType(fitting, type)) {
      const details = `Value of "${brief(name)}" attribute (${shown(value)}) is not ${WITH_ARTICLE[type]}`
      this.faults.push({ title: 'Invalid type', details, source: pointTo(pointer, name) })
    } else if (!known && !ATTRIBUTE_NAME.test(name)) {
      const details = `The attribute "${brief(name)}" can't be created: a name starts with a letter and goes on with letters, digits and _`
      this.faults.push({ title: 'Invalid name', details, source: pointTo(pointer, name) })
    } else if (!known) {
      this.#created.set(keyOf(entity, name), { entity, name, type })
    }
    return fitting
  }

  /** A boolean or number that the request declares a string is turned into text (the spec's example). */
  #asDeclared(entity: AttributeEntity, name: string, value: unknown, type: AttributeType): unknown {
    const convertible = typeof value === 'boolean' || typeof value === 'number'
    return type === 'string' && convertible && this.#forcedType(entity, name) === 'string'
      ? String(value)
      : value
  }
}
