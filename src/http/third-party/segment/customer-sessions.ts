import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  CustomerSessionInput,
  CustomerSessionParams,
  SkipNonExistingAttributes,
  UpdateCustomerSessionRequest,
} from '../../../contract/service/customer-sessions.ts'
import { type CallbackHeaders, CustomerSessionHeaders } from '../../../contract/service/headers.ts'
import { IntegrationState } from '../../../contract/service/integration-state.ts'
import { readCallbackRequest } from '../../../core/callback-request.ts'
import type { SessionUpdate } from '../../../core/sessions/update.ts'
import { sendJson } from '../../send-json.ts'
import type { FamilyOptions } from '../family.ts'
import { REFUSALS } from '../responses.ts'

const responses = { 200: IntegrationState, ...REFUSALS }

/** Described for the OpenAPI document: the request that the emulator sends after its reply. */
const callbacks = {
  reply: {
    '{$request.header.X-Callback-Destination-URI}': {
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: Type.Partial(IntegrationState, { title: 'CallbackBody' }),
            },
          },
        },
        responses: { '2XX': { description: 'Delivered. Anything else is tried again.' } },
      },
    },
  },
}

const common = {
  params: CustomerSessionParams,
  headers: CustomerSessionHeaders,
  response: responses,
  callbacks,
}

/**
 * Segment's real client never ends reading a reply above about 64 KB; it can't be helped here, since
 * the service's replies have the same shape, but it can be said.
 */
const CLIENT_LIMIT_BYTES = 60_000

const warnOfLongReply = (request: FastifyRequest, reply: string) => {
  if (request.headers['user-agent'] !== 'Segment (Actions)') return
  const bytes = Buffer.byteLength(reply)
  if (bytes <= CLIENT_LIMIT_BYTES) return
  const exchange = request.exchange.id
  request.log.warn({ exchange, bytes }, "reply is too long for segment's client, which hangs on it")
}

/** v1 wraps the session in `customerSession`, v2 doesn't: what is in the other's place is ignored. */
const warnOfOtherShape = (request: FastifyRequest, hint: string) =>
  request.log.warn({ exchange: request.exchange.id }, hint)

/** Cards that are warned of: clients send theirs with every update, so each is named once. */
const MAX_CARDS_WARNED = 1000

/**
 * Says so when a session's loyalty card is none of the account's; the update takes it all the same.
 * Assumed: what the service makes of one is not documented.
 */
const createCardWarning = () => {
  const warned = new Set<string>()
  const judge = async (request: FastifyRequest, sessionId: string, card: string): Promise<void> => {
    const { records } = await request.world.store.facts({ sessionId })
    if (records.card(card)) return
    warned.add(card)
    request.log.warn(
      { exchange: request.exchange.id, card },
      'loyalty card ignored: the account has no such card',
    )
  }
  return (request: FastifyRequest, update: SessionUpdate): Promise<void> | undefined => {
    const card = update.session.loyaltyCards?.[0]
    if (card === undefined || warned.has(card) || warned.size === MAX_CARDS_WARNED) return undefined
    return judge(request, update.sessionId, card)
  }
}

/**
 * Update a customer session, v1 and v2.
 * Source: Third-party OpenAPI, `segment/updateCustomerSession`, `segment/v2/updateCustomerSession`.
 */
export const customerSessions: FastifyPluginCallbackTypebox<FamilyOptions> = (
  app,
  { strict, raisesCreated },
  done,
) => {
  const warnOfUnknownCard = createCardWarning()
  const respond = async (
    request: FastifyRequest,
    reply: FastifyReply,
    headers: CallbackHeaders,
    update: SessionUpdate,
  ): Promise<void> => {
    const callback = readCallbackRequest(headers)
    const body = await request.world.updateSession({
      update,
      callback,
      exchange: request.exchange,
    })
    warnOfLongReply(request, body)
    sendJson(reply, 200, body)
    return warnOfUnknownCard(request, update)
  }

  app.put(
    '/customer_sessions/:customerSessionId',
    {
      schema: {
        ...common,
        operationId: 'segment/updateCustomerSession',
        summary: 'Update customer session v1',
        deprecated: true,
        body: UpdateCustomerSessionRequest,
      },
    },
    (request, reply) => {
      const { customerSession } = request.body
      if (!customerSession && ('cartItems' in request.body || 'profileId' in request.body)) {
        warnOfOtherShape(request, 'session ignored: v1 takes it inside customerSession')
      }
      return respond(request, reply, request.headers, {
        sessionId: request.params.customerSessionId,
        session: customerSession ?? {},
        unknownAttributes: 'create',
        attributeTypes: {
          CustomerSession: request.body.sessionAttributesInfo,
          CartItem: request.body.cartItemAttributesInfo,
        },
        pointer: '/customerSession',
        strict,
        raisesCreated,
      })
    },
  )

  app.put(
    '/v2/customer_sessions/:customerSessionId',
    {
      schema: {
        ...common,
        operationId: 'segment/v2/updateCustomerSession',
        summary: 'Update customer session v2',
        querystring: SkipNonExistingAttributes,
        body: CustomerSessionInput,
      },
    },
    (request, reply) => {
      if ('customerSession' in request.body) {
        warnOfOtherShape(request, 'customerSession ignored: v2 takes the session itself')
      }
      return respond(request, reply, request.headers, {
        sessionId: request.params.customerSessionId,
        session: request.body,
        unknownAttributes: request.query.skipNonExistingAttributes ? 'skip' : 'refuse',
        pointer: '',
        strict,
        raisesCreated,
      })
    },
  )
  done()
}
