import type { Effect } from '../../contract/service/effects.ts'
import type { CustomerSession, Return } from '../../contract/service/integration-state.ts'
import { notFound } from '../errors.ts'
import type { Facts } from '../facts.ts'
import type { Closing } from '../rewards/closing.ts'

/** A session as it is kept. Records are replaced, never edited. */
export interface SessionRecord {
  readonly session: CustomerSession
  /** What it spent by closing; undefined: nothing that could be given back. */
  readonly closing: Closing | undefined
  /** Effects of its last evaluation that nothing has undone since. */
  readonly effects: readonly Effect[]
  /** What was returned of it, the oldest first. */
  readonly returns: readonly Return[]
}

/** Effects without those that were undone: each takes one that is the same with it. */
export const withoutUndone = (
  effects: readonly Effect[],
  undone: readonly Effect[],
): readonly Effect[] => {
  const counts = new Map<string, number>()
  for (const effect of undone) {
    const key = JSON.stringify(effect)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return effects.filter((effect) => {
    const key = JSON.stringify(effect)
    const left = counts.get(key) ?? 0
    if (left > 0) counts.set(key, left - 1)
    return left === 0
  })
}

/** @throws EmulatorError NOT_FOUND when there is no such session */
export const storedSession = ({ session }: Facts, sessionId: string): CustomerSession => {
  if (session) return session
  throw notFound('session', sessionId, 'customerSessionId')
}
