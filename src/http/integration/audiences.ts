import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Audience } from '../../contract/service/audiences.ts'
import { AttributeValues } from '../../contract/service/customer-sessions.ts'
import {
  AudienceMembersRequest,
  AudienceV2Params,
  CreateAudienceV2Request,
  RenameAudienceV2Request,
} from '../../contract/service/integration-requests.ts'
import { sendJson, sendNothing } from '../send-json.ts'
import { COMMON, REFUSALS } from './responses.ts'

const done204 = { 204: Type.Null(), ...REFUSALS }

/**
 * Audiences, their members and their members' attributes. Source: Integration API, "Create audience",
 * "Update audience name", "Delete audience", "Delete audience memberships", "Update multiple customer
 * profiles' audiences", "Update profile attributes for all customers in an audience".
 */
export const audiences: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.post(
    '/v2/audiences',
    {
      schema: {
        ...COMMON,
        operationId: 'createAudienceV2',
        summary: 'Create audience',
        body: CreateAudienceV2Request,
        response: { 201: Audience, ...REFUSALS },
      },
    },
    async ({ world, body }, reply) => {
      const { name, integration, integrationId, description, sandbox } = body
      const { subscribedApplicationsIds } = body
      const audience = await world.audiences.create({
        name,
        ...(integration !== undefined && { integration }),
        ...(integrationId !== undefined && { integrationId }),
        ...(description !== undefined && { description }),
        ...(sandbox !== undefined && { sandbox }),
        ...(subscribedApplicationsIds && { subscribedApplicationsIds }),
      })
      return sendJson(reply, 201, JSON.stringify(audience))
    },
  )

  app.put(
    '/v2/audiences/:audienceId',
    {
      schema: {
        ...COMMON,
        operationId: 'updateAudienceV2',
        summary: 'Update audience name',
        params: AudienceV2Params,
        body: RenameAudienceV2Request,
        response: { 200: Audience, ...REFUSALS },
      },
    },
    async ({ world, params, body }, reply) => {
      const audience = await world.audiences.rename(params.audienceId, body.name)
      return sendJson(reply, 200, JSON.stringify(audience))
    },
  )

  app.delete(
    '/v2/audiences/:audienceId',
    {
      schema: {
        ...COMMON,
        operationId: 'deleteAudienceV2',
        summary: 'Delete audience',
        params: AudienceV2Params,
        response: done204,
      },
    },
    async ({ world, params }, reply) => {
      await world.audiences.remove(params.audienceId)
      return sendNothing(reply)
    },
  )

  app.delete(
    '/v2/audiences/:audienceId/memberships',
    {
      schema: {
        ...COMMON,
        operationId: 'deleteAudienceMembershipsV2',
        summary: 'Delete audience memberships',
        params: AudienceV2Params,
        response: done204,
      },
    },
    async ({ world, params }, reply) => {
      await world.audiences.empty(params.audienceId)
      return sendNothing(reply)
    },
  )

  app.post(
    '/v2/customer_audiences',
    {
      schema: {
        ...COMMON,
        operationId: 'updateAudienceMembers',
        summary: "Update multiple customer profiles' audiences",
        body: AudienceMembersRequest,
        response: done204,
      },
    },
    async ({ world, body }, reply) => {
      const changes = body.data.map(({ action, profileIntegrationId, audienceId }, i) => ({
        profileId: profileIntegrationId,
        [action === 'add' ? 'adds' : 'deletes']: [audienceId],
        pointer: `/data/${i}`,
      }))
      await world.profiles.changeAudiences(changes)
      return sendNothing(reply)
    },
  )

  app.put(
    '/v2/audience_customers/:audienceId/attributes',
    {
      schema: {
        ...COMMON,
        operationId: 'updateAudienceCustomersAttributes',
        summary: 'Update profile attributes for all customers in an audience',
        params: AudienceV2Params,
        body: AttributeValues,
        response: done204,
      },
    },
    async ({ world, params, body }, reply) => {
      await world.audiences.setAttributes(params.audienceId, body)
      return sendNothing(reply)
    },
  )
  done()
}
