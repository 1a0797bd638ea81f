import { decideRemoval } from '../../core/sessions/remove.ts'
import type { Store } from '../ports.ts'

/** Drops a session and takes it off its profile's counters; resolves to false when there is none. */
export type RemoveSession = (sessionId: string) => Promise<boolean>

export const createRemoveSession =
  ({ store }: { store: Store }): RemoveSession =>
  async (sessionId) => {
    const removal = await store.transact({ sessionId, profileId: undefined }, decideRemoval)
    return removal.removedSession !== undefined
  }
