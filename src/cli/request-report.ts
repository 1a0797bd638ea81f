import type { ConditionExplanation, RuleExplanation } from '../contract/control/explanation.ts'
import type { Effect, EffectProps, EffectType } from '../contract/service/effects.ts'
import type { IntegrationState } from '../contract/service/integration-state.ts'

/** What became of a request, to be read on a terminal: its effects, and why each rule fired or didn't. */
export const requestReport = (
  asked: string,
  { effects, customerSession }: Pick<IntegrationState, 'effects' | 'customerSession'>,
  rules: readonly RuleExplanation[],
): string[] => {
  const { state, total, profileId } = customerSession
  const whose = profileId === '' ? 'anonymous' : `of ${profileId}`
  return [
    `${asked}, session ${whose}, ${state}, total ${money(total)}`,
    '',
    'Effects',
    ...(effects.length > 0 ? effects.map((effect) => `  ${effectText(effect)}`) : ['  none']),
    '',
    'Rules',
    ...(rules.length > 0 ? rules.flatMap(ruleLines) : ['  none']),
  ]
}

const money = (value: number): string => value.toFixed(2)
const quoted = (text: string): string => JSON.stringify(text)

const part = (...parts: (string | undefined)[]): string =>
  ` (${parts.filter((text) => text !== undefined).join(', ')})`

const wanted = (value: number | undefined) =>
  value === undefined ? undefined : `of ${money(value)} wanted`

const unitOf = ({ position, subPosition }: { position: number; subPosition?: number }): string =>
  `item ${position}${subPosition === undefined ? '' : ` unit ${subPosition}`}`

/** `setDiscount "20 % off" 25.00 (sessionTotal)` */
export const effectText = (effect: Effect): string => `${effect.effectType} ${propsText(effect)}`

type Texts = { readonly [T in EffectType]?: (props: EffectProps[T]) => string }

const quotedValue = ({ value }: { value: string }) => quoted(value)

const rejection = (props: EffectProps['rejectCoupon' | 'rejectReferral']): string => {
  const { value, rejectionReason, campaignExclusionReason, details } = props
  const more = [campaignExclusionReason, details].filter((text) => text !== undefined)
  return `${quoted(value)} ${rejectionReason}${more.length > 0 ? part(...more) : ''}`
}

const discount = (
  { name, value, desiredValue }: { name: string; value: number; desiredValue?: number },
  ...where: string[]
): string => `${quoted(name)} ${money(value)}${part(...where, wanted(desiredValue))}`

const points = (props: EffectProps['addLoyaltyPoints' | 'deductLoyaltyPoints']): string => {
  const { name, value, programId, cardIdentifier } = props
  return `${quoted(name)} ${value}${part(
    `program ${programId}`,
    cardIdentifier && `card ${cardIdentifier}`,
  )}`
}

/** The effects that are met most; of the others all props are shown. */
const PROPS: Texts = {
  acceptCoupon: quotedValue,
  acceptReferral: quotedValue,
  rollbackCoupon: quotedValue,
  rollbackReferral: quotedValue,
  rejectCoupon: rejection,
  rejectReferral: rejection,
  setDiscount: (props) => discount(props, props.scope),
  setDiscountPerItem: (props) => discount(props, unitOf(props)),
  setDiscountPerAdditionalCost: (props) => discount(props, props.additionalCost),
  setDiscountPerAdditionalCostPerItem: (props) =>
    discount(props, props.additionalCost, unitOf(props)),
  addFreeItem: ({ sku, name, desiredQuantity = 1 }) =>
    `${quoted(name)} ${desiredQuantity} × ${sku}`,
  addLoyaltyPoints: points,
  deductLoyaltyPoints: points,
}

const propsText = ({ effectType, props }: Effect): string => {
  // The pair of type and props is one of the union; TypeScript doesn't see it through the table.
  const write = PROPS[effectType] as ((props: Effect['props']) => string) | undefined
  return write
    ? write(props)
    : Object.entries(props)
        .map(([name, value]) => `${name}: ${shortJson(value)}`)
        .join(', ')
}

const ruleLines = ({
  campaignName,
  ruleName,
  coupon,
  referral,
  fired,
  reason,
  conditions,
}: RuleExplanation): string[] => {
  const codes = [coupon, referral].filter((code) => code !== undefined)
  // A condition that doesn't hold says it better.
  const why = fired || conditions.some(({ holds }) => !holds) ? '' : `: ${reason}`
  return [
    `  ${sign(fired)} ${campaignName} / ${ruleName}${codes.length > 0 ? part(...codes) : ''}${why}`,
    ...conditions.flatMap(conditionLines),
  ]
}

const sign = (good: boolean) => (good ? '✓' : '✗')

/** Values that are shown of a condition: one on each item of a large cart would bury the rest. */
const MAX_SEEN = 8

const conditionLines = ({ text, holds, error, saw }: ConditionExplanation): string[] => {
  const seen = [
    ...new Set(
      saw
        .filter((read) => read.text !== text)
        .map((read) => `${read.text} = ${shortJson(read.value)}`),
    ),
  ]
  const more = seen.length - MAX_SEEN
  return [
    `      ${sign(holds)} ${text}${error === undefined ? '' : `: ${error}`}`,
    ...seen.slice(0, MAX_SEEN).map((line) => `          ${line}`),
    ...(more > 0 ? [`          and ${more} more`] : []),
  ]
}

const MAX_JSON = 70

const shortJson = (value: unknown): string => {
  const json = JSON.stringify(value) ?? 'nothing'
  return json.length > MAX_JSON ? `${json.slice(0, MAX_JSON)}…` : json
}
