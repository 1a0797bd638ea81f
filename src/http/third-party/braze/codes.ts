import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { DryRunHeaders, KeyHeaders } from '../../../contract/service/headers.ts'
import {
  BrazeCouponReply,
  BrazeCouponRequest,
  BrazeReferralRequest,
  BrazeReservationRequest,
  ReferralReply,
  ReservationReply,
} from '../../../contract/service/platform-codes.ts'
import type { Coupon } from '../../../contract/service/rewards.ts'
import type { CouponRequest } from '../../../core/codes/coupons.ts'
import { sendJson } from '../../send-json.ts'
import { toCouponReply } from '../codes.ts'
import { REFUSALS } from '../responses.ts'

const couponAskedBy = (body: BrazeCouponRequest): CouponRequest => ({
  campaignId: body.campaignId,
  identifier: body.identifier,
  settings: {
    ...(body.validCharacters?.length && { validCharacters: body.validCharacters }),
    ...(body.couponPattern && { couponPattern: body.couponPattern }),
  },
  usageLimit: body.usageLimit ?? 1,
  discountLimit: body.discountLimit ?? undefined,
  reservationLimit: body.reservationLimit ?? undefined,
  isReservationMandatory: body.isReservationMandatory ?? undefined,
  limits: body.limits ?? undefined,
  recipient: body.integrationId || undefined,
  startDate: body.startDate ?? undefined,
  expiryDate: body.expiryDate ?? undefined,
  attributes: body.attributes ?? undefined,
  unknownAttributes: 'create',
})

const toBrazeReply = (coupon: Coupon, applicationId: number): BrazeCouponReply => ({
  ...toCouponReply(coupon, applicationId),
  IsReservationMandatory: coupon.isReservationMandatory,
  Limits: coupon.limits,
})

const toReservationReply = ({
  id,
  created,
  campaignId,
  value,
  usageLimit,
  usageCounter,
}: Coupon): ReservationReply => ({ id, created, campaignId, value, usageLimit, usageCounter })

/**
 * Create and reserve codes. Source: Third-party OpenAPI, `braze/createReferral`, `braze/createCoupon`,
 * `braze/createCouponReservation`. Attributes of referrals are created; assumed: of coupons, too.
 */
export const codes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.post(
    '/referral',
    {
      schema: {
        headers: DryRunHeaders,
        operationId: 'braze/createReferral',
        summary: 'Create referral',
        body: BrazeReferralRequest,
        response: { 200: ReferralReply, ...REFUSALS },
      },
    },
    async ({ world, headers, body }, reply) => {
      const [referral] = await world.codes.createReferrals(
        {
          campaignId: body.campaignId,
          advocates: [body.advocateProfileIntegrationId],
          friend: body.friendProfileIntegrationId || undefined,
          startDate: body.startDate ?? undefined,
          expiryDate: body.expiryDate ?? undefined,
          usageLimit: body.usageLimit ?? 0,
          attributes: body.attributes ?? undefined,
          unknownAttributes: 'create',
        },
        headers['x-dry-run'] === 'true',
      )
      return sendJson(reply, 200, JSON.stringify(referral))
    },
  )

  app.post(
    '/coupon',
    {
      schema: {
        headers: KeyHeaders,
        operationId: 'braze/createCoupon',
        summary: 'Create coupon',
        body: BrazeCouponRequest,
        response: { 200: BrazeCouponReply, ...REFUSALS },
      },
    },
    async ({ world, body }, reply) => {
      const coupon = await world.codes.createCoupon(couponAskedBy(body))
      return sendJson(reply, 200, JSON.stringify(toBrazeReply(coupon, body.applicationId)))
    },
  )

  app.post(
    '/coupon_reservation',
    {
      schema: {
        headers: KeyHeaders,
        operationId: 'braze/createCouponReservation',
        summary: 'Create coupon reservation',
        body: BrazeReservationRequest,
        response: { 200: ReservationReply, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { couponValue, integrationId } = request.body
      request.exchange.profileId = integrationId
      const coupon = await request.world.codes.reserve(couponValue, [integrationId])
      return sendJson(reply, 200, JSON.stringify(toReservationReply(coupon)))
    },
  )
  done()
}
