import type { Account } from '../../src/core/account.ts'
import { faultLine } from '../../src/rules/scenario/fault.ts'
import { type LoadedScenario, loadScenario } from '../../src/rules/scenario/load.ts'

/** Files by their paths; others can't be read. */
export type Files = Readonly<Record<string, string>>

/** Loads `shop.yaml` of these files. A text alone is that file, with its version in front. */
export const load = (given: string | Files): LoadedScenario => {
  const files = typeof given === 'string' ? { 'shop.yaml': `version: 1\n${given}` } : given
  return loadScenario('shop.yaml', (path) => {
    const text = files[path]
    if (text === undefined) throw new Error('no such file')
    return text
  })
}

/** The account that a scenario describes, which has to be in order. */
export const accountOf = (given: string | Files): Account => {
  const loaded = load(given)
  if (!loaded.ok) throw new Error(loaded.faults.map(faultLine).join('\n'))
  return loaded.account
}

/** All faults, one a line: `2: path: message`, with the file in front when it is another one. */
export const faultsOf = (given: string | Files): string[] => linesOf(load(given), 'faults')

/** The same for warnings. */
export const warningsOf = (given: string | Files): string[] => linesOf(load(given), 'warnings')

const linesOf = (loaded: LoadedScenario, key: 'faults' | 'warnings'): string[] => {
  const found = key === 'faults' ? !loaded.ok && loaded.faults : loaded.ok && loaded.warnings
  return (found || []).map((fault) => faultLine(fault).replace(/^shop\.yaml:/, ''))
}
