import type { Facts } from '../../core/facts.ts'
import type { Moment } from '../../core/moment.ts'
import type { RuleProgram } from '../../core/rewards/rule-program.ts'
import type { Moments } from '../moment.ts'
import type { Changes, FactKeys, Store } from '../ports.ts'

/** When, and by which rules, something is decided. */
export interface At {
  readonly moment: Moment
  readonly program: RuleProgram
}

/** What is made of facts. */
type Decide<T> = (facts: Facts, at: At) => T

export interface Perform {
  /** Loads facts, decides on them, and keeps what that changes; nothing of a dry decision. */
  <T extends Changes>(keys: FactKeys, decide: Decide<T>, isDry?: boolean): Promise<T>
  /** Looks at facts, and keeps nothing. */
  read<T>(keys: FactKeys, view: Decide<T>): Promise<T>
}

export interface PerformDeps {
  store: Pick<Store, 'transact' | 'facts'>
  moments: Moments
  /** The rules as they are now. */
  program: () => RuleProgram
}

export const createPerform = ({ store, moments, program }: PerformDeps): Perform => {
  const read = async <T>(keys: FactKeys, view: Decide<T>): Promise<T> =>
    view(await store.facts(keys), { moment: moments.dry(), program: program() })
  const perform = <T extends Changes>(keys: FactKeys, decide: Decide<T>, isDry = false) =>
    isDry
      ? read(keys, decide)
      : store.transact(keys, (facts) =>
          decide(facts, { moment: moments.now(), program: program() }),
        )
  return Object.assign(perform, { read })
}
