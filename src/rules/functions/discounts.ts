import { DISCOUNT_SCOPES, type DiscountScope } from '../../contract/scenario/vocabulary.ts'
import type { CartItem } from '../../contract/service/integration-state.ts'
import { addWire, subtractWire, times, toWire } from '../../core/money.ts'
import type { Arguments } from '../arguments.ts'
import type { RuleEnvironment } from '../environment.ts'
import { spend } from '../limits.ts'
import { lineOf } from '../run.ts'
import { Slots } from '../slots.ts'
import { EvaluationError } from '../talang/errors.ts'
import type { Value } from '../talang/value.ts'
import { emit, type RuleFunctions } from './host-function.ts'

/**
 * Discounts. Each is cut to what is left of its scope and never below 0 (assumed), then to its limits.
 * Source: Integration API, `setDiscount`, `setDiscountPerItem`, `setDiscountPerAdditionalCost`.
 */
export const DISCOUNTS: RuleFunctions = {
  setDiscount(args, env) {
    const name = args.text(0, 'name')
    const value = args.amount(1, 'value')
    const scope = args.oneOf(2, 'scope', DISCOUNT_SCOPES, env.account.application.discountScope)
    return emit(env, 'setDiscount', { name, ...give(env, { scope, value }), scope })
  },

  setDiscountPerItem(args, env) {
    const name = args.text(0, 'name')
    const scope = args.oneOf(3, 'scope', ITEM_SCOPES, 'price')
    const units = unitsOf(env, amountsOf(args, { items: 1, value: 2 }))
    for (const { item, subPosition, quantity, value } of units) {
      const { costs, scope: counted, whole } = ITEM_SCOPE[scope](item)
      const line = costs ? `costs of ${lineOf(item.position)}` : lineOf(item.position)
      const given = give(env, {
        scope: counted,
        value,
        whole: toWire(times(whole, quantity)),
        parts: [`${line}/${subPosition}`, line],
      })
      const { position } = item
      const place = { position, ...(subPosition !== undefined && { subPosition }) }
      emit(env, 'setDiscountPerItem', { name: `${name}#${position}`, ...given, ...place, scope })
    }
    return null
  },

  setDiscountPerAdditionalCost(args, env) {
    const name = args.text(0, 'name')
    const cost = args.text(1, 'cost')
    const value = args.amount(2, 'value')
    const whole = env.run.facts.session.additionalCosts[cost]?.price
    if (whole === undefined) throw new EvaluationError(`the session has no cost ${cost}`)
    const given = give(env, { scope: 'additionalCosts', value, whole, parts: [`cost ${cost}`] })
    const about = { additionalCostId: env.costId(cost), additionalCost: cost }
    return emit(env, 'setDiscountPerAdditionalCost', { name, ...about, ...given })
  },

  setDiscountPerAdditionalCostPerItem(args, env) {
    const name = args.text(0, 'name')
    const cost = args.text(2, 'cost')
    const amounts = amountsOf(args, { items: 1, value: 3 })
    // Source: docs, effects ("if any item lacks the cost, the rule fails").
    for (const { item } of amounts) {
      if (item.additionalCosts?.[cost]?.price !== undefined) continue
      throw new EvaluationError(`item ${item.position} has no cost ${cost}`)
    }
    for (const { item, subPosition, quantity, value } of unitsOf(env, amounts)) {
      const { position } = item
      const given = give(env, {
        scope: 'additionalCosts',
        value,
        whole: toWire(times(item.additionalCosts?.[cost]?.price ?? 0, quantity)),
        parts: [`cost ${cost} of ${lineOf(position)}/${subPosition}`],
      })
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
  /** For one unit. */
  readonly amount: number
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
const unitsOf = (env: RuleEnvironment, amounts: readonly ItemAmount[]): Unit[] =>
  amounts.flatMap(({ item, amount }): Unit[] => {
    const { quantity } = item
    if (!env.account.application.flattenedCartItems) {
      return [{ item, subPosition: undefined, quantity, value: toWire(times(amount, quantity)) }]
    }
    return Array.from({ length: quantity }, (_, subPosition) => ({
      item,
      subPosition,
      quantity: 1,
      value: amount,
    }))
  })

/** A discount that is asked for: on so much as `whole` has, of which `parts` may be gone already. */
interface WantedDiscount {
  readonly scope: DiscountScope
  readonly value: number
  readonly whole?: number
  /** What it counts as a discount of; the first is what `whole` is the worth of. */
  readonly parts?: readonly string[]
}

/** Discounts by as much as there is and limits let through; `desiredValue` where limits cut it. */
const give = (
  env: RuleEnvironment,
  { scope, value, whole = Infinity, parts = [] }: WantedDiscount,
): { value: number; desiredValue?: number } => {
  const { run, spender } = env
  const [part] = parts
  const left = part === undefined ? Infinity : subtractWire(whole, run.discountOf(part))
  const fitting = Math.max(0, Math.min(value, left, run.left(scope)))
  const coupon = env.couponHeld ? env.coupon : undefined
  const given = spend(spender, {
    amount: 'setDiscount',
    effect: 'setDiscountEffect',
    value: fitting,
    // Source: Integration API, coupon `discountLimit`.
    ...(coupon && { couponHas: run.leftOfCoupon(coupon.record.coupon) }),
  })
  run.discount(scope, given, parts)
  if (coupon) run.countCoupon(coupon.code, given)
  return { value: given, ...(given < fitting && { desiredValue: fitting }) }
}
