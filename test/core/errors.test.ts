import t from 'tap'
import { brief, type Fault, invalid, pointTo } from '../../src/core/errors.ts'

const makeFaults = (count: number): Fault[] =>
  Array.from({ length: count }, (_, i) => ({
    title: 'Unknown',
    details: `fault ${i}`,
    source: `/attributes/a${i}`,
  }))

t.test('ten faults are named, and the rest is counted', (t) => {
  for (const count of [0, 1, 10]) {
    t.strictSame(invalid('ATTRIBUTE_INVALID', makeFaults(count)).faults, makeFaults(count))
  }
  for (const [count, more] of [
    [11, 1],
    [2000, 1990],
  ] as const) {
    t.strictSame(invalid('ATTRIBUTE_INVALID', makeFaults(count)).faults, [
      ...makeFaults(10),
      { title: 'More', details: `and ${more} more`, source: '/attributes/a0' },
    ])
  }
  t.end()
})

t.test('a pointer to an ordinary name is whole, one of any length is cut', (t) => {
  const sourceAt = (name: string) => {
    const source = pointTo('/customerSession/cartItems/999/attributes', name)
    return invalid('ATTRIBUTE_INVALID', [{ title: '', details: '', source }]).faults[0]?.source
  }
  t.equal(sourceAt('x'.repeat(100)), `/customerSession/cartItems/999/attributes/${'x'.repeat(100)}`)
  t.equal(sourceAt('x'.repeat(100_000))?.length, 201)
  t.end()
})

t.test('text of 80 characters is shown whole, and of longer text those', (t) => {
  t.equal(brief('x'.repeat(80)), 'x'.repeat(80))
  t.equal(brief('x'.repeat(81)), `${'x'.repeat(80)}…`)
  t.end()
})

t.test('a fault is one line, whatever the names in it', (t) => {
  t.equal(brief('two\r\nlines'), 'two lines')
  const source = pointTo('/attributes', '\n')
  const { faults } = invalid('ATTRIBUTE_INVALID', [{ title: '', details: '', source }])
  t.equal(faults[0]?.source, '/attributes/ ')
  t.end()
})
