import fc from 'fast-check'
import t from 'tap'
import { firstInSight, rowsInSight } from '../../../src/ui/exchanges/window.ts'

t.test('all rows in sight are drawn, and few others', (t) => {
  fc.assert(
    fc.property(
      fc.nat(20_000),
      fc.nat(1_000_000),
      fc.integer({ min: 0, max: 3000 }),
      (count, top, height) => {
        const { first, end } = rowsInSight({ top, height }, 34, count)
        const seen = Array.from({ length: count }, (_, at) => at).filter(
          (at) => (at + 1) * 34 > top && at * 34 < top + height,
        )
        return (
          seen.every((at) => at >= first && at < end) &&
          first >= 0 &&
          end <= count &&
          end - first <= height / 34 + 24
        )
      },
    ),
    { numRuns: 200 },
  )
  t.equal(firstInSight(340, 34), 10)
  t.end()
})
