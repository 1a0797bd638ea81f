import Big from 'big.js'
import fc from 'fast-check'
import t from 'tap'
import { plus, times, toWire, ZERO } from '../../src/core/money.ts'

/** Prices as shops send them, and as nobody should. */
const price = fc.oneof(
  fc.integer({ min: -10_000_000, max: 10_000_000 }).map((cents) => cents / 100),
  fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((n) => n / 1_000_000),
  fc.double({ min: -1e16, max: 1e16, noNaN: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const line = fc.tuple(price, fc.integer({ min: 1, max: 10_000 }))

t.test('a sum of prices is what exact decimals give, whatever the prices', async (t) => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const sum = lines.reduce((total, [unit, count]) => plus(total, times(unit, count)), ZERO)
      const exact = lines.reduce(
        (total, [unit, count]) => total.plus(new Big(unit).times(count)),
        new Big(0),
      )
      // Adding 0 takes the sign off a zero.
      return toWire(sum) + 0 === exact.round(2, Big.roundHalfUp).toNumber() + 0
    }),
    { numRuns: 5000 },
  )
  t.pass('no counterexample')
})

t.test('half a cent is rounded away from zero', async (t) => {
  t.equal(toWire(times(0.005, 1)), 0.01)
  t.equal(toWire(times(-0.005, 1)), -0.01)
  t.equal(toWire(times(1.005, 1)), 1.01)
  t.equal(toWire(times(0.004999, 1)), 0)
})
