/** The JSON number of a whole count of decimal units: `fromUnits(1234n, 2)` is 12.34. No arithmetic on floats. */
export const fromUnits = (units: bigint, places: number): number => {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const sign = units < 0n ? '-' : ''
  return Number(`${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`)
}

/** A count of cents as the JSON number of major units. */
export const fromCents = (cents: bigint): number => fromUnits(cents, 2)
