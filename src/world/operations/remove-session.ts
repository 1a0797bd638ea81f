import { decideRemoval } from '../../core/sessions/remove.ts'
import type { Perform } from './perform.ts'

/** Drops a session and takes it off its profile's counters; resolves to false when there is none. */
export type RemoveSession = (sessionId: string) => Promise<boolean>

export const createRemoveSession =
  (perform: Perform): RemoveSession =>
  async (sessionId) => {
    const removal = await perform({ sessionId }, decideRemoval)
    return removal.removedSession !== undefined
  }
