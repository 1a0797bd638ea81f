import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { KeyHeaders } from '../../../contract/service/headers.ts'
import {
  CouponReply,
  IterableCouponQuery,
  IterableReferralQuery,
  ReferralReply,
} from '../../../contract/service/platform-codes.ts'
import { IterableLedgerQuery, LedgerReply } from '../../../contract/service/platform-loyalty.ts'
import { sendJson } from '../../send-json.ts'
import { couponAskedBy, referralAskedBy, toCouponReply } from '../codes.ts'
import { ledgerAskedBy } from '../loyalty-ledger.ts'
import { ATTRIBUTES_IN_QUERY } from '../query-attributes.ts'
import { REFUSALS } from '../responses.ts'

/**
 * Create codes, read points. Source: Third-party OpenAPI, `iterable/createCoupon`,
 * `iterable/createReferral`, `iterable/loyalty`.
 */
export const routes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/coupon',
    {
      schema: {
        headers: KeyHeaders,
        operationId: 'iterable/createCoupon',
        summary: 'Create coupon',
        description: ATTRIBUTES_IN_QUERY,
        querystring: IterableCouponQuery,
        response: { 200: CouponReply, ...REFUSALS },
      },
    },
    async ({ world, query }, reply) => {
      const coupon = await world.codes.createCoupon(couponAskedBy(query))
      return sendJson(reply, 200, JSON.stringify(toCouponReply(coupon, query.applicationId)))
    },
  )

  app.get(
    '/referral',
    {
      schema: {
        headers: KeyHeaders,
        operationId: 'iterable/createReferral',
        summary: 'Create referral',
        description: ATTRIBUTES_IN_QUERY,
        querystring: IterableReferralQuery,
        response: { 200: ReferralReply, ...REFUSALS },
      },
    },
    async ({ world, query }, reply) => {
      const [referral] = await world.codes.createReferrals(referralAskedBy(query))
      return sendJson(reply, 200, JSON.stringify(referral))
    },
  )

  app.get(
    '/loyalty',
    {
      schema: {
        headers: KeyHeaders,
        operationId: 'iterable/loyalty',
        summary: 'Get loyalty ledger',
        querystring: IterableLedgerQuery,
        response: { 200: LedgerReply, ...REFUSALS },
      },
    },
    async (request, reply) =>
      sendJson(reply, 200, JSON.stringify(await ledgerAskedBy(request, request.query))),
  )
  done()
}
