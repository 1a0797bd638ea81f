/** A number as JSON spells it. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i

/**
 * Attributes in a query, whose names stand behind `.` or `_`: `true`, `false` and numbers are what they look
 * like, unless they are in quotes, which are left out. Source: Third-party OpenAPI, `attributes`.
 */
export const attributesIn = (query: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      /^[._]./.test(name) ? [[name.slice(1), meaningOf(value)]] : [],
    ),
  )

/** The same for readers of the OpenAPI document. */
export const ATTRIBUTES_IN_QUERY =
  'Attributes come besides, as `.name=value` or `_name=value`; text that looks like a number or a boolean ' +
  'stands in quotes.'

const meaningOf = (value: unknown): unknown => {
  // Given more than once: a list.
  if (Array.isArray(value)) return value.map(meaningOf)
  if (typeof value !== 'string') return value
  if (value === 'true' || value === 'false') return value === 'true'
  if (NUMBER.test(value)) return Number(value)
  return /^".*"$/s.test(value) ? value.slice(1, -1) : value
}
