import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Callback, Exchange } from '../../contract/control/exchange.ts'
import { ProblemReply } from '../../contract/control/problem.ts'
import { BoundedPageOf } from '../../contract/control/replies.ts'
import { ById, ExchangePage, InWorld } from '../../contract/control/requests.ts'
import { toExchange } from '../../world/exchange-view.ts'
import { replyProblem } from './problem-reply.ts'

/** The ledger, and sending a callback again. */
export const exchangeRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/exchanges',
    {
      schema: {
        operationId: 'control/listExchanges',
        tags: ['Control'],
        summary: 'The ledger, newest first',
        querystring: ExchangePage,
        response: {
          200: BoundedPageOf(Exchange, 'ExchangePage', 'Exchanges that fell out of the ledger.'),
        },
      },
    },
    (request, reply) => {
      const { world } = request
      const { limit, cursor, world: _, ...filter } = request.query
      const items: Exchange[] = []
      let next: string | null = null
      for (const entry of world.ledger.newestFirst(filter)) {
        if (cursor !== undefined && entry.id >= cursor) continue
        if (items.length === limit) {
          next = items.at(-1)?.id ?? null
          break
        }
        items.push(toExchange(entry, world.name))
      }
      reply.send({ items, next, dropped: world.ledger.dropped })
    },
  )

  app.delete(
    '/exchanges',
    {
      schema: {
        operationId: 'control/clearExchanges',
        tags: ['Control'],
        summary: 'Forget the ledger alone; callbacks on their way go on',
        querystring: InWorld,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) => {
      request.world.ledger.clear()
      reply.code(204).send(null)
    },
  )

  app.get(
    '/exchanges/:id',
    {
      schema: {
        operationId: 'control/getExchange',
        tags: ['Control'],
        summary: 'One exchange',
        params: ById,
        querystring: InWorld,
        response: { 200: Exchange, 404: ProblemReply('Not in the ledger') },
      },
    },
    (request, reply) => {
      const { world } = request
      const entry = world.ledger.entry(request.params.id)
      if (!entry) {
        const detail = `no exchange ${request.params.id} in the ledger; ${world.ledger.dropped} fell out of it`
        return void replyProblem(reply, 404, 'not-found', detail)
      }
      reply.send(toExchange(entry, world.name))
    },
  )

  app.post(
    '/callbacks/:id/redeliver',
    {
      schema: {
        operationId: 'control/redeliver',
        tags: ['Control'],
        summary: 'Send a callback again now: same delivery ID, a new attempt',
        params: ById,
        querystring: InWorld,
        response: {
          202: Callback,
          404: ProblemReply('No such callback in the ledger'),
          409: ProblemReply('Queued or being sent already'),
          503: ProblemReply('The delivery queue is full'),
        },
      },
    },
    (request, reply) => {
      const { id } = request.params
      const { world } = request
      const result = world.redeliver(id)
      if (result === 'unknown') {
        return void replyProblem(reply, 404, 'not-found', `no callback ${id} in the ledger`)
      }
      if (result === 'busy') {
        return void replyProblem(
          reply,
          409,
          'busy',
          `callback ${id} is queued or being sent already`,
        )
      }
      if (result === 'full') {
        return void replyProblem(reply, 503, 'queue-full', 'the delivery queue has no room')
      }
      const entry = world.ledger.entryOfCallback(id)
      const callback = entry && toExchange(entry, world.name).callback
      if (callback) reply.code(202).send(callback)
    },
  )
  done()
}
