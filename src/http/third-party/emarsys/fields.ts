import type { Balance } from '../../../contract/service/balances.ts'
import type { BalanceField } from '../../../contract/service/emarsys.ts'
import type { InventoryCoupon } from '../../../contract/service/inventory.ts'

/**
 * The fields of a coupon that are asked for, its custom attributes among them; lists and objects are left
 * out. Source: Third-party OpenAPI, `EmarsysCouponRequest`. Assumed: a field goes before an attribute.
 */
export const couponFields = (
  coupon: InventoryCoupon,
  fields: readonly string[],
): Record<string, unknown> => {
  const all = new Map<string, unknown>([
    ...Object.entries(coupon.attributes),
    ...Object.entries(coupon),
  ])
  return Object.fromEntries(
    fields.flatMap((name) => {
      const value = all.get(name)
      return value === undefined || typeof value === 'object' ? [] : [[name, value]]
    }),
  )
}

const POINTS: Readonly<
  Record<BalanceField, 'activePoints' | 'pendingPoints' | 'expiredPoints' | 'spentPoints'>
> = {
  activeBalance: 'activePoints',
  pendingBalance: 'pendingPoints',
  expiredBalance: 'expiredPoints',
  spentBalance: 'spentPoints',
}

/** The balances that are asked for. */
export const balanceFields = (
  balance: Balance,
  fields: readonly BalanceField[],
): Partial<Record<BalanceField, number>> =>
  Object.fromEntries(fields.map((name) => [name, balance[POINTS[name]]]))
