import type { AttributeType } from '../../contract/service/integration-state.ts'

const RFC_3339 =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i

/** RFC 3339 text of a day that exists; a leap second may stand at the end of any minute. Source: RFC 3339, 5.6 and 5.7. */
export const isTime = (value: unknown): boolean => {
  const parts = typeof value === 'string' ? RFC_3339.exec(value) : null
  if (!parts) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  if (month === 2) return day <= (isLeap(year) ? 29 : 28)
  return day <= 30 || ![4, 6, 9, 11].includes(month)
}

const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** `1e999` in JSON is read as Infinity, which no reply can hold. */
const isNumber = (value: unknown): boolean => Number.isFinite(value)

/** A place: an object with a numeric latitude and longitude, under any of their usual names. */
const isLocation = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const place = new Map(Object.entries(value))
  const has = (...names: string[]) => names.some((name) => isNumber(place.get(name)))
  return has('lat', 'latitude') && has('lon', 'lng', 'longitude')
}

const isListOf = (holds: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(holds)

const HOLDS: Record<AttributeType, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  time: isTime,
  number: isNumber,
  boolean: (value) => typeof value === 'boolean',
  location: isLocation,
  '(list string)': isListOf((value) => typeof value === 'string'),
  '(list number)': isListOf(isNumber),
  '(list time)': isListOf(isTime),
  '(list location)': isListOf(isLocation),
}

/** Whether a JSON value is one of an attribute of this type. `time` is RFC 3339 text. */
export const isOfType = (value: unknown, type: AttributeType): boolean => HOLDS[type](value)

/**
 * The type an attribute gets when a v1 call creates it without saying one; undefined when no type
 * fits. Text that looks like a time stays a string. An empty list is taken for a list of strings.
 * Source: Third-party OpenAPI, `attributesInfo` ("detected from the value"). Assumed: lists, places.
 */
export const detectType = (value: unknown): AttributeType | undefined => {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  if (isLocation(value)) return 'location'
  if (!Array.isArray(value)) return undefined
  return (['(list string)', '(list number)', '(list location)'] as const).find((type) =>
    isOfType(value, type),
  )
}
