import type {
  EventProcessing,
  Identities,
  MembershipChange,
  UserProfile,
} from '../../../contract/service/mparticle.ts'
import { invalid } from '../../../core/errors.ts'
import type { EventTracking } from '../../../core/events/track.ts'
import type { ProfileUpdate } from '../../../core/profiles/update.ts'

/** What audiences that mParticle creates say that they come from. */
export const MPARTICLE = 'mparticle'

/** What identities are called, by the field that a customer is known by; both names are documented. */
const IDENTITIES: Readonly<Record<'email' | 'customerId', readonly string[]>> = {
  email: ['email'],
  customerId: ['customerId', 'customer'],
}

/**
 * The integration ID of a customer. Source: Third-party OpenAPI, `userIdField`.
 * @throws EmulatorError REQUEST_INVALID
 */
const customerOf = (
  { account }: Pick<MembershipChange, 'account'>,
  user: { mpid: string; user_identities?: Identities | null },
  pointer: string,
): string => {
  const { userIdField } = account.account_settings
  if (userIdField === 'mpid') return user.mpid
  const types = IDENTITIES[userIdField]
  const identity = user.user_identities?.find(({ type }) => types.includes(type))
  if (identity) return identity.value
  const details = `user_identities must have one of type ${userIdField}, which userIdField asks for`
  throw invalid('REQUEST_INVALID', [
    { title: 'required', details, source: `${pointer}/user_identities` },
  ])
}

/**
 * The updates that changes of memberships come to, one for each customer. Audiences that aren't known come
 * into being; attributes that aren't are passed over (assumed).
 */
export const updatesOf = (message: MembershipChange): ProfileUpdate[] =>
  (message.user_profiles ?? []).map((user, i) => ({
    profileId: customerOf(message, user, `/user_profiles/${i}`),
    attributes: attributesOf(user),
    attributesPointer: `/user_profiles/${i}/user_attributes`,
    unknownAttributes: 'skip',
    audiences: { adds: audiencesOf(user, 'add'), deletes: audiencesOf(user, 'delete') },
    audiencesPointer: `/user_profiles/${i}/audiences`,
    audiencesAlone: 'apply',
    runsRules: message.account.account_settings.runRuleEngine === true,
    integration: MPARTICLE,
  }))

const audiencesOf = ({ audiences }: UserProfile, wanted: 'add' | 'delete') =>
  (audiences ?? [])
    .filter(({ action }) => action === wanted)
    .map(({ audience_id, audience_name }) => ({
      name: audience_name,
      integrationId: String(audience_id),
    }))

/** `null` deletes an attribute. */
const attributesOf = ({ audiences }: UserProfile): Record<string, unknown> =>
  Object.fromEntries(
    (audiences ?? []).flatMap(({ user_attributes }) =>
      (user_attributes ?? []).map(({ key, value, action }): [string, unknown] => [
        key,
        action === 'delete' ? null : (value ?? null),
      ]),
    ),
  )

/** The custom events of a message, in their order. Their types have to exist. */
export const eventsOf = (message: EventProcessing): EventTracking[] => {
  const profileId = customerOf(message, message, '')
  return message.events.map(({ name, attributes }, i) => ({
    type: name,
    profileId,
    attributes,
    unknownAttributes: 'skip',
    createsType: false,
    pointers: {
      type: `/events/${i}/name`,
      profileId: '/mpid',
      attributes: `/events/${i}/attributes`,
    },
  }))
}
