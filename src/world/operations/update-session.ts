import type { CallbackRequest } from '../../core/callback-request.ts'
import type { Facts } from '../../core/facts.ts'
import type { RuleProgram } from '../../core/rewards/rule-program.ts'
import {
  decideUpdate,
  type SessionDecision,
  type SessionUpdate,
} from '../../core/sessions/update.ts'
import { selectFields } from '../../core/state.ts'
import type { LedgerEntry } from '../ledger-entry.ts'
import type { Moments } from '../moment.ts'
import type { CallbackMessage, IdSource, SessionChanges, Store } from '../ports.ts'

/** An update, the callback it asks for, and the exchange it is part of. */
export interface UpdateSessionInput {
  update: SessionUpdate
  callback: CallbackRequest | undefined
  exchange: LedgerEntry
  /** Fields of the state that are answered; left out: all. */
  fields?: readonly string[]
  /** When a dry update is decided, in milliseconds since 1970; left out: now. */
  dryAt?: number | undefined
}

/** Updates a session and puts its callback into the outbox; resolves to the reply as JSON. */
export type UpdateSession = (input: UpdateSessionInput) => Promise<string>

export interface UpdateSessionDeps {
  /** Name of the world. */
  world: string
  store: Store
  moments: Moments
  ids: Pick<IdSource, 'opaque'>
  /** The rules as they are now. */
  program: () => RuleProgram
  /** What the reply of an exchange has to wait for; undefined: for nothing. */
  heldReply: (exchange: LedgerEntry) => Promise<void> | undefined
}

export const createUpdateSession =
  ({ world, store, moments, ids, program, heldReply }: UpdateSessionDeps): UpdateSession =>
  async ({ update, callback, exchange, fields, dryAt }) => {
    const moment = update.isDry ? moments.dry(dryAt) : moments.now()
    const keys = { sessionId: update.sessionId, profileId: update.session.profileId }
    const decide = (facts: Facts): SessionChanges & { reply: string } => {
      const decision = decideUpdate(facts, update, { moment, program: program() })
      // In one go: field by field takes longer, and leaves text in pieces to be joined on sending.
      const reply = JSON.stringify(fields ? selectFields(decision.state, fields) : decision.state)
      const { session, rewards, createdAttributes } = decision
      // By name: with the decision spread in, much of a request was kept until a full collection.
      return {
        session,
        rewards,
        createdAttributes,
        reply,
        callback:
          callback &&
          toMessage(callback, decision, reply, {
            id: ids.opaque('cb'),
            exchangeId: exchange.id,
            world,
          }),
      }
    }
    const outcome = update.isDry
      ? decide(await store.facts(keys))
      : await store.transact(keys, decide)
    exchange.profileId = outcome.session.session.profileId || undefined
    const held = heldReply(exchange)
    if (held) await held
    return outcome.reply
  }

const toMessage = (
  { uri, origin, key, correlationId, fields }: CallbackRequest,
  { session: { session }, state }: SessionDecision,
  reply: string,
  { id, exchangeId, world }: Pick<CallbackMessage, 'id' | 'exchangeId' | 'world'>,
): CallbackMessage => ({
  id,
  exchangeId,
  world,
  sessionId: session.integrationId,
  profileId: session.profileId || undefined,
  uri,
  origin,
  correlationId,
  key,
  asked: fields,
  replied: Object.keys(state),
  body: fields ? JSON.stringify(selectFields(state, fields)) : reply,
})
