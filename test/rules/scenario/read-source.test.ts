import t from 'tap'
import { readSource } from '../../../src/rules/scenario/read-source.ts'
import type { Findings } from '../../../src/rules/scenario/source.ts'

const read = (text: string) => {
  const findings: Findings = { faults: [], warnings: [] }
  return { source: readSource('f.yaml', text, findings), ...findings }
}

t.test('YAML and JSON are read, tabs in JSON included', (t) => {
  const data = { a: [1, true, null], b: { c: 'x' } }
  t.strictSame(read('a: [1, true, null]\nb:\n  c: x\n').source?.data, data)
  t.strictSame(read(JSON.stringify(data, null, '\t')).source?.data, data)
  t.end()
})

t.test('dates and words such as yes stay text', (t) => {
  t.strictSame(read('a: 2021-12-01T00:00:00Z\nb: yes').source?.data, {
    a: '2021-12-01T00:00:00Z',
    b: 'yes',
  })
  t.end()
})

t.test('every value has its line and its path', (t) => {
  const { source } = read('a:\n  - x: 1\n    y/z: 2\n  - 3\n')
  if (!source) throw new Error('expected to be read')
  const { a } = source.data as { a: [object, number] }
  t.strictSame(source.origin(a[0]), { file: 'f.yaml', line: 2, path: 'a/0' })
  t.strictSame(source.origin(a[0], 'y/z'), { file: 'f.yaml', line: 3, path: 'a/0/y~1z' })
  t.strictSame(source.origin(a, 1), { file: 'f.yaml', line: 4, path: 'a/1' })
  t.strictSame(source.origin(a[0], 'missing'), { file: 'f.yaml', line: 2, path: 'a/0/missing' })
  t.end()
})

t.test('what is left of a list says where it stood', (t) => {
  const { source } = read('- a\n- b\n- c\n')
  if (!source) throw new Error('expected to be read')
  const list = source.data as string[]
  source.removeItems(list, new Set([0]))
  source.removeItems(list, new Set([0]))
  t.strictSame(list, ['c'])
  t.strictSame(source.origin(list, 0), { file: 'f.yaml', line: 3, path: '2' })
  t.end()
})

t.test('an alias is a copy with a place of its own; << brings in what is not there', (t) => {
  const { source } = read(
    'a: &a { x: 1, y: 2 }\nb: *a\nc:\n  <<: *a\n  y: 3\nd: { <<: [*a, { z: 4 }] }\n',
  )
  if (!source) throw new Error('expected to be read')
  const data = source.data as Record<string, object>
  t.strictSame(data, {
    a: { x: 1, y: 2 },
    b: { x: 1, y: 2 },
    c: { y: 3, x: 1 },
    d: { x: 1, y: 2, z: 4 },
  })
  t.not(data.a, data.b)
  t.match(source.origin(data.b ?? {}), { path: 'b' })
  t.end()
})

t.test('a key called __proto__ is a key', (t) => {
  const data = read('__proto__: { x: 1 }').source?.data
  t.strictSame(Object.keys(data as object), ['__proto__'])
  t.equal(Object.getPrototypeOf(data), Object.prototype)
  t.end()
})

const UNREADABLE: [text: string, line: number, message: RegExp][] = [
  ['a: 1\nb: [1, 2\n', 3, /flow sequence/i],
  ['a: 1\na: 2\n', 2, /keys must be unique/],
  ['a: 1\n---\nb: 2\n', 2, /multiple documents/],
  ['a: 1\nb: *nowhere\n', 2, /there is no anchor &nowhere/],
  ['a: 1\nb: &b [*b]\n', 2, /contains itself/],
  ['a: 1\nb: &b\n  <<: *b\n', 3, /contains itself/],
  ['a: 1\n<<: 2\n', 1, /<< must be given an object/],
  ['? [1]\n: 2\n', 1, /a key must be text/],
]
for (const [text, line, message] of UNREADABLE) {
  t.test(`${JSON.stringify(text)} can't be read, and line ${line} says why`, (t) => {
    const { source, faults } = read(text)
    t.equal(source, undefined)
    t.equal(faults.length, 1)
    t.match(faults[0], { file: 'f.yaml', line, message })
    t.end()
  })
}

t.test('aliases of aliases end somewhere', (t) => {
  const levels = Array.from({ length: 9 }, (_, i) => `&a${i + 1} [${`*a${i},`.repeat(9)}]`)
  const { source, faults } = read(`- &a0 x\n${levels.map((level) => `- ${level}\n`).join('')}`)
  t.equal(source, undefined)
  t.match(faults, [{ message: 'too large' }])
  t.end()
})
