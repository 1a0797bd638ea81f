import { faultLine } from '../rules/scenario/fault.ts'
import { readScenario } from '../scenario-files.ts'

/** What checking has found: a line for each fault and warning, or that there is none. */
export interface CheckResult {
  readonly ok: boolean
  readonly lines: readonly string[]
}

/** Checks scenario files, `demo` and `none` included. Warnings alone leave a file in order. */
export const checkScenarios = (files: readonly string[]): CheckResult => {
  const flag = files.find((file) => file.startsWith('-'))
  if (flag !== undefined) return { ok: false, lines: [`${flag}: there is no such flag of check`] }
  if (files.length === 0) return { ok: false, lines: ['talon-mock check FILE...: name a file'] }
  const results = files.map((file) => ({ file, loaded: readScenario(file) }))
  return {
    ok: results.every(({ loaded }) => loaded.ok),
    lines: results.flatMap(({ file, loaded }) => {
      if (!loaded.ok) return loaded.faults.map(faultLine)
      const { warnings, account } = loaded
      const rules = account.campaigns.reduce((sum, { ruleset }) => sum + ruleset.rules.length, 0)
      return [
        ...warnings.map((warning) =>
          faultLine({ ...warning, message: `warning: ${warning.message}` }),
        ),
        `${file}: in order; campaigns: ${account.campaigns.length}, rules: ${rules}`,
      ]
    }),
  }
}
