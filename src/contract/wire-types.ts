import {
  type ObjectOptions,
  type Static,
  type TComposite,
  type TObject,
  type TSchema,
  Type,
} from '@sinclair/typebox'

/** One of some literal strings, as a single `enum`, so that a fault reads "must be one of …". */
export const OneOf = <const T extends readonly string[]>(values: T, options: object = {}) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options })

/** The schema, or `null`. JSON Schema and OpenAPI 3.1 spell it as a list of types. */
export const OrNull = <T extends TSchema>(schema: T) =>
  Type.Unsafe<Static<T> | null>({
    ...schema,
    type: [schema.type, 'null'],
    ...(schema.enum ? { enum: [...schema.enum, null] } : {}),
  })

/**
 * An object used as a map. Unlike `Type.Record` it states `additionalProperties`, which holds for
 * every key; a `patternProperties` of `^(.*)$` lets keys with a line break through unchecked.
 */
export const MapOf = <T extends TSchema>(value: T, options: object = {}) =>
  Type.Unsafe<Record<string, Static<T>>>({
    type: 'object',
    additionalProperties: value,
    ...options,
  })

/** An RFC 3339 instant in UTC, for example `2026-01-02T03:04:05.123Z`. */
export const Timestamp = (options: object = {}) => Type.String({ format: 'date-time', ...options })

/**
 * An object with the properties of several, no two of the same name. As `Type.Composite`, which at every
 * start compares each property with all others.
 */
export const Together = <Parts extends TObject[]>(
  parts: [...Parts],
  options?: ObjectOptions,
): TComposite<Parts> =>
  // Objects have no other members that count.
  Type.Object(Object.assign({}, ...parts.map(({ properties }) => properties)), options) as never
