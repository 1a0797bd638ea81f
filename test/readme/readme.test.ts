import { readFileSync } from 'node:fs'
import t from 'tap'
import { buildTestApp } from '../helpers/build-test-app.ts'
import { withTables } from './tables.ts'

const readme = readFileSync('README.md', 'utf8')

t.test('the tables of the README are up to date (npm run readme makes them)', async (t) => {
  const { app } = await buildTestApp(t)
  const document = await app.inject('/_mock/openapi.json')
  t.equal(readme, withTables(readme, document.json()))
})

t.test('the examples of the README are the ones that the tests run', async (t) => {
  for (const example of ['first-callback.test.ts', 'first-callback.cjs']) {
    t.ok(readme.includes(readFileSync(`test/examples/${example}`, 'utf8')), example)
  }
})

t.test('no placeholder is left in the README', async (t) => {
  t.notMatch(readme, /^[A-Z_]{4,}$/m)
})
