import type { CustomerSession } from '../../contract/service/integration-state.ts'
import { decidePut } from '../../core/sessions/put.ts'
import type { IdSource } from '../ports.ts'
import type { Perform } from './perform.ts'

/** Stores a session as it is given. */
export type PutSession = (session: CustomerSession) => Promise<void>

export const createPutSession =
  (perform: Perform, { reach }: Pick<IdSource, 'reach'>): PutSession =>
  async (session) => {
    const { integrationId: sessionId, profileId, id } = session
    await perform({ sessionId, profileId, also: { sessionNumber: id } }, (facts, { moment }) => {
      const put = decidePut(facts, session, moment)
      reach('session', id)
      return put
    })
  }
