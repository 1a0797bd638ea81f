import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import {
  DeploymentQuery,
  type EmarsysAudienceChange,
  EmarsysAudiencesReply,
  EmarsysAudiencesRequest,
  EmarsysBalancesReply,
  EmarsysBalancesRequest,
  EmarsysCouponsReply,
  EmarsysCouponsRequest,
} from '../../../contract/service/emarsys.ts'
import { BasicKeyHeaders } from '../../../contract/service/headers.ts'
import { sendJson } from '../../send-json.ts'
import { REFUSALS } from '../responses.ts'
import { balanceFields, couponFields } from './fields.ts'

const common = { headers: BasicKeyHeaders, querystring: DeploymentQuery }

/**
 * What becomes of each parameter, in their order, until there are `limit` items.
 * Assumed: the limit is that of the items in all.
 */
const contentOf = async <T>(
  parameters: readonly T[],
  limit: number,
  itemsOf: (parameter: T) => Promise<object[]>,
): Promise<string> => {
  const content: object[] = []
  for (const parameter of parameters) content.push(...(await itemsOf(parameter)))
  return JSON.stringify({ content: content.slice(0, Math.floor(limit)) })
}

/**
 * Read coupons and balances, change audiences. Source: Third-party OpenAPI, `emarsys/getCoupon`,
 * `emarsys/getLoyaltyProgramBalance`, `emarsys/v2/updateCustomerProfilesAudiences`.
 */
export const routes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.post(
    '/customer_profiles/coupons',
    {
      schema: {
        ...common,
        operationId: 'emarsys/getCoupon',
        summary: 'Get coupon',
        body: EmarsysCouponsRequest,
        response: { 200: EmarsysCouponsReply, ...REFUSALS },
      },
    },
    async ({ world, body: { parameters, limit, fields } }, reply) => {
      const content = await contentOf(parameters, limit, async ({ campaignId, integrationId }) => {
        const coupons = await world.codes.couponsOf(integrationId, Number(campaignId))
        return coupons.map((coupon) => ({
          ...couponFields(coupon, fields),
          campaignId: String(campaignId),
          integrationId,
        }))
      })
      return sendJson(reply, 200, content)
    },
  )

  app.post(
    '/loyalty_programs/profile/balance',
    {
      schema: {
        ...common,
        operationId: 'emarsys/getLoyaltyProgramBalance',
        summary: 'Get loyalty balance',
        body: EmarsysBalancesRequest,
        response: { 200: EmarsysBalancesReply, ...REFUSALS },
      },
    },
    async ({ world, body: { parameters, limit, fields } }, reply) => {
      const content = await contentOf(parameters, limit, async (asked) => {
        const { loyaltyProgramId, integrationId, subledgerId } = asked
        const { balance, subledgerBalances } = await world.loyalty.balances(
          { programId: Number(loyaltyProgramId), kind: 'profile', owner: integrationId },
          {
            subledgerIds: subledgerId ? [subledgerId] : [],
            includeTiers: false,
            includeProjectedTier: false,
          },
        )
        return [
          {
            loyaltyProgramId: String(loyaltyProgramId),
            integrationId,
            ...(subledgerId !== undefined && { subledgerId }),
            ...balanceFields(subledgerBalances[subledgerId ?? ''] ?? balance, fields),
          },
        ]
      })
      return sendJson(reply, 200, content)
    },
  )

  app.post(
    '/customer_profiles/audiences',
    {
      schema: {
        ...common,
        operationId: 'emarsys/v2/updateCustomerProfilesAudiences',
        summary: 'Update audiences in multiple customer profiles',
        body: EmarsysAudiencesRequest,
        response: { 200: EmarsysAudiencesReply, ...REFUSALS },
      },
    },
    async ({ world, body: { parameters } }, reply) => {
      const changes = parameters.map(({ customerProfileId, audienceId, actionType }, i) => ({
        profileId: customerProfileId,
        [actionType === 'add' ? 'adds' : 'deletes']: [Number(audienceId)],
        pointer: `/parameters/${i}`,
      }))
      await world.profiles.changeAudiences(changes)
      const content = parameters.map(
        (changed): EmarsysAudienceChange => ({
          ...changed,
          audienceId: String(changed.audienceId),
        }),
      )
      return sendJson(reply, 200, JSON.stringify({ content }))
    },
  )
  done()
}
