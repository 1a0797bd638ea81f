import type { RuleProgram } from '../../core/rewards/rule-program.ts'
import { explainRules } from '../../core/sessions/explain.ts'
import type { IdSource, Store } from '../ports.ts'

/** Resolves to undefined when there is no such session. Changes nothing. */
export type ExplainSession = (sessionId: string) => Promise<ReturnType<typeof explainRules>>

export const createExplainSession =
  ({
    store,
    ids,
    program,
  }: {
    store: Store
    ids: IdSource
    program: () => RuleProgram
  }): ExplainSession =>
  async (sessionId) =>
    explainRules(await store.facts(sessionId), program(), ids.uuid)
