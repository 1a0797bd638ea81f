import type { CustomerSession } from '../../contract/service/integration-state.ts'
import { SAMPLE_REQUEST } from '../../contract/service/sample-request.ts'

/** A cart line as the form has it; what else a line holds stays as it is. */
export interface DraftItem extends Readonly<Record<string, unknown>> {
  readonly sku?: unknown
  readonly name?: unknown
  readonly quantity?: unknown
  readonly price?: unknown
  readonly category?: unknown
}

/** The session in the body of a request, as far as the form knows it. */
export interface DraftSession extends Readonly<Record<string, unknown>> {
  readonly cartItems?: readonly DraftItem[]
}

/** The body of a request to update a session. */
export interface Draft extends Readonly<Record<string, unknown>> {
  readonly customerSession: DraftSession
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What the form can work on; otherwise why it can't. The text is sent as it is either way. */
export const readDraft = (text: string): Draft | string => {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    return `The body is not JSON: ${error instanceof Error ? error.message : String(error)}.`
  }
  if (!isObject(body)) return 'The body is no object.'
  const { customerSession = {} } = body
  if (!isObject(customerSession)) return 'customerSession is no object.'
  const { cartItems = [] } = customerSession
  if (!Array.isArray(cartItems) || !cartItems.every(isObject)) {
    return 'cartItems is no list of objects.'
  }
  return { ...body, customerSession: { ...customerSession, cartItems } }
}

export const writeDraft = (draft: Draft): string => JSON.stringify(draft, null, 2)

/** Changes fields of the session; undefined takes one out. */
export const withSession = (draft: Draft, changes: Readonly<Record<string, unknown>>): Draft => {
  const customerSession = Object.fromEntries(
    Object.entries({ ...draft.customerSession, ...changes }).filter(
      ([, value]) => value !== undefined,
    ),
  )
  return { ...draft, customerSession }
}

export const itemsOf = ({ customerSession }: Draft): readonly DraftItem[] =>
  customerSession.cartItems ?? []

/** Changes fields of one cart line. */
export const withItem = (draft: Draft, at: number, changes: DraftItem): Draft =>
  withSession(draft, {
    cartItems: itemsOf(draft).map((item, place) => (place === at ? { ...item, ...changes } : item)),
  })

export const NEW_ITEM: DraftItem = { sku: 'mug', name: 'Mug', quantity: 1, price: 12.5 }

/** The documented sample. */
export const sampleDraft = (): string => JSON.stringify(SAMPLE_REQUEST, null, 2)

/** A draft that begins where a stored session stands. */
export const draftOf = (session: CustomerSession): string => {
  const { profileId, state, couponCodes, referralCode, loyaltyCards, attributes } = session
  const cartItems = session.cartItems.map((item) => {
    // What is worked out by the service is not sent.
    const { position: _p, returnedQuantity: _r, remainingQuantity: _q, ...sent } = item
    return sent
  })
  const customerSession = {
    ...(profileId && { profileId }),
    state,
    couponCodes,
    ...(referralCode && { referralCode }),
    loyaltyCards,
    cartItems,
    additionalCosts: session.additionalCosts,
    attributes,
  }
  return JSON.stringify({ customerSession }, null, 2)
}

/** Codes from a field: separated by commas or blanks. */
export const codesOf = (text: string): string[] =>
  text.split(/[\s,]+/).filter((code) => code !== '')

/** A number as a field has it; what is none is sent as text, for the emulator to refuse. */
export const numberOf = (text: string): number | string =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
