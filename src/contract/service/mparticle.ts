import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox'
import { OneOf, OrNull } from '../wire-types.ts'
import { AttributeValues, MAX_INTEGRATION_ID } from './customer-sessions.ts'

/**
 * The messages of mParticle, told apart by their `type`, and what answers them. Source: Third-party
 * OpenAPI, "Send event".
 */

const Maybe = Type.Optional

const MESSAGES = [
  'module_registration_request',
  'audience_membership_change_request',
  'audience_subscription_request',
  'event_processing_request',
] as const

export const USER_ID_FIELDS = ['email', 'customerId', 'mpid'] as const

/** The key and the deployment are required; the auth hook refuses their absence with the documented texts. */
const AccountSettings = Type.Object({
  apiKey: Type.String(),
  deploymentURL: Type.String(),
  userIdField: OneOf(USER_ID_FIELDS),
  runRuleEngine: Maybe(OrNull(Type.Boolean({ description: 'With each change of memberships.' }))),
})

/** What is answered as it was sent. */
const echoed = {
  id: Maybe(Type.String()),
  timestamp_ms: Maybe(Type.Integer()),
  firehose_version: Maybe(Type.String()),
}

const message = <const T extends (typeof MESSAGES)[number], P extends TProperties>(
  type: T,
  properties: P,
) =>
  Type.Object({
    type: Type.Unsafe<T>({ type: 'string', const: type }),
    ...echoed,
    account: Type.Object({ account_settings: AccountSettings }),
    ...properties,
  })

const Identities = Type.Array(
  Type.Object({
    type: Type.String(),
    value: Type.String({ minLength: 1, maxLength: MAX_INTEGRATION_ID }),
  }),
)
export type Identities = Static<typeof Identities>

const Mpid = Type.String({ minLength: 1, maxLength: MAX_INTEGRATION_ID })
const AudienceId = Type.Integer({ description: "mParticle's ID of the audience." })
const AudienceName = Type.String({ minLength: 1, maxLength: MAX_INTEGRATION_ID })

const UserAttributes = Type.Array(
  Type.Object({
    key: Type.String(),
    value: Maybe(Type.Unknown()),
    action: Maybe(OneOf(['upsert', 'delete'])),
  }),
)

const UserProfile = Type.Object({
  mpid: Mpid,
  user_identities: Maybe(OrNull(Identities)),
  audiences: Maybe(
    OrNull(
      Type.Array(
        Type.Object({
          audience_id: AudienceId,
          audience_name: AudienceName,
          action: OneOf(['add', 'delete', 'attribute_update']),
          user_attributes: Maybe(OrNull(UserAttributes)),
        }),
      ),
    ),
  ),
})
export type UserProfile = Static<typeof UserProfile>

const ModuleRegistration = message('module_registration_request', {})

const MembershipChange = message('audience_membership_change_request', {
  user_profiles: Maybe(OrNull(Type.Array(UserProfile))),
})
export type MembershipChange = Static<typeof MembershipChange>

const Subscription = message('audience_subscription_request', {
  audience_id: AudienceId,
  audience_name: AudienceName,
  action: OneOf(['add', 'update', 'remove']),
})
export type Subscription = Static<typeof Subscription>

const EventProcessing = message('event_processing_request', {
  mpid: Mpid,
  user_identities: Maybe(OrNull(Identities)),
  events: Type.Array(
    Type.Object({
      name: Type.String({ minLength: 1 }),
      type: OneOf(['custom_event']),
      attributes: Maybe(OrNull(AttributeValues)),
    }),
  ),
})
export type EventProcessing = Static<typeof EventProcessing>

/** The one that `type` names judges a message. */
const byType = <T extends TObject[]>(...messages: T) =>
  Type.Unsafe<Static<T[number]>>({
    type: 'object',
    required: ['type'],
    properties: { type: OneOf(MESSAGES) },
    discriminator: { propertyName: 'type' },
    oneOf: messages,
  })

export const MparticleRequest = byType(
  ModuleRegistration,
  MembershipChange,
  Subscription,
  EventProcessing,
)
export type MparticleRequest = Static<typeof MparticleRequest>

const Registration = Type.Unknown({ description: 'Of the registration alone.' })

export const MparticleReply = Type.Object({
  type: OneOf([
    'module_registration_response',
    'audience_membership_change_response',
    'audience_subscription_response',
    'event_processing_response',
  ]),
  ...echoed,
  audience_subscription_settings: Maybe(
    Type.Object(
      { t1AudienceID: Type.Integer() },
      { description: 'Of a subscription: the number of the audience.' },
    ),
  ),
  name: Maybe(Registration),
  description: Maybe(Registration),
  version: Maybe(Registration),
  permissions: Maybe(Registration),
  audience_processing_registration: Maybe(Registration),
  event_processing_registration: Maybe(Registration),
})
export type MparticleReply = Static<typeof MparticleReply>
