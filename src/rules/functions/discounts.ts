import { DISCOUNT_SCOPES, type DiscountScope } from '../../contract/scenario/vocabulary.ts'
import type { CartItem } from '../../contract/service/integration-state.ts'
import { subtractWire, times, toWire } from '../../core/money.ts'
import type { RuleEnvironment } from '../environment.ts'
import { spend } from '../limits.ts'
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
    const wanted = args.amount(1, 'value')
    const scope = scopeOf(args.optionalText(2, 'scope') ?? env.account.application.discountScope)
    const fitting = Math.min(wanted, env.run.left(scope))
    const { value, cut } = give(env, { scope, value: fitting })
    return emit(env, 'setDiscount', { name, value, scope, ...(cut && { desiredValue: fitting }) })
  },

  setDiscountPerItem(args, env) {
    const name = args.text(0, 'name')
    const items = args.list(1, 'items').map(toItem)
    const amountOf = args.amountPerItem(2, 'value')
    const scope = args.optionalText(3, 'scope') ?? 'price'
    for (const slots of items) {
      const { item } = slots.subject
      discountUnits(env, item, amountOf(slots), (discount, subPosition) =>
        emit(env, 'setDiscountPerItem', {
          name: `${name}#${item.position}`,
          ...discount,
          position: item.position,
          ...(subPosition !== undefined && { subPosition }),
          scope,
        }),
      )
    }
    return null
  },

  setDiscountPerAdditionalCost(args, env) {
    const name = args.text(0, 'name')
    const cost = args.text(1, 'cost')
    const wanted = args.amount(2, 'value')
    const price = env.run.facts.session.additionalCosts[cost]?.price
    if (price === undefined) throw new EvaluationError(`the session has no cost ${cost}`)
    const part = `cost ${cost}`
    const left = subtractWire(price, env.run.discountOf(part))
    const fitting = Math.max(0, Math.min(wanted, left, env.run.left('additionalCosts')))
    const { value, cut } = give(env, { scope: 'additionalCosts', value: fitting, part })
    return emit(env, 'setDiscountPerAdditionalCost', {
      name,
      additionalCostId: env.costId(cost),
      additionalCost: cost,
      value,
      ...(cut && { desiredValue: fitting }),
    })
  },

  setDiscountPerAdditionalCostPerItem(args, env) {
    const name = args.text(0, 'name')
    const items = args.list(1, 'items').map(toItem)
    const cost = args.text(2, 'cost')
    const amountOf = args.amountPerItem(3, 'value')
    // Source: docs, effects ("if any item lacks the cost, the rule fails").
    for (const { subject } of items) {
      if (subject.item.additionalCosts?.[cost]?.price !== undefined) continue
      throw new EvaluationError(`item ${subject.item.position} has no cost ${cost}`)
    }
    for (const slots of items) {
      const { item } = slots.subject
      const price = item.additionalCosts?.[cost]?.price ?? 0
      for (const subPosition of unitsOf(env, item)) {
        const part = `cost ${cost} of item ${item.position}/${subPosition ?? ''}`
        const whole = subPosition === undefined ? toWire(times(price, item.quantity)) : price
        const left = subtractWire(whole, env.run.discountOf(part))
        const wanted = amountOf(slots) * (subPosition === undefined ? item.quantity : 1)
        const fitting = Math.max(0, Math.min(wanted, left, env.run.left('additionalCosts')))
        const { value, cut } = give(env, { scope: 'additionalCosts', value: fitting, part })
        emit(env, 'setDiscountPerAdditionalCostPerItem', {
          name: `${name}#${item.position}`,
          additionalCostId: env.costId(cost),
          additionalCost: cost,
          value,
          position: item.position,
          ...(subPosition !== undefined && { subPosition }),
          ...(cut && { desiredValue: fitting }),
        })
      }
    }
    return null
  },
}

const scopeOf = (text: string): DiscountScope => {
  const scope = DISCOUNT_SCOPES.find((name) => name === text)
  if (scope) return scope
  throw new EvaluationError(`setDiscount: scope must be one of ${DISCOUNT_SCOPES.join(', ')}`)
}

const toItem = (value: Value) => {
  if (value instanceof Slots && typeof value.subject.item === 'object') {
    // Only the items of the cart are such slots.
    return value as Slots<{ item: CartItem }>
  }
  throw new EvaluationError('items must be a list of items of the cart')
}

/** The units of a line that get an effect each; one `undefined` for the whole line. */
const unitsOf = (env: RuleEnvironment, item: CartItem): readonly (number | undefined)[] =>
  env.account.application.flattenedCartItems
    ? Array.from({ length: item.quantity }, (_, unit) => unit)
    : [undefined]

/** Discounts each unit of a line, or the line, by as much as its price still has. */
const discountUnits = (
  env: RuleEnvironment,
  item: CartItem,
  perUnit: number,
  tell: (discount: { value: number; desiredValue?: number }, unit: number | undefined) => void,
): void => {
  const { run } = env
  const price = item.price ?? 0
  for (const unit of unitsOf(env, item)) {
    const units = unit === undefined ? item.quantity : 1
    const part = `item ${item.position}/${unit ?? ''}`
    const left = subtractWire(toWire(times(price, units)), run.discountOf(part))
    const wanted = toWire(times(perUnit, units))
    const fitting = Math.max(0, Math.min(wanted, left, run.left('cartItems')))
    const { value, cut } = give(env, { scope: 'cartItems', value: fitting, part })
    tell({ value, ...(cut && { desiredValue: fitting }) }, unit)
  }
}

/** Spends a discount on the limits; gives what they let through, and whether that is less. */
const give = (
  env: RuleEnvironment,
  { scope, value, part }: { scope: DiscountScope; value: number; part?: string },
): { value: number; cut: boolean } => {
  const { run, spender } = env
  const coupon = env.couponHeld ? env.coupon : undefined
  const limit = coupon?.record.coupon.discountLimit
  const given = spend(spender, {
    amount: 'setDiscount',
    effect: 'setDiscountEffect',
    value,
    ...(coupon &&
      limit !== undefined && {
        upTo: subtractWire(
          subtractWire(limit, coupon.record.coupon.discountCounter),
          run.givenBy(coupon.code),
        ),
      }),
  })
  run.discount(scope, given, part)
  if (coupon) run.countCoupon(coupon.code, given)
  return { value: given, cut: given < value }
}
