import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import {
  Audience,
  AudienceParams,
  CreateAudienceRequest,
  RenameAudienceRequest,
} from '../../../contract/service/audiences.ts'
import { ThirdPartyError } from '../../../contract/service/errors.ts'
import { SegmentHeaders } from '../../../contract/service/headers.ts'
import { sendJson, sendNothing } from '../../send-json.ts'
import { REFUSALS } from '../responses.ts'

const common = { tags: ['Segment'], headers: SegmentHeaders }

/**
 * Create, rename and delete audiences, by what Segment calls them.
 * Source: Third-party OpenAPI, `segment/createAudience`, `segment/updateAudience`, `segment/deleteAudience`.
 */
export const audiences: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.post(
    '/audiences',
    {
      schema: {
        ...common,
        operationId: 'segment/createAudience',
        summary: 'Create audience',
        body: CreateAudienceRequest,
        response: { 201: Audience, 409: ThirdPartyError, ...REFUSALS },
      },
    },
    async ({ world, body }, reply) => {
      const audience = await world.audiences.create({
        name: body.audienceName,
        integration: 'segment',
        integrationId: body.audienceId,
      })
      return sendJson(reply, 201, JSON.stringify(audience))
    },
  )

  app.put(
    '/audiences/:audienceId',
    {
      schema: {
        ...common,
        operationId: 'segment/updateAudience',
        summary: 'Update audience',
        params: AudienceParams,
        body: RenameAudienceRequest,
        response: { 200: Audience, ...REFUSALS },
      },
    },
    async ({ world, params, body }, reply) => {
      const audience = await world.audiences.rename(params.audienceId, body.audienceName)
      return sendJson(reply, 200, JSON.stringify(audience))
    },
  )

  app.delete(
    '/audiences/:audienceId',
    {
      schema: {
        ...common,
        operationId: 'segment/deleteAudience',
        summary: 'Delete audience',
        params: AudienceParams,
        response: { 204: Type.Null(), ...REFUSALS },
      },
    },
    async ({ world, params }, reply) => {
      await world.audiences.remove(params.audienceId)
      return sendNothing(reply)
    },
  )
  done()
}
