import type { FastifyBaseLogger } from 'fastify'
import type { LoadedScenario } from './contract/control/scenario.ts'
import { faultLine, type ScenarioFault } from './rules/scenario/fault.ts'
import { type LoadedProgram, type Repeat, readProgram, watchScenario } from './scenario-files.ts'
import type { Settings } from './settings.ts'
import type { Clock } from './world/ports.ts'

type InOrder = LoadedProgram & { ok: true }

type Load = (program: InOrder['program']) => Promise<void>

export interface ScenarioKeeperDeps {
  settings: Pick<Settings, 'scenario' | 'dialect' | 'magicCodes' | 'watch'>
  logger: FastifyBaseLogger
  clock: Pick<Clock, 'now'>
  /** When to look at the files; a timer unless a test brings its own. */
  every?: Repeat | undefined
}

/** The scenario that is at work, and the files behind it. */
export interface ScenarioKeeper {
  readonly program: InOrder['program']
  report(): LoadedScenario
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
  let loadedAt = time()
  let failed: LoadedScenario['failed'] = null

  const refuse = (again: LoadedProgram & { ok: false }) => {
    failed = { at: time(), faults: again.faults.map(faultLine) }
    logger.error({ faults: failed.faults }, 'scenario is faulty, the old one stays')
  }

  const replace = async (again: InOrder, load: Load) => {
    await load(again.program)
    loaded = again
    loadedAt = time()
    failed = null
    logWarnings(logger, again.warnings)
    logger.info('scenario loaded again, the world begins anew')
  }

  return {
    get program() {
      return loaded.program
    },
    report() {
      const { account } = loaded.program
      return {
        scenario: settings.scenario,
        files: [...loaded.files],
        watched: settings.watch,
        loadedAt,
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
        warnings: loaded.warnings.map(faultLine),
        failed,
      }
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
