import Big from 'big.js'

/** An exact decimal amount. */
export type Amount = Big

export const ZERO: Amount = new Big(0)

/** `unit` times `quantity`, exactly. */
export const times = (unit: number, quantity: number): Amount => new Big(unit).times(quantity)

/**
 * An amount as it stands in a reply: two decimals, half up.
 * Deviation: the service's rounding is not documented; assumed.
 */
export const toWire = (amount: Amount): number => amount.round(2, Big.roundHalfUp).toNumber()

/** Sum of two amounts that are in wire form already. */
export const addWire = (a: number, b: number): number => toWire(new Big(a).plus(b))

/** Difference of two amounts that are in wire form already. */
export const subtractWire = (a: number, b: number): number => toWire(new Big(a).minus(b))
