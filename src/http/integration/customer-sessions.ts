import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { CustomerSessionParams } from '../../contract/service/customer-sessions.ts'
import { Effect } from '../../contract/service/effects.ts'
import {
  PutSessionQuery,
  PutSessionRequest,
  ReturnQuery,
  ReturnRequest,
} from '../../contract/service/integration-requests.ts'
import { CustomerSession, IntegrationState } from '../../contract/service/integration-state.ts'
import { type Fault, invalid } from '../../core/errors.ts'
import { selectFields } from '../../core/state.ts'
import { sendJson } from '../send-json.ts'
import { campaignFaults } from './dry-campaigns.ts'
import { COMMON, fieldsOf, IDEMPOTENT, REFUSALS } from './responses.ts'

export interface SessionsOptions {
  strict: boolean
  /** A session created as closed raises that it was created, not that it was closed. */
  raisesCreated: boolean
}

const State = Type.Partial(IntegrationState, { title: 'SelectedState' })

/**
 * Update, read, return and reopen customer sessions.
 * Source: Integration API, "Update customer session", "Get customer session", "Return cart items",
 * "Reopen customer session".
 */
export const customerSessions: FastifyPluginCallbackTypebox<SessionsOptions> = (
  app,
  { strict, raisesCreated },
  done,
) => {
  app.put(
    '/v2/customer_sessions/:customerSessionId',
    {
      schema: {
        ...IDEMPOTENT,
        operationId: 'updateCustomerSessionV2',
        summary: 'Update customer session',
        params: CustomerSessionParams,
        querystring: PutSessionQuery,
        body: PutSessionRequest,
        response: { 200: State, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { body, query, params, world } = request
      const { evaluableCampaignIds, ...session } = body.customerSession
      const isDry = query.dry === true
      const dryAt = query.now === undefined ? undefined : Date.parse(query.now)
      checkDry({ isDry, dryAt, now: world.clock.now(), campaigns: evaluableCampaignIds })
      const answer = await world.updateSession({
        update: {
          sessionId: params.customerSessionId,
          session,
          unknownAttributes: 'refuse',
          pointer: '/customerSession',
          strict,
          refusesUnknownCards: true,
          raisesCreated,
          isDry,
          campaigns: evaluableCampaignIds ?? undefined,
        },
        callback: undefined,
        exchange: request.exchange,
        fields: fieldsOf(body.responseContent),
        dryAt,
      })
      return sendJson(reply, 200, answer)
    },
  )

  app.get(
    '/v2/customer_sessions/:customerSessionId',
    {
      schema: {
        ...COMMON,
        operationId: 'getCustomerSession',
        summary: 'Get customer session',
        params: CustomerSessionParams,
        response: {
          200: Type.Object({ customerSession: CustomerSession, effects: Type.Array(Effect) }),
          ...REFUSALS,
        },
      },
    },
    async ({ world, params }, reply) =>
      sendJson(reply, 200, JSON.stringify(await world.sessions.read(params.customerSessionId))),
  )

  app.post(
    '/v2/customer_sessions/:customerSessionId/returns',
    {
      schema: {
        ...IDEMPOTENT,
        operationId: 'returnCartItems',
        summary: 'Return cart items',
        params: CustomerSessionParams,
        querystring: ReturnQuery,
        body: ReturnRequest,
        response: { 200: State, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { world, params, query, body, exchange } = request
      const state = await world.sessions.takeBack(
        params.customerSessionId,
        body.return.returnedCartItems,
        query.dry,
      )
      exchange.profileId = state.customerSession.profileId || undefined
      return sendJson(
        reply,
        200,
        JSON.stringify(selectFields(state, fieldsOf(body.responseContent))),
      )
    },
  )

  app.put(
    '/v2/customer_sessions/:customerSessionId/reopen',
    {
      schema: {
        ...IDEMPOTENT,
        operationId: 'reopenCustomerSession',
        summary: 'Reopen customer session',
        params: CustomerSessionParams,
        response: { 200: Type.Object({ effects: Type.Array(Effect) }), ...REFUSALS },
      },
    },
    async ({ world, params }, reply) => {
      const effects = await world.sessions.reopen(params.customerSessionId)
      return sendJson(reply, 200, JSON.stringify({ effects }))
    },
  )
  done()
}

/** What only a dry run may ask for. Source: Integration API, `now`, `evaluableCampaignIds`. */
const checkDry = ({
  isDry,
  dryAt,
  now,
  campaigns,
}: {
  isDry: boolean
  dryAt: number | undefined
  now: number
  campaigns: readonly number[] | null | undefined
}): void => {
  const faults: Fault[] = []
  if (dryAt !== undefined && !isDry) {
    faults.push({ title: 'Not dry', details: 'now goes with dry=true alone', source: 'now' })
  } else if (dryAt !== undefined && dryAt <= now) {
    faults.push({ title: 'Not later', details: 'now must be in the future', source: 'now' })
  }
  faults.push(...campaignFaults(campaigns, isDry, '/customerSession/evaluableCampaignIds'))
  if (faults.length > 0) throw invalid('REQUEST_INVALID', faults)
}
