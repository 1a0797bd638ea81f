import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { ThirdPartyError } from '../../../contract/service/errors.ts'
import {
  MparticleReply,
  MparticleRequest,
  type Subscription,
} from '../../../contract/service/mparticle.ts'
import type { World } from '../../../world/create-world.ts'
import { sendJson } from '../../send-json.ts'
import { REFUSALS } from '../responses.ts'
import { eventsOf, MPARTICLE, updatesOf } from './messages.ts'
import { registration } from './registration.ts'

type Answer = Omit<MparticleReply, 'id' | 'timestamp_ms' | 'firehose_version'>

const subscribe = async (
  { audiences }: World,
  { action, audience_id, audience_name: name }: Subscription,
): Promise<Answer> => {
  const type = 'audience_subscription_response'
  const integrationId = String(audience_id)
  if (action === 'remove') {
    await audiences.discard(integrationId)
    return { type }
  }
  const described = { name, integration: MPARTICLE, integrationId }
  const { id } = await (action === 'add' ? audiences.create(described) : audiences.put(described))
  return { type, audience_subscription_settings: { t1AudienceID: id } }
}

const answer = async (world: World, message: MparticleRequest): Promise<Answer> => {
  switch (message.type) {
    case 'module_registration_request':
      return { type: 'module_registration_response', ...registration() }
    case 'audience_subscription_request':
      return subscribe(world, message)
    case 'audience_membership_change_request':
      for (const update of updatesOf(message)) await world.profiles.update(update)
      return { type: 'audience_membership_change_response' }
    case 'event_processing_request':
      for (const event of eventsOf(message)) await world.events.track(event)
      return { type: 'event_processing_response' }
  }
}

/** Take a message. Source: Third-party OpenAPI, `mparticle/sendevent`. */
export const routes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.post(
    '',
    {
      schema: {
        operationId: 'mparticle/sendevent',
        summary: 'Send event',
        body: MparticleRequest,
        response: { 200: MparticleReply, 409: ThirdPartyError, ...REFUSALS },
      },
    },
    async ({ world, body }, reply) => {
      const { type, ...more } = await answer(world, body)
      const { id, timestamp_ms, firehose_version } = body
      return sendJson(
        reply,
        200,
        JSON.stringify({ type, id, timestamp_ms, firehose_version, ...more }),
      )
    },
  )
  done()
}
