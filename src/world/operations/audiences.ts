import type { Audience } from '../../contract/service/audiences.ts'
import {
  decideAudience,
  decideAudienceAbsence,
  decideAudienceEmptied,
  decideAudienceName,
  decideAudiencePut,
  decideAudienceRemoval,
  decideMemberAttributes,
  type NewAudience,
} from '../../core/audiences/audiences.ts'
import type { Perform } from './perform.ts'

/** What requests do with audiences, which go by their number or by what a platform calls them. */
export interface AudienceOperations {
  create(audience: NewAudience): Promise<Audience>
  /** Creates the one that a platform calls so, or names it. */
  put(audience: NewAudience & { readonly integrationId: string }): Promise<Audience>
  rename(id: number | string, name: string): Promise<Audience>
  remove(id: number | string): Promise<void>
  /** The same; one that isn't there is no fault. */
  discard(id: string): Promise<void>
  /** Takes all members out. */
  empty(id: number | string): Promise<void>
  setAttributes(id: number, attributes: Readonly<Record<string, unknown>>): Promise<void>
}

export const createAudienceOperations = (perform: Perform): AudienceOperations => ({
  async create(described) {
    const { audience } = await perform({}, (facts, { moment }) =>
      decideAudience(facts, described, moment),
    )
    return audience
  },

  async put(described) {
    const { audience } = await perform(
      { also: { membersOf: described.integrationId } },
      (facts, { moment }) => decideAudiencePut(facts, described, moment),
    )
    return audience
  },

  async rename(id, name) {
    const keys = { also: { membersOf: id } }
    const { audience } = await perform(keys, (facts) => decideAudienceName(facts, id, name))
    return audience
  },

  async remove(id) {
    await perform({ also: { membersOf: id } }, (facts) => decideAudienceRemoval(facts, id))
  },

  async discard(id) {
    await perform({ also: { membersOf: id } }, (facts) => decideAudienceAbsence(facts, id))
  },

  async empty(id) {
    await perform({ also: { membersOf: id } }, (facts) => decideAudienceEmptied(facts, id))
  },

  async setAttributes(id, attributes) {
    await perform({ also: { membersOf: id } }, (facts) =>
      decideMemberAttributes(facts, id, attributes),
    )
  },
})
