import { type Static, type TObject, type TProperties, type TSchema, Type } from '@sinclair/typebox'

/** The forms that the parts of a scenario file are made of. Descriptions are what editors show. */

/** An object of these properties and no others: a key that is misspelled is a fault. */
export const Shape = <R extends TProperties, O extends TProperties>(
  required: R,
  optional: O,
  options: object = {},
) =>
  Type.Unsafe<Static<TObject<R>> & Partial<Static<TObject<O>>>>({
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
    ...options,
  })

/** A part that stands under this name in the `$defs` of the whole, so that it can contain itself. */
export const Named = <T>(name: string) => Type.Unsafe<T>({ $ref: `#/$defs/${name}` })

/** A list, with what it is for. */
export const ListOf = <T extends TSchema>(items: T, description: string) =>
  Type.Array(items, { description })

export const Text = (description: string) => Type.String({ minLength: 1, description })

export const Flag = (description: string) => Type.Boolean({ description })

export const Count = (description: string) => Type.Integer({ minimum: 0, description })

export const Id = () =>
  Type.Integer({ minimum: 1, description: 'Left out: given in the order of the file.' })

export const Instant = (description: string) =>
  Type.String({ format: 'date-time', description: `${description} RFC 3339: 2026-01-02T03:04:05Z` })

/** Something that is defined elsewhere in the file, by its ID or its name. */
export const Reference = (description: string) =>
  Type.Unsafe<string | number>({ type: ['string', 'integer'], description })

export const AttributeValues = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  description: 'Values of custom attributes by their names.',
})

/** An expression tree in the service's own JSON form: the operator, then its arguments. */
export const Tree = Type.Unsafe<readonly unknown[]>({
  type: 'array',
  items: [{ type: 'string' }],
  minItems: 1,
  description: 'An expression tree, for example [">=", [".", "Session", "Total"], 50]',
})
export type Tree = Static<typeof Tree>

/** A value that is worked out. */
export interface Worked {
  expr: Tree
}

/** Keywords for objects alone: they let numbers and text pass, so that no union is needed. */
const WORKED = { properties: { expr: Tree }, required: ['expr'], additionalProperties: false }

/** A number, or `{ expr: [..] }` for one that is worked out. */
export const NumberOrTree = (description: string, bounds: object = {}) =>
  Type.Unsafe<number | Worked>({ type: ['number', 'object'], ...WORKED, description, ...bounds })
export type NumberOrTree = Static<ReturnType<typeof NumberOrTree>>

/** Any plain value, or `{ expr: [..] }`. */
export const ValueOrTree = (description: string) =>
  Type.Unsafe<string | number | boolean | readonly (string | number)[] | Worked>({
    type: ['string', 'number', 'boolean', 'array', 'object'],
    items: { type: ['string', 'number'] },
    ...WORKED,
    description,
  })
export type ValueOrTree = Static<ReturnType<typeof ValueOrTree>>

/** Tests of a number; all that are given must hold. */
export const NumberTest = (description: string) =>
  Shape(
    {},
    {
      atLeast: Type.Number({ description: 'This much or more.' }),
      above: Type.Number({ description: 'More than this.' }),
      atMost: Type.Number({ description: 'This much or less.' }),
      below: Type.Number({ description: 'Less than this.' }),
      equals: Type.Number({ description: 'Exactly this.' }),
    },
    { minProperties: 1, description },
  )
export type NumberTest = Static<ReturnType<typeof NumberTest>>
