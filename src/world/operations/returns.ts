import type { Effect } from '../../contract/service/effects.ts'
import type { CustomerSession, IntegrationState } from '../../contract/service/integration-state.ts'
import type { Facts } from '../../core/facts.ts'
import { storedSession } from '../../core/sessions/record.ts'
import { decideReopening } from '../../core/sessions/reopen.ts'
import { decideReturn, type ReturnedItem } from '../../core/sessions/returns.ts'
import type { At, Perform } from './perform.ts'

/** What becomes of sessions after they were closed, and sessions as they are. */
export interface SessionOperations {
  /** Takes items back; a dry return keeps nothing. */
  takeBack(
    sessionId: string,
    items: readonly ReturnedItem[],
    isDry?: boolean,
  ): Promise<IntegrationState>
  /** Opens a closed session again; resolves to the effects that undo those of its closing. */
  reopen(sessionId: string): Promise<readonly Effect[]>
  /** A session with those of its effects that nothing has undone. */
  read(sessionId: string): Promise<{ customerSession: CustomerSession; effects: readonly Effect[] }>
}

export const createSessionOperations = (perform: Perform): SessionOperations => ({
  async takeBack(sessionId, items, isDry = false) {
    const decide = (facts: Facts, at: At) => decideReturn(facts, sessionId, items, at)
    const { state } = await perform({ sessionId }, decide, isDry)
    return state
  },

  async reopen(sessionId) {
    const { effects } = await perform({ sessionId }, (facts, at) =>
      decideReopening(facts, sessionId, at),
    )
    return effects
  },

  read: (sessionId) =>
    perform.read({ sessionId }, (facts) => ({
      customerSession: storedSession(facts, sessionId),
      effects: facts.effects,
    })),
})
