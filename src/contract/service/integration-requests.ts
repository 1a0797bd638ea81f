import { Type } from '@sinclair/typebox'
import { OneOf, OrNull, Together } from '../wire-types.ts'
import { AttributeValues, CustomerSessionInput, MAX_INTEGRATION_ID } from './customer-sessions.ts'
import { ProfileId } from './profiles.ts'

/** Requests to the deployment's own API. Source: Integration API. */

const Maybe = Type.Optional

const CampaignIds = Type.Array(Type.Integer(), {
  description: 'With dry alone: the campaigns to evaluate, whatever their state.',
})

const Flag = (description: string) => Maybe(Type.Boolean({ default: false, description }))
const Dry = Flag('Run the rules and keep nothing.')

/** `yes`, the default, answers 204 without a body. */
const Silent = Maybe(
  OneOf(['yes', 'no'], { default: 'yes', description: '`no`: answer 200 with the outcome.' }),
)

/** What a reply may hold besides effects, created coupons and created referrals. */
export const SESSION_CONTENT = [
  'customerSession',
  'customerProfile',
  'coupons',
  'triggeredCampaigns',
  'referral',
  'loyalty',
  'event',
  'awardedGiveaways',
  'ruleFailureReasons',
  'previousReturns',
  'campaignEligibility',
  'achievements',
] as const

export const PROFILE_CONTENT = [
  'customerProfile',
  'triggeredCampaigns',
  'loyalty',
  'event',
  'awardedGiveaways',
  'ruleFailureReasons',
  'campaignEligibility',
] as const

const SessionContent = Maybe(OrNull(Type.Array(OneOf(SESSION_CONTENT))))
const ProfileContent = Maybe(OrNull(Type.Array(OneOf(PROFILE_CONTENT))))

export const IntegrationHeaders = Type.Object({
  'idempotency-key': Maybe(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description: 'The reply to this key is given again for 24 hours.',
    }),
  ),
})

export const PutSessionQuery = Type.Object({
  dry: Dry,
  now: Maybe(
    Type.String({
      format: 'date-time',
      description: 'With dry alone: a time in the future that the rules see.',
    }),
  ),
})

export const PutSessionRequest = Type.Object({
  customerSession: Together([
    CustomerSessionInput,
    Type.Object({ evaluableCampaignIds: Maybe(OrNull(CampaignIds)) }),
  ]),
  responseContent: SessionContent,
})

export const ReturnQuery = Type.Object({
  dry: Dry,
  runRuleEngine: Flag('Evaluate campaigns again that are re-evaluated on returns: there are none.'),
})

export const ReturnRequest = Type.Object({
  return: Type.Object({
    returnedCartItems: Type.Array(
      Type.Object({
        position: Maybe(Type.Integer({ minimum: 0, description: 'From 0 into cartItems.' })),
        sku: Maybe(Type.String({ minLength: 1 })),
        quantity: Maybe(Type.Integer({ minimum: 1, description: 'Left out: all that are left.' })),
      }),
      { minItems: 1 },
    ),
  }),
  responseContent: SessionContent,
})

export const IntegrationProfileParams = Type.Object({ integrationId: ProfileId() })

export const PutProfileQuery = Type.Object({
  runRuleEngine: Flag('Run the rules, and apply audience changes.'),
  dry: Flag('With runRuleEngine alone: keep nothing.'),
})

const IntegrationAudiences = Type.Object({
  adds: Maybe(OrNull(Type.Array(Type.Integer({ minimum: 1 })))),
  deletes: Maybe(OrNull(Type.Array(Type.Integer({ minimum: 1 })))),
})

export const PutProfileRequest = Type.Object({
  attributes: Maybe(OrNull(AttributeValues)),
  audiencesChanges: Maybe(OrNull(IntegrationAudiences)),
  evaluableCampaignIds: Maybe(OrNull(CampaignIds)),
  responseContent: ProfileContent,
})

export const SilentQuery = Type.Object({ silent: Silent })

export const PutProfilesRequest = Type.Object({
  customerProfiles: Type.Array(
    Type.Object({ integrationId: ProfileId(), attributes: Maybe(OrNull(AttributeValues)) }),
    { maxItems: 1000 },
  ),
})

export const TrackQuery = Type.Object({
  silent: Silent,
  dry: Dry,
  forceCompleteEvaluation: Flag('Accepted; evaluation modes are kept.'),
})

const tracked = {
  profileId: Maybe(OrNull(Type.String({ maxLength: MAX_INTEGRATION_ID }))),
  type: Type.String({ minLength: 1 }),
  attributes: Maybe(OrNull(AttributeValues)),
  loyaltyCards: Maybe(OrNull(Type.Array(Type.String(), { maxItems: 1 }))),
  evaluableCampaignIds: Maybe(OrNull(CampaignIds)),
  responseContent: ProfileContent,
}

export const TrackEventV2Request = Type.Object(tracked)

export const TrackEventV3Request = Type.Object({
  ...tracked,
  integrationId: Type.String({ minLength: 1, maxLength: MAX_INTEGRATION_ID }),
  profileId: Type.String({ minLength: 1, maxLength: MAX_INTEGRATION_ID }),
  connectedSessionId: Maybe(
    OrNull(Type.String({ description: 'Of a closed session.', maxLength: MAX_INTEGRATION_ID })),
  ),
})

export const EventParams = Type.Object({ eventId: Type.String({ minLength: 1 }) })

/** Mind the capitals. */
export const ReservationRequest = Type.Object({
  integrationIDs: Type.Array(ProfileId(), { minItems: 1, maxItems: 1000 }),
})

export const CouponParams = Type.Object({ couponValue: Type.String({ minLength: 1 }) })

const referral = {
  campaignId: Type.Integer(),
  startDate: Maybe(OrNull(Type.String({ format: 'date-time' }))),
  expiryDate: Maybe(OrNull(Type.String({ format: 'date-time' }))),
  usageLimit: Maybe(
    OrNull(Type.Integer({ minimum: 0, maximum: 999_999, description: '0: no limit.' })),
  ),
  attributes: Maybe(OrNull(AttributeValues)),
}

export const CreateReferralRequest = Type.Object({
  ...referral,
  advocateProfileIntegrationId: ProfileId(),
  friendProfileIntegrationId: Maybe(OrNull(Type.String({ maxLength: MAX_INTEGRATION_ID }))),
})

export const CreateReferralsRequest = Type.Object({
  ...referral,
  advocateProfileIntegrationIds: Type.Array(ProfileId(), { minItems: 1, maxItems: 1000 }),
  validCharacters: Maybe(Type.Array(Type.String({ minLength: 1, maxLength: 1 }), { minItems: 1 })),
  referralPattern: Maybe(Type.String({ minLength: 3, maxLength: 100 })),
})

const ProgramId = Type.Integer({ minimum: 1 })

export const ProgramParams = Type.Object({ loyaltyProgramId: ProgramId })
export const ProgramProfileParams = Type.Object({
  loyaltyProgramId: ProgramId,
  integrationId: ProfileId(),
})
export const ProgramCardParams = Type.Object({
  loyaltyProgramId: ProgramId,
  loyaltyCardId: Type.String({ minLength: 1 }),
})

/** One value, or several: the parameter may be given more than once. */
const Several = (description: string) =>
  Maybe(Type.Unsafe<string[]>({ type: 'array', items: { type: 'string' }, description }))

/** A time, or a date: midnight in UTC. */
const Instant = () => Maybe(Type.String({ format: 'date-or-time' }))

export const BalancesQuery = Type.Object({
  endDate: Instant(),
  subledgerId: Several('Balances of these subledgers alone.'),
  includeTiers: Flag('Include the tier.'),
  includeProjectedTier: Flag('Include the projected tier.'),
})

const page = {
  pageSize: Maybe(Type.Integer({ minimum: 1, maximum: 1000, default: 50 })),
  skip: Maybe(Type.Integer({ minimum: 0, default: 0 })),
}

export const PointsQuery = Type.Object({
  status: Maybe(OneOf(['active', 'pending', 'expired'], { default: 'active' })),
  subledgerId: Several('Of these subledgers alone.'),
  sort: Maybe(Type.String({ description: '`-created`: the latest first.' })),
  ...page,
})

export const TransactionsQuery = Type.Object({
  loyaltyTransactionType: Maybe(OneOf(['manual', 'session', 'import'])),
  subledgerId: Several('Of these subledgers alone.'),
  customerSessionIDs: Several('Of these sessions alone.'),
  transactionUUIDs: Several('These alone.'),
  startDate: Instant(),
  endDate: Instant(),
  ...page,
})

export const DeleteTransactionsRequest = Type.Object({
  scope: OneOf(['AllSubledgers', 'SelectedSubledgers']),
  subledgerIds: Maybe(Type.Array(Type.String())),
})

export const ActivatePointsRequest = Type.Object({
  transactionUUIDs: Maybe(Type.Array(Type.String(), { minItems: 1, maxItems: 50 })),
  sessionId: Maybe(Type.String({ minLength: 1 })),
})

export const CreateCardRequest = Type.Object({
  status: Maybe(OneOf(['active', 'inactive'], { default: 'active' })),
  customerProfileIds: Maybe(Type.Array(ProfileId())),
  cardIdentifier: Maybe(
    Type.String({ minLength: 4, maxLength: 108, pattern: '^[A-Za-z0-9._%+@-]+$' }),
  ),
})

export const LinkRequest = Type.Object({ integrationId: ProfileId() })

export const AudienceV2Params = Type.Object({ audienceId: Type.Integer({ minimum: 1 }) })

export const CreateAudienceV2Request = Type.Object({
  name: Type.String({ minLength: 1 }),
  integration: Maybe(Type.String()),
  integrationId: Maybe(Type.String({ minLength: 1, maxLength: MAX_INTEGRATION_ID })),
  description: Maybe(Type.String()),
  sandbox: Maybe(Type.Boolean()),
  subscribedApplicationsIds: Maybe(Type.Array(Type.Integer(), { uniqueItems: true })),
})

export const RenameAudienceV2Request = Type.Object({ name: Type.String({ minLength: 1 }) })

export const AudienceMembersRequest = Type.Object({
  data: Type.Array(
    Type.Object({
      action: OneOf(['add', 'delete']),
      profileIntegrationId: ProfileId(),
      audienceId: Type.Integer({ minimum: 1 }),
    }),
    { maxItems: 1000 },
  ),
})
