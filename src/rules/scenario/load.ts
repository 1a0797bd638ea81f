import { dirname, isAbsolute, join } from 'node:path'
import type { Campaign } from '../../contract/scenario/campaign.ts'
import { Scenario } from '../../contract/scenario/scenario.ts'
import type { Account } from '../../core/account.ts'
import { buildAccount } from './build-account.ts'
import { checkShape } from './check-shape.ts'
import type { ScenarioFault } from './fault.ts'
import { readRuleset } from './read-ruleset.ts'
import { readSource } from './read-source.ts'
import { textOf, unreadable } from './read-text.ts'
import type { Findings } from './source.ts'

/** `files`: all that were asked for, also those that couldn't be read. */
export type LoadedScenario =
  | { ok: true; account: Account; warnings: ScenarioFault[]; files: string[] }
  | { ok: false; faults: ScenarioFault[]; files: string[] }

/**
 * Loads a scenario file, YAML or JSON, and the rulesets that it names beside it. Finds all faults
 * before it gives up, in the order of the lines. `read` gives a file's text, or throws.
 */
export const loadScenario = (file: string, read: (path: string) => string): LoadedScenario => {
  const findings: Findings = { faults: [], warnings: [] }
  const files = [file]
  const account = accountOf(file, read, findings, files)
  if (account && findings.faults.length === 0) {
    return { ok: true, account, warnings: inOrder(findings.warnings, files), files }
  }
  return { ok: false, faults: inOrder(findings.faults, files), files }
}

const inOrder = (faults: readonly ScenarioFault[], files: readonly string[]): ScenarioFault[] =>
  faults.toSorted((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line)

const accountOf = (
  file: string,
  read: (path: string) => string,
  findings: Findings,
  files: string[],
): Account | undefined => {
  const text = textOf(file, read)
  if (text instanceof Error) {
    findings.faults.push(unreadable(file, text))
    return undefined
  }
  const source = readSource(file, text, findings)
  const scenario = source && checkShape(source, Scenario)
  if (!scenario) return undefined

  return buildAccount(source, scenario, (campaign: Campaign) => {
    const { ruleset = '' } = campaign
    const path = isAbsolute(ruleset) ? ruleset : join(dirname(file), ruleset)
    const text = textOf(path, read)
    if (!files.includes(path)) files.push(path)
    if (!(text instanceof Error)) return readRuleset(path, text, findings)
    source.fault(campaign, 'ruleset', unreadable(path, text).message)
    return undefined
  })
}
