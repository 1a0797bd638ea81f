import { createHash } from 'node:crypto'

/** A sequence of draws that follow from a seed. */
export interface Chance {
  /** At least 0, less than 1. */
  draw(): number
  /** Begins anew: the same draws come again. */
  restart(): void
}

const BITS = 48

export const createChance = (seed: string): Chance => {
  let drawn = 0
  return {
    draw: () =>
      createHash('sha256')
        .update(`${seed} ${++drawn}`)
        .digest()
        .readUIntBE(0, BITS / 8) /
      2 ** BITS,
    restart() {
      drawn = 0
    },
  }
}
