import type { AdditionalCosts } from '../../contract/service/customer-sessions.ts'
import type { CartItem } from '../../contract/service/integration-state.ts'
import { type Amount, plus, ZERO } from '../decimal.ts'
import { invalid } from '../errors.ts'

import { isWithinNumbers, times, toWire } from '../money.ts'

/** Totals of a session before discounts, in major units, rounded to cents. */
export interface SessionTotals {
  cartItemTotal: number
  additionalCostTotal: number
  cartItemAdditionalCostTotal: number
  total: number
}

const costsOf = (costs: AdditionalCosts | undefined, quantity: number): Amount => {
  let sum = ZERO
  for (const name in costs) sum = plus(sum, times(costs[name]?.price ?? 0, quantity))
  return sum
}

/**
 * Adds up a session exactly in decimal; rounds once, at the end.
 * Source: Third-party OpenAPI, `customerSessionV2` (99.99 and 20 make 119.99). Assumed: the costs of
 * an item count once a unit, and are part of `additionalCostTotal`; an item without a price counts 0.
 * @throws EmulatorError REQUEST_INVALID when a total passes what a JSON number can hold
 */
export const totalsOf = (
  cartItems: readonly CartItem[],
  additionalCosts: AdditionalCosts,
  pointer: string,
): SessionTotals => {
  let items = ZERO
  let itemCosts = ZERO
  for (const item of cartItems) {
    if (item.price !== undefined) items = plus(items, times(item.price, item.quantity))
    if (item.additionalCosts)
      itemCosts = plus(itemCosts, costsOf(item.additionalCosts, item.quantity))
  }
  const costs = plus(itemCosts, costsOf(additionalCosts, 1))
  const totals = {
    cartItemTotal: toWire(items),
    additionalCostTotal: toWire(costs),
    cartItemAdditionalCostTotal: toWire(itemCosts),
    total: toWire(plus(items, costs)),
  }
  if (!Object.values(totals).every(isWithinNumbers)) {
    throw invalid('REQUEST_INVALID', [
      {
        title: 'Out of range',
        details: 'the totals of cartItems and additionalCosts must stay below 1.8e308',
        source: `${pointer}/cartItems`,
      },
    ])
  }
  return totals
}
