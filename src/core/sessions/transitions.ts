import type { SessionState } from '../../contract/service/customer-sessions.ts'
import type { SessionEvent } from '../../contract/service/integration-state.ts'
import { type EmulatorError, invalid } from '../errors.ts'

/**
 * What a session update may do to the state, and the event it raises. Everything else is illegal:
 * `partially_returned` is set by returns alone, `open` again by reopening alone.
 * Source: Integration API, "Update customer session", and docs, Events. Assumed: a session created as
 * closed raises `talon_session_closed`; a partially returned one that is cancelled, `…_revoked`.
 */
const TRANSITIONS: Record<SessionState | 'none', Partial<Record<SessionState, SessionEvent>>> = {
  none: { open: 'talon_session_created', closed: 'talon_session_closed' },
  open: {
    open: 'talon_session_updated',
    closed: 'talon_session_closed',
    cancelled: 'talon_session_cancelled',
  },
  closed: { cancelled: 'talon_session_revoked' },
  partially_returned: { cancelled: 'talon_session_revoked' },
  cancelled: {},
}

/**
 * The event that taking a session from one state to another by an update raises.
 * @throws EmulatorError SESSION_TRANSITION_ILLEGAL, also for a final state repeated (assumed)
 */
export const transition = (
  from: SessionState | undefined,
  to: SessionState,
  pointer: string,
): SessionEvent => {
  const event = TRANSITIONS[from ?? 'none'][to]
  if (event) return event
  throw illegal(from, to, pointer)
}

/** The refusal of a state that a session can't take. */
export const illegal = (
  from: SessionState | undefined,
  to: SessionState,
  pointer: string,
): EmulatorError => {
  const subject = from ? `a session in state "${from}"` : 'a new session'
  const states = Object.keys(TRANSITIONS[from ?? 'none']).map((state) => `"${state}"`)
  return invalid('SESSION_TRANSITION_ILLEGAL', [
    {
      title: 'Invalid state transition',
      details: `state can't become "${to}": ${subject} ${
        states.length > 0 ? `takes ${states.join(', ')}` : 'takes no more updates'
      }`,
      source: `${pointer}/state`,
    },
  ])
}
