import { readFileSync } from 'node:fs'
import t from 'tap'
import { Scenario } from '../../src/contract/scenario/scenario.ts'
import { Effect } from '../../src/contract/scenario/then.ts'
import { When } from '../../src/contract/scenario/when.ts'
import { EFFECT_PROPS } from '../../src/contract/service/effects.ts'
import { buildTestApp } from '../helpers/build-test-app.ts'
import { withTables } from './tables.ts'

const readme = readFileSync('README.md', 'utf8')

t.test('the tables of the README are up to date (npm run readme makes them)', async (t) => {
  const { app } = await buildTestApp(t)
  const document = await app.inject('/_mock/openapi.json')
  t.equal(readme, withTables(readme, document.json()))
})

t.test('the examples of the README are the ones that the tests run', async (t) => {
  const examples = [
    'first-callback.test.ts',
    'first-callback.cjs',
    'coupon.test.ts',
    'shop.yaml',
    'client.tap.ts',
    'client.node-test.ts',
    'client.vitest.ts',
    'client.playwright.ts',
  ]
  for (const example of examples) {
    t.ok(readme.includes(readFileSync(`test/examples/${example}`, 'utf8')), example)
  }
})

t.test('the README has every key of a scenario, and every effect', async (t) => {
  const section = readme.slice(readme.indexOf('## The scenario file'))
  // Nothing of the emulator's brings about an `error`.
  const effects = Object.keys(EFFECT_PROPS)
  const keys = [Scenario, When, Effect].flatMap(({ properties }) => Object.keys(properties))
  for (const name of [...effects, ...keys.filter((key) => key !== '$schema')]) {
    t.match(section, new RegExp(`\\b${name}\\b`), name)
  }
})

t.test('no placeholder is left in the README', async (t) => {
  t.notMatch(readme, /^[A-Z_]{4,}$/m)
})
