import type { CustomerSession } from '../../contract/service/integration-state.ts'
import { decidePut } from '../../core/sessions/put.ts'
import { momentOf } from '../moment.ts'
import type { Clock, IdSource, Store } from '../ports.ts'

/** Stores a session as it is given. */
export type PutSession = (session: CustomerSession) => Promise<void>

export interface PutSessionDeps {
  store: Store
  clock: Clock
  ids: IdSource
}

export const createPutSession =
  ({ store, clock, ids }: PutSessionDeps): PutSession =>
  async (session) => {
    const { integrationId: sessionId, profileId, id } = session
    await store.transact({ sessionId, profileId, also: { sessionNumber: id } }, (facts) => {
      const put = decidePut(facts, session, momentOf(clock, ids))
      ids.reach('session', id)
      return put
    })
  }
