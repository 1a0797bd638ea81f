import type { FastifyRequest } from 'fastify'
import type { AudienceChanges } from '../../core/audiences/memberships.ts'
import type { ProfileDecision, ProfileUpdate } from '../../core/profiles/update.ts'

/** Numbers of audiences as they are sent: some as text. */
interface SentNumbers {
  readonly adds?: readonly (number | string)[] | null
  readonly deletes?: readonly (number | string)[] | null
}

/** The audiences that lists of numbers name. */
export const numbers = (changes: SentNumbers | null | undefined): Required<AudienceChanges> => ({
  adds: changes?.adds?.map(Number),
  deletes: changes?.deletes?.map(Number),
})

/** The part of an update that all forms of its request share. */
export const updateOf = (
  profileId: string,
  body: { attributes?: Record<string, unknown> | null; runRuleEngine?: boolean | null },
  integration: string,
): Pick<
  ProfileUpdate,
  | 'profileId'
  | 'attributes'
  | 'attributesPointer'
  | 'audiencesPointer'
  | 'runsRules'
  | 'integration'
> => ({
  profileId,
  attributes: body.attributes,
  attributesPointer: '/attributes',
  audiencesPointer: '/audiencesChanges',
  runsRules: body.runRuleEngine === true,
  integration,
})

/** Updates the profile that a request is about. */
export const update = (request: FastifyRequest, asked: ProfileUpdate): Promise<ProfileDecision> => {
  request.exchange.profileId = asked.profileId
  return request.world.profiles.update(asked)
}
