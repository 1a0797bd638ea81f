import t from 'tap'
import { durationMs, instantAfter, toInstant } from '../../../src/core/rewards/duration.ts'

// Source: Management API, loyalty programs: 30s, 40m, 1h, 5D, 7W, 10M, 15Y; _D rounds down to the start
// of the day, _U up to the end of the unit. Assumed: 30 days to a month, 365 to a year, UTC.

t.test('a duration is so many milliseconds; other text is none', (t) => {
  const HOUR = 3_600_000
  const cases: [string, number | undefined][] = [
    ['30s', 30_000],
    ['40m', 40 * 60_000],
    ['1h', HOUR],
    ['5D', 5 * 24 * HOUR],
    ['7W', 49 * 24 * HOUR],
    ['10M', 300 * 24 * HOUR],
    ['15Y', 15 * 365 * 24 * HOUR],
    ['0D', 0],
    ...['unlimited', 'immediate', 'on_action', '', '5', 'D', '-5D', '5d', '5D_X', ' 5D'].map(
      (text): [string, undefined] => [text, undefined],
    ),
  ]
  for (const [text, ms] of cases) t.equal(durationMs(text), ms, text)
  t.end()
})

t.test('an instant may be rounded to the start of a day or the end of a unit', (t) => {
  // A Friday.
  const at = Date.parse('2026-01-02T03:04:05Z')
  for (const [text, then] of [
    ['1D', '2026-01-03T03:04:05.000Z'],
    ['1D_D', '2026-01-03T00:00:00.000Z'],
    ['1M_D', '2026-02-01T00:00:00.000Z'],
    ['1D_U', '2026-01-04T00:00:00.000Z'],
    ['0W_U', '2026-01-05T00:00:00.000Z'],
    ['1W_U', '2026-01-12T00:00:00.000Z'],
    ['1M_U', '2026-03-01T00:00:00.000Z'],
    ['12M_U', '2027-01-01T00:00:00.000Z'],
    ['1Y_U', '2028-01-01T00:00:00.000Z'],
  ] as const) {
    t.equal(toInstant(instantAfter(text, at) ?? NaN), then, text)
  }
  t.equal(instantAfter('unlimited', at), undefined)
  t.end()
})

t.test('no instant lies beyond what RFC 3339 can write', (t) => {
  for (const text of ['9999999999999999999999Y', '9000Y_U', '8000Y_D']) {
    t.match(toInstant(instantAfter(text, Date.UTC(2026, 0)) ?? NaN), /^9999-12-31T/, text)
  }
  t.end()
})
