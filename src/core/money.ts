import Big from 'big.js'

/**
 * An exact decimal amount: whole millionths as long as a number counts them exactly, which all but
 * absurd prices do and which takes a tenth of the time, else a decimal of any length.
 */
export type Amount = number | Big

export const ZERO: Amount = 0

const MILLION = 1_000_000
/** Millionths of at most 15 digits: as many as a number and its decimal form share one for one. */
const MOST_MILLIONTHS = 1e15

const toBig = (amount: Amount): Big =>
  typeof amount === 'number' ? new Big(amount).div(MILLION) : amount

/** `unit` times `quantity`, exactly. `quantity` is a whole number. */
export const times = (unit: number, quantity: number): Amount => {
  const millionths = Math.round(unit * MILLION)
  const product = millionths * quantity
  const isExact = millionths / MILLION === unit && Math.abs(millionths) < MOST_MILLIONTHS
  return isExact && Number.isSafeInteger(product) ? product : new Big(unit).times(quantity)
}

/** The sum, exactly. */
export const plus = (a: Amount, b: Amount): Amount => {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b)) return a + b
  return toBig(a).plus(toBig(b))
}

/**
 * An amount as it stands in a reply: two decimals, half up.
 * Deviation: the service's rounding is not documented; assumed.
 */
export const toWire = (amount: Amount): number => {
  if (typeof amount !== 'number') return amount.round(2, Big.roundHalfUp).toNumber()
  const size = Math.abs(amount)
  const rest = size % 10_000
  const cents = (size - rest) / 10_000 + (rest < 5_000 ? 0 : 1)
  return (amount < 0 ? -cents : cents) / 100
}

/** Sum of two amounts that are in wire form already. */
export const addWire = (a: number, b: number): number => toWire(new Big(a).plus(b))

/** Difference of two amounts that are in wire form already. */
export const subtractWire = (a: number, b: number): number => toWire(new Big(a).minus(b))
