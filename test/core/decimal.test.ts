import assert from 'node:assert/strict'
import Big from 'big.js'
import fc from 'fast-check'
import t from 'tap'
import {
  type Amount,
  ceil,
  compare,
  divide,
  floor,
  fromNumber,
  minus,
  multiply,
  plus,
  remainder,
  toNumber,
  toText,
} from '../../src/core/decimal.ts'
import { checkLaw } from '../helpers/check-law.ts'

/** A decimal with what it should be: of money's size, at the edge of what is counted, and beyond. */
const decimal: fc.Arbitrary<readonly [Amount, Big]> = fc
  .oneof(
    fc.integer({ min: -1000, max: 1000 }),
    fc.integer({ min: -10_000_000, max: 10_000_000 }).map((cents) => cents / 100),
    fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((n) => n / 1_000_000),
    fc.double({ min: -1e10, max: 1e10, noNaN: true }),
    fc.double({ min: 1e-20, max: 1e-3, noNaN: true }),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e40, max: 1e40 }),
    fc.constantFrom(0, -0, 1, -1, 999_999_999.999999, 9_007_199_254, -9_007_199_254.5, 1e9, 1e15),
  )
  .chain((n) =>
    // Some as big decimals though they are countable: a sum may come back from beyond.
    fc.boolean().map((isBig) => [isBig ? new Big(n) : fromNumber(n), new Big(n)] as const),
  )

const isSame = (found: Amount, exact: Big) => {
  const text = exact.eq(0) ? '0' : exact.toFixed()
  assert.equal(toText(found), text)
  assert.equal(toNumber(found), exact.toNumber() + 0)
  if (typeof found === 'number') assert.ok(Number.isSafeInteger(found))
}

const operations: readonly [string, (a: Amount, b: Amount) => Amount, (a: Big, b: Big) => Big][] = [
  ['sum', plus, (a, b) => a.plus(b)],
  ['difference', minus, (a, b) => a.minus(b)],
  ['product', multiply, (a, b) => a.times(b)],
]
for (const [name, operate, exactly] of operations) {
  t.test(`a ${name} is exact`, (t) => {
    checkLaw(
      t,
      fc.property(decimal, decimal, ([a, exactA], [b, exactB]) =>
        isSame(operate(a, b), exactly(exactA, exactB)),
      ),
    )
    t.end()
  })
}

t.test('a quotient has 16 significant digits', (t) => {
  const Long = Big()
  Long.DP = 700
  Long.RM = Big.roundDown
  checkLaw(
    t,
    fc.property(decimal, decimal, ([a, exactA], [b, exactB]) => {
      fc.pre(!exactB.eq(0))
      isSame(divide(a, b), new Long(exactA).div(exactB).prec(16, Big.roundHalfUp))
    }),
  )
  t.equal(toText(divide(fromNumber(2), fromNumber(3))), '0.6666666666666667')
  t.equal(toText(divide(fromNumber(10), fromNumber(100))), '0.1')
  t.throws(() => divide(fromNumber(1), fromNumber(0)))
  t.throws(() => divide(fromNumber(1), new Big(0)))
  t.end()
})

t.test('a remainder is exact and has the sign of what is divided', (t) => {
  const nonZero = decimal.filter(([, exact]) => !exact.eq(0))
  checkLaw(
    t,
    fc.property(decimal, nonZero, ([a, exactA], [b, exactB]) => {
      const quotient = new Big(exactA).div(exactB)
      fc.pre(quotient.abs().lt(1e30))
      const rest = remainder(a, b)
      isSame(rest, exactA.mod(exactB))
      const size = new Big(toText(rest))
      assert.ok(size.abs().lt(exactB.abs()) && (size.eq(0) || size.s === exactA.s))
    }),
  )
  t.equal(toText(remainder(fromNumber(-1), fromNumber(3))), '-1')
  t.equal(toText(remainder(fromNumber(5.5), fromNumber(2))), '1.5')
  t.throws(() => remainder(fromNumber(1), fromNumber(0)))
  t.end()
})

t.test('decimals are ordered by value, however they are held', (t) => {
  checkLaw(
    t,
    fc.property(decimal, decimal, ([a, exactA], [b, exactB]) => {
      assert.equal(compare(a, b), exactA.cmp(exactB))
      assert.equal(compare(a, exactA), 0)
    }),
  )
  t.end()
})

t.test('floor and ceil are the whole numbers next to a decimal', (t) => {
  checkLaw(
    t,
    fc.property(decimal, ([value, exact]) => {
      const down = exact.round(0, Big.roundDown)
      isSame(floor(value), down.gt(exact) ? down.minus(1) : down)
      isSame(ceil(value), down.lt(exact) ? down.plus(1) : down)
    }),
  )
  t.equal(toNumber(floor(fromNumber(-2.7))), -3)
  t.equal(toNumber(ceil(fromNumber(-2.7))), -2)
  t.end()
})

t.test('a number is the decimal of its shortest text, and comes back as it was', (t) => {
  checkLaw(
    t,
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => {
      isSame(fromNumber(n), new Big(n))
      assert.equal(toNumber(fromNumber(n)), n + 0)
    }),
  )
  t.equal(toText(plus(fromNumber(0.1), fromNumber(0.2))), '0.3')
  t.end()
})
