/** The value below which this share (0 to 1) of the values lies. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN
  return (upper + lower) / 2
}

/** Something of the emulator, and the same of what it is compared to. */
export interface Sides<T> {
  mock: T
  bare: T
}

/** Two figures in the same unit, measured one after the other. */
export type Pair = Sides<number>

/** Measures in pairs, so that what else the machine does falls on both; every second pair starts with the other. */
export const inPairs = async <T>(
  rounds: number,
  measure: (side: keyof Pair) => Promise<T>,
): Promise<Sides<T>[]> => {
  const pairs: Sides<T>[] = []
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) pairs.push({ mock: await measure('mock'), bare: await measure('bare') })
    else pairs.push({ bare: await measure('bare'), mock: await measure('mock') })
  }
  return pairs
}

/** One figure of each measurement. */
export const figure = <T>(pairs: readonly Sides<T>[], of: (measured: T) => number): Pair[] =>
  pairs.map(({ mock, bare }) => ({ mock: of(mock), bare: of(bare) }))

/** Ratios of the pairs: the middle one, and the extremes. */
export const ratioOf = (
  pairs: readonly Pair[],
): { median: number; lowest: number; highest: number } => {
  const ratios = pairs.map(({ mock, bare }) => mock / bare)
  return { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) }
}
