import { readFileSync, statSync } from 'node:fs'
import { BUILT_IN_DIALECT } from './rules/dialect.ts'
import { type LoadedDialect, loadDialect } from './rules/load-dialect.ts'
import { compileProgram, type Program } from './rules/program.ts'
import { builtInAccount } from './rules/scenario/built-in.ts'
import type { ScenarioFault } from './rules/scenario/fault.ts'
import { type LoadedScenario, loadScenario } from './rules/scenario/load.ts'
import { textOf, unreadable } from './rules/scenario/read-text.ts'
import type { Settings } from './settings.ts'

/** Loads what the `scenario` setting says: a file, `demo` or `none`. The built-in ones have no files. */
export const readScenario = (setting: string): LoadedScenario => {
  const account = builtInAccount(setting)
  return account ? { ok: true, account, warnings: [], files: [] } : loadScenario(setting, readText)
}

/** A scenario compiled. `warnings`: among others what no rule can be evaluated with. */
export type LoadedProgram =
  | { ok: true; program: Program; warnings: readonly ScenarioFault[]; files: readonly string[] }
  | { ok: false; faults: readonly ScenarioFault[]; files: readonly string[] }

/** Loads and compiles what the settings say; the files are the scenario's and the dialect's. */
export const readProgram = (
  settings: Pick<Settings, 'scenario' | 'dialect' | 'magicCodes'>,
): LoadedProgram => compile(readScenario(settings.scenario), settings)

/** What faults of a scenario that is no file are said to be in. */
const SENT = 'scenario'

/** The same of the text of a scenario, which can't name other files. */
export const readSentProgram = (
  text: string,
  settings: Pick<Settings, 'dialect' | 'magicCodes'>,
): LoadedProgram => {
  const loaded = loadScenario(SENT, (path) => {
    if (path === SENT) return text
    throw new Error('a scenario that is sent names no files')
  })
  return compile({ ...loaded, files: [] }, settings)
}

const compile = (
  loaded: LoadedScenario,
  settings: Pick<Settings, 'dialect' | 'magicCodes'>,
): LoadedProgram => {
  const spoken = readDialect(settings.dialect)
  const files = settings.dialect ? [...loaded.files, settings.dialect] : loaded.files
  if (!loaded.ok || !spoken.ok) {
    const faults = [loaded, spoken].flatMap((read) => (read.ok ? [] : read.faults))
    return { ok: false, faults, files }
  }
  const { program, faults } = compileProgram(loaded.account, {
    dialect: spoken.dialect,
    magicCodes: settings.magicCodes,
  })
  return { ok: true, program, warnings: [...loaded.warnings, ...faults], files }
}

const readText = (path: string): string => readFileSync(path, 'utf8')

/** Loads the file that the `dialect` setting names over what is built in; empty: that alone. */
export const readDialect = (setting: string): LoadedDialect => {
  if (setting === '') return { ok: true, dialect: BUILT_IN_DIALECT }
  const text = textOf(setting, readText)
  return text instanceof Error
    ? { ok: false, faults: [unreadable(setting, text)] }
    : loadDialect(text, setting)
}

const LOOK_EVERY_MS = 300

/** Calls `look` again and again until the function that it returns is called. */
export type Repeat = (look: () => void) => () => void

const repeat: Repeat = (look) => {
  const timer = setInterval(look, LOOK_EVERY_MS)
  return () => clearInterval(timer)
}

/**
 * Calls `onChange` after one of the files has changed and then stayed the same from one look to the
 * next, so that it isn't read half-written. Returns what stops it. It looks at the times of the
 * files: notifications don't come through the file systems that containers mount.
 */
export const watchScenario = (
  files: readonly string[],
  onChange: () => void,
  every: Repeat = repeat,
): (() => void) => {
  const state = () => files.map(stamp).join('\n')
  let known = state()
  let before = known
  return every(() => {
    const now = state()
    const settled = now === before
    before = now
    if (!settled || now === known) return
    known = now
    onChange()
  })
}

/** What differs once a file was written; a file that is gone has a stamp too. */
const stamp = (file: string): string => {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stats ? `${stats.mtimeNs} ${stats.size} ${stats.ino}` : 'missing'
}
