import Big from 'big.js'

/**
 * An exact decimal: whole millionths as long as a number counts them exactly, which all but absurd
 * prices do and which takes a tenth of the time, else a decimal of any length.
 */
export type Amount = number | Big

/** Whether a value is a decimal. */
export const isAmount = (value: unknown): value is Amount =>
  typeof value === 'number' || value instanceof Big

/** Nothing. */
export const ZERO: Amount = 0

const MILLION = 1_000_000
/** Millionths of at most 15 digits: as many as a number and its decimal form share one for one. */
const MOST_MILLIONTHS = 1e15

/** Digits of a quotient. Source: the public Talang interpreter, 2/3 = 0.6666666666666667. */
const QUOTIENT_DIGITS = 16

/** Cuts quotients off, so that rounding them afterwards is the only rounding. */
const Quotient = Big()
Quotient.RM = Big.roundDown

const toBig = (amount: Amount): Big =>
  typeof amount === 'number' ? new Big(amount).div(MILLION) : amount

/** The decimal that a finite number's shortest text form names: 0.1 is a tenth. */
export const fromNumber = (value: number): Amount => {
  const millionths = Math.round(value * MILLION)
  const isExact = millionths / MILLION === value && Math.abs(millionths) < MOST_MILLIONTHS
  return isExact ? millionths : new Big(value)
}

/** The sum, exactly. */
export const plus = (a: Amount, b: Amount): Amount => {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b)) return a + b
  return toBig(a).plus(toBig(b))
}

/** The difference, exactly. */
export const minus = (a: Amount, b: Amount): Amount => {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a - b)) return a - b
  return toBig(a).minus(toBig(b))
}

/** The product, exactly. */
export const multiply = (a: Amount, b: Amount): Amount => {
  if (typeof a === 'number' && typeof b === 'number') {
    // Whole factors first: their products stay countable for longer.
    if (a % MILLION === 0 && Number.isSafeInteger((a / MILLION) * b)) return (a / MILLION) * b
    if (b % MILLION === 0 && Number.isSafeInteger((b / MILLION) * a)) return (b / MILLION) * a
    const product = a * b
    if (product % MILLION === 0 && Number.isSafeInteger(product)) return product / MILLION
  }
  return toBig(a).times(toBig(b))
}

/**
 * The quotient to 16 significant digits; throws on zero.
 * Assumed: what lies halfway is rounded away from zero.
 */
export const divide = (a: Amount, b: Amount): Amount => {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) {
    const scaled = a * MILLION
    if (scaled % b === 0 && Number.isSafeInteger(scaled)) return scaled / b
  }
  const dividend = toBig(a)
  const divisor = toBig(b)
  Quotient.DP = Math.max(0, QUOTIENT_DIGITS + 1 - dividend.e + divisor.e)
  const quotient = new Quotient(dividend).div(divisor)
  return new Big(quotient.prec(QUOTIENT_DIGITS, Big.roundHalfUp))
}

/** What is left of `a` after whole `b`s, exactly, with the sign of `a`; throws on zero. */
export const remainder = (a: Amount, b: Amount): Amount =>
  typeof a === 'number' && typeof b === 'number' && b !== 0 ? a % b : toBig(a).mod(toBig(b))

/** -1, 0 or 1 as `a` is less than, equal to or greater than `b`. */
export const compare = (a: Amount, b: Amount): -1 | 0 | 1 => {
  if (typeof a !== 'number' || typeof b !== 'number') return toBig(a).cmp(toBig(b))
  return a < b ? -1 : a > b ? 1 : 0
}

/** The greatest whole number that is not above. */
export const floor = (amount: Amount): Amount => {
  if (typeof amount !== 'number') {
    return amount.round(0, amount.lt(0) ? Big.roundUp : Big.roundDown)
  }
  const rest = amount % MILLION
  return rest < 0 ? minus(amount - rest, MILLION) : amount - rest
}

/** The least whole number that is not below. */
export const ceil = (amount: Amount): Amount => {
  if (typeof amount !== 'number') {
    return amount.round(0, amount.lt(0) ? Big.roundDown : Big.roundUp)
  }
  const rest = amount % MILLION
  return rest > 0 ? plus(amount - rest, MILLION) : amount - rest
}

/** The nearest number; infinite for a decimal beyond what numbers hold. */
export const toNumber = (amount: Amount): number =>
  // Adding 0 takes the sign off a zero.
  (typeof amount === 'number' ? amount / MILLION : amount.toNumber()) + 0

/** All digits, without an exponent and without zeros at the end. */
export const toText = (amount: Amount): string => {
  if (typeof amount === 'number' && Math.abs(amount) < MOST_MILLIONTHS) {
    return String(amount / MILLION)
  }
  const exact = toBig(amount)
  return exact.eq(0) ? '0' : exact.toFixed()
}
