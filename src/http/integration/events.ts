import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  EventParams,
  TrackEventV2Request,
  TrackEventV3Request,
  TrackQuery,
} from '../../contract/service/integration-requests.ts'
import { Event, RuleResult } from '../../contract/service/integration-state.ts'
import type { EventTracking } from '../../core/events/track.ts'
import { selectFields } from '../../core/state.ts'
import { sendJson, sendNothing } from '../send-json.ts'
import { checkCampaigns } from './dry-campaigns.ts'
import { COMMON, fieldsOf, IDEMPOTENT, REFUSALS } from './responses.ts'

const Result = Type.Partial(RuleResult, { title: 'SelectedResult' })

const POINTERS = { type: '/type', profileId: '/profileId', attributes: '/attributes' }

/** What both versions of the request hold. */
interface Sent {
  type: string
  attributes?: Record<string, unknown> | null
  loyaltyCards?: string[] | null
  evaluableCampaignIds?: number[] | null
  responseContent?: string[] | null
}

const track = async (
  request: FastifyRequest,
  reply: FastifyReply,
  sent: Sent,
  more: Pick<EventTracking, 'profileId' | 'integrationId' | 'connectedSessionId'>,
  query: { dry?: boolean; silent?: string },
) => {
  request.exchange.profileId = more.profileId
  checkCampaigns(sent.evaluableCampaignIds, query.dry === true)
  const { result } = await request.world.events.track(
    {
      type: sent.type,
      attributes: sent.attributes,
      loyaltyCards: sent.loyaltyCards,
      campaigns: sent.evaluableCampaignIds ?? undefined,
      unknownAttributes: 'refuse',
      createsType: false,
      pointers: POINTERS,
      ...more,
    },
    query.dry,
  )
  if (query.silent !== 'no') return sendNothing(reply)
  return sendJson(reply, 200, JSON.stringify(selectFields(result, fieldsOf(sent.responseContent))))
}

/** Track events. Source: Integration API, "Track event" v2, "Track advanced event", "Get advanced event". */
export const events: FastifyPluginCallbackTypebox = (app, _options, done) => {
  const responses = { 200: Result, 204: Type.Null(), ...REFUSALS }

  app.post(
    '/v2/events',
    {
      schema: {
        ...IDEMPOTENT,
        operationId: 'trackEventV2',
        summary: 'Track event',
        querystring: TrackQuery,
        body: TrackEventV2Request,
        response: responses,
      },
    },
    (request, reply) => {
      const profileId = request.body.profileId ?? undefined
      return track(request, reply, request.body, { profileId }, request.query)
    },
  )

  app.post(
    '/v3/events',
    {
      schema: {
        ...COMMON,
        operationId: 'trackEventV3',
        summary: 'Track event with an ID',
        querystring: TrackQuery,
        body: TrackEventV3Request,
        response: responses,
      },
    },
    (request, reply) => {
      const { integrationId, profileId, connectedSessionId } = request.body
      const more = { integrationId, profileId, connectedSessionId: connectedSessionId ?? undefined }
      return track(request, reply, request.body, more, request.query)
    },
  )

  app.get(
    '/v3/events/:eventId',
    {
      schema: {
        ...COMMON,
        operationId: 'getEventV3',
        summary: 'Get event',
        params: EventParams,
        response: { 200: Event, ...REFUSALS },
      },
    },
    async ({ world, params }, reply) =>
      sendJson(reply, 200, JSON.stringify(await world.events.read(params.eventId))),
  )
  done()
}
