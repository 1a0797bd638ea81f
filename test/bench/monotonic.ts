import { hrtime } from 'node:process'

/** Milliseconds on the machine's monotonic clock: the same in all processes. */
export const now = (): number => Number(hrtime.bigint()) / 1e6
