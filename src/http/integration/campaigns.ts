import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { sendJson } from '../send-json.ts'
import { COMMON, REFUSALS } from './responses.ts'

const Campaign = Type.Object({
  id: Type.Integer(),
  applicationId: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
  state: Type.String(),
  startTime: Type.Optional(Type.String()),
  endTime: Type.Optional(Type.String()),
  attributes: Type.Unsafe<Record<string, unknown>>({ type: 'object' }),
  tags: Type.Array(Type.String()),
  features: Type.Array(Type.String()),
})

/** The campaigns that are enabled. Source: Integration API, "List campaigns". Assumed: which, and their fields. */
export const campaigns: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/v1/integration/campaigns',
    {
      schema: {
        ...COMMON,
        operationId: 'getIntegrationCampaigns',
        summary: 'List campaigns',
        response: {
          200: Type.Object({ hasMore: Type.Boolean(), data: Type.Array(Campaign) }),
          ...REFUSALS,
        },
      },
    },
    async ({ world }, reply) => {
      const { account } = world.program
      const data = account.campaigns
        .filter(({ state }) => state === 'enabled')
        .map(
          ({ id, name, description, state, startTime, endTime, attributes, tags, features }) => ({
            id,
            applicationId: account.application.id,
            name,
            description,
            state,
            ...(startTime !== undefined && { startTime }),
            ...(endTime !== undefined && { endTime }),
            attributes,
            tags,
            features,
          }),
        )
      return sendJson(reply, 200, JSON.stringify({ hasMore: false, data }))
    },
  )
  done()
}
