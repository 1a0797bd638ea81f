import type { DiscountScope } from '../../contract/scenario/vocabulary.ts'
import { subtractWire } from '../../core/money.ts'
import type { RuleEnvironment } from '../environment.ts'
import { spend } from '../limits.ts'

/** A discount that is asked for: on so much as `whole` has, of which `parts` may be gone already. */
interface WantedDiscount {
  readonly scope: DiscountScope
  readonly value: number
  readonly whole?: number
  /** What it counts as a discount of; the first is what `whole` is the worth of. */
  readonly parts?: readonly string[]
  /** Units of the same effect have been discounted: with nothing left this one may go without. */
  readonly mayBeNothing?: boolean
}

interface GivenDiscount {
  readonly value: number
  /** What limits have cut. */
  readonly desiredValue?: number
}

/** Whether limits have left nothing of a discount. */
export const isCutToNothing = ({ value, desiredValue }: GivenDiscount): boolean =>
  value === 0 && desiredValue !== undefined

/** Discounts by as much as there is and limits let through; `desiredValue` where limits cut it. */
export const giveDiscount = (
  env: RuleEnvironment,
  { scope, value, whole = Infinity, parts = [], mayBeNothing = false }: WantedDiscount,
): GivenDiscount => {
  env.requireCart()
  env.finishFilters()
  const { run, spender } = env
  const [part] = parts
  const left = part === undefined ? Infinity : subtractWire(whole, run.discountOf(part))
  const fitting = Math.max(0, Math.min(value, left, run.left(scope)))
  const coupon = env.couponHeld ? env.coupon : undefined
  const given = spend(spender, {
    amount: 'setDiscount',
    effect: 'setDiscountEffect',
    value: fitting,
    mayBeNothing,
    // Source: Integration API, coupon `discountLimit`.
    couponHas: coupon ? run.leftOfCoupon(coupon.record.coupon) : Infinity,
  })
  run.discount(scope, given, parts)
  if (coupon) run.countCoupon(coupon.code, given)
  return given < fitting ? { value: given, desiredValue: fitting } : { value: given }
}
