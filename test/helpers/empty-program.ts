import { EMPTY_ACCOUNT } from '../../src/core/account.ts'
import { compileProgram } from '../../src/rules/program.ts'

/** The rules of an account that has none. */
export const EMPTY_PROGRAM = compileProgram(EMPTY_ACCOUNT, {
  dialect: new Map(),
  magicCodes: true,
}).program
