import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SkipNonExistingAttributes } from '../../../contract/service/customer-sessions.ts'
import { TrackEventRequest, TrackEventV1Request } from '../../../contract/service/events.ts'
import { DeploymentHeaders } from '../../../contract/service/headers.ts'
import { RuleResult } from '../../../contract/service/integration-state.ts'
import type { EventTracking } from '../../../core/events/track.ts'
import { sendJson } from '../../send-json.ts'
import { EVENT_POINTERS } from '../event-pointers.ts'
import { REFUSALS } from '../responses.ts'

const common = {
  headers: DeploymentHeaders,
  response: { 200: RuleResult, ...REFUSALS },
}

const track = async (
  request: FastifyRequest,
  reply: FastifyReply,
  tracking: Omit<EventTracking, 'pointers'>,
) => {
  request.exchange.profileId = tracking.profileId
  const { result } = await request.world.events.track({ ...tracking, pointers: EVENT_POINTERS })
  return sendJson(reply, 200, JSON.stringify(result))
}

/** Track an event, v1 and v2. Source: Third-party OpenAPI, `segment/trackEvent`, `segment/trackEventV2`. */
export const events: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.put(
    '/event',
    {
      schema: {
        ...common,
        operationId: 'segment/trackEvent',
        summary: 'Track event v1',
        deprecated: true,
        body: TrackEventV1Request,
      },
    },
    (request, reply) =>
      track(request, reply, {
        type: request.body.eventType,
        profileId: request.body.customerProfileId ?? undefined,
        attributes: request.body.eventAttributes,
        unknownAttributes: 'create',
        attributeTypes: { Event: request.body.attributesInfo },
        createsType: true,
      }),
  )

  app.put(
    '/v2/events',
    {
      schema: {
        ...common,
        operationId: 'segment/trackEventV2',
        summary: 'Track event',
        querystring: SkipNonExistingAttributes,
        body: TrackEventRequest,
      },
    },
    (request, reply) =>
      track(request, reply, {
        type: request.body.eventType,
        profileId: request.body.customerProfileId ?? undefined,
        attributes: request.body.eventAttributes,
        unknownAttributes: request.query.skipNonExistingAttributes ? 'skip' : 'refuse',
        createsType: false,
      }),
  )
  done()
}
