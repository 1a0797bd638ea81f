import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { CepHeaders } from '../../../contract/service/headers.ts'
import {
  AddPointsRequest,
  LedgerQuery,
  LedgerReply,
} from '../../../contract/service/platform-loyalty.ts'
import { sendJson, sendNothing } from '../../send-json.ts'
import { ledgerAskedBy } from '../loyalty-ledger.ts'
import { REFUSALS } from '../responses.ts'

/** Read and add points. Source: Third-party OpenAPI, `cep/loyalty`, `cep/addLoyaltyPoints`. */
export const loyalty: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/loyalty',
    {
      schema: {
        headers: CepHeaders,
        operationId: 'cep/loyalty',
        summary: 'Get loyalty ledger',
        querystring: LedgerQuery,
        response: { 200: LedgerReply, ...REFUSALS },
      },
    },
    async (request, reply) =>
      sendJson(reply, 200, JSON.stringify(await ledgerAskedBy(request, request.query))),
  )

  app.post(
    '/add_loyalty_points',
    {
      schema: {
        headers: CepHeaders,
        operationId: 'cep/addLoyaltyPoints',
        summary: 'Add loyalty points',
        body: AddPointsRequest,
        response: { 204: Type.Null(), ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { body } = request
      const { loyaltyProgramId: programId, profileIntegrationId: profileId } = body
      request.exchange.profileId = profileId
      await request.world.loyalty.add(
        { programId, kind: 'profile', owner: profileId },
        {
          subledgerId: body.subledgerId ?? '',
          name: body.name ?? '',
          points: body.points,
          pendingDuration: body.pendingDuration ?? undefined,
          pendingUntil: body.pendingUntil ?? undefined,
          validityDuration: body.validityDuration ?? undefined,
          validUntil: body.validUntil ?? undefined,
        },
      )
      return sendNothing(reply)
    },
  )
  done()
}
