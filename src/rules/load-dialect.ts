import { DialectFile } from '../contract/scenario/dialect.ts'
import { BUILT_IN_DIALECT, type Dialect, OPERATORS, type Operator } from './dialect.ts'
import { checkShape } from './scenario/check-shape.ts'
import type { ScenarioFault } from './scenario/fault.ts'
import { readSource } from './scenario/read-source.ts'
import type { Findings, Source } from './scenario/source.ts'

export type LoadedDialect =
  | { ok: true; dialect: Dialect }
  | { ok: false; faults: readonly ScenarioFault[] }

type Meaning = DialectFile['operators'][string]

/** Reads a file of operators and lays it over the built-in ones. Finds all faults before it gives up. */
export const loadDialect = (text: string, file: string): LoadedDialect => {
  const findings: Findings = { faults: [], warnings: [] }
  const source = readSource(file, text, findings)
  const read = source && checkShape(source, DialectFile)
  const dialect = new Map(BUILT_IN_DIALECT)
  for (const [spelling, meaning] of Object.entries(read?.operators ?? {})) {
    const operator = source && toOperator(source, meaning)
    if (operator) dialect.set(spelling.toLowerCase(), operator)
  }
  const { faults } = findings
  return faults.length === 0 ? { ok: true, dialect } : { ok: false, faults }
}

const toOperator = (source: Source, meaning: Meaning): Operator | undefined => {
  const kind = meaning.effect === undefined ? 'predicate' : 'effect'
  const ours = OPERATORS.find((known) => known.kind === kind && known.name === meaning[kind])
  if (!ours) {
    const known = OPERATORS.filter((operator) => operator.kind === kind).map(({ name }) => name)
    source.fault(meaning, kind, `must be one of ${known.join(', ')}`)
    return undefined
  }
  const { args } = meaning
  args.forEach((role, i) => {
    // An argument that means nothing to the emulator has no role.
    if (role === '') return
    if (!ours.roles.includes(role)) {
      source.fault(args, i, `must be '' or one of ${ours.roles.join(', ')}`)
    } else if (args.indexOf(role) < i) source.fault(args, i, `${role} stands before already`)
  })
  return { kind, name: ours.name, roles: args }
}
