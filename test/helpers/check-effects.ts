import { Ajv } from 'ajv'
import { EFFECT_PROPS, type Effect } from '../../src/contract/service/effects.ts'

const ajv = new Ajv({ allowUnionTypes: true, strictSchema: false })
const validators = new Map(
  Object.entries(EFFECT_PROPS).map(([type, schema]) => [
    type,
    // The contract leaves room for props that it doesn't list; what the emulator sends it has to list.
    ajv.compile({ ...schema, additionalProperties: false }),
  ]),
)

/** Throws when an effect has props that its type doesn't have, lacks some, or has them in another form. */
export const checkEffects = (effects: readonly Effect[]): void => {
  for (const { effectType, props } of effects) {
    const validate = validators.get(effectType)
    if (!validate) throw new Error(`${effectType} is no known effect`)
    if (validate(props)) continue
    throw new Error(`${effectType} ${JSON.stringify(props)}: ${ajv.errorsText(validate.errors)}`)
  }
}
