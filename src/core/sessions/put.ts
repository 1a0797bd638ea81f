import { MAX_CART_QUANTITY } from '../../contract/service/customer-sessions.ts'
import type { CustomerSession } from '../../contract/service/integration-state.ts'
import { type Fault, invalid } from '../errors.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { checkSale, newProfile } from '../profiles.ts'
import { Books } from '../rewards/books.ts'
import type { RewardChanges } from '../rewards/records.ts'
import { isSold, withoutSession, withSession } from './counted.ts'
import type { SessionRecord } from './record.ts'

/** What putting a session as it is changes. */
export interface SessionReplacement {
  readonly session: SessionRecord
  readonly rewards: RewardChanges
}

/**
 * Decides that a session is stored as it is given, whatever was stored before: no rule is asked, nothing
 * is spent or given back. Its profile comes into being if need be, and counts it in the place of the one
 * before. Of the emulator alone.
 * @throws EmulatorError REQUEST_INVALID; nothing has changed then
 */
export const decidePut = (
  facts: Facts,
  session: CustomerSession,
  moment: Moment,
): SessionReplacement => {
  checkPlace(facts, session)
  const { session: stored, records } = facts
  const books = new Books(records)
  const before = stored && books.profile(stored.profileId)
  if (before) books.setProfile(withoutSession(before, stored))
  const { profileId } = session
  if (profileId !== '') {
    const joined = books.profile(profileId)
    if (isSold(session)) checkSale(joined, session.total, '')
    const profile = joined ?? newProfile(moment.nextId('profile'), profileId, moment.now)
    books.setProfile(withSession(profile, session))
  }
  // It has spent nothing that could be given back.
  const record = { session, closing: undefined, effects: [], returns: [] }
  return { session: record, rewards: books.changes }
}

/** Number and size of it have to be such as a request could have brought about. */
const checkPlace = ({ also }: Facts, { id, integrationId, cartItems }: CustomerSession) => {
  const faults: Fault[] = []
  const holder = also?.sessionOfNumber
  if (holder && holder.integrationId !== integrationId) {
    const details = `id must be no other session's: ${id} is that of ${holder.integrationId}`
    faults.push({ title: 'Taken', details, source: '/id' })
  }
  cartItems.forEach(({ quantity }, i) => {
    if (quantity > 0) return
    const details = `quantity must be at least 1, got ${quantity}`
    faults.push({ title: 'Out of range', details, source: `/cartItems/${i}/quantity` })
  })
  const units = cartItems.reduce((sum, { quantity }) => sum + quantity, 0)
  if (units > MAX_CART_QUANTITY) {
    const details = `cartItems must hold at most ${MAX_CART_QUANTITY} units in all, got ${units}`
    faults.push({ title: 'Out of range', details, source: '/cartItems' })
  }
  if (faults.length > 0) throw invalid('REQUEST_INVALID', faults)
}
