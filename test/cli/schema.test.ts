import { Ajv } from 'ajv'
import t from 'tap'
import { parse } from 'yaml'
import { schemaText } from '../../src/cli/schema.ts'
import { DEMO_SCENARIO } from '../../src/rules/scenario/demo.ts'

const schema = JSON.parse(schemaText())

t.test('the schema is one of draft-07 that takes the demo and refuses a misspelled key', (t) => {
  const ajv = new Ajv({ strict: false, validateFormats: false })
  t.ok(ajv.validateSchema(schema))
  const validate = ajv.compile(schema)
  t.ok(validate(parse(DEMO_SCENARIO)))
  t.notOk(validate({ version: 1, campaings: [] }))
  t.end()
})

/** All schemas of objects in a schema, at any depth. */
const objectsIn = (part: unknown): Record<string, unknown>[] => {
  if (typeof part !== 'object' || part === null) return []
  const own = 'properties' in part ? [part as Record<string, unknown>] : []
  return [...own, ...Object.values(part).flatMap(objectsIn)]
}

t.test('no object of the format takes keys that it does not know', (t) => {
  for (const part of objectsIn(schema)) t.equal(part.additionalProperties, false)
  t.end()
})
