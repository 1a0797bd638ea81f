import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { EvaluationError } from '../../../src/rules/talang/errors.ts'
import { parseFreely, timeOf } from '../../../src/rules/talang/time.ts'
import { formatWith, parseWith } from '../../../src/rules/talang/time-layout.ts'
import { Time } from '../../../src/rules/talang/value.ts'
import { checkLaw } from '../../helpers/check-law.ts'

/** Times of the years 0 to 9999, in offsets of minutes. */
const time = fc
  .tuple(
    fc.integer({ min: Date.UTC(0, 0, 3) - 1900 * 365 * 864e5, max: Date.UTC(9999, 11, 30) }),
    fc.integer({ min: -14 * 60, max: 14 * 60 }),
  )
  .map(([at, offset]) => new Time(at, offset))

t.test('RFC 3339 text names the time it was made of', (t) => {
  checkLaw(
    t,
    fc.property(time, (given) => assert.deepEqual(timeOf(given.toText()), given)),
  )
  checkLaw(
    t,
    fc.property(time, ({ at }) => {
      // As the engine itself reads the same text.
      const text = new Date(at).toISOString()
      assert.equal(parseFreely(text).at, Date.parse(text))
    }),
  )
  t.end()
})

t.test('text that is no RFC 3339 is no time', (t) => {
  // Source: RFC 3339, 5.6 and 5.7.
  for (const text of [
    '',
    '2021-06-15',
    '2021-06-15 10:00:00Z',
    '2021-06-15T10:00:00',
    '2021-06-15T10:00Z',
    '2021-02-29T10:00:00Z',
    '2021-13-01T10:00:00Z',
    '2021-06-00T10:00:00Z',
    '2021-06-15T24:00:00Z',
    '2021-06-15T10:60:00Z',
    ' 2021-06-15T10:00:00Z',
  ]) {
    t.equal(timeOf(text), undefined, text)
  }
  t.equal(timeOf('2020-02-29t10:00:00.123456789z')?.at, Date.UTC(2020, 1, 29, 10, 0, 0, 123))
  t.end()
})

const moment = parseFreely('2021-06-05T14:03:09.070+02:00')

t.test('Joda layouts write a time', (t) => {
  // Source: Joda-Time, DateTimeFormat.
  const table: readonly [layout: string, text: string][] = [
    ['yyyy-MM-dd HH:mm:ss.SSS', '2021-06-05 14:03:09.070'],
    ['d.M.yy H:m:s', '5.6.21 14:3:9'],
    ['EEE, d MMM yyyy', 'Sat, 5 Jun 2021'],
    ['EEEE d MMMM', 'Saturday 5 June'],
    ['hh:mm a', '02:03 PM'],
    ["yyyy-MM-dd'T'HH:mmZ", '2021-06-05T14:03+0200'],
    ['HH ZZ', '14 +02:00'],
    ["h 'o''clock' ''", "2 o'clock '"],
    ['', ''],
  ]
  for (const [layout, text] of table) t.equal(formatWith(layout, moment), text, layout)
  t.equal(formatWith('h a', parseFreely('2021-01-01')), '12 AM')
  t.equal(formatWith('Z', parseFreely('2021-01-01')), '+0000')
  t.end()
})

t.test('text in a Joda layout names the time it was made of', (t) => {
  const layouts = [
    'yyyy-MM-dd HH:mm:ss.SSSZ',
    'EEE, d MMM yyyy h:m:s.SSS a ZZ',
    "EEEE MMMM d yyyy 'at' HHmmssSSS Z",
  ]
  checkLaw(
    t,
    fc.property(time, fc.constantFrom(...layouts), (given, layout) => {
      assert.deepEqual(parseWith(layout, formatWith(layout, given)), given)
    }),
  )
  t.equal(parseWith('dd/MM/yy', '05/06/21').toText(), '2021-06-05T00:00:00Z')
  t.equal(parseWith('HH:mm', '07:30').toText(), '1970-01-01T07:30:00Z')
  t.end()
})

t.test('what a layout cannot say or a text does not is refused', (t) => {
  const refuse = (layout: string, text: string) =>
    t.throws(() => parseWith(layout, text), EvaluationError, `${text} as ${layout}`)
  refuse('yyyy-MM-dd', '2021-6-5')
  refuse('yyyy-MM-dd', '2021-02-30')
  refuse('yyyy-MM-dd', '2021-02-03 ')
  refuse('MMM', 'Foo')
  refuse('hh a', '05 XM')
  refuse('ww', '12')
  refuse("'open", 'open')
  refuse('constructor', '1')
  refuse('yyyy '.repeat(30), '2021')
  t.throws(() => formatWith('G', moment), EvaluationError)
  t.end()
})
