import type { Effect } from '../../contract/service/effects.ts'
import type { CustomerSession } from '../../contract/service/integration-state.ts'

/** Something that is taken off. Money in major units, above 0. */
export interface Reduction {
  readonly name: string
  readonly value: number
}

/** A line of a receipt. */
export interface ReceiptLine {
  readonly name: string
  readonly detail: string
  readonly amount: number
  readonly reductions: readonly Reduction[]
}

/** A cart as a shopper sees it. Money in major units. */
export interface Receipt {
  readonly items: readonly ReceiptLine[]
  /** Additional costs of the session and of its items. */
  readonly costs: readonly ReceiptLine[]
  readonly free: readonly string[]
  readonly total: number
  /** What is taken off the whole. */
  readonly reductions: readonly Reduction[]
  readonly reduced: number
  readonly toPay: number
}

const COST_DISCOUNTS = [
  'setDiscountPerAdditionalCost',
  'setDiscountPerAdditionalCostPerItem',
] as const

/** What a session comes to with its effects. */
export const receiptOf = (session: CustomerSession, effects: readonly Effect[]): Receipt => {
  const items = session.cartItems.map((item, place): ReceiptLine => {
    const { price = 0, quantity, sku, name } = item
    return {
      name: name || sku,
      detail: `${quantity} × ${price.toFixed(2)}`,
      amount: price * quantity,
      reductions: effects.flatMap((effect) =>
        effect.effectType === 'setDiscountPerItem' && effect.props.position === place
          ? [reductionOf(effect.props)]
          : [],
      ),
    }
  })
  const reductions = effects.flatMap((effect) =>
    effect.effectType === 'setDiscount' ? [reductionOf(effect.props)] : [],
  )
  const costs = costLines(session, effects)
  const all = [reductions, ...[...items, ...costs].map((line) => line.reductions)].flat()
  const reduced = all.reduce((sum, { value }) => sum + value, 0)
  return {
    items,
    costs,
    free: effects.flatMap((effect) =>
      effect.effectType === 'addFreeItem'
        ? [`${effect.props.desiredQuantity ?? 1} × ${effect.props.name} (${effect.props.sku})`]
        : [],
    ),
    total: session.total,
    reductions,
    reduced,
    toPay: session.total - reduced,
  }
}

const reductionOf = ({ name, value }: Reduction): Reduction => ({ name, value })

const costLines = (session: CustomerSession, effects: readonly Effect[]): ReceiptLine[] => {
  const amounts = new Map<string, number>()
  for (const costs of [session.additionalCosts, ...session.cartItems.map(costsOf)]) {
    for (const [name, { price = 0 }] of Object.entries(costs)) {
      amounts.set(name, (amounts.get(name) ?? 0) + price)
    }
  }
  return Array.from(amounts, ([name, amount]) => ({
    name,
    detail: '',
    amount,
    reductions: effects.flatMap((effect) =>
      isCostDiscount(effect) && effect.props.additionalCost === name
        ? [reductionOf(effect.props)]
        : [],
    ),
  }))
}

type CostDiscount = Extract<Effect, { effectType: (typeof COST_DISCOUNTS)[number] }>

const isCostDiscount = (effect: Effect): effect is CostDiscount =>
  COST_DISCOUNTS.some((type) => type === effect.effectType)

/** An additional cost of an item is for each unit of it. */
const costsOf = ({ additionalCosts = {}, quantity }: CustomerSession['cartItems'][number]) =>
  Object.fromEntries(
    Object.entries(additionalCosts).map(([name, { price = 0 }]) => [
      name,
      { price: price * quantity },
    ]),
  )
