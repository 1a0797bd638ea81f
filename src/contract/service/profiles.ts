import { type Static, Type } from '@sinclair/typebox'
import { OneOf, OrNull, Together } from '../wire-types.ts'
import { Audience } from './audiences.ts'
import { AttributeValues, MAX_INTEGRATION_ID } from './customer-sessions.ts'
import { Attribute, CustomerProfile } from './integration-state.ts'

/**
 * Requests that update customer profiles, and what answers them. Source: Third-party OpenAPI, "Update
 * customer profile" in its versions, "Update audiences in multiple customer profiles".
 */

export const ProfileId = (options: object = {}) =>
  Type.String({ minLength: 1, maxLength: MAX_INTEGRATION_ID, ...options })

export const CustomerProfileParams = Type.Object({
  customerProfileId: ProfileId({ description: 'Integration ID of the profile.' }),
})

/** The deployment's number of an audience; Segment's client may send numbers as text. */
export const AudienceNumber = Type.Unsafe<number | string>({
  type: ['integer', 'string'],
  minimum: 1,
  pattern: '^[1-9]\\d{0,14}$',
  description: "The deployment's number of an audience. A number, or a number as text.",
})

/** What a platform calls an audience. */
const ExternalAudienceId = Type.String({ minLength: 1, maxLength: MAX_INTEGRATION_ID })

const NamedAudience = Type.Object({
  name: Type.String({ minLength: 1, maxLength: MAX_INTEGRATION_ID }),
  integrationId: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_INTEGRATION_ID })),
})

const Maybe = Type.Optional

const numbered = {
  adds: Maybe(OrNull(Type.Array(AudienceNumber))),
  deletes: Maybe(OrNull(Type.Array(AudienceNumber))),
}
const external = {
  adds: Maybe(OrNull(Type.Array(ExternalAudienceId))),
  deletes: Maybe(OrNull(Type.Array(ExternalAudienceId))),
}
const named = {
  adds: Maybe(OrNull(Type.Array(NamedAudience))),
  deletes: Maybe(OrNull(Type.Array(NamedAudience))),
}

/** Types of attributes that are created. Any text may come: Segment's client doesn't check it here. */
export const AnyAttributesInfo = Type.Array(
  Type.Object({ name: Maybe(Type.String()), type: Maybe(Type.String()) }),
  {
    description:
      'Types for attributes that this request creates. A type that there is not says nothing.',
  },
)

const common = {
  attributes: Maybe(OrNull(AttributeValues)),
  runRuleEngine: Maybe(
    OrNull(
      Type.Boolean({
        description: 'Left out: false. Without the rules, audience changes are not applied.',
      }),
    ),
  ),
}

/** v1: attributes are created. */
export const UpdateProfileV1Request = Type.Object({
  ...common,
  audiencesChanges: Maybe(OrNull(Type.Object(numbered))),
  attributesInfo: Maybe(OrNull(AnyAttributesInfo)),
})

/** v2: attributes are created, and audiences too. */
export const UpdateProfileV2Request = Type.Object({
  ...common,
  audiencesChanges: Maybe(OrNull(Type.Object(named))),
  attributesInfo: Maybe(OrNull(AnyAttributesInfo)),
})

/** v3: nothing is created. */
export const UpdateProfileRequest = Type.Object({
  ...common,
  audiencesChanges: Maybe(OrNull(Type.Object(numbered))),
})

export const UpdateExternalAudiencesRequest = Type.Object({ data: Type.Object(external) })

export const UpdateManyAudiencesRequest = Type.Object({
  data: Type.Array(Type.Object({ customerProfileId: ProfileId(), ...numbered })),
})

export const UpdateManyExternalAudiencesRequest = Type.Object({
  data: Type.Array(Type.Object({ customerProfileId: ProfileId(), ...external })),
})

export const CustomerProfileReply = Type.Object({
  customerProfile: CustomerProfile,
  createdAttributes: Type.Array(Attribute),
})

export const CustomerProfileReplyV2 = Together([
  CustomerProfileReply,
  Type.Object({
    audiences: Type.Array(
      Together([Audience, Type.Object({ status: OneOf(['unmodified', 'updated', 'new']) })]),
    ),
  }),
])
export type CustomerProfileReplyV2 = Static<typeof CustomerProfileReplyV2>
