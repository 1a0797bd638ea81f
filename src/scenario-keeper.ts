import type { FastifyBaseLogger } from 'fastify'
import type { LoadedScenario } from './contract/control/scenario.ts'
import { listed } from './core/errors.ts'
import type { RuleProgram } from './core/rewards/rule-program.ts'
import type { Scenarios } from './http/control/scenario.ts'
import { faultLine, type ScenarioFault } from './rules/scenario/fault.ts'
import {
  type LoadedProgram,
  type Repeat,
  readProgram,
  readSentProgram,
  watchScenario,
} from './scenario-files.ts'
import type { Settings } from './settings.ts'
import type { Clock } from './world/ports.ts'

type InOrder = LoadedProgram & { ok: true }

/** What a program was made from: files, or the body of a request. */
interface Origin extends Pick<InOrder, 'files' | 'warnings'> {
  readonly sent: boolean
  readonly at: string
}

type Load = (program: InOrder['program']) => Promise<void>

export interface ScenarioKeeperDeps {
  settings: Pick<Settings, 'scenario' | 'dialect' | 'magicCodes' | 'watch'>
  logger: FastifyBaseLogger
  clock: Pick<Clock, 'now'>
  /** When to look at the files; a timer unless a test brings its own. */
  every?: Repeat | undefined
}

/** The scenario that worlds begin with, the files behind it, and those that are sent for a world alone. */
export interface ScenarioKeeper extends Scenarios {
  readonly program: InOrder['program']
  /** With `--watch`, calls `load` with each program that a change of the files makes. Returns what stops it. */
  watch(load: Load): () => void
}

/**
 * Loads the scenario that the settings say. A change that is faulty leaves the one before at work.
 * @throws ScenarioError
 */
export const createScenarioKeeper = ({
  settings,
  logger,
  clock,
  every,
}: ScenarioKeeperDeps): ScenarioKeeper => {
  const first = readProgram(settings)
  if (!first.ok) throw new ScenarioError(first.faults)
  const time = () => new Date(clock.now()).toISOString()
  logWarnings(logger, first.warnings)
  let loaded = first
  /** Where programs come from; one that no world has any more is forgotten. */
  const origins = new WeakMap<RuleProgram, Origin>()
  const remember = ({ program, files, warnings }: InOrder, sent: boolean) =>
    void origins.set(program, { sent, files, warnings, at: time() })
  const originOf = (program: RuleProgram): Origin => {
    const origin = origins.get(program)
    if (!origin) throw new Error('a program that was never loaded')
    return origin
  }
  remember(first, false)
  let failed: LoadedScenario['failed'] = null

  const refuse = (again: LoadedProgram & { ok: false }) => {
    failed = { at: time(), faults: again.faults.map(faultLine) }
    logger.error({ faults: failed.faults }, 'scenario is faulty, the old one stays')
  }

  const replace = async (again: InOrder, load: Load) => {
    remember(again, false)
    await load(again.program)
    loaded = again
    failed = null
    logWarnings(logger, again.warnings)
    logger.info('scenario loaded again, the world begins anew')
  }

  return {
    get program() {
      return loaded.program
    },
    report(program) {
      const { account, fingerprint } = program
      const { sent, files, warnings, at } = originOf(program)
      return {
        scenario: sent ? 'request' : settings.scenario,
        fingerprint,
        files: [...files],
        watched: settings.watch && !sent,
        loadedAt: at,
        application: account.application.name,
        campaigns: account.campaigns.map(({ id, name, state, ruleset, coupons, referrals }) => ({
          id,
          name,
          state,
          rules: ruleset.rules.length,
          coupons: coupons.length,
          referrals: referrals.length,
        })),
        profiles: account.profiles.length,
        loyaltyPrograms: account.loyaltyPrograms.length,
        warnings: warnings.map(faultLine),
        failed: sent ? null : failed,
      }
    },
    read(text) {
      const read = readSentProgram(text, settings)
      if (!read.ok) return { ok: false, faults: listed(read.faults.map(faultLine)) }
      remember(read, true)
      return read
    },
    watch(load) {
      if (!settings.watch) return () => {}
      let stopped = false
      let unwatch = () => {}
      const watchFiles = (files: readonly string[]) => {
        if (!stopped) unwatch = watchScenario(files, onChange, every)
      }
      const onChange = () => {
        const again = readProgram(settings)
        unwatch()
        // Which files it is made of may have changed, too.
        watchFiles(again.ok ? again.files : [...new Set([...loaded.files, ...again.files])])
        if (!again.ok) return refuse(again)
        replace(again, load).catch((error: unknown) =>
          logger.error({ err: error }, 'scenario could not be loaded again'),
        )
      }
      watchFiles(loaded.files)
      return () => {
        stopped = true
        unwatch()
      }
    },
  }
}

/** A scenario that can't be started with, a line for each fault. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
  readonly lines: readonly string[]
  constructor(faults: readonly ScenarioFault[]) {
    const lines = faults.map(faultLine)
    super(lines.join('\n'))
    this.lines = lines
  }
}

const logWarnings = (logger: FastifyBaseLogger, warnings: readonly ScenarioFault[]) => {
  for (const warning of warnings) {
    logger.warn({ at: faultLine({ ...warning, message: '' }) }, warning.message)
  }
}
