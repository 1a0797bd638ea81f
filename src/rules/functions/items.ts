import type { CartItem } from '../../contract/service/integration-state.ts'
import { type Amount, fromNumber, multiply } from '../../core/decimal.ts'
import { type Arguments, inCents } from '../arguments.ts'
import type { RuleEnvironment } from '../environment.ts'
import { Slots } from '../slots.ts'
import { EvaluationError } from '../talang/errors.ts'
import type { Value } from '../talang/value.ts'

/** An item, and what an effect is worth for each of its units. */
export interface ItemAmount {
  readonly item: CartItem
  /** For one unit, not yet rounded. */
  readonly amount: Amount
}

/** Items and what an effect is worth for each: all worked out before the first of them is changed. */
export const amountsOf = (args: Arguments, at: { items: number; value: number }): ItemAmount[] => {
  const amountOf = args.amountPerItem(at.value, 'value')
  return args
    .list(at.items, 'items')
    .map(toItem)
    .map((slots) => ({ item: slots.subject.item, amount: amountOf(slots) }))
}

const toItem = (value: Value) => {
  if (value instanceof Slots && typeof value.subject.item === 'object') {
    // Only the items of the cart are such slots.
    return value as Slots<{ item: CartItem }>
  }
  throw new EvaluationError('items must be a list of items of the cart')
}

/** A unit of a line, or a whole line, which has no sub-position. */
export interface Unit {
  readonly item: CartItem
  readonly subPosition: number | undefined
  readonly quantity: number
  readonly value: number
}

/** What gets an effect of its own: each unit, or with unflattened items each line. */
export const unitsOf = (env: RuleEnvironment, amounts: readonly ItemAmount[]): Unit[] => {
  const { flattenedCartItems } = env.account.application
  const units: Unit[] = []
  for (const { item, amount } of amounts) {
    const { quantity } = item
    if (flattenedCartItems) {
      const value = inCents(amount)
      for (let subPosition = 0; subPosition < quantity; subPosition++) {
        units.push({ item, subPosition, quantity: 1, value })
      }
    } else {
      const value = inCents(multiply(amount, fromNumber(quantity)))
      units.push({ item, subPosition: undefined, quantity, value })
    }
  }
  return units
}
