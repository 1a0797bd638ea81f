import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyRequest } from 'fastify'
import { SkipNonExistingAttributes } from '../../../contract/service/customer-sessions.ts'
import { SegmentHeaders } from '../../../contract/service/headers.ts'
import { RuleResult } from '../../../contract/service/integration-state.ts'
import {
  CustomerProfileParams,
  CustomerProfileReply,
  CustomerProfileReplyV2,
  UpdateExternalAudiencesRequest,
  UpdateManyAudiencesRequest,
  UpdateManyExternalAudiencesRequest,
  UpdateProfileRequest,
  UpdateProfileV1Request,
  UpdateProfileV2Request,
} from '../../../contract/service/profiles.ts'
import type { ProfileUpdate } from '../../../core/profiles/update.ts'
import { sendJson, sendNothing } from '../../send-json.ts'
import { numbers, updateOf } from '../profile-requests.ts'
import { REFUSALS } from '../responses.ts'

const common = { tags: ['Segment'], headers: SegmentHeaders }
const onOne = { ...common, params: CustomerProfileParams }

/** What new audiences say that they come from. */
const INTEGRATION = 'segment'

/** Updates the profile that a request is about. */
const update = async (request: FastifyRequest, asked: ProfileUpdate) => {
  request.exchange.profileId = asked.profileId
  return await request.world.profiles.update(asked)
}

/**
 * Update customer profiles and their audiences.
 * Source: Third-party OpenAPI, `segment/updateCustomerProfile` in its three versions,
 * `segment/updateCustomerProfileAudiences`, `segment/updateCustomerProfilesAudiences` and its v2.
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
        ...updateOf(request.params.customerProfileId, body, INTEGRATION),
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
        ...updateOf(request.params.customerProfileId, body, INTEGRATION),
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
        ...updateOf(request.params.customerProfileId, body, INTEGRATION),
        unknownAttributes: query.skipNonExistingAttributes ? 'skip' : 'refuse',
        audiences: numbers(body.audiencesChanges),
      })
      return sendJson(reply, 200, JSON.stringify(result))
    },
  )

  app.put(
    '/customer_profiles/:customerProfileId/audiences',
    {
      schema: {
        ...onOne,
        operationId: 'segment/updateCustomerProfileAudiences',
        summary: 'Update customer profile audiences (external ID)',
        body: UpdateExternalAudiencesRequest,
        response: { 200: RuleResult, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { result } = await update(request, {
        ...updateOf(request.params.customerProfileId, { runRuleEngine: true }, INTEGRATION),
        unknownAttributes: 'refuse',
        audiences: request.body.data,
        audiencesPointer: '/data',
      })
      return sendJson(reply, 200, JSON.stringify(result))
    },
  )

  const changed = { 204: Type.Null(), ...REFUSALS }

  app.put(
    '/customer_profiles/audiences',
    {
      schema: {
        ...common,
        operationId: 'segment/updateCustomerProfilesAudiences',
        summary: 'Update audiences in multiple customer profiles',
        body: UpdateManyAudiencesRequest,
        response: changed,
      },
    },
    async (request, reply) => {
      const changes = request.body.data.map(({ customerProfileId, ...lists }, i) => ({
        ...numbers(lists),
        profileId: customerProfileId,
        pointer: `/data/${i}`,
      }))
      await request.world.profiles.changeAudiences(changes)
      return sendNothing(reply)
    },
  )

  app.put(
    '/v2/customer_profiles/audiences',
    {
      schema: {
        ...common,
        operationId: 'segment/v2/updateCustomerProfilesAudiences',
        summary: 'Update audiences in multiple customer profiles (external ID)',
        body: UpdateManyExternalAudiencesRequest,
        response: changed,
      },
    },
    async (request, reply) => {
      const changes = request.body.data.map(({ customerProfileId, ...lists }, i) => ({
        ...lists,
        profileId: customerProfileId,
        pointer: `/data/${i}`,
      }))
      await request.world.profiles.changeAudiences(changes)
      return sendNothing(reply)
    },
  )
  done()
}
