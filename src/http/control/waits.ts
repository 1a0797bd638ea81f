import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Exchange, type ExchangeFilter } from '../../contract/control/exchange.ts'
import { MissProblem } from '../../contract/control/misses.ts'
import { ProblemReply } from '../../contract/control/problem.ts'
import { Verified } from '../../contract/control/replies.ts'
import { InWorld, VerifyRequest, WaitQuery } from '../../contract/control/requests.ts'
import type { World } from '../../world/create-world.ts'
import { criteriaOf } from '../../world/exchange-filter.ts'
import { toExchange } from '../../world/exchange-view.ts'
import { nearMisses } from '../../world/near-misses.ts'
import { verifyExchanges } from '../../world/verify.ts'
import { howItEnded } from '../../world/wait-for-callback.ts'
import { type WaitOutcome, wantedBy } from '../../world/waits.ts'
import { replyProblem } from './problem-reply.ts'

/** Answers a wait that was in vain. */
const replyInVain = (
  reply: FastifyReply,
  { ledger, name }: World,
  kind: Exclude<WaitOutcome['kind'], 'found'>,
  { wanted, timeoutMs }: { wanted: ExchangeFilter; timeoutMs: number },
): void => {
  const detail = `no callback matched ${JSON.stringify(wanted)} ${howItEnded(kind, timeoutMs)}`
  switch (kind) {
    case 'timeout':
    case 'impossible': {
      const nearest = nearMisses(ledger, criteriaOf(wanted), name)
      if (kind === 'timeout') replyProblem(reply, 404, 'wait-timeout', detail, { nearest })
      else replyProblem(reply, 422, 'wait-impossible', detail, { nearest })
      break
    }
    case 'too-many':
      replyProblem(reply, 503, 'too-many-waits', detail)
      break
    case 'ended':
      replyProblem(reply, 503, 'not-ready', detail)
  }
}

/** Waiting for what a test expects, and counting it. */
export const waitRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/exchanges/wait',
    {
      schema: {
        operationId: 'control/waitForExchange',
        tags: ['Control'],
        summary: 'Wait for an exchange whose callback is as wanted, settled by default',
        description:
          'Looks at the ledger first: `after` leaves out what is older than an exchange. Answers at once when what is waited for has ended in another way. The time is the machine’s, whatever the clock of the world says.',
        querystring: WaitQuery,
        response: {
          200: Exchange,
          404: ProblemReply('Nothing came in time', MissProblem),
          422: ProblemReply('It has ended in another way', MissProblem),
          503: ProblemReply('Stopping, or too many waits are under way'),
        },
      },
    },
    async (request, reply) => {
      const { world } = request
      const { timeoutMs, world: _, ...filter } = request.query
      const wait = world.waits.wait(filter, timeoutMs)
      // Whoever has gone waits no more.
      reply.raw.once('close', wait.end)
      const outcome = await wait.outcome
      if (outcome.kind === 'found') reply.send(toExchange(outcome.entry, world.name))
      else replyInVain(reply, world, outcome.kind, { wanted: wantedBy(filter), timeoutMs })
    },
  )

  app.post(
    '/exchanges/verify',
    {
      schema: {
        operationId: 'control/verifyExchanges',
        tags: ['Control'],
        summary: 'Whether as many exchanges match as expected; at least one by default',
        querystring: InWorld,
        body: VerifyRequest,
        response: {
          200: Verified,
          422: ProblemReply('Another number', MissProblem),
        },
      },
    },
    async (request, reply) => {
      const { match } = request.body
      const verdict = verifyExchanges(request.world, request.body)
      const { count } = verdict
      if (verdict.ok) return void reply.send({ count })
      const { expected, nearest } = verdict
      const detail = `${count} exchanges match ${JSON.stringify(match)}, expected ${expected}`
      replyProblem(reply, 422, 'verification-failed', detail, { count, nearest })
    },
  )
  done()
}
