import {
  type AdditionalCosts,
  type CartItemInput,
  MAX_CART_QUANTITY,
} from '../../contract/service/customer-sessions.ts'
import type { CartItem } from '../../contract/service/integration-state.ts'
import type { Account } from '../account.ts'
import type { AttributeResolver } from '../attributes/resolve.ts'
import { brief, type Fault, invalid, pointTo } from '../errors.ts'

/** A cart line of the request as it is kept. Read-only fields that were sent are computed anew. */
const toCartItem = (
  input: CartItemInput,
  position: number,
  attributes: AttributeResolver,
  pointer: string,
): CartItem => {
  const item: CartItem = {
    sku: input.sku,
    quantity: input.quantity,
    position,
    returnedQuantity: 0,
    remainingQuantity: input.quantity,
  }
  if (input.name !== undefined) item.name = input.name
  if (input.price !== undefined) item.price = input.price
  if (input.category !== undefined) item.category = input.category
  if (input.weight !== undefined) item.weight = Number(input.weight)
  if (input.height !== undefined) item.height = Number(input.height)
  if (input.width !== undefined) item.width = Number(input.width)
  if (input.length !== undefined) item.length = Number(input.length)
  if (input.attributes) {
    item.attributes = withoutNulls(
      attributes.resolve('CartItem', input.attributes, `${pointer}/attributes`),
    )
  }
  if (input.additionalCosts) item.additionalCosts = toCosts(input.additionalCosts)
  return item
}

const isPriceAlone = (cost: object): boolean => {
  for (const name in cost) if (name !== 'price') return false
  return true
}

/** Additional costs as they are kept: the price of each, and nothing else that was sent. */
export const toCosts = (costs: AdditionalCosts): AdditionalCosts =>
  Object.values(costs).every(isPriceAlone)
    ? costs
    : // From entries: assigned, a cost named __proto__ would be lost.
      Object.fromEntries(
        Object.entries(costs).map(([name, { price }]) => [
          name,
          price === undefined ? {} : { price },
        ]),
      )

/** An attribute set to `null` is one that isn't there. */
const withoutNulls = (values: Record<string, unknown>): Record<string, unknown> => {
  for (const name of Object.keys(values)) if (values[name] === null) delete values[name]
  return values
}

/**
 * The cart of a request as it is kept; it replaces the earlier one as a whole.
 * @throws EmulatorError REQUEST_INVALID over 10,000 units (Integration API, `cartItems`)
 */
export const toCart = (
  inputs: readonly CartItemInput[],
  attributes: AttributeResolver,
  pointer: string,
): CartItem[] => {
  const units = inputs.reduce((sum, item) => sum + item.quantity, 0)
  if (units > MAX_CART_QUANTITY) {
    throw invalid('REQUEST_INVALID', [
      {
        title: 'Out of range',
        details: `cartItems must hold at most ${MAX_CART_QUANTITY} units in all, got ${units}`,
        source: `${pointer}/cartItems`,
      },
    ])
  }
  return inputs.map((item, i) => toCartItem(item, i, attributes, `${pointer}/cartItems/${i}`))
}

/**
 * What a strict emulator refuses beyond the schema: an item without a price, since there are no
 * catalogs, and an additional cost that the account doesn't define.
 * Source: Third-party OpenAPI, `cartItem.price` and `additionalCosts`.
 */
export const strictFaults = (
  session: {
    cartItems?: readonly CartItemInput[] | null
    additionalCosts?: object | null
  },
  { additionalCosts }: Pick<Account, 'additionalCosts'>,
  pointer: string,
): Fault[] => {
  const defined = new Set(additionalCosts.map(({ name }) => name))
  const faults: Fault[] = []
  const checkCosts = (costs: object | null | undefined, at: string) => {
    for (const name of Object.keys(costs ?? {})) {
      if (defined.has(name)) continue
      const details = `The additional cost "${brief(name)}" is not defined; it must be created before it is used`
      faults.push({ title: 'Unknown', details, source: pointTo(`${at}/additionalCosts`, name) })
    }
  }
  checkCosts(session.additionalCosts, pointer)
  for (const [i, item] of (session.cartItems ?? []).entries()) {
    const at = `${pointer}/cartItems/${i}`
    checkCosts(item.additionalCosts, at)
    if (item.price !== undefined) continue
    const details = 'price is required of an item that is in no catalog'
    faults.push({ title: 'Required', details, source: `${at}/price` })
  }
  return faults
}
