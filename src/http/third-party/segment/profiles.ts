import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { SkipNonExistingAttributes } from '../../../contract/service/customer-sessions.ts'
import { DeploymentHeaders } from '../../../contract/service/headers.ts'
import { RuleResult } from '../../../contract/service/integration-state.ts'
import {
  CustomerProfileParams,
  CustomerProfileReply,
  CustomerProfileReplyV2,
  UpdateProfileRequest,
  UpdateProfileV1Request,
  UpdateProfileV2Request,
} from '../../../contract/service/profiles.ts'
import { sendJson } from '../../send-json.ts'
import { numbers, update, updateOf } from '../profile-requests.ts'
import { REFUSALS } from '../responses.ts'
import { SEGMENT } from './platform.ts'

const onOne = { headers: DeploymentHeaders, params: CustomerProfileParams }

/**
 * Update customer profiles. Source: Third-party OpenAPI, `segment/updateCustomerProfile` in its three
 * versions.
 */
export const profiles: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.put(
    '/customer_profile/:customerProfileId',
    {
      schema: {
        ...onOne,
        operationId: 'segment/updateCustomerProfile',
        summary: 'Update customer profile v1',
        deprecated: true,
        body: UpdateProfileV1Request,
        response: { 200: CustomerProfileReply, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { body } = request
      const { profile, createdAttributes } = await update(request, {
        ...updateOf(request.params.customerProfileId, body, SEGMENT),
        unknownAttributes: 'create',
        attributeTypes: { CustomerProfile: body.attributesInfo },
        audiences: numbers(body.audiencesChanges),
      })
      return sendJson(reply, 200, JSON.stringify({ customerProfile: profile, createdAttributes }))
    },
  )

  app.put(
    '/customer_profile_v2/:customerProfileId',
    {
      schema: {
        ...onOne,
        operationId: 'segment/updateCustomerProfileV2',
        summary: 'Update customer profile v2',
        deprecated: true,
        body: UpdateProfileV2Request,
        response: { 200: CustomerProfileReplyV2, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { body } = request
      const { profile, createdAttributes, audiences } = await update(request, {
        ...updateOf(request.params.customerProfileId, body, SEGMENT),
        unknownAttributes: 'create',
        attributeTypes: { CustomerProfile: body.attributesInfo },
        audiences: body.audiencesChanges,
      })
      const answer: CustomerProfileReplyV2 = {
        customerProfile: profile,
        createdAttributes: [...createdAttributes],
        audiences: audiences.map(({ audience, status }) => ({ ...audience, status })),
      }
      return sendJson(reply, 200, JSON.stringify(answer))
    },
  )

  app.put(
    '/v2/customer_profiles/:customerProfileId',
    {
      schema: {
        ...onOne,
        operationId: 'segment/v2/updateCustomerProfile',
        summary: 'Update customer profile',
        querystring: SkipNonExistingAttributes,
        body: UpdateProfileRequest,
        response: { 200: RuleResult, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { body, query } = request
      const { result } = await update(request, {
        ...updateOf(request.params.customerProfileId, body, SEGMENT),
        unknownAttributes: query.skipNonExistingAttributes ? 'skip' : 'refuse',
        audiences: numbers(body.audiencesChanges),
      })
      return sendJson(reply, 200, JSON.stringify(result))
    },
  )
  done()
}
