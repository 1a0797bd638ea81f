import t from 'tap'
import { createShop } from '../../helpers/create-shop.ts'

/** Source: Management API, `limits[].period`. Assumed: weeks begin on Monday; the Application's zone counts. */

/** For each moment, whether a limit of one in a period lets another discount through. */
const firesAt = (period: string, timezone: string, moments: readonly string[]) => {
  const shop = createShop(`
application: { timezone: ${timezone} }
campaigns:
  - name: C
    limits: [{ action: setDiscountEffect, limit: 1, period: ${period} }]
    rules: [{ title: R, then: [{ discount: { name: x, amount: 1 } }] }]
`)
  return moments.map((now, i) => {
    shop.now = now
    return shop.put(`s${i}`, { state: 'closed' }).effects.length === 1
  })
}

const CASES: [period: string, timezone: string, moments: string[], fires: boolean[]][] = [
  [
    'daily',
    'UTC',
    ['2026-03-01T00:00:00Z', '2026-03-01T23:59:59Z', '2026-03-02T00:00:00Z'],
    [true, false, true],
  ],
  [
    'daily',
    'Europe/Berlin',
    // Midnight there is 23:00 UTC in winter, 22:00 in summer.
    [
      '2026-01-10T22:59:59Z',
      '2026-01-10T23:00:00Z',
      '2026-07-10T21:59:59Z',
      '2026-07-10T22:00:00Z',
    ],
    [true, true, true, true],
  ],
  ['daily', 'Europe/Berlin', ['2026-01-10T23:00:00Z', '2026-01-11T22:59:59Z'], [true, false]],
  ['daily', 'Pacific/Auckland', ['2026-01-10T10:59:59Z', '2026-01-10T11:00:00Z'], [true, true]],
  [
    'weekly',
    'UTC',
    // Sunday, Monday, the Sunday after, the Monday after; 2026 begins on a Thursday.
    [
      '2026-01-04T23:59:59Z',
      '2026-01-05T00:00:00Z',
      '2026-01-11T12:00:00Z',
      '2026-01-12T00:00:00Z',
    ],
    [true, true, false, true],
  ],
  ['weekly', 'UTC', ['2025-12-29T12:00:00Z', '2026-01-04T12:00:00Z'], [true, false]],
  ['weekly', 'America/New_York', ['2026-01-05T04:59:59Z', '2026-01-05T05:00:00Z'], [true, true]],
  [
    'monthly',
    'UTC',
    [
      '2026-01-31T23:59:59Z',
      '2026-02-01T00:00:00Z',
      '2026-02-28T23:59:59Z',
      '2027-02-01T00:00:00Z',
    ],
    [true, true, false, true],
  ],
  ['monthly', 'Asia/Tokyo', ['2026-01-31T14:59:59Z', '2026-01-31T15:00:00Z'], [true, true]],
  [
    'yearly',
    'UTC',
    ['2026-01-01T00:00:00Z', '2026-12-31T23:59:59Z', '2027-01-01T00:00:00Z'],
    [true, false, true],
  ],
  ['yearly', 'Asia/Tokyo', ['2026-12-31T14:59:59Z', '2026-12-31T15:00:00Z'], [true, true]],
]

t.test('a limit begins anew with each period of the Application’s time zone', (t) => {
  for (const [period, timezone, moments, fires] of CASES) {
    t.strictSame(firesAt(period, timezone, moments), fires, `${period} in ${timezone}`)
  }
  t.end()
})

t.test('cancelling gives back to the period that was spent from', (t) => {
  const shop = createShop(`
campaigns:
  - name: C
    limits: [{ action: setDiscountEffect, limit: 1, period: daily }]
    rules: [{ title: R, then: [{ discount: { name: x, amount: 1 } }] }]
`)
  const fires = (sessionId: string) => shop.put(sessionId, { state: 'closed' }).effects.length === 1
  shop.now = '2026-03-01T12:00:00Z'
  t.ok(fires('first day'))
  shop.now = '2026-03-02T12:00:00Z'
  t.ok(fires('second day'))
  shop.put('first day', { state: 'cancelled' })
  t.notOk(fires('second day, again'))
  t.end()
})
