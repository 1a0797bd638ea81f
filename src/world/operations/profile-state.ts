import type { CustomerProfile } from '../../contract/service/integration-state.ts'
import { decideProfilePut, decideProfileRemoval } from '../../core/profile-state.ts'
import type { IdSource } from '../ports.ts'
import type { Perform } from './perform.ts'

/** Stores a profile as it is given. */
export type PutProfile = (profile: CustomerProfile) => Promise<void>

/** Drops a profile with its sessions, points, links to cards and reservations; resolves to false when there is none. */
export type RemoveProfile = (integrationId: string) => Promise<boolean>

export const createPutProfile =
  (perform: Perform, { reach }: Pick<IdSource, 'reach'>): PutProfile =>
  async (profile) => {
    const { integrationId: profileId, id } = profile
    await perform({ profileId, also: { profileNumber: id } }, (facts) => {
      const put = decideProfilePut(facts, profile)
      reach('profile', id)
      return put
    })
  }

export const createRemoveProfile =
  (perform: Perform): RemoveProfile =>
  async (profileId) => {
    const keys = { profileId, also: { sessionsOf: profileId, codesOf: profileId } }
    const removal = await perform(keys, (facts, { program, moment }) =>
      decideProfileRemoval(facts, program.account, moment),
    )
    return removal.removedProfile !== undefined
  }
