import type { Effect } from '../../contract/service/effects.ts'
import type { CustomerSession, Event } from '../../contract/service/integration-state.ts'
import { newEvent } from '../events/event.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { Books } from '../rewards/books.ts'
import { undoneBy } from '../rewards/closing.ts'
import type { RewardChanges } from '../rewards/records.ts'
import type { RuleProgram } from '../rewards/rule-program.ts'
import { revoke } from './apply-rules.ts'
import { type SessionRecord, storedSession, withoutUndone } from './record.ts'
import { illegal } from './transitions.ts'

/** What reopening a session changes, and the effects that undo those of its closing. */
export interface Reopening {
  readonly session: SessionRecord
  readonly rewards: RewardChanges
  readonly effects: readonly Effect[]
  readonly event: Event
}

/**
 * Decides that a closed session is open again: what closing it spent is given back as by cancelling, and
 * the sale comes off its profile. No rules run. Source: Integration API, "Reopen customer session".
 * @throws EmulatorError NOT_FOUND, SESSION_TRANSITION_ILLEGAL; nothing has changed then
 */
export const decideReopening = (
  facts: Facts,
  sessionId: string,
  { moment, program }: { moment: Moment; program: RuleProgram },
): Reopening => {
  const stored = storedSession(facts, sessionId)
  if (stored.state !== 'closed') throw illegal(stored.state, 'open', '')
  const books = new Books(facts.records)
  const { closing } = facts
  const { effects } = revoke({ session: stored, closing }, books, moment)
  const session: CustomerSession = {
    ...stored,
    state: 'open',
    updateCount: stored.updateCount + 1,
    updated: moment.now,
  }
  const profile = session.profileId ? books.profile(session.profileId) : undefined
  if (profile) {
    books.setProfile({ ...profile, profile: { ...profile.profile, lastActivity: moment.now } })
  }
  const record: SessionRecord = {
    session,
    closing: undefined,
    effects: closing ? withoutUndone(facts.effects, undoneBy(closing)) : facts.effects,
    returns: facts.returns,
  }
  const event = newEvent('talon_session_reopened', { session, moment, program })
  return { session: record, rewards: books.changes, effects, event }
}
