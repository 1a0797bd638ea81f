import { Ajv, type ErrorObject } from 'ajv'
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify'
import { isTime } from '../core/attributes/types.ts'
import { brief, type Fault, invalid } from '../core/errors.ts'
import { durationMs } from '../core/rewards/duration.ts'

/** A number as JSON spells it, leading zeros besides. */
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i

/** Durations that are none. */
const WORDS = ['immediate', 'unlimited']

const DATE = /^\d{4}-\d\d-\d\d$/

/** The formats that schemas name. */
export const FORMATS = {
  // A leap second is a time that JavaScript can't compare with others.
  'date-time': (text: string) => isTime(text) && !Number.isNaN(Date.parse(text)),
  // Midnight in UTC where there is no time. Source: Integration API, "List customer's loyalty transactions".
  'date-or-time': (text: string) =>
    isTime(DATE.test(text) ? `${text}T00:00:00Z` : text) && !Number.isNaN(Date.parse(text)),
  duration: (text: string) => WORDS.includes(text) || durationMs(text) !== undefined,
  number: (text: string) => NUMBER.test(text) && Number.isFinite(Number(text)),
}

const createAjv = (converts: boolean) =>
  new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    discriminator: true,
    coerceTypes: converts && 'array',
    useDefaults: converts,
    formats: FORMATS,
  })

/**
 * Checks requests against typebox schemas. Bodies and headers are taken as they are, query and path
 * values are converted. Compiled on first use, so that start-up doesn't grow with every route.
 * What fails is refused as REQUEST_INVALID, each fault naming the field and what was expected.
 */
export const createValidatorCompiler = (): FastifySchemaCompiler<object> => {
  const made = new Map<boolean, Ajv>()
  const ajvThat = (converts: boolean): Ajv => {
    const ajv = made.get(converts) ?? createAjv(converts)
    made.set(converts, ajv)
    return ajv
  }
  return ({ schema, httpPart }) => {
    let validate: ReturnType<Ajv['compile']> | undefined
    return (data: unknown) => {
      if (!validate) {
        const converts = httpPart === 'querystring' || httpPart === 'params'
        validate = ajvThat(converts).compile(schema)
      }
      if (validate(data)) return true
      const part = httpPart === 'body' ? 'body' : 'parameter'
      // That none of several forms is meant, the values of their `type` say.
      const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'discriminator')
      const faults = errors.map((error) => toFault(error, part))
      return { error: invalid('REQUEST_INVALID', faults) }
    }
  }
}

/** Checks all but bodies, which their handlers check: they list every fault with its place. */
export const withoutBodies =
  (compile: FastifySchemaCompiler<object>): FastifySchemaCompiler<object> =>
  (route) =>
    route.httpPart === 'body' ? () => true : compile(route)

/** Replies are JSON already, or small: response schemas document them and are never compiled. */
export const serializerCompiler: FastifySerializerCompiler<object> = () => (data) =>
  JSON.stringify(data)

const toFault = (error: ErrorObject, part: 'body' | 'parameter'): Fault => {
  const missing = error.keyword === 'required' ? `/${error.params.missingProperty}` : ''
  const pointer = `${error.instancePath}${missing}`
  const name = nameOf(pointer) ?? (part === 'body' ? 'body' : 'request')
  return {
    title: error.keyword,
    details: `${brief(name)} ${expectation(error)}`,
    source: part === 'body' ? pointer || '/' : pointer.slice(1),
  }
}

/** The field a pointer leads to, with the list in front of it when it is an element: `couponCodes[3]`. */
const nameOf = (pointer: string): string | undefined => {
  const steps = pointer.split('/').slice(1)
  const last = steps.at(-1)
  return last !== undefined && /^\d+$/.test(last) && steps.length > 1
    ? `${steps.at(-2)}[${last}]`
    : last?.replaceAll('~1', '/').replaceAll('~0', '~')
}

const TYPES: Record<string, string> = {
  array: 'an array',
  boolean: 'a boolean',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
}

const EXPECTED: Record<string, string> = {
  duration: 'must be a duration such as 30D, 12h or 6M_U, or immediate',
  number: 'must be a number, or a number as text',
}

const plural = (count: unknown, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

/** What a fault of a schema expected, in words. The text for `enum` is the service's own (docs, Errors page). */
export const expectation = ({ keyword, params, message }: ErrorObject): string => {
  switch (keyword) {
    case 'type': {
      const types: string[] = [params.type].flat()
      return `must be ${types
        .filter((type) => type !== 'null' || types.length === 1)
        .map((type) => TYPES[type] ?? type)
        .join(' or ')}`
    }
    case 'enum': {
      const values: unknown[] = params.allowedValues
      return `must be one of the following: ${values
        .filter((value) => value !== null)
        .map((value) => JSON.stringify(value))
        .join(', ')}`
    }
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}`
    case 'required':
      return 'is required'
    case 'additionalProperties':
      return `must not have "${brief(params.additionalProperty)}"`
    case 'minLength':
      return `must have at least ${plural(params.limit, 'character')}`
    case 'maxLength':
      return `must have at most ${plural(params.limit, 'character')}`
    case 'maxItems':
      return `must have at most ${plural(params.limit, 'item')}`
    case 'minimum':
      return `must be at least ${params.limit}`
    case 'maximum':
      return `must be at most ${params.limit}`
    case 'format':
      return EXPECTED[params.format] ?? 'must be an RFC 3339 time, for example 2026-01-02T03:04:05Z'
    default:
      return message ?? 'is not as expected'
  }
}
