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
  /** What came back of it. */
  readonly returned?: Reduction
  readonly reductions: readonly Reduction[]
}

/** A cart as a shopper sees it. Money in major units. */
export interface Receipt {
  readonly items: readonly ReceiptLine[]
  /** Additional costs of the session and of its items. */
  readonly costs: readonly ReceiptLine[]
  readonly free: readonly string[]
  /** Without what came back. */
  readonly total: number
  /** What is taken off the whole. */
  readonly reductions: readonly Reduction[]
  readonly reduced: number
  /** Undefined when there is nothing to be paid any more: the session is cancelled. */
  readonly toPay: number | undefined
}

const COST_DISCOUNTS = [
  'setDiscountPerAdditionalCost',
  'setDiscountPerAdditionalCostPerItem',
] as const

/** What a session comes to with its effects. */
export const receiptOf = (session: CustomerSession, given: readonly Effect[]): Receipt => {
  const effects = given.filter((effect) => !isUndone(effect, session))
  const items = session.cartItems.map((item, place): ReceiptLine => {
    const { price = 0, quantity, returnedQuantity, sku, name } = item
    return {
      name: name || sku,
      detail: `${quantity} × ${price.toFixed(2)}`,
      amount: toCents(price * quantity),
      ...returnedOf(`${returnedQuantity} returned`, price * returnedQuantity),
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
  const reduced = toCents(all.reduce((sum, { value }) => sum + value, 0))
  const total = [...items, ...costs].reduce(
    (sum, { returned }) => sum - (returned?.value ?? 0),
    session.total,
  )
  return {
    items,
    costs,
    free: effects.flatMap((effect) =>
      effect.effectType === 'addFreeItem'
        ? [`${effect.props.desiredQuantity ?? 1} × ${effect.props.name} (${effect.props.sku})`]
        : [],
    ),
    total: toCents(total),
    reductions,
    reduced,
    toPay: session.state === 'cancelled' ? undefined : toCents(total - reduced),
  }
}

/** Whether a return took an effect back: the lowest units of a line go first, its own effects with the last one. */
const isUndone = ({ props }: Effect, { cartItems }: CustomerSession): boolean => {
  const item = 'position' in props ? cartItems[props.position] : undefined
  if (!item || !('position' in props) || !(item.returnedQuantity > 0)) return false
  const { subPosition = item.quantity - 1 } = props
  return subPosition < item.returnedQuantity
}

/** Sums of fractions are off by a little: 0.1 + 0.2. Adding 0 makes 0 of -0. */
const toCents = (value: number): number => Math.round(value * 100) / 100 + 0

const returnedOf = (name: string, value: number): { returned?: Reduction } =>
  value > 0 ? { returned: { name, value: toCents(value) } } : {}

const reductionOf = ({ name, value }: Reduction): Reduction => ({ name, value })

const costLines = (session: CustomerSession, effects: readonly Effect[]): ReceiptLine[] => {
  const amounts = new Map<string, { amount: number; returned: number }>()
  const add = (name: string, price: number, units: number, returnedUnits: number) => {
    const { amount, returned } = amounts.get(name) ?? { amount: 0, returned: 0 }
    amounts.set(name, {
      amount: amount + price * units,
      returned: returned + price * returnedUnits,
    })
  }
  for (const [name, { price = 0 }] of Object.entries(session.additionalCosts)) {
    add(name, price, 1, 0)
  }
  // One of an item is for each unit of it, and goes back with the unit.
  for (const { additionalCosts = {}, quantity, returnedQuantity } of session.cartItems) {
    for (const [name, { price = 0 }] of Object.entries(additionalCosts)) {
      add(name, price, quantity, returnedQuantity)
    }
  }
  return Array.from(amounts, ([name, { amount, returned }]) => ({
    name,
    detail: '',
    amount: toCents(amount),
    ...returnedOf('returned', returned),
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
