import type { Audience } from '../../contract/service/audiences.ts'
import { mergeAttributes } from '../attributes/merge.ts'
import { AttributeResolver } from '../attributes/resolve.ts'
import { EmulatorError, invalid, notFound } from '../errors.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { ACCOUNT_ID, type ProfileRecord } from '../profiles.ts'
import type { RewardChanges } from '../rewards/records.ts'

/** An audience as a request describes it. */
export type NewAudience = Pick<Audience, 'name'> &
  Partial<
    Pick<
      Audience,
      'integration' | 'integrationId' | 'description' | 'sandbox' | 'subscribedApplicationsIds'
    >
  >

/** What a decision on an audience changes, and the audience as it is then. */
export interface AudienceDecision {
  readonly audience: Audience
  readonly rewards: RewardChanges
}

/**
 * Decides a new audience. Source: Third-party OpenAPI, "Create audience" (the text of the conflict);
 * Integration API, "Create audience".
 * @throws EmulatorError ALREADY_EXISTS
 */
export const decideAudience = (
  { records }: Facts,
  described: NewAudience,
  moment: Moment,
): AudienceDecision => {
  const { integrationId } = described
  if (integrationId !== undefined && records.audienceOf(integrationId)) {
    throw new EmulatorError(
      'ALREADY_EXISTS',
      `The audience with the ID '${integrationId}' already exists`,
    )
  }
  const audience: Audience = {
    accountId: ACCOUNT_ID,
    id: moment.nextId('audience'),
    created: moment.now,
    ...described,
  }
  return { audience, rewards: { audiences: [audience] } }
}

/** The audience with that number, or that a platform calls so. @throws EmulatorError NOT_FOUND */
export const audienceNamed = (
  { records }: Pick<Facts, 'records'>,
  id: number | string,
): Audience => {
  const audience = typeof id === 'number' ? records.audience(id) : records.audienceOf(id)
  if (audience) return audience
  throw notFound('audience', id, 'audienceId')
}

/** Decides another name for an audience; its members' profiles show it. @throws EmulatorError NOT_FOUND */
export const decideAudienceName = (
  facts: Facts,
  id: number | string,
  name: string,
): AudienceDecision => {
  const audience = { ...audienceNamed(facts, id), name }
  const profiles = membersOf(facts).map((record) =>
    withMemberships(record, (memberships) =>
      memberships.map((one) => (one.id === audience.id ? { ...one, name } : one)),
    ),
  )
  return { audience, rewards: { audiences: [audience], profiles } }
}

/** Decides what an audience is called, which comes into being if need be. */
export const decideAudiencePut = (
  facts: Facts,
  described: NewAudience & { readonly integrationId: string },
  moment: Moment,
): AudienceDecision =>
  facts.records.audienceOf(described.integrationId)
    ? decideAudienceName(facts, described.integrationId, described.name)
    : decideAudience(facts, described, moment)

/** Decides that an audience has no members any more. @throws EmulatorError NOT_FOUND */
export const decideAudienceEmptied = (facts: Facts, id: number | string): AudienceDecision => {
  const audience = audienceNamed(facts, id)
  const profiles = membersOf(facts).map((record) =>
    withMemberships(record, (memberships) => memberships.filter((one) => one.id !== audience.id)),
  )
  return { audience, rewards: { profiles } }
}

/** Decides that an audience goes, with its memberships. @throws EmulatorError NOT_FOUND */
export const decideAudienceRemoval = (facts: Facts, id: number | string): AudienceDecision => {
  const { audience, rewards } = decideAudienceEmptied(facts, id)
  return { audience, rewards: { ...rewards, removedAudiences: [audience.id] } }
}

/** Decides the same of an audience that may not be there. */
export const decideAudienceAbsence = (facts: Facts, id: string): { rewards: RewardChanges } =>
  facts.records.audienceOf(id) ? decideAudienceRemoval(facts, id) : { rewards: {} }

/**
 * Decides attributes for all members of an audience. Source: Integration API, "Update profile attributes
 * for all customers in an audience". @throws EmulatorError NOT_FOUND, ATTRIBUTE_INVALID
 */
export const decideMemberAttributes = (
  facts: Facts,
  id: number,
  attributes: Readonly<Record<string, unknown>>,
): { rewards: RewardChanges } => {
  audienceNamed(facts, id)
  const resolver = new AttributeResolver({ definitions: facts.attributes, unknown: 'refuse' })
  const values = resolver.resolve('CustomerProfile', attributes, '')
  if (resolver.faults.length > 0) throw invalid('ATTRIBUTE_INVALID', resolver.faults)
  const profiles = membersOf(facts).map((record) => ({
    ...record,
    profile: {
      ...record.profile,
      attributes: mergeAttributes(record.profile.attributes, values),
    },
  }))
  return { rewards: { profiles } }
}

const membersOf = ({ also }: Facts): readonly ProfileRecord[] => also?.members ?? []

type Memberships = ProfileRecord['profile']['audienceMemberships']

const withMemberships = (
  record: ProfileRecord,
  change: (memberships: Memberships) => Memberships,
): ProfileRecord => ({
  ...record,
  profile: { ...record.profile, audienceMemberships: change(record.profile.audienceMemberships) },
})
