import type { Static, TSchema } from '@sinclair/typebox'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { isTime } from '../../core/attributes/types.ts'
import { expectation } from './expectation.ts'
import type { Source } from './source.ts'

/** A leap second is a time that JavaScript can't compare with others. */
const isInstant = (text: string) => isTime(text) && !Number.isNaN(Date.parse(text))

const compiled = new WeakMap<TSchema, ValidateFunction>()

const validatorOf = (schema: TSchema): ValidateFunction => {
  const made =
    compiled.get(schema) ??
    new Ajv({
      allErrors: true,
      verbose: true,
      allowUnionTypes: true,
      strictTypes: false,
      strictTuples: false,
      // Both cost more than they save for a schema of ours that runs once.
      validateSchema: false,
      code: { optimize: false },
      formats: { 'date-time': isInstant },
    }).compile(schema)
  compiled.set(schema, made)
  return made
}

/** The result of a keyword that only passes on what others found. */
const isEcho = ({ keyword, schemaPath }: ErrorObject) =>
  keyword === 'if' || schemaPath.includes('/oneOf/')

/**
 * Checks a file against its schema and reports each fault. What is left when the faulty parts are
 * taken out is returned, so that the rest can be checked further; undefined when nothing is.
 */
export const checkShape = <T extends TSchema>(source: Source, schema: T): Static<T> | undefined => {
  const validate = validatorOf(schema)
  const { data } = source
  if (validate(data)) return data as Static<T>
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    source.fault({}, undefined, 'must be an object with the keys of this format')
    return undefined
  }
  for (const error of errorsOf(validate)) report(source, data, error)
  // What is taken out may leave its holder without a required key: then that goes too.
  while (!validate(data)) {
    if (!takeOut(source, data, errorsOf(validate))) return undefined
  }
  return data as Static<T>
}

const errorsOf = (validate: ValidateFunction) =>
  (validate.errors ?? []).filter((error) => !isEcho(error))

/** The steps of a JSON pointer. */
const stepsOf = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

type Holder = Record<string, unknown>
const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null

/** The object or list that holds what these steps lead to; undefined when it is gone. */
const holderOf = (data: Holder, steps: readonly string[]): Holder | undefined => {
  let holder: unknown = data
  for (const step of steps.slice(0, -1)) holder = isHolder(holder) ? holder[step] : undefined
  return isHolder(holder) ? holder : undefined
}

/** The key that a fault is about, besides the value: one that is unknown, wants another or is missing. */
const keyOf = ({ params }: ErrorObject): string | undefined =>
  params.additionalProperty ?? params.property ?? params.missingProperty

const report = (source: Source, data: Holder, error: ErrorObject): void => {
  const key = keyOf(error)
  const steps = [...stepsOf(error.instancePath), ...(key === undefined ? [] : [key])]
  source.fault(holderOf(data, steps) ?? data, steps.at(-1), expectation(error))
}

/** Takes out what the faults are about; false when that is the whole. */
const takeOut = (source: Source, data: Holder, errors: readonly ErrorObject[]): boolean => {
  if (errors.length === 0) return false
  const items = new Map<unknown[], Set<number>>()
  for (const { instancePath, params } of errors) {
    const steps = stepsOf(instancePath)
    if (params.additionalProperty !== undefined) steps.push(params.additionalProperty)
    const last = steps.at(-1)
    const holder = holderOf(data, steps)
    if (last === undefined) {
      if (params.missingProperty !== 'version') return false
      // A scenario that doesn't say its version is one of this version to everything else.
      data.version = 1
    } else if (Array.isArray(holder)) {
      items.set(holder, (items.get(holder) ?? new Set()).add(Number(last)))
    } else if (holder) delete holder[last]
  }
  for (const [list, gone] of items) source.removeItems(list, gone)
  return true
}
