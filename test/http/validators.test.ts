import t from 'tap'
import { FORMATS } from '../../src/http/validators.ts'

// The table of times that are none is that of the attribute type `time`.

t.test('a date-time is an RFC 3339 time that can be compared', (t) => {
  // Source: RFC 3339, 5.6 and 5.7.
  const holds = FORMATS['date-time']
  for (const text of [
    '2026-01-02T03:04:05Z',
    '2026-01-02T03:04:05.123+01:00',
    '2024-02-29T00:00:00Z',
  ]) {
    t.ok(holds(text), text)
  }
  for (const text of [
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-01-02T24:00:00Z',
    '2026-01-02',
    '',
  ]) {
    t.notOk(holds(text), text)
  }
  t.notOk(holds('1990-12-31T23:59:60Z'), 'a leap second, which Date.parse does not know')
  t.end()
})
