import type { Explanation } from '../../contract/control/explanation.ts'
import type { ConditionReport } from '../../core/rewards/rule-program.ts'
import type { ExplainSession } from '../../world/operations/explain-session.ts'
import { expressionText } from './expression-text.ts'

type Explained = NonNullable<Awaited<ReturnType<ExplainSession>>>

/** What the rules said of a session, as the control API shows it. */
export const toExplanation = (
  sessionId: string,
  { at, outcome, rules }: Explained,
): Explanation => ({
  sessionId,
  at,
  effects: [...outcome.effects],
  rules: rules.map(({ conditions, ...rule }) => ({
    ...rule,
    conditions: conditions.map(toCondition),
  })),
})

const withText = (expression: unknown) => ({ expression, text: expressionText(expression) })

const toCondition = (
  { expression, holds, error, saw }: ConditionReport,
  index: number,
): Explanation['rules'][number]['conditions'][number] => ({
  index,
  ...withText(expression),
  holds,
  ...(error !== undefined && { error }),
  saw: saw.map(({ expression: read, value }) => ({ ...withText(read), value })),
})
