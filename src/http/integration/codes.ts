import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import {
  CouponParams,
  CreateReferralRequest,
  CreateReferralsRequest,
  ReservationRequest,
  SilentQuery,
} from '../../contract/service/integration-requests.ts'
import { Coupon, Referral } from '../../contract/service/rewards.ts'
import type { NewReferrals } from '../../core/codes/referrals.ts'
import { sendJson, sendNothing } from '../send-json.ts'
import { COMMON, REFUSALS } from './responses.ts'

/** What both requests for referrals hold. */
interface SentReferral {
  campaignId: number
  startDate?: string | null
  expiryDate?: string | null
  usageLimit?: number | null
  attributes?: Record<string, unknown> | null
}

const asked = (sent: SentReferral): Omit<NewReferrals, 'advocates'> => ({
  campaignId: sent.campaignId,
  startDate: sent.startDate ?? undefined,
  expiryDate: sent.expiryDate ?? undefined,
  usageLimit: sent.usageLimit ?? 0,
  attributes: sent.attributes ?? undefined,
  unknownAttributes: 'refuse',
})

/**
 * Coupon reservations and referral codes. Source: Integration API, "Create coupon reservation", "Delete
 * coupon reservations", "List customers that have this coupon reserved", "Create referral code for an
 * advocate", "Create referral codes for multiple advocates".
 */
export const codes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.post(
    '/v1/coupon_reservations/:couponValue',
    {
      schema: {
        ...COMMON,
        operationId: 'createCouponReservation',
        summary: 'Create coupon reservation',
        params: CouponParams,
        body: ReservationRequest,
        response: { 201: Coupon, ...REFUSALS },
      },
    },
    async ({ world, params, body }, reply) => {
      const coupon = await world.codes.reserve(params.couponValue, body.integrationIDs)
      return sendJson(reply, 201, JSON.stringify(coupon))
    },
  )

  app.delete(
    '/v1/coupon_reservations/:couponValue',
    {
      schema: {
        ...COMMON,
        operationId: 'deleteCouponReservation',
        summary: 'Delete coupon reservations',
        params: CouponParams,
        body: ReservationRequest,
        response: { 204: Type.Null(), ...REFUSALS },
      },
    },
    async ({ world, params, body }, reply) => {
      await world.codes.unreserve(params.couponValue, body.integrationIDs)
      return sendNothing(reply)
    },
  )

  app.get(
    '/v1/coupon_reservations/customerprofiles/:couponValue',
    {
      schema: {
        ...COMMON,
        operationId: 'getReservedCustomers',
        summary: 'List customers that have this coupon reserved',
        params: CouponParams,
        response: {
          200: Type.Object({ totalResultSize: Type.Integer(), data: Type.Array(Type.String()) }),
          ...REFUSALS,
        },
      },
    },
    async ({ world, params }, reply) => {
      const data = await world.codes.reservations(params.couponValue)
      return sendJson(reply, 200, JSON.stringify({ totalResultSize: data.length, data }))
    },
  )

  app.post(
    '/v1/referrals',
    {
      schema: {
        ...COMMON,
        operationId: 'createReferral',
        summary: 'Create referral code for an advocate',
        body: CreateReferralRequest,
        response: { 201: Referral, ...REFUSALS },
      },
    },
    async ({ world, body }, reply) => {
      const [referral] = await world.codes.createReferrals({
        ...asked(body),
        advocates: [body.advocateProfileIntegrationId],
        friend: body.friendProfileIntegrationId || undefined,
      })
      return sendJson(reply, 201, JSON.stringify(referral))
    },
  )

  app.post(
    '/v1/referrals_for_multiple_advocates',
    {
      schema: {
        ...COMMON,
        operationId: 'createReferralsForMultipleAdvocates',
        summary: 'Create referral codes for multiple advocates',
        querystring: SilentQuery,
        body: CreateReferralsRequest,
        response: {
          201: Type.Object({ totalResultSize: Type.Integer(), data: Type.Array(Referral) }),
          204: Type.Null(),
          ...REFUSALS,
        },
      },
    },
    async ({ world, body, query }, reply) => {
      const { advocateProfileIntegrationIds: advocates, validCharacters, referralPattern } = body
      const data = await world.codes.createReferrals({
        ...asked(body),
        advocates,
        settings: {
          ...(validCharacters && { validCharacters }),
          ...(referralPattern !== undefined && { couponPattern: referralPattern }),
        },
      })
      if (query.silent !== 'no') return sendNothing(reply)
      return sendJson(reply, 201, JSON.stringify({ totalResultSize: data.length, data }))
    },
  )
  done()
}
