import { readFileSync } from 'node:fs'
import t from 'tap'
import {
  codesOf,
  numberOf,
  readDraft,
  sampleDraft,
  withItem,
  withSession,
  writeDraft,
} from '../../../src/ui/composer/draft.ts'

const read = (text: string) => {
  const draft = readDraft(text)
  if (typeof draft === 'string') throw new Error(draft)
  return draft
}

t.test('the composer begins with the documented sample', (t) => {
  const documented = readFileSync('test/fixtures/sample-request.json', 'utf8')
  t.strictSame(JSON.parse(sampleDraft()), JSON.parse(documented))
  t.end()
})

t.test('the form changes what it shows, and leaves alone what it does not know', (t) => {
  const text =
    '{"other":1,"customerSession":{"x":2,"cartItems":[{"sku":"a","weight":3},{"sku":"b"}]}}'
  const changed = withItem(withSession(read(text), { profileId: 'anna' }), 0, { quantity: 4 })
  t.strictSame(JSON.parse(writeDraft(changed)), {
    other: 1,
    customerSession: {
      x: 2,
      profileId: 'anna',
      cartItems: [{ sku: 'a', weight: 3, quantity: 4 }, { sku: 'b' }],
    },
  })
  t.strictSame(JSON.parse(writeDraft(withSession(read(text), { cartItems: undefined }))), {
    other: 1,
    customerSession: { x: 2 },
  })
  t.end()
})

t.test('what the form can not show is said, not changed', (t) => {
  t.match(readDraft('{'), /not JSON/)
  t.match(readDraft('[]'), /no object/)
  t.match(readDraft('{"customerSession":3}'), /customerSession/)
  t.match(readDraft('{"customerSession":{"cartItems":[1]}}'), /cartItems/)
  t.end()
})

t.test('fields become codes and numbers', (t) => {
  t.strictSame(codesOf(' A, B  C,'), ['A', 'B', 'C'])
  t.equal(numberOf('12.5'), 12.5)
  t.equal(numberOf('many'), 'many', 'for the emulator to refuse')
  t.equal(numberOf(''), '')
  t.end()
})
