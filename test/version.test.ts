import { readFileSync } from 'node:fs'
import t from 'tap'
import { VERSION } from '../src/version.ts'

t.test('the version is that of the package', (t) => {
  t.equal(VERSION, JSON.parse(readFileSync('package.json', 'utf8')).version)
  t.end()
})
