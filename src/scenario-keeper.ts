import type { FastifyBaseLogger } from 'fastify'
import type { LoadedScenario } from './contract/control/scenario.ts'
import { listed } from './core/errors.ts'
import type { RuleProgram } from './core/rewards/rule-program.ts'
import type { LoadAll, Reloaded, Scenarios } from './http/control/scenario.ts'
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
  /** With `--watch`, reloads when the files have changed. Returns what stops it. */
  watch(load: LoadAll): () => void
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
  /** Watches these files and no others, while any are watched. */
  let watchFiles = (_files: readonly string[]) => {}
  /** Of the last reload: two at a time would leave worlds behind. */
  let turn: Promise<unknown> = Promise.resolve()

  const refuse = (again: LoadedProgram & { ok: false }): Reloaded => {
    const faults = again.faults.map(faultLine)
    failed = { at: time(), faults }
    logger.error({ faults }, 'scenario is faulty, the old one stays')
    return { ok: false, faults: listed(faults) }
  }

  const replace = async (again: InOrder, load: LoadAll) => {
    remember(again, false)
    await load(again.program)
    loaded = again
    failed = null
    logWarnings(logger, again.warnings)
    logger.info('scenario loaded again, the world begins anew')
    return { ok: true } as const
  }

  const reload = (load: LoadAll): Promise<Reloaded> => {
    const again = readProgram(settings)
    // Which files it is made of may have changed, too; a change that was read now counts no more.
    watchFiles(again.ok ? again.files : [...new Set([...loaded.files, ...again.files])])
    const done = turn.then(() => (again.ok ? replace(again, load) : refuse(again)))
    turn = done.catch(() => {})
    return done
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
    follows: (program) => !originOf(program).sent,
    reload,
    read(text) {
      const read = readSentProgram(text, settings)
      if (!read.ok) return { ok: false, faults: listed(read.faults.map(faultLine)) }
      remember(read, true)
      return read
    },
    watch(load) {
      if (!settings.watch) return () => {}
      let unwatch = () => {}
      const onChange = () => {
        reload(load).catch((error: unknown) =>
          logger.error({ err: error }, 'scenario could not be loaded again'),
        )
      }
      watchFiles = (files) => {
        unwatch()
        unwatch = watchScenario(files, onChange, every)
      }
      watchFiles(loaded.files)
      return () => {
        watchFiles = () => {}
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
