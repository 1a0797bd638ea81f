import type { ConditionExplanation, RuleExplanation } from '../../contract/control/explanation.ts'
import { Badge } from '../parts/badges.tsx'

/** Values that are shown of a condition: one on each item of a large cart would bury the rest. */
const MAX_SEEN = 12
const MAX_JSON = 80

/** The rules, and of each what its conditions saw. Those that fired come first to the eye. */
export const RuleList = ({ rules }: { rules: readonly RuleExplanation[] }) =>
  rules.length === 0 ? (
    <p class="faint">The scenario has none.</p>
  ) : (
    <ul class="rules">
      {rules.map((rule) => (
        <li key={`${rule.campaignId} ${rule.ruleIndex} ${rule.coupon} ${rule.referral}`}>
          <details>
            <summary>
              <Badge tone={rule.fired ? 'good' : 'quiet'}>
                {rule.fired ? 'fired' : 'not fired'}
              </Badge>{' '}
              {rule.campaignName} / {rule.ruleName} <code>{rule.coupon ?? rule.referral}</code>
              {!rule.fired && (
                <span class="reason">
                  {rule.reason} <code>{rule.conditions.find(({ holds }) => !holds)?.text}</code>
                </span>
              )}
            </summary>
            <ol>
              {rule.conditions.map((condition) => (
                <Condition key={condition.index} condition={condition} />
              ))}
            </ol>
          </details>
        </li>
      ))}
    </ul>
  )

const Condition = ({ condition }: { condition: ConditionExplanation }) => {
  const seen = [
    ...new Set(
      condition.saw
        .filter(({ text }) => text !== condition.text)
        .map(({ text, value }) => `${text} = ${shortJson(value)}`),
    ),
  ]
  return (
    <li>
      <Badge tone={condition.holds ? 'good' : 'bad'}>{condition.holds ? 'holds' : 'fails'}</Badge>{' '}
      <code>{condition.text}</code> {condition.error}
      <ul>
        {seen.slice(0, MAX_SEEN).map((text) => (
          <li key={text}>
            <code class="faint">{text}</code>
          </li>
        ))}
        {seen.length > MAX_SEEN && <li class="faint">and {seen.length - MAX_SEEN} more</li>}
      </ul>
    </li>
  )
}

const shortJson = (value: unknown): string => {
  const json = JSON.stringify(value) ?? 'nothing'
  return json.length > MAX_JSON ? `${json.slice(0, MAX_JSON)}…` : json
}
