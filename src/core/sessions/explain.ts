import type { CustomerSession, SessionEvent } from '../../contract/service/integration-state.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { withdrawSale } from '../profiles.ts'
import { Books } from '../rewards/books.ts'
import { unspendRewards } from '../rewards/rollback.ts'
import type { RuleOutcome, RuleProgram, RuleReport } from '../rewards/rule-program.ts'

/** The event that rules are asked about: the session's last; of a cancelled one, which has none, an update. */
const eventOf = ({ state, updateCount }: CustomerSession): SessionEvent => {
  if (state === 'closed' || state === 'partially_returned') return 'talon_session_closed'
  return state === 'open' && updateCount === 1 ? 'talon_session_created' : 'talon_session_updated'
}

/**
 * Asks the rules once more about a session as it stands, at the time of its last update, and reports on
 * each. What the session itself spent by closing counts as not spent. Changes nothing; undefined: there
 * is no session. Of the emulator alone.
 */
export const explainRules = (
  { session, closing, records }: Facts,
  program: RuleProgram,
  moment: Moment,
): { at: string; outcome: RuleOutcome; rules: readonly RuleReport[] } | undefined => {
  if (!session) return undefined
  const { profileId, integrationId: sessionId } = session
  const books = new Books(records)
  if (closing) unspendRewards(closing, books, { profileId, sessionId, moment })
  const record = profileId ? books.profile(profileId) : undefined
  const isSold = session.state === 'closed' || session.state === 'partially_returned'
  const explained = program.explain({
    session,
    profile:
      record && isSold ? { ...record, profile: withdrawSale(record.profile, session) } : record,
    event: { type: eventOf(session), attributes: {} },
    account: books,
    now: Date.parse(session.updated),
    uuid: moment.uuid,
  })
  return { at: session.updated, ...explained }
}
