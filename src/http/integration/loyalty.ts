import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  Balances,
  LoyaltyTransaction,
  TransactionsPage,
  UnusedPointsPage,
} from '../../contract/service/balances.ts'
import {
  ActivatePointsRequest,
  BalancesQuery,
  CreateCardRequest,
  DeleteTransactionsRequest,
  LinkRequest,
  PointsQuery,
  ProgramCardParams,
  ProgramParams,
  ProgramProfileParams,
  TransactionsQuery,
} from '../../contract/service/integration-requests.ts'
import { LoyaltyCard } from '../../contract/service/loyalty.ts'
import { type Fault, invalid } from '../../core/errors.ts'
import type { PointsOwner } from '../../core/loyalty/program.ts'
import { sendJson, sendNothing } from '../send-json.ts'
import { COMMON, REFUSALS } from './responses.ts'

const ofProfile = (params: Static<typeof ProgramProfileParams>): PointsOwner => ({
  programId: params.loyaltyProgramId,
  kind: 'profile',
  owner: params.integrationId,
})

const ofCard = (params: Static<typeof ProgramCardParams>): PointsOwner => ({
  programId: params.loyaltyProgramId,
  kind: 'card',
  owner: params.loyaltyCardId,
})

const instant = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time))

const sendBalances = async (
  { world }: FastifyRequest,
  reply: FastifyReply,
  owner: PointsOwner,
  query: Static<typeof BalancesQuery>,
) => {
  const at = instant(query.endDate)
  const balances = await world.loyalty.balances(owner, {
    ...(at !== undefined && { at }),
    subledgerIds: query.subledgerId,
    includeTiers: query.includeTiers === true,
    includeProjectedTier: query.includeProjectedTier === true,
  })
  return sendJson(reply, 200, JSON.stringify(balances))
}

const sendPoints = async (
  { world }: FastifyRequest,
  reply: FastifyReply,
  owner: PointsOwner,
  query: Static<typeof PointsQuery>,
) => {
  const page = await world.loyalty.points(owner, {
    status: query.status ?? 'active',
    subledgerIds: query.subledgerId,
    isNewestFirst: query.sort?.startsWith('-') ?? false,
    ...pageOf(query),
  })
  return sendJson(reply, 200, JSON.stringify(page))
}

const sendTransactions = async (
  { world }: FastifyRequest,
  reply: FastifyReply,
  owner: PointsOwner,
  query: Static<typeof TransactionsQuery>,
) => {
  const page = await world.loyalty.transactions(owner, {
    type: query.loyaltyTransactionType,
    subledgerIds: query.subledgerId,
    sessionIds: query.customerSessionIDs,
    uuids: query.transactionUUIDs,
    from: instant(query.startDate),
    to: instant(query.endDate),
    ...pageOf(query),
  })
  return sendJson(reply, 200, JSON.stringify(page))
}

const pageOf = ({ pageSize = 50, skip = 0 }: { pageSize?: number; skip?: number }) => ({
  pageSize,
  skip,
})

/**
 * Points and cards. Source: Integration API, the operations of "Loyalty" and "Loyalty cards".
 */
export const loyalty: FastifyPluginCallbackTypebox = (app, _options, done) => {
  const balances = { querystring: BalancesQuery, response: { 200: Balances, ...REFUSALS } }
  const points = { querystring: PointsQuery, response: { 200: UnusedPointsPage, ...REFUSALS } }
  const transactions = {
    querystring: TransactionsQuery,
    response: { 200: TransactionsPage, ...REFUSALS },
  }
  const profile = '/v1/loyalty_programs/:loyaltyProgramId/profile/:integrationId'
  const card = '/v1/loyalty_programs/:loyaltyProgramId/cards/:loyaltyCardId'
  const onProfile = { ...COMMON, params: ProgramProfileParams }
  const onCard = { ...COMMON, params: ProgramCardParams }

  app.get(
    `${profile}/balances`,
    {
      schema: {
        ...onProfile,
        ...balances,
        operationId: 'getLoyaltyBalances',
        summary: "Get customer's loyalty balances",
      },
    },
    (request, reply) => sendBalances(request, reply, ofProfile(request.params), request.query),
  )
  app.get(
    `${profile}/points`,
    {
      schema: {
        ...onProfile,
        ...points,
        operationId: 'getLoyaltyProgramProfilePoints',
        summary: "List customer's unused loyalty points",
      },
    },
    (request, reply) => sendPoints(request, reply, ofProfile(request.params), request.query),
  )
  app.get(
    `${profile}/transactions`,
    {
      schema: {
        ...onProfile,
        ...transactions,
        operationId: 'getLoyaltyProgramProfileTransactions',
        summary: "List customer's loyalty transactions",
      },
    },
    (request, reply) => sendTransactions(request, reply, ofProfile(request.params), request.query),
  )

  app.post(
    `${profile}/delete_transactions`,
    {
      schema: {
        ...onProfile,
        operationId: 'deleteLoyaltyTransactions',
        summary: "Delete customer's transactions",
        body: DeleteTransactionsRequest,
        response: { 204: Type.Null(), ...REFUSALS },
      },
    },
    async ({ world, params, body: { scope, subledgerIds } }, reply) => {
      if (scope === 'SelectedSubledgers' && !subledgerIds) {
        const details = 'subledgerIds is required for the scope SelectedSubledgers'
        refuse({ title: 'required', details, source: '/subledgerIds' })
      }
      const selected = scope === 'SelectedSubledgers' ? subledgerIds : undefined
      await world.loyalty.removeTransactions(ofProfile(params), selected)
      return sendNothing(reply)
    },
  )

  app.get(
    `${card}/balances`,
    {
      schema: {
        ...onCard,
        ...balances,
        operationId: 'getLoyaltyCardBalances',
        summary: "Get card's point balances",
      },
    },
    (request, reply) => sendBalances(request, reply, ofCard(request.params), request.query),
  )
  app.get(
    `${card}/points`,
    {
      schema: {
        ...onCard,
        ...points,
        operationId: 'getLoyaltyCardPoints',
        summary: "List card's unused loyalty points",
      },
    },
    (request, reply) => sendPoints(request, reply, ofCard(request.params), request.query),
  )
  app.get(
    `${card}/transactions`,
    {
      schema: {
        ...onCard,
        ...transactions,
        operationId: 'getLoyaltyCardTransactions',
        summary: "List card's transactions",
      },
    },
    (request, reply) => sendTransactions(request, reply, ofCard(request.params), request.query),
  )

  app.post(
    '/v1/loyalty_programs/:loyaltyProgramId/cards',
    {
      schema: {
        ...COMMON,
        operationId: 'generateLoyaltyCard',
        summary: 'Generate loyalty card',
        params: ProgramParams,
        body: CreateCardRequest,
        response: { 200: LoyaltyCard, ...REFUSALS },
      },
    },
    async ({ world, params, body }, reply) => {
      const made = await world.loyalty.createCard(params.loyaltyProgramId, {
        status: body.status ?? 'active',
        identifier: body.cardIdentifier,
        profileIds: body.customerProfileIds ?? [],
      })
      return sendJson(reply, 200, JSON.stringify(made))
    },
  )

  for (const [action, isLinked] of [
    ['link', true],
    ['unlink', false],
  ] as const) {
    app.post(
      `/v2/loyalty_programs/:loyaltyProgramId/cards/:loyaltyCardId/${action}_profile`,
      {
        schema: {
          ...onCard,
          operationId: `${action}LoyaltyCardToProfile`,
          summary: isLinked ? 'Link customer profile to card' : 'Unlink customer profile from card',
          body: LinkRequest,
          response: { 200: LoyaltyCard, ...REFUSALS },
        },
      },
      async ({ world, params, body }, reply) => {
        const changed = await world.loyalty.link({
          programId: params.loyaltyProgramId,
          identifier: params.loyaltyCardId,
          profileId: body.integrationId,
          isLinked,
        })
        return sendJson(reply, 200, JSON.stringify(changed))
      },
    )
  }

  app.post(
    '/v1/loyalty_programs/:loyaltyProgramId/activate_points',
    {
      schema: {
        ...COMMON,
        operationId: 'activateLoyaltyPoints',
        summary: 'Activate loyalty points',
        params: ProgramParams,
        body: ActivatePointsRequest,
        response: {
          200: Type.Object({ ledgerEntries: Type.Array(LoyaltyTransaction) }),
          ...REFUSALS,
        },
      },
    },
    async ({ world, params, body: { transactionUUIDs, sessionId } }, reply) => {
      const wanted =
        transactionUUIDs !== undefined
          ? { uuids: transactionUUIDs }
          : sessionId === undefined
            ? undefined
            : { sessionId }
      if (!wanted || (transactionUUIDs && sessionId !== undefined)) {
        const details = 'exactly one of transactionUUIDs and sessionId is required'
        return refuse({ title: 'required', details, source: '/transactionUUIDs' })
      }
      const ledgerEntries = await world.loyalty.activate(params.loyaltyProgramId, wanted)
      return sendJson(reply, 200, JSON.stringify({ ledgerEntries }))
    },
  )
  done()
}

const refuse = (fault: Fault): never => {
  throw invalid('REQUEST_INVALID', [fault])
}
