import { type Static, Type } from '@sinclair/typebox'
import { OneOf, OrNull, Timestamp } from '../wire-types.ts'
import { AttributeValues, MAX_INTEGRATION_ID } from './customer-sessions.ts'
import { ProfileId } from './profiles.ts'
import { Referral } from './rewards.ts'

/**
 * Coupons and referrals as engagement platforms ask for them, in a query or a body. Source: Third-party
 * OpenAPI, "Create coupon", "Create referral", "Create coupon reservation" of these platforms.
 */

const Maybe = Type.Optional
const Id = Type.Integer({ minimum: 1 })
const CustomerId = Type.String({ maxLength: MAX_INTEGRATION_ID })
const Uses = (byDefault: 0 | 1) =>
  Type.Integer({
    minimum: 0,
    maximum: 999_999,
    description: `0: no limit. Left out: ${byDefault}.`,
  })
const MAX_DISCOUNT = 999_999

/** The deployment in a query. What is missing is refused by the auth hook, with the documented text. */
export const deployment = {
  deployment: Type.String({ description: 'Host name or URL of the deployment.' }),
}

const dates = { startDate: Maybe(Timestamp()), expiryDate: Maybe(Timestamp()) }

/** What all queries for a coupon hold; attributes come besides, their names behind `.` or `_`. */
export const CouponQuery = Type.Object({
  applicationId: Id,
  campaignId: Id,
  ...dates,
  discountLimit: Maybe(Type.Number({ minimum: 0, maximum: MAX_DISCOUNT })),
  recipientIntegrationId: Maybe(CustomerId),
  usageLimit: Maybe(Uses(1)),
})
export type CouponQuery = Static<typeof CouponQuery>

export const ReferralQuery = Type.Object({
  campaignId: Id,
  advocateProfileIntegrationId: ProfileId(),
  friendProfileIntegrationId: Maybe(CustomerId),
  ...dates,
  usageLimit: Maybe(Uses(0)),
})
export type ReferralQuery = Static<typeof ReferralQuery>

const CampaignName = (platform: string) =>
  Type.String({ description: `ID of the campaign in ${platform}. Nothing comes of it.` })

export const CepCouponQuery = Type.Object({
  ...CouponQuery.properties,
  externalCampaignId: CampaignName('the platform'),
  identifier: Maybe(
    Type.String({ description: 'One that is known: its coupon is answered again.' }),
  ),
})
export const IterableCouponQuery = Type.Object({
  ...deployment,
  ...CouponQuery.properties,
  iterableCampaignId: CampaignName('Iterable'),
})
export const IterableReferralQuery = Type.Object({ ...deployment, ...ReferralQuery.properties })

/** The deployment in a body, likewise. */
export const deploymentUrl = { deploymentUrl: Type.String() }

const optionalDates = {
  startDate: Maybe(OrNull(Timestamp())),
  expiryDate: Maybe(OrNull(Timestamp())),
}

export const BrazeReferralRequest = Type.Object({
  ...deploymentUrl,
  campaignId: Id,
  advocateProfileIntegrationId: ProfileId(),
  friendProfileIntegrationId: Maybe(OrNull(CustomerId)),
  ...optionalDates,
  usageLimit: Maybe(OrNull(Uses(0))),
  attributes: Maybe(OrNull(AttributeValues)),
})

/** A limit of one coupon is that of its redemptions by each customer. */
const CustomerLimit = Type.Object({
  action: OneOf(['redeemCoupon']),
  limit: Type.Number({ minimum: 0 }),
  entities: Type.Array(OneOf(['Coupon', 'Profile'])),
})

export const BrazeCouponRequest = Type.Object({
  ...deploymentUrl,
  applicationId: Id,
  campaignId: Id,
  identifier: Type.String({ minLength: 1 }),
  usageLimit: Maybe(OrNull(Uses(1))),
  discountLimit: Maybe(OrNull(Type.Number({ minimum: 0, maximum: MAX_DISCOUNT }))),
  reservationLimit: Maybe(OrNull(Type.Integer({ minimum: 0, maximum: 999_999 }))),
  isReservationMandatory: Maybe(OrNull(Type.Boolean())),
  limits: Maybe(OrNull(Type.Array(CustomerLimit))),
  integrationId: Maybe(OrNull(CustomerId)),
  ...optionalDates,
  validCharacters: Maybe(
    OrNull(Type.Array(Type.String({ minLength: 1, maxLength: 1 }), { maxItems: 1000 })),
  ),
  couponPattern: Maybe(OrNull(Type.String({ minLength: 3, maxLength: 100 }))),
  attributes: Maybe(OrNull(AttributeValues)),
})
export type BrazeCouponRequest = Static<typeof BrazeCouponRequest>

export const BrazeReservationRequest = Type.Object({
  ...deploymentUrl,
  couponValue: Type.String({ minLength: 1 }),
  integrationId: ProfileId(),
})

/** A coupon as these platforms are answered: mind the capitals. */
export const CouponReply = Type.Object({
  ID: Type.Integer(),
  ApplicationID: Type.Integer(),
  CampaignID: Type.Integer(),
  Value: Type.String(),
  StartDate: Maybe(Type.String()),
  ExpiryDate: Maybe(Type.String()),
  RecipientIntegrationID: Maybe(Type.String()),
  UsageLimit: Type.Integer(),
  Attributes: AttributeValues,
})
export type CouponReply = Static<typeof CouponReply>

export const BrazeCouponReply = Type.Object({
  ...CouponReply.properties,
  IsReservationMandatory: Type.Boolean(),
  Limits: Type.Array(
    Type.Object({
      action: Type.String(),
      limit: Type.Number(),
      entities: Type.Array(Type.String()),
    }),
  ),
})
export type BrazeCouponReply = Static<typeof BrazeCouponReply>

export const ReferralReply = Type.Object(Referral.properties)

export const ReservationReply = Type.Object({
  id: Type.Integer(),
  created: Timestamp(),
  campaignId: Type.Integer(),
  value: Type.String(),
  usageLimit: Type.Integer(),
  usageCounter: Type.Integer(),
})
export type ReservationReply = Static<typeof ReservationReply>
