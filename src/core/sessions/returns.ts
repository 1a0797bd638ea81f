import type { CartItem, CustomerSession, Return } from '../../contract/service/integration-state.ts'
import { type Fault, invalid } from '../errors.ts'
import { newEvent } from '../events/event.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { subtractWire } from '../money.ts'
import { ACCOUNT_ID, type ProfileRecord, worthOf } from '../profiles.ts'
import { Books } from '../rewards/books.ts'
import type { Closing, SpentEffect } from '../rewards/closing.ts'
import { undoEffects } from '../rewards/rollback.ts'
import type { RuleProgram } from '../rewards/rule-program.ts'
import { sessionState } from '../state.ts'
import { NOTHING } from './apply-rules.ts'
import { type SessionRecord, storedSession, withoutUndone } from './record.ts'
import { illegal } from './transitions.ts'
import { type SessionDecision, viewOf } from './update.ts'

/** Units of a cart line, which is named by its position, from 0, or by its SKU; no quantity: all that are left. */
export interface ReturnedItem {
  readonly position?: number | undefined
  readonly sku?: string | undefined
  readonly quantity?: number | undefined
}

const POINTER = '/return/returnedCartItems'

/**
 * Decides a return of cart items: the session becomes partially returned, and what its rules gave for the
 * units that come back is undone, the lowest units of a line first. Coupons, budgets and the discounts of
 * the session stay as they are. Source: Integration API, "Return cart items"; docs, Returns (which effect
 * goes with which unit). Assumed: an item without a quantity comes back whole; a SKU names its lines in
 * order; a discount of an unflattened line is undone with the line's last unit.
 * @throws EmulatorError NOT_FOUND, SESSION_TRANSITION_ILLEGAL, REQUEST_INVALID; nothing has changed then
 */
export const decideReturn = (
  facts: Facts,
  sessionId: string,
  items: readonly ReturnedItem[],
  { moment, program }: { moment: Moment; program: RuleProgram },
): SessionDecision => {
  const stored = storedSession(facts, sessionId)
  if (stored.state !== 'closed' && stored.state !== 'partially_returned') {
    throw illegal(stored.state, 'partially_returned', '')
  }
  const quantities = quantitiesOf(stored, items)
  const cartItems = stored.cartItems.map((item) => {
    const returned = quantities.get(item.position) ?? 0
    const returnedQuantity = item.returnedQuantity + returned
    return { ...item, returnedQuantity, remainingQuantity: item.quantity - returnedQuantity }
  })
  const session: CustomerSession = {
    ...stored,
    state: 'partially_returned',
    cartItems,
    updateCount: stored.updateCount + 1,
    updated: moment.now,
  }
  const books = new Books(facts.records)
  const { profileId } = session
  const spent = facts.closing?.effects ?? []
  const undone = spent.filter((one) => isUndoneBy(one, stored, cartItems))
  const effects = undoEffects(undone, books, { profileId, sessionId, moment })
  const profile = withdrawUnits(books, session, quantities, moment)
  const event = newEvent('talon_session_partially_returned', { session, moment, program })
  const made = returnOf(session, quantities, { event, profile, moment })
  const applied = { ...NOTHING, session, books, profile, effects }
  const view = viewOf(applied, { moment, program })
  const closing: Closing | undefined = facts.closing && {
    ...facts.closing,
    effects: spent.filter((one) => !undone.includes(one)),
  }
  const record: SessionRecord = {
    session,
    closing,
    effects: withoutUndone(
      facts.effects,
      undone.map(({ effect }) => effect),
    ),
    returns: [...facts.returns, made],
  }
  const state = { ...sessionState(applied, event, view, facts.returns), return: made }
  return { session: record, profile, createdAttributes: [], rewards: books.changes, state }
}

/** How many units of which line come back. */
const quantitiesOf = (
  { cartItems }: CustomerSession,
  items: readonly ReturnedItem[],
): ReadonlyMap<number, number> => {
  const faults: Fault[] = []
  const taken = new Map<number, number>()
  const leftOf = ({ position, remainingQuantity }: CartItem) =>
    remainingQuantity - (taken.get(position) ?? 0)
  items.forEach(({ position, sku, quantity }, i) => {
    const at = `${POINTER}/${i}`
    if (position === undefined && sku === undefined) {
      const details = 'position or sku is required: it says which item comes back'
      faults.push({ title: 'required', details, source: `${at}/position` })
      return
    }
    const lines =
      position === undefined
        ? cartItems.filter((item) => item.sku === sku)
        : cartItems.filter((item) => item.position === position)
    if (lines.length === 0) {
      const [field, value] = position === undefined ? ['sku', sku] : ['position', position]
      const details = `${field} must be that of an item of the session, got ${JSON.stringify(value)}`
      faults.push({ title: 'Unknown', details, source: `${at}/${field}` })
      return
    }
    const left = lines.reduce((sum, line) => sum + leftOf(line), 0)
    const wanted = quantity ?? left
    if (wanted > left || left === 0) {
      const details = `quantity must be at most ${left}, what is left of the item`
      faults.push({ title: 'Out of range', details, source: `${at}/quantity` })
      return
    }
    let open = wanted
    for (const line of lines) {
      const part = Math.min(open, leftOf(line))
      if (part > 0) taken.set(line.position, (taken.get(line.position) ?? 0) + part)
      open -= part
    }
  })
  if (faults.length > 0) throw invalid('REQUEST_INVALID', faults)
  return taken
}

/** Whether an effect was given for units that have come back now, and no earlier. */
const isUndoneBy = (
  spent: SpentEffect,
  before: CustomerSession,
  cartItems: readonly CartItem[],
): boolean => {
  const place = placeOf(spent)
  if (!place) return false
  const { position, subPosition } = place
  const now = cartItems[position]?.returnedQuantity ?? 0
  const earlier = before.cartItems[position]?.returnedQuantity ?? 0
  if (subPosition === undefined) return now === cartItems[position]?.quantity
  return subPosition >= earlier && subPosition < now
}

/** The unit, or the line, that an effect was given for; undefined: for the whole session. */
const placeOf = ({
  effect,
}: SpentEffect): { position: number; subPosition: number | undefined } | undefined => {
  switch (effect.effectType) {
    case 'setDiscountPerItem':
    case 'setDiscountPerAdditionalCostPerItem':
      return { position: effect.props.position, subPosition: effect.props.subPosition }
    case 'addLoyaltyPoints': {
      const { cartItemPosition: position, cartItemSubPosition: subPosition } = effect.props
      return position === undefined ? undefined : { position, subPosition }
    }
    case 'acceptCoupon':
    case 'acceptReferral':
    case 'setDiscount':
    case 'setDiscountPerAdditionalCost':
    case 'increaseAchievementProgress':
    case 'deductLoyaltyPoints':
      return undefined
  }
}

/** Takes returned units off what the profile has bought; the session stays counted. */
const withdrawUnits = (
  books: Books,
  { profileId, cartItems }: CustomerSession,
  quantities: ReadonlyMap<number, number>,
  { now }: Moment,
): ProfileRecord | undefined => {
  const record = profileId ? books.profile(profileId) : undefined
  if (!record) return undefined
  const totalSales = cartItems.reduce(
    (sum, item) => subtractWire(sum, worthOf(item, quantities.get(item.position) ?? 0)),
    record.profile.totalSales,
  )
  const returned = { ...record, profile: { ...record.profile, totalSales, lastActivity: now } }
  books.setProfile(returned)
  return returned
}

const returnOf = (
  session: CustomerSession,
  quantities: ReadonlyMap<number, number>,
  {
    event,
    profile,
    moment,
  }: { event: { id: number }; profile: ProfileRecord | undefined; moment: Moment },
): Return => ({
  id: moment.nextId('return'),
  created: moment.now,
  applicationId: session.applicationId,
  accountId: ACCOUNT_ID,
  returnedCartItems: session.cartItems.flatMap(({ position, sku }) => {
    const quantity = quantities.get(position)
    return quantity === undefined ? [] : [{ position, quantity, sku }]
  }),
  eventId: event.id,
  sessionId: session.id,
  sessionIntegrationId: session.integrationId,
  ...(profile && {
    profileId: profile.profile.id,
    profileIntegrationId: profile.profile.integrationId,
  }),
})
