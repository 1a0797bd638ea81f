import t from 'tap'
import { agoText, durationText, money, plural } from '../../src/ui/format.ts'

t.test('durations are read in their unit', (t) => {
  for (const [ms, text] of [
    [0.4567, '0.457 ms'],
    [1.4, '1.4 ms'],
    [999, '999 ms'],
    [1000, '1 s'],
    [90_000, '1.5 min'],
    [7_200_000, '2 h'],
    [86_400_000, '1 d'],
  ] as const) {
    t.equal(durationText(ms), text)
  }
  t.end()
})

t.test('times are said as they are from now', (t) => {
  const now = Date.parse('2030-01-01T00:00:00Z')
  for (const [time, text] of [
    ['2030-01-01T00:00:00.500Z', 'just now'],
    ['2029-12-31T23:59:48Z', '12 s ago'],
    ['2029-12-31T23:00:00Z', '1 h ago'],
    ['2030-01-01T00:05:00Z', 'in 5 min'],
    ['2029-12-01T00:00:00Z', '31 d ago'],
    ['no time', 'no time'],
  ] as const) {
    t.equal(agoText(time, now), text)
  }
  t.end()
})

t.test('money has two decimals, counts their noun', (t) => {
  t.equal(money(1234.5), '1,234.50')
  t.equal(plural(1, 'exchange'), '1 exchange')
  t.equal(plural(10_000, 'exchange'), '10,000 exchanges')
  t.end()
})
