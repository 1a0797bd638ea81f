import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { CepDryRunHeaders } from '../../../contract/service/headers.ts'
import {
  CepCouponQuery,
  CouponReply,
  ReferralQuery,
  ReferralReply,
} from '../../../contract/service/platform-codes.ts'
import { sendJson } from '../../send-json.ts'
import { couponAskedBy, referralAskedBy, toCouponReply } from '../codes.ts'
import { ATTRIBUTES_IN_QUERY } from '../query-attributes.ts'
import { REFUSALS } from '../responses.ts'

/** Create codes. Source: Third-party OpenAPI, `cep/createCoupon`, `cep/createReferral`. */
export const codes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/coupon',
    {
      schema: {
        headers: CepDryRunHeaders,
        operationId: 'cep/createCoupon',
        summary: 'Create coupon',
        description: ATTRIBUTES_IN_QUERY,
        querystring: CepCouponQuery,
        response: { 200: CouponReply, ...REFUSALS },
      },
    },
    async ({ world, query, headers }, reply) => {
      const asked = { ...couponAskedBy(query), identifier: query.identifier || undefined }
      const coupon = await world.codes.createCoupon(asked, headers['x-dry-run'] === 'true')
      return sendJson(reply, 200, JSON.stringify(toCouponReply(coupon, query.applicationId)))
    },
  )

  app.get(
    '/referral',
    {
      schema: {
        headers: CepDryRunHeaders,
        operationId: 'cep/createReferral',
        summary: 'Create referral',
        description: ATTRIBUTES_IN_QUERY,
        querystring: ReferralQuery,
        response: { 200: ReferralReply, ...REFUSALS },
      },
    },
    async ({ world, query, headers }, reply) => {
      const isDry = headers['x-dry-run'] === 'true'
      const [referral] = await world.codes.createReferrals(referralAskedBy(query), isDry)
      return sendJson(reply, 200, JSON.stringify(referral))
    },
  )
  done()
}
