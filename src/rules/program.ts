import { createHash } from 'node:crypto'
import type { Account, EvaluationGroup } from '../core/account.ts'
import type { RuleProgram, RuleReport } from '../core/rewards/rule-program.ts'
import { createCompiler } from './compile-campaign.ts'
import type { Dialect } from './dialect.ts'
import type { CompiledCampaign } from './environment.ts'
import { evaluate } from './evaluate.ts'
import { hostFunctions } from './functions/rule-functions.ts'
import { MagicCodes } from './magic-codes.ts'
import type { ScenarioFault } from './scenario/fault.ts'

/** A scenario, compiled. */
export interface Program extends RuleProgram {
  /** In the order of the evaluation tree. */
  readonly campaigns: readonly CompiledCampaign[]
  /** Those with a rule that can fire without a code. */
  readonly withoutCode: readonly CompiledCampaign[]
  /** Undefined: they are off. */
  readonly magic: MagicCodes | undefined
  campaignOf(id: number): CompiledCampaign | undefined
}

interface ProgramOptions {
  readonly dialect: Dialect
  readonly magicCodes: boolean
}

/** Compiles an account's rules, and lists what can't be compiled. */
export const compileProgram = (
  account: Account,
  { dialect, magicCodes }: ProgramOptions,
): { program: Program; faults: readonly ScenarioFault[] } => {
  const faults: ScenarioFault[] = []
  const compiler = createCompiler(hostFunctions(dialect), faults)
  const definitions = new Map(account.campaigns.map((campaign) => [campaign.id, campaign]))
  const campaigns = placesIn(account.evaluation).flatMap(({ id, path }, order) => {
    const definition = definitions.get(id)
    return definition ? [compiler.campaign(definition, account, { path, order })] : []
  })
  const byId = new Map(campaigns.map((campaign) => [campaign.definition.id, campaign]))
  let fingerprint: string | undefined
  const program: Program = {
    account,
    get fingerprint() {
      fingerprint ??= fingerprintOf(account, { dialect, magicCodes })
      return fingerprint
    },
    campaigns,
    withoutCode: campaigns.filter(({ needsCode }) => !needsCode),
    magic: magicCodes ? new MagicCodes(account.application.codeCase) : undefined,
    campaignOf: (id) => byId.get(id),
    evaluate: (facts) => evaluate(program, facts),
    explain(facts) {
      const rules: RuleReport[] = []
      const outcome = evaluate(program, facts, rules)
      const orderOf = ({ campaignId }: RuleReport) => byId.get(campaignId)?.order ?? 0
      return { outcome, rules: rules.sort((a, b) => orderOf(a) - orderOf(b)) }
    },
  }
  return { program, faults }
}

/** Where a rule was written changes no outcome. */
const isOrigin = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'file' in value && 'line' in value

const fingerprintOf = (account: Account, { dialect, magicCodes }: ProgramOptions): string => {
  const made = JSON.stringify({ account, dialect: [...dialect], magicCodes }, (key, value) =>
    key === 'origin' && isOrigin(value) ? undefined : value,
  )
  return createHash('sha256').update(made).digest('hex').slice(0, 16)
}

/** Campaigns in the order of the tree, with the index of the element at each depth. */
const placesIn = (
  group: EvaluationGroup,
  above: readonly number[] = [],
): { id: number; path: readonly number[] }[] =>
  group.elements.flatMap((element, index) => {
    const path = [...above, index]
    return typeof element === 'number' ? [{ id: element, path }] : placesIn(element, path)
  })
