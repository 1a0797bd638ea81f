import type { TSchema } from '@sinclair/typebox'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { closed } from '../contract/closed.ts'
import { Snapshot } from '../contract/control/snapshot.ts'
import { EFFECT_PROPS } from '../contract/service/effects.ts'
import { brief, listed } from '../core/errors.ts'
import { faultsOf } from '../world/snapshot-faults.ts'
import { isTooDeep, MAX_CONTROL_DEPTH } from './json-body.ts'
import { expectation, FORMATS } from './validators.ts'

export type CheckedSnapshot = { ok: true; snapshot: Snapshot } | { ok: false; faults: string[] }

/** Holds a document to be a snapshot, all of it, and lists what is wrong: `sessions/0/total: must be a number`. */
export const checkSnapshot = (document: unknown): CheckedSnapshot => {
  const validate = validatorOf(Snapshot)
  if (!validate(document)) return { ok: false, faults: listed(describe(validate)) }
  // What the validator just held it to be.
  const snapshot = document as Snapshot
  const faults = [...effectFaults(snapshot), ...faultsOf(snapshot)]
  return faults.length > 0 ? { ok: false, faults: listed(faults) } : { ok: true, snapshot }
}

/** The same of text. */
export const checkSnapshotText = (text: string): CheckedSnapshot => {
  if (isTooDeep(text, MAX_CONTROL_DEPTH)) {
    return { ok: false, faults: [`must not be nested deeper than ${MAX_CONTROL_DEPTH} levels`] }
  }
  try {
    return checkSnapshot(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { ok: false, faults: [`must be JSON: ${error.message}`] }
  }
}

/** Effects say by their type what their props are. */
const effectFaults = ({ closings }: Snapshot): string[] =>
  closings.flatMap(({ effects }, i) =>
    effects.flatMap(({ effect }, j) => {
      const validate = validatorOf(EFFECT_PROPS[effect.effectType])
      return validate(effect.props)
        ? []
        : describe(validate, `/closings/${i}/effects/${j}/effect/props`)
    }),
  )

const describe = ({ errors }: ValidateFunction, above = ''): string[] =>
  (errors ?? []).map((error) => `${pathOf(error, above)}: ${expectation(error)}`)

const pathOf = ({ instancePath, keyword, params }: ErrorObject, above: string): string => {
  const missing = keyword === 'required' ? `/${params.missingProperty}` : ''
  return brief(`${above}${instancePath}${missing}`.slice(1) || 'document', 200)
}

const compiled = new WeakMap<TSchema, ValidateFunction>()

const validatorOf = (schema: TSchema): ValidateFunction => {
  const made =
    compiled.get(schema) ??
    new Ajv({ allErrors: true, allowUnionTypes: true, formats: FORMATS }).compile(closed(schema))
  compiled.set(schema, made)
  return made
}
