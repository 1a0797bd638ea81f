import { readProgram } from '../../src/scenario-files.ts'

const loaded = readProgram({ scenario: 'none', dialect: '', magicCodes: true })
if (!loaded.ok) throw new Error('the empty scenario is faulty')

/** The rules of an account that has none. */
export const EMPTY_PROGRAM = loaded.program
