import type { CallbackRequest } from '../../core/callback-request.ts'
import { decideUpdate, type SessionUpdate } from '../../core/sessions/update.ts'
import { joinState, type SerialisedState, serialiseState } from '../../core/state.ts'
import type { LedgerEntry } from '../ledger.ts'
import type { CallbackMessage, Clock, IdSource, Store } from '../ports.ts'

/** An update, the callback it asks for, and the exchange it is part of. */
export interface UpdateSessionInput {
  update: SessionUpdate
  callback: CallbackRequest | undefined
  exchange: LedgerEntry
}

/** Updates a session and puts its callback into the outbox; resolves to the reply as JSON. */
export type UpdateSession = (input: UpdateSessionInput) => Promise<string>

export const createUpdateSession =
  ({ store, clock, ids }: { store: Store; clock: Clock; ids: IdSource }): UpdateSession =>
  async ({ update, callback, exchange }) => {
    const moment = { now: new Date(clock.now()).toISOString(), nextId: ids.next }
    const keys = { sessionId: update.sessionId, profileId: update.session.profileId }
    exchange.sessionId = update.sessionId
    const outcome = await store.transact(keys, (facts) => {
      const decision = decideUpdate(facts, update, moment)
      const state = serialiseState(decision.state)
      const reply = joinState(state)
      return {
        ...decision,
        reply,
        callback: callback && toMessage(callback, state, reply, ids.opaque('cb'), exchange),
      }
    })
    exchange.profileId = outcome.session.profileId || undefined
    return outcome.reply
  }

const toMessage = (
  { uri, origin, key, correlationId, fields }: CallbackRequest,
  state: SerialisedState,
  reply: string,
  id: string,
  exchange: LedgerEntry,
): CallbackMessage => ({
  id,
  exchangeId: exchange.id,
  sessionId: exchange.sessionId ?? '',
  uri,
  origin,
  correlationId,
  key,
  asked: fields,
  replied: [...state.keys()],
  body: fields ? joinState(state, fields) : reply,
})
