import type { CustomerSession } from '../../contract/service/integration-state.ts'
import { mergeAttributes } from '../attributes/merge.ts'
import { AttributeResolver, type NewAttribute } from '../attributes/resolve.ts'
import { invalid } from '../errors.ts'
import type { Facts } from '../facts.ts'
import type { Spell } from '../rewards/codes.ts'
import { toCart, toCosts } from './cart.ts'
import type { SessionUpdate } from './update.ts'

/** What a request can fill a session with. */
export type SessionContent = Pick<
  CustomerSession,
  | 'couponCodes'
  | 'referralCode'
  | 'loyaltyCards'
  | 'identifiers'
  | 'attributes'
  | 'additionalCosts'
  | 'cartItems'
>

/**
 * What a session holds after an update, and the attributes that are new. A field left out or `null`
 * keeps its value, a cart that is given replaces the whole cart, attributes are merged and `null` deletes
 * one. Source: Integration API, "Update customer session". Assumed: merging of attributes.
 * @throws EmulatorError ATTRIBUTE_INVALID, REQUEST_INVALID
 */
export const mergeContent = (
  facts: Facts,
  update: SessionUpdate,
  spell: Spell,
): { content: SessionContent; unknown: readonly NewAttribute[] } => {
  const { session: stored } = facts
  const { session: input, pointer } = update
  const resolver = new AttributeResolver({
    definitions: facts.attributes,
    unknown: update.unknownAttributes,
    forced: update.attributeTypes,
  })
  const attributes = input.attributes
    ? resolver.resolve('CustomerSession', input.attributes, `${pointer}/attributes`)
    : {}
  const cartItems = input.cartItems && toCart(input.cartItems, resolver, pointer)
  if (resolver.faults.length > 0) throw invalid('ATTRIBUTE_INVALID', resolver.faults)

  const content = {
    couponCodes: input.couponCodes
      ? distinct(input.couponCodes, spell)
      : (stored?.couponCodes ?? []),
    referralCode: input.referralCode ?? stored?.referralCode ?? '',
    loyaltyCards: input.loyaltyCards ?? stored?.loyaltyCards ?? [],
    identifiers: input.identifiers ?? stored?.identifiers ?? [],
    attributes: mergeAttributes(stored?.attributes, attributes),
    additionalCosts: input.additionalCosts
      ? toCosts(input.additionalCosts)
      : (stored?.additionalCosts ?? {}),
    cartItems: cartItems ?? stored?.cartItems ?? [],
  }
  return { content, unknown: resolver.created }
}

/** The codes, each once. Assumed: of spellings that the account doesn't tell apart the first stays. */
const distinct = (codes: readonly string[], spell: Spell): string[] => {
  if (codes.length < 2) return [...codes]
  const first = new Map<string, string>()
  for (const code of codes) {
    const spelled = spell(code)
    if (!first.has(spelled)) first.set(spelled, code)
  }
  return [...first.values()]
}
