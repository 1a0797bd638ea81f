import type { Account } from '../../core/account.ts'
import { DEMO_SCENARIO } from './demo.ts'
import { loadScenario } from './load.ts'

/** Scenarios that need no file, by the name they are asked for. */
const TEXTS: ReadonlyMap<string, string> = new Map([
  ['demo', DEMO_SCENARIO],
  ['none', 'version: 1'],
])

/** Names of the scenarios that need no file. */
export const BUILT_IN: readonly string[] = [...TEXTS.keys()]

/**
 * The account of a scenario that needs no file; undefined: there is none of the name. The bundle holds
 * them as data (build.mjs), since reading YAML would take as long as all the rest of its start.
 */
export const builtInAccount = (name: string): Account | undefined => {
  const text = TEXTS.get(name)
  if (text === undefined) return undefined
  const loaded = loadScenario(name, () => text)
  if (loaded.ok) return loaded.account
  throw new Error(`the built-in scenario ${name} is faulty: ${JSON.stringify(loaded.faults)}`)
}
