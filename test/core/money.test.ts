import assert from 'node:assert/strict'
import Big from 'big.js'
import fc from 'fast-check'
import t from 'tap'
import { plus, ZERO } from '../../src/core/decimal.ts'
import { addWire, isWithinNumbers, subtractWire, times, toWire } from '../../src/core/money.ts'
import { checkLaw } from '../helpers/check-law.ts'
import { fromCents, fromUnits } from '../helpers/decimals.ts'

const cents = fc.bigInt({ min: 0n, max: 10n ** 13n })

t.test('an amount goes out with two decimals, rounded half up', (t) => {
  // Assumed: the service's rounding is not documented.
  const table: [unit: number, wire: number][] = [
    [0, 0],
    [25, 25],
    [12.5, 12.5],
    [0.004, 0],
    [0.0049999, 0],
    [0.005, 0.01],
    [1.005, 1.01], // as a float 1.005 lies below the half
    [2.675, 2.68],
    [119.98999999999999, 119.99],
    [1e21, 1e21],
  ]
  for (const [unit, wire] of table) t.equal(toWire(times(unit, 1)), wire, `${unit} is ${wire}`)
  t.end()
})

t.test('price times quantity is exact', (t) => {
  // Source: Third-party OpenAPI, customerSessionV2 (totals of the sample are exact in decimal).
  t.equal(toWire(times(0.1, 3)), 0.3)
  t.equal(toWire(times(99.99, 3)), 299.97)
  t.equal(toWire(times(1.1, 10_000)), 11_000)
  t.equal(toWire(ZERO), 0)
  checkLaw(
    t,
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 9n }),
      fc.integer({ min: 1, max: 10_000 }),
      (tenThousandths, quantity) => {
        const exact = tenThousandths * BigInt(quantity)
        const rounded = (exact + 50n) / 100n
        assert.equal(toWire(times(fromUnits(tenThousandths, 4), quantity)), fromCents(rounded))
      },
    ),
  )
  t.end()
})

t.test('sums and differences of amounts are exact to the cent', (t) => {
  // Source: Third-party OpenAPI, customerSessionV2: 99.99 and 20 make 119.99.
  t.equal(addWire(99.99, 20), 119.99)
  t.equal(addWire(0.1, 0.2), 0.3)
  t.equal(subtractWire(0.3, 0.1), 0.2)
  checkLaw(
    t,
    fc.property(cents, cents, (a, b) => {
      assert.equal(addWire(fromCents(a), fromCents(b)), fromCents(a + b))
      assert.equal(subtractWire(fromCents(a), fromCents(b)), fromCents(a - b))
    }),
  )
  t.end()
})

t.test('what is added and taken off again leaves the amount as it was', (t) => {
  checkLaw(
    t,
    fc.property(cents, cents, (a, b) => {
      const before = fromCents(a)
      assert.equal(subtractWire(addWire(before, fromCents(b)), fromCents(b)), before)
    }),
  )
  t.end()
})

/** Prices as shops send them, and as nobody should. */
const price = fc.oneof(
  fc.integer({ min: -10_000_000, max: 10_000_000 }).map((cents) => cents / 100),
  fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((n) => n / 1_000_000),
  fc.double({ min: -1e16, max: 1e16, noNaN: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

t.test('a sum of prices is what exact decimals give, whatever the prices', (t) => {
  const line = fc.tuple(price, fc.integer({ min: 1, max: 10_000 }))
  checkLaw(
    t,
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const sum = lines.reduce((total, [unit, count]) => plus(total, times(unit, count)), ZERO)
      const exact = lines.reduce(
        (total, [unit, count]) => total.plus(new Big(unit).times(count)),
        new Big(0),
      )
      const nearest = exact.round(2, Big.roundHalfUp).toNumber()
      const most = Number.MAX_VALUE
      // Adding 0 takes the sign off a zero.
      assert.equal(toWire(sum) + 0, Math.max(-most, Math.min(nearest, most)) + 0)
    }),
  )
  t.end()
})

t.test('an amount beyond all numbers is the largest one, and tells', (t) => {
  const most = Number.MAX_VALUE
  t.equal(addWire(most, most), most)
  t.equal(subtractWire(-most, most), -most)
  t.equal(addWire(addWire(most, most), -1), most, 'further sums go on with it')
  t.strictSame([most, -most, 1.7e308, -1.7e308, 0].map(isWithinNumbers), [
    false,
    false,
    true,
    true,
    true,
  ])
  t.end()
})

t.test('half a cent is rounded away from zero', (t) => {
  t.equal(toWire(times(-0.005, 1)), -0.01)
  t.equal(toWire(times(-1.005, 1)), -1.01)
  t.end()
})
