import { spawnSync } from 'node:child_process'
import { utimesSync } from 'node:fs'
import { resolve } from 'node:path'
import t, { type Test } from 'tap'

/** Files beside the command line's. */
const BESIDE = {
  'ajv.js': '',
  'light-my-request.js': '',
  'undici.js': '',
  'yaml.js': '',
  ui: { 'index.html': '' },
}

/** Runs the build with --if-stale beside these files; a compiler that only fails shows that it ran. */
const compiles = (t: Test, built: Record<string, object>): boolean => {
  const cwd = t.testdir({
    src: { 'main.ts': '' },
    test: {},
    'package-lock.json': '',
    'tsconfig.json': '',
    'build.mjs': '',
    node_modules: { typescript: { bin: { tsc: 'process.exit(3)' } } },
    ...built,
    dist: { 'talon-mock.js': '', ...built.dist },
  })
  const later = Date.now() / 1000 + 60
  utimesSync(`${cwd}/dist/talon-mock.js`, later, later)
  const script = resolve('build.mjs')
  return spawnSync(process.execPath, [script, '--if-stale'], { cwd }).status === 3
}

t.test('what is newer than its sources is not built again', (t) => {
  t.notOk(compiles(t, { build: { src: { 'index.js': '' }, test: {} }, dist: BESIDE }))
  t.end()
})

t.test('a build whose library or tests are gone is built again', (t) => {
  t.ok(compiles(t, { dist: BESIDE }))
  t.ok(compiles(t, { build: { src: { 'index.js': '' } }, dist: BESIDE }))
  t.ok(compiles(t, { build: { test: {} }, dist: BESIDE }))
  t.end()
})

t.test('a build that lacks a file that is read when it is used is built again', (t) => {
  const { 'undici.js': _, ...rest } = BESIDE
  t.ok(compiles(t, { build: { src: { 'index.js': '' }, test: {} }, dist: rest }))
  t.ok(compiles(t, { build: { src: { 'index.js': '' }, test: {} }, dist: { ...BESIDE, ui: {} } }))
  t.end()
})
