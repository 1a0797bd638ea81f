import fc from 'fast-check'
import type { Test } from 'tap'

/**
 * Checks that a law holds for whatever values it is put to: one assertion, which shows the smallest
 * counterexample when it fails. The law throws when it is broken, so use `node:assert` in it.
 */
export const checkLaw = <Ts>(t: Test, law: fc.IProperty<Ts>, options: fc.Parameters<Ts> = {}) => {
  t.doesNotThrow(() => fc.assert(law, options))
}
