import type { CustomerSessionInput } from '../../src/contract/service/customer-sessions.ts'
import type {
  Attribute,
  CustomerSession,
  SessionEntity,
} from '../../src/contract/service/integration-state.ts'
import type { ProfileRecord } from '../../src/core/profiles.ts'
import {
  decideUpdate,
  type EntityKind,
  type SessionDecision,
  type SessionFacts,
  type SessionUpdate,
} from '../../src/core/sessions/update.ts'

/** What decisions have left behind so far: enough to decide the next one, without store or server. */
export interface Account {
  /** Time of the next decision, RFC 3339. */
  now: string
  /** IDs given out so far. */
  readonly spent: Record<EntityKind, number>
  readonly sessions: Map<string, CustomerSession>
  readonly profiles: Map<string, ProfileRecord>
  readonly attributes: Record<SessionEntity, Map<string, Attribute>>
  /** Decides one update, as v1 unless told otherwise, and keeps what it changes. */
  put(
    sessionId: string,
    session: CustomerSessionInput,
    options?: Partial<SessionUpdate>,
  ): SessionDecision
}

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}

/** An empty account. Records and requests are frozen, so a decision that edits one throws. */
export const createAccount = (): Account => {
  const account: Account = {
    now: '2026-01-02T03:04:05.000Z',
    spent: { session: 0, profile: 0, event: 0, attribute: 0 },
    sessions: new Map(),
    profiles: new Map(),
    attributes: { CustomerSession: new Map(), CartItem: new Map() },
    put(sessionId, session, options = {}) {
      const stored = account.sessions.get(sessionId)
      const facts: SessionFacts = {
        session: stored,
        profile: account.profiles.get(session.profileId ?? stored?.profileId ?? ''),
        attributes: account.attributes,
      }
      const update: SessionUpdate = {
        sessionId,
        session: deepFreeze(session),
        unknownAttributes: 'create',
        pointer: '',
        strict: false,
        ...options,
      }
      const decision = decideUpdate(facts, update, {
        now: account.now,
        nextId: (kind) => {
          account.spent[kind] += 1
          return account.spent[kind]
        },
      })
      deepFreeze(decision)
      account.sessions.set(sessionId, decision.session)
      if (decision.profile) {
        account.profiles.set(decision.profile.profile.integrationId, decision.profile)
      }
      for (const made of decision.createdAttributes) {
        account.attributes[made.entity].set(made.name, made)
      }
      return decision
    },
  }
  return account
}
