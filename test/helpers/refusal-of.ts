import { EmulatorError } from '../../src/core/errors.ts'

/** The refusal that `act` ends in. Anything else that it throws, or nothing at all, fails the test. */
export const refusalOf = (act: () => unknown): EmulatorError => {
  try {
    act()
  } catch (error) {
    if (error instanceof EmulatorError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
