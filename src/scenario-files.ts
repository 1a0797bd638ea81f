import { readFileSync, statSync } from 'node:fs'
import { BUILT_IN_DIALECT } from './rules/dialect.ts'
import { type LoadedDialect, loadDialect } from './rules/load-dialect.ts'
import { DEMO_SCENARIO } from './rules/scenario/demo.ts'
import { type LoadedScenario, loadScenario, loadTrustedScenario } from './rules/scenario/load.ts'
import { textOf, unreadable } from './rules/scenario/read-text.ts'

/** Scenarios that need no file. */
export const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['demo', DEMO_SCENARIO],
  ['none', 'version: 1'],
])

/** Loads what the `scenario` setting says: a file, `demo` or `none`. The built-in ones have no files. */
export const readScenario = (setting: string): LoadedScenario => {
  const text = BUILT_IN.get(setting)
  return text === undefined
    ? loadScenario(setting, readText)
    : { ...loadTrustedScenario(setting, text), files: [] }
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
