import Big from 'big.js'
import { type Amount, divide, fromNumber, minus, multiply, plus } from './decimal.ts'

/** `unit` times `quantity`, exactly. `quantity` is a whole number. */
export const times = (unit: number, quantity: number): Amount => {
  const amount = fromNumber(unit)
  if (typeof amount !== 'number') return amount.times(quantity)
  const product = amount * quantity
  return Number.isSafeInteger(product) ? product : new Big(unit).times(quantity)
}

/**
 * An amount as it stands in a reply: two decimals, half up; one beyond what JSON numbers hold is the
 * largest that they do.
 * Deviation: the service's rounding is not documented; assumed.
 */
export const toWire = (amount: Amount): number => {
  if (typeof amount !== 'number') {
    const rounded = amount.round(2, Big.roundHalfUp).toNumber()
    return Math.max(-Number.MAX_VALUE, Math.min(rounded, Number.MAX_VALUE))
  }
  const size = Math.abs(amount)
  const rest = size % 10_000
  const cents = (size - rest) / 10_000 + (rest < 5_000 ? 0 : 1)
  return (amount < 0 ? -cents : cents) / 100
}

/** Whether an amount in wire form is what it was, and not cut. */
export const isWithinNumbers = (amount: number): boolean => Math.abs(amount) < Number.MAX_VALUE

/** Sum of two amounts that are in wire form already. */
export const addWire = (a: number, b: number): number => toWire(plus(fromNumber(a), fromNumber(b)))

/** Difference of two amounts that are in wire form already. */
export const subtractWire = (a: number, b: number): number =>
  toWire(minus(fromNumber(a), fromNumber(b)))

/** So many percent of an amount, both in wire form. */
export const percentOf = (amount: number, percent: number): number =>
  toWire(divide(multiply(fromNumber(amount), fromNumber(percent)), fromNumber(100)))
