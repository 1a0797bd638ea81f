import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import {
  Audience,
  AudienceParams,
  CreateAudienceRequest,
  RenameAudienceRequest,
} from '../../contract/service/audiences.ts'
import { ThirdPartyError } from '../../contract/service/errors.ts'
import { sendJson, sendNothing } from '../send-json.ts'
import type { Platform } from './platform.ts'
import { REFUSALS } from './responses.ts'

/**
 * Create, rename and delete audiences, by what a platform calls them.
 * Source: Third-party OpenAPI, `createAudience`, `updateAudience`, `deleteAudience` of Segment and cdp.
 */
export const audiencesOf = ({
  operations,
  headers,
  integrationOf,
}: Platform): FastifyPluginCallbackTypebox => {
  return (app, _options, done) => {
    app.post(
      '/audiences',
      {
        schema: {
          headers,
          operationId: `${operations}/createAudience`,
          summary: 'Create audience',
          body: CreateAudienceRequest,
          response: { 201: Audience, 409: ThirdPartyError, ...REFUSALS },
        },
      },
      async (request, reply) => {
        const audience = await request.world.audiences.create({
          name: request.body.audienceName,
          integration: integrationOf(request),
          integrationId: request.body.audienceId,
        })
        return sendJson(reply, 201, JSON.stringify(audience))
      },
    )

    app.put(
      '/audiences/:audienceId',
      {
        schema: {
          headers,
          operationId: `${operations}/updateAudience`,
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
          headers,
          operationId: `${operations}/deleteAudience`,
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
}
