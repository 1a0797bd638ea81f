import { createHash } from 'node:crypto'

/** A sequence of draws that follow from a seed. */
export interface Chance {
  /** At least 0, less than 1. */
  draw(): number
  /** How often it was drawn. */
  readonly drawn: number
  /** Goes on behind so many draws; behind none the same ones come again. */
  goOnFrom(drawn: number): void
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
    get drawn() {
      return drawn
    },
    goOnFrom(before) {
      drawn = before
    },
  }
}
