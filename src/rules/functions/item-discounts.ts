import type { DiscountScope } from '../../contract/scenario/vocabulary.ts'
import type { CartItem } from '../../contract/service/integration-state.ts'
import { type Amount, fromNumber, multiply } from '../../core/decimal.ts'
import { addWire, times, toWire } from '../../core/money.ts'
import { type Arguments, inCents } from '../arguments.ts'
import type { RuleEnvironment } from '../environment.ts'
import { LimitReached } from '../limits.ts'
import { lineOf } from '../run.ts'
import { Slots } from '../slots.ts'
import { EvaluationError } from '../talang/errors.ts'
import type { Value } from '../talang/value.ts'
import { giveDiscount, isCutToNothing } from './give-discount.ts'
import { emit, type RuleFunctions } from './host-function.ts'

/**
 * Discounts of items: an effect for each unit, or with unflattened items for each line. Assumed: where
 * rewards may be partial, units behind the one that takes the last of a limit have none.
 * Source: Integration API, `setDiscountPerItem`, `setDiscountPerAdditionalCostPerItem`; docs, flattening.
 */
export const ITEM_DISCOUNTS: RuleFunctions = {
  setDiscountPerItem(args, env) {
    const name = args.text(0, 'name')
    const scope = args.oneOf(3, 'scope', ITEM_SCOPES, 'price')
    const units = unitsOf(env, amountsOf(args, { items: 1, value: 2 }))
    let hasGiven = false
    for (const { item, subPosition, quantity, value } of units) {
      const { costs, scope: counted, whole } = ITEM_SCOPE[scope](item)
      const line = costs ? `costs of ${lineOf(item.position)}` : lineOf(item.position)
      const given = giveDiscount(env, {
        scope: counted,
        value,
        whole: toWire(times(whole, quantity)),
        parts: [`${line}/${subPosition}`, line],
        mayBeNothing: hasGiven,
      })
      if (isCutToNothing(given)) continue
      hasGiven ||= given.value > 0
      const { position } = item
      const place = { position, ...(subPosition !== undefined && { subPosition }) }
      emit(env, 'setDiscountPerItem', { name: `${name}#${position}`, ...given, ...place, scope })
    }
    return null
  },

  setDiscountPerAdditionalCostPerItem(args, env) {
    const name = args.text(0, 'name')
    const cost = args.text(2, 'cost')
    const amounts = amountsOf(args, { items: 1, value: 3 })
    // Source: docs, effects ("if any item lacks the cost, the rule fails"): in a `catch` too, which
    // exported rulesets have around each effect.
    for (const { item } of amounts) {
      if (item.additionalCosts?.[cost]?.price !== undefined) continue
      throw new LimitReached('effect', `item ${item.position} has no cost ${cost}`)
    }
    let hasGiven = false
    for (const { item, subPosition, quantity, value } of unitsOf(env, amounts)) {
      const { position } = item
      const given = giveDiscount(env, {
        scope: 'additionalCosts',
        value,
        whole: toWire(times(item.additionalCosts?.[cost]?.price ?? 0, quantity)),
        parts: [`cost ${cost} of ${lineOf(position)}/${subPosition}`],
        mayBeNothing: hasGiven,
      })
      if (isCutToNothing(given)) continue
      hasGiven ||= given.value > 0
      emit(env, 'setDiscountPerAdditionalCostPerItem', {
        name: `${name}#${position}`,
        additionalCostId: env.costId(cost),
        additionalCost: cost,
        ...given,
        position,
        ...(subPosition !== undefined && { subPosition }),
      })
    }
    return null
  },
}

/** Source: Integration API, `setDiscountPerItem`, `scope`. */
const ITEM_SCOPES = ['price', 'itemTotal', 'additionalCosts'] as const

/** What a unit has that can be discounted, and the scope of the session that this counts in. */
interface UnitWorth {
  readonly whole: number
  readonly scope: DiscountScope
  readonly costs?: true
}

const ITEM_SCOPE: Readonly<Record<(typeof ITEM_SCOPES)[number], (item: CartItem) => UnitWorth>> = {
  price: ({ price = 0 }) => ({ whole: price, scope: 'cartItems' }),
  additionalCosts: (item) => ({ whole: costsOf(item), scope: 'additionalCosts', costs: true }),
  itemTotal: (item) => ({
    whole: addWire(item.price ?? 0, costsOf(item)),
    scope: 'sessionTotal',
  }),
}

const costsOf = ({ additionalCosts = {} }: CartItem): number =>
  Object.values(additionalCosts).reduce((sum, { price = 0 }) => addWire(sum, price), 0)

interface ItemAmount {
  readonly item: CartItem
  /** For one unit, not yet rounded. */
  readonly amount: Amount
}

/** Items and what each is to be discounted by: all worked out before the first of them is discounted. */
const amountsOf = (args: Arguments, at: { items: number; value: number }): ItemAmount[] => {
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
interface Unit {
  readonly item: CartItem
  readonly subPosition: number | undefined
  readonly quantity: number
  readonly value: number
}

/** What gets an effect of its own: each unit, or with unflattened items each line. */
const unitsOf = (env: RuleEnvironment, amounts: readonly ItemAmount[]): Unit[] => {
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
