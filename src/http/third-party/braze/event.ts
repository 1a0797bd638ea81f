import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { BrazeEventRequest } from '../../../contract/service/events.ts'
import { DeploymentHeaders } from '../../../contract/service/headers.ts'
import { RuleResult } from '../../../contract/service/integration-state.ts'
import { sendJson } from '../../send-json.ts'
import { EVENT_POINTERS } from '../event-pointers.ts'
import { REFUSALS } from '../responses.ts'

export const EVENT_PATH = '/event'

/**
 * Track an event. One whose identifier is known is answered as it was, and nothing else happens.
 * Source: Third-party OpenAPI, `braze/trackEvent`, `identifier`. Assumed: that answer is the first one, and
 * identifiers are those of events that the Integration API tracks with an ID.
 */
export const event: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.post(
    EVENT_PATH,
    {
      schema: {
        headers: DeploymentHeaders,
        operationId: 'braze/trackEvent',
        summary: 'Track event',
        body: BrazeEventRequest,
        response: { 200: RuleResult, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { body } = request
      request.exchange.profileId = body.customerProfileId
      const { result } = await request.world.events.track({
        type: body.eventType,
        profileId: body.customerProfileId,
        attributes: body.eventAttributes,
        unknownAttributes: 'refuse',
        createsType: false,
        integrationId: body.identifier,
        repeats: true,
        pointers: EVENT_POINTERS,
      })
      return sendJson(reply, 200, JSON.stringify(result))
    },
  )
  done()
}
