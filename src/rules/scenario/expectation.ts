import type { ErrorObject } from 'ajv'
import { brief } from '../../core/errors.ts'

const TYPES: Record<string, string> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'text',
}

/** A value as a fault shows it. */
export const shown = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object'
  // Infinity has no JSON.
  return brief(typeof value === 'string' ? JSON.stringify(value) : String(value))
}

const keysOf = (alternatives: readonly { required: string[] }[]) =>
  alternatives.flatMap(({ required }) => required).join(', ')

/** What the schema says of a text that has a form of its own. */
const describe = ({ parentSchema, params }: ErrorObject): string => {
  const { description = params.pattern } = parentSchema ?? {}
  return ` (${String(description).replace(/\.$/, '')})`
}

/** What was expected, in words, and what it got instead. The validator must be `verbose`. */
export const expectation = (error: ErrorObject): string => {
  const { keyword, params, data, message } = error
  const got = `, got ${shown(data)}`
  switch (keyword) {
    case 'type': {
      const types: string[] = [params.type].flat()
      return `must be ${types.map((type) => TYPES[type] ?? type).join(' or ')}${got}`
    }
    case 'enum': {
      const values: unknown[] = params.allowedValues
      return `must be ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}${got}`
    }
    case 'const':
      return `must be ${params.allowedValue}${got}`
    case 'required':
      return 'is required'
    case 'additionalProperties': {
      const known = Object.keys(error.parentSchema?.properties ?? {})
      return `is unknown here; known: ${known.join(', ')}`
    }
    case 'oneOf':
      // All our schemas with `oneOf` are about which keys are there.
      return `must have one of ${keysOf(error.schema as { required: string[] }[])}, and only one`
    case 'dependencies':
      return `must stand beside ${params.deps}`
    case 'minProperties':
      return 'must have at least one key'
    case 'maxProperties':
      return `must have one key alone, got ${Object.keys(data as object).join(', ')}`
    case 'minItems':
      return 'must not be empty'
    case 'uniqueItems':
      return `must not have the same twice, as ${params.i} and ${params.j} are`
    case 'minLength':
      return data === '' ? 'must not be empty' : `must have at least ${params.limit} characters`
    case 'maxLength':
      return `must have at most ${params.limit} characters`
    case 'minimum':
      return `must be at least ${params.limit}${got}`
    case 'exclusiveMinimum':
      return `must be more than ${params.limit}${got}`
    case 'maximum':
      return `must be at most ${params.limit}${got}`
    case 'format':
      return `must be an RFC 3339 time such as 2026-01-02T03:04:05Z${got}`
    case 'pattern':
      return `must be as described${describe(error)}${got}`
    default:
      return message ?? 'is not as expected'
  }
}
