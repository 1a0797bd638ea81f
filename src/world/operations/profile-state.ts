import type { CustomerProfile } from '../../contract/service/integration-state.ts'
import { decideProfilePut, decideProfileRemoval } from '../../core/profile-state.ts'
import type { RuleProgram } from '../../core/rewards/rule-program.ts'
import type { IdSource, Store } from '../ports.ts'

/** Stores a profile as it is given. */
export type PutProfile = (profile: CustomerProfile) => Promise<void>

/** Drops a profile with its sessions and its points; resolves to false when there is none. */
export type RemoveProfile = (integrationId: string) => Promise<boolean>

/** No session has this ID. */
const NO_SESSION = ''

export const createPutProfile =
  ({ store, ids }: { store: Store; ids: IdSource }): PutProfile =>
  async (profile) => {
    const { integrationId: profileId, id } = profile
    const keys = { sessionId: NO_SESSION, profileId, also: { profileNumber: id } }
    await store.transact(keys, (facts) => {
      const put = decideProfilePut(facts, profile)
      ids.reach('profile', id)
      return put
    })
  }

export const createRemoveProfile =
  ({ store, program }: { store: Store; program: () => RuleProgram }): RemoveProfile =>
  async (profileId) => {
    const keys = { sessionId: NO_SESSION, profileId, also: { sessionsOf: profileId } }
    const removal = await store.transact(keys, (facts) =>
      decideProfileRemoval(facts, program().account),
    )
    return removal.removedProfile !== undefined
  }
