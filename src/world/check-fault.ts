import type { FaultActions, FaultInput } from '../contract/control/faults.ts'

type Action = keyof FaultActions

/**
 * When a fault is judged: once for a request before it is looked into, once for a callback when it is
 * put, or anew for each attempt.
 */
export type FaultMoment = 'request' | 'callback' | 'attempt'

/** What can be done at each moment. A delay is named twice: each side has its own. */
const ACTIONS: Readonly<Record<FaultMoment, readonly Action[]>> = {
  request: ['status', 'delayMs', 'reset', 'malformed', 'conflict'],
  callback: ['drop', 'duplicate', 'delayMs', 'beforeReply'],
  attempt: ['wrongKey', 'wrongCorrelationId', 'truncate'],
}

/** Of these a request can get one alone. */
const ANSWERS: readonly Action[] = ['status', 'reset', 'malformed', 'conflict']

// The keys of a checked `do` are its actions.
const actionsOf = (actions: FaultActions) => Object.keys(actions) as Action[]

/** The moment that a fault in order is judged at. */
export const faultMomentOf = ({
  where,
  do: actions,
}: Pick<FaultInput, 'where' | 'do'>): FaultMoment => {
  if (where === 'request') return 'request'
  return actionsOf(actions).some((action) => ACTIONS.attempt.includes(action))
    ? 'attempt'
    : 'callback'
}

const list = (actions: readonly Action[]) => actions.map((action) => `do.${action}`).join(', ')

/** What is wrong with a fault of the right shape, each naming the field; none: it is in order. */
export const checkFault = ({ where, do: actions }: FaultInput): string[] => {
  const named = actionsOf(actions)
  const possible = where === 'request' ? ACTIONS.request : [...ACTIONS.callback, ...ACTIONS.attempt]
  if (named.length === 0) return [`do must name what to do, any of ${list(possible)}`]
  const misplaced = named.filter((action) => !possible.includes(action))
  if (misplaced.length > 0) {
    return [`${list(misplaced)} can't be done to a ${where}; there are ${list(possible)}`]
  }
  const faults: string[] = []
  const answers = named.filter((action) => ANSWERS.includes(action))
  if (answers.length > 1) faults.push(`${list(answers)} can't be done together`)
  if (named.includes('drop') && named.length > 1) faults.push('do.drop must stand alone')
  const ofAttempts = named.filter((action) => ACTIONS.attempt.includes(action))
  const ofCallbacks = named.filter((action) => ACTIONS.callback.includes(action))
  if (where === 'callback' && ofAttempts.length > 0 && ofCallbacks.length > 0) {
    faults.push(
      `${list(ofCallbacks)} befalls a callback and ${list(ofAttempts)} one attempt of it: make two faults`,
    )
  }
  const { delayMs } = actions
  if (typeof delayMs === 'object' && delayMs.min > delayMs.max) {
    faults.push('do.delayMs.min must be at most do.delayMs.max')
  }
  return faults
}
