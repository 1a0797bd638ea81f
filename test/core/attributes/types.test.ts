import { inspect } from 'node:util'
import t from 'tap'
import {
  ATTRIBUTE_TYPES,
  type AttributeType,
} from '../../../src/contract/service/integration-state.ts'
import { detectType, isOfType } from '../../../src/core/attributes/types.ts'

type Row = [value: unknown, fits: AttributeType[], detected: AttributeType | undefined]

const TIME = '2026-01-02T03:04:05Z'
const LISTS: AttributeType[] = ['(list string)', '(list number)', '(list time)', '(list location)']

// Source: docs, Attributes (the types); Third-party OpenAPI, attributesInfo (detected from the value).
// Assumed: how lists and places are told, and that an empty list is one of strings.
const TABLE: Row[] = [
  ['Berlin', ['string'], 'string'],
  ['', ['string'], 'string'],
  ['12', ['string'], 'string'],
  [TIME, ['string', 'time'], 'string'],
  [12, ['number'], 'number'],
  [0, ['number'], 'number'],
  [-1.5, ['number'], 'number'],
  [true, ['boolean'], 'boolean'],
  [false, ['boolean'], 'boolean'],
  [{ lat: 52.5, lon: 13.4 }, ['location'], 'location'],
  [{ lat: 52.5, lng: 13.4 }, ['location'], 'location'],
  [{ latitude: 52.5, longitude: 13.4 }, ['location'], 'location'],
  [{ lat: '52.5', lon: '13.4' }, [], undefined],
  [{ lat: 52.5 }, [], undefined],
  [{ city: 'Berlin' }, [], undefined],
  [{}, [], undefined],
  [null, [], undefined],
  [[], LISTS, '(list string)'],
  [['a', ''], ['(list string)'], '(list string)'],
  [[TIME], ['(list string)', '(list time)'], '(list string)'],
  [[1, 2.5], ['(list number)'], '(list number)'],
  [[{ lat: 1, lon: 2 }], ['(list location)'], '(list location)'],
  [[true], [], undefined],
  [['a', 1], [], undefined],
  [[null], [], undefined],
  [[['a']], [], undefined],
  // What JSON.parse makes of 1e999: detected as what it was, and refused, since it can't be written.
  [Number.POSITIVE_INFINITY, [], 'number'],
  [[Number.NEGATIVE_INFINITY], [], undefined],
  [{ lat: Number.POSITIVE_INFINITY, lon: 0 }, [], undefined],
]

for (const [value, fits, detected] of TABLE) {
  t.test(`${inspect(value)} fits ${fits.join(', ') || 'no type'}; detected: ${detected}`, (t) => {
    t.strictSame(
      ATTRIBUTE_TYPES.filter((type) => isOfType(value, type)),
      fits,
    )
    t.equal(detectType(value), detected)
    t.end()
  })
}

t.test('a time is an RFC 3339 timestamp', (t) => {
  // Source: Third-party OpenAPI, attributeInfo; RFC 3339, 5.6 and 5.7.
  const good = [
    TIME,
    '2026-01-02T03:04:05.123456789Z',
    '2026-01-02T03:04:05+01:00',
    '2026-12-31T23:59:59.9-23:59',
    '2026-01-02t03:04:05z',
    '2024-02-29T00:00:00Z',
    '2000-02-29T00:00:00Z',
    '1990-12-31T23:59:60Z',
  ]
  for (const text of good) t.ok(isOfType(text, 'time'), text)
  const bad = [
    '',
    '2026-01-02',
    '2026-01-02T03:04:05',
    '2026-01-02T03:04Z',
    '2026-01-02 03:04:05Z',
    '2026-1-2T03:04:05Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-01-02T24:00:00Z',
    '2026-01-02T03:60:00Z',
    '2026-01-02T03:04:05+24:00',
    '2026-01-02T03:04:05+0100',
    '2026-01-02T03:04:05.Z',
    `${TIME}\n`,
    ` ${TIME}`,
    'tomorrow',
  ]
  for (const text of bad) t.notOk(isOfType(text, 'time'), JSON.stringify(text))
  t.notOk(isOfType(1_767_323_045, 'time'), 'a number of seconds is no time')
  t.end()
})
