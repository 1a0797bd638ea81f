import { OptionalKind } from '@sinclair/typebox'
import t from 'tap'
import { loadConfig } from '../src/config.ts'
import {
  defaultHint,
  flagOf,
  SETTING_NAMES,
  schemaOf,
  valueHint,
  variableOf,
} from '../src/settings.ts'

t.test('flag and variable follow from the name', (t) => {
  t.equal(flagOf('port'), '--port')
  t.equal(flagOf('callbackConcurrencyPerDestination'), '--callback-concurrency-per-destination')
  t.equal(variableOf('port'), 'TALON_MOCK_PORT')
  t.equal(variableOf('callbackTimeoutMs'), 'TALON_MOCK_CALLBACK_TIMEOUT_MS')
  t.end()
})

t.test('no two settings share a flag or a variable, --no- forms included', (t) => {
  const flags = SETTING_NAMES.flatMap((name) => [
    flagOf(name),
    ...(schemaOf(name).type === 'boolean' ? [flagOf(name).replace('--', '--no-')] : []),
  ])
  t.equal(new Set(flags).size, flags.length)
  t.equal(new Set(SETTING_NAMES.map(variableOf)).size, SETTING_NAMES.length)
  t.end()
})

t.test(
  'every setting has a default or may be missing, and is described without a full stop',
  (t) => {
    for (const name of SETTING_NAMES) {
      const schema = schemaOf(name)
      t.equal(schema.default === undefined, schema[OptionalKind] === 'Optional', name)
      t.match(schema.description, /[^.]$/, name)
    }
    t.end()
  },
)

t.test('every default that is shown may be given as a flag and comes to itself', (t) => {
  const defaults = loadConfig([], {})
  const argv = SETTING_NAMES.filter((name) => defaultHint(name) !== '').map(
    (name) => `${flagOf(name)}=${defaultHint(name)}`,
  )
  t.strictSame(loadConfig(argv, {}), defaults)
  t.end()
})

t.test('the hint of a value: N, TEXT, the choices, or nothing for a switch', (t) => {
  t.equal(valueHint('port'), 'N')
  t.equal(valueHint('apiKey'), 'TEXT')
  t.equal(valueHint('callbackPolicy'), 'auto|local|strict')
  t.equal(valueHint('strict'), '')
  t.end()
})

t.test('the hint of a default: empty for what is off, empty or a list', (t) => {
  t.equal(defaultHint('port'), '8080')
  t.equal(defaultHint('deliveryHeaders'), 'true')
  t.equal(defaultHint('strict'), '')
  t.equal(defaultHint('callbackCa'), '')
  t.equal(defaultHint('rateLimit'), '')
  t.equal(defaultHint('apiKey'), '')
  t.end()
})
