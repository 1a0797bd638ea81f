import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { BUILT_IN_DIALECT, operatorNamed } from '../src/rules/dialect.ts'
import { readDialect, readScenario, watchScenario } from '../src/scenario-files.ts'

const VERSION = 'version: 1\n'

t.test('a scenario is read with the files beside it', (t) => {
  const folder = t.testdir({
    'shop.yaml': `${VERSION}campaigns: [{ name: A, ruleset: a.json }]`,
    'a.json': '{"rules":[]}',
  })
  t.match(readScenario(join(folder, 'shop.yaml')), {
    ok: true,
    files: [join(folder, 'shop.yaml'), join(folder, 'a.json')],
  })
  t.match(readScenario(join(folder, 'nowhere.yaml')), {
    ok: false,
    faults: [{ line: 1, message: /^can't be read: ENOENT/ }],
  })
  t.end()
})

t.test('demo and none are built in', (t) => {
  t.match(readScenario('demo'), { ok: true, account: { application: { name: 'Demo shop' } } })
  t.match(readScenario('none'), { ok: true, account: { campaigns: [] }, files: [] })
  t.end()
})

t.test('a dialect is read over what is built in', (t) => {
  t.match(readDialect(''), { ok: true, dialect: BUILT_IN_DIALECT })
  const file = join(
    t.testdir({ 'd.yaml': 'operators: { isVip: { predicate: inAudience, args: [audience] } }' }),
    'd.yaml',
  )
  const loaded = readDialect(file)
  t.match(loaded.ok && operatorNamed(loaded.dialect, 'isVip'), { name: 'inAudience' })
  t.match(readDialect('nowhere.yaml'), {
    ok: false,
    faults: [{ file: 'nowhere.yaml', line: 1, message: /^can't be read: ENOENT/ }],
  })
  t.end()
})

/** Watches a file; `look` is what the timer would do. */
const watch = (t: Test) => {
  const file = join(t.testdir({ 'shop.yaml': VERSION }), 'shop.yaml')
  let looks: (() => void) | undefined
  const seen = { changes: 0 }
  const stop = watchScenario(
    [file],
    () => {
      seen.changes += 1
    },
    (look) => {
      looks = look
      return () => {
        looks = undefined
      }
    },
  )
  return { file, seen, stop, look: () => looks?.() }
}

t.test('a change is told once, when nothing more has changed by the next look', (t) => {
  const { file, seen, look } = watch(t)
  look()
  look()
  t.equal(seen.changes, 0)
  writeFileSync(file, `${VERSION}# half`)
  look()
  writeFileSync(file, `${VERSION}# half, and whole`)
  look()
  t.equal(seen.changes, 0)
  look()
  look()
  t.equal(seen.changes, 1)
  t.end()
})

t.test('a file that goes and one that comes back are changes', (t) => {
  const { file, seen, look } = watch(t)
  rmSync(file)
  look()
  look()
  t.equal(seen.changes, 1)
  writeFileSync(file, `${VERSION}# again`)
  look()
  look()
  t.equal(seen.changes, 2)
  t.end()
})

t.test('nothing is told once it is stopped', (t) => {
  const { file, seen, look, stop } = watch(t)
  stop()
  writeFileSync(file, `${VERSION}# changed`)
  look()
  look()
  t.equal(seen.changes, 0)
  t.end()
})

t.test('the timer of its own tells of a change', (t) => {
  const file = join(t.testdir({ 'shop.yaml': VERSION }), 'shop.yaml')
  const stop = watchScenario([file], () => {
    stop()
    t.end()
  })
  writeFileSync(file, `${VERSION}# changed`)
})
