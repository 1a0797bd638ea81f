import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { RuleResult } from '../../contract/service/integration-state.ts'
import {
  CustomerProfileParams,
  UpdateExternalAudiencesRequest,
  UpdateManyAudiencesRequest,
  UpdateManyExternalAudiencesRequest,
} from '../../contract/service/profiles.ts'
import { sendJson, sendNothing } from '../send-json.ts'
import type { Platform } from './platform.ts'
import { numbers, update, updateOf } from './profile-requests.ts'
import { REFUSALS } from './responses.ts'

/**
 * Update the audiences of one profile, or of several.
 * Source: Third-party OpenAPI, `updateCustomerProfileAudiences`, `updateCustomerProfilesAudiences` and its
 * v2, of Segment and cdp.
 */
export const profileAudiencesOf = (
  { operations, headers, integrationOf }: Platform,
  /** Of one profile, without its ID. */
  path: string,
): FastifyPluginCallbackTypebox => {
  const changed = { 204: Type.Null(), ...REFUSALS }
  return (app, _options, done) => {
    app.put(
      `${path}/:customerProfileId/audiences`,
      {
        schema: {
          headers,
          operationId: `${operations}/updateCustomerProfileAudiences`,
          summary: 'Update customer profile audiences (external ID)',
          params: CustomerProfileParams,
          body: UpdateExternalAudiencesRequest,
          response: { 200: RuleResult, ...REFUSALS },
        },
      },
      async (request, reply) => {
        const { customerProfileId } = request.params
        const { result } = await update(request, {
          ...updateOf(customerProfileId, { runRuleEngine: true }, integrationOf(request)),
          unknownAttributes: 'refuse',
          audiences: request.body.data,
          audiencesPointer: '/data',
        })
        return sendJson(reply, 200, JSON.stringify(result))
      },
    )

    app.put(
      '/customer_profiles/audiences',
      {
        schema: {
          headers,
          operationId: `${operations}/updateCustomerProfilesAudiences`,
          summary: 'Update audiences in multiple customer profiles',
          body: UpdateManyAudiencesRequest,
          response: changed,
        },
      },
      async ({ world, body }, reply) => {
        const changes = body.data.map(({ customerProfileId, ...lists }, i) => ({
          ...numbers(lists),
          profileId: customerProfileId,
          pointer: `/data/${i}`,
        }))
        await world.profiles.changeAudiences(changes)
        return sendNothing(reply)
      },
    )

    app.put(
      '/v2/customer_profiles/audiences',
      {
        schema: {
          headers,
          operationId: `${operations}/v2/updateCustomerProfilesAudiences`,
          summary: 'Update audiences in multiple customer profiles (external ID)',
          body: UpdateManyExternalAudiencesRequest,
          response: changed,
        },
      },
      async ({ world, body }, reply) => {
        const changes = body.data.map(({ customerProfileId, ...lists }, i) => ({
          ...lists,
          profileId: customerProfileId,
          pointer: `/data/${i}`,
        }))
        await world.profiles.changeAudiences(changes)
        return sendNothing(reply)
      },
    )
    done()
  }
}
