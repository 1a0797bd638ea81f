import type { Inventory } from '../../contract/service/inventory.ts'
import type { Loyalty } from '../../contract/service/loyalty.ts'
import { decideMemberships, type ProfileAudiences } from '../../core/audiences/memberships.ts'
import { decideProfiles } from '../../core/profiles/batch.ts'
import { type InventoryParts, inventoryOf, loyaltyHeld } from '../../core/profiles/inventory.ts'
import {
  decideProfileUpdate,
  type ProfileDecision,
  type ProfileUpdate,
} from '../../core/profiles/update.ts'
import type { Perform } from './perform.ts'

/** What requests do with customer profiles. */
export interface ProfileOperations {
  /** A dry update keeps nothing. */
  update(update: ProfileUpdate, isDry?: boolean): Promise<ProfileDecision>
  /** All of them, or none. */
  updateAll(updates: readonly ProfileUpdate[]): Promise<readonly ProfileDecision[]>
  /** Memberships of several profiles: all changes, or none. */
  changeAudiences(changes: readonly ProfileAudiences[]): Promise<void>
  inventory(profileId: string, parts: InventoryParts): Promise<Inventory>
  /** Its points, and those of the cards that it is linked to; undefined: there is no such profile. */
  loyalty(profileId: string): Promise<Loyalty | undefined>
}

export const createProfileOperations = (perform: Perform): ProfileOperations => ({
  update(update, isDry = false) {
    const keys = { profileId: update.profileId }
    return perform(keys, (facts, at) => decideProfileUpdate(facts, update, at), isDry)
  },

  async updateAll(updates) {
    const { decisions } = await perform({}, (facts, at) => decideProfiles(facts, updates, at))
    return decisions
  },

  async changeAudiences(changes) {
    await perform({}, (facts, { moment }) => decideMemberships(facts, changes, moment))
  },

  inventory: (profileId, parts) =>
    perform.read({ profileId, also: { codesOf: profileId } }, (facts, { moment, program }) =>
      inventoryOf(program.account, facts, { profileId, parts, at: moment.at }),
    ),

  loyalty: (profileId) =>
    perform.read(
      { profileId, also: { codesOf: profileId } },
      ({ profile, records, also }, { moment, program }) =>
        profile &&
        loyaltyHeld(
          { account: program.account, records, at: moment.at },
          profileId,
          also?.codes?.cards ?? [],
        ),
    ),
})
