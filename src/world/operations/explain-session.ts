import { explainRules } from '../../core/sessions/explain.ts'
import type { Perform } from './perform.ts'

/** Resolves to undefined when there is no such session. Changes nothing. */
export type ExplainSession = (sessionId: string) => Promise<ReturnType<typeof explainRules>>

export const createExplainSession =
  (perform: Perform): ExplainSession =>
  (sessionId) =>
    perform.read({ sessionId }, (facts, { program, moment }) =>
      explainRules(facts, program, moment),
    )
