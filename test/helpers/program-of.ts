import type { RuleProgram } from '../../src/core/rewards/rule-program.ts'
import { BUILT_IN_DIALECT } from '../../src/rules/dialect.ts'
import { compileProgram } from '../../src/rules/program.ts'
import { accountOf, type Files } from './load-scenario.ts'

/** The rules of a scenario, which has to be in order. A text alone gets its `version` in front. */
export const programOf = (scenario: string | Files): RuleProgram => {
  const account = accountOf(scenario)
  const { program, faults } = compileProgram(account, {
    dialect: BUILT_IN_DIALECT,
    magicCodes: false,
  })
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'))
  return program
}
