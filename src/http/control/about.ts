import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { ProblemReply } from '../../contract/control/problem.ts'
import { PageOf, Status } from '../../contract/control/replies.ts'
import { InWorld, ResetRequest } from '../../contract/control/requests.ts'
import { FIDELITY, FidelityRow } from '../../contract/fidelity.ts'
import { replyProblem } from './problem-reply.ts'

export interface AboutOptions {
  /** Whether requests are taken: false while stopping. */
  isReady: () => boolean
}

/** How the emulator is, what it claims to be, and back to the beginning. */
export const aboutRoutes: FastifyPluginCallbackTypebox<AboutOptions> = (app, { isReady }, done) => {
  app.get(
    '/health',
    {
      config: { open: true },
      exposeHeadRoute: true,
      schema: {
        operationId: 'control/health',
        tags: ['Control'],
        summary: 'Alive',
        response: { 200: Status },
      },
    },
    (_request, reply) => void reply.send({ status: 'ok' }),
  )

  app.get(
    '/ready',
    {
      config: { open: true },
      exposeHeadRoute: true,
      schema: {
        operationId: 'control/ready',
        tags: ['Control'],
        summary: 'Takes requests and delivers callbacks',
        response: { 200: Status, 503: ProblemReply('Stopping') },
      },
    },
    (_request, reply) => {
      if (isReady()) reply.send({ status: 'ready' })
      else replyProblem(reply, 503, 'not-ready', 'the emulator is stopping')
    },
  )

  app.get(
    '/fidelity',
    {
      schema: {
        operationId: 'control/fidelity',
        tags: ['Control'],
        summary: 'Each behaviour: confirmed with its source, assumed, or of the emulator alone',
        response: { 200: PageOf(FidelityRow, 'FidelityPage') },
      },
    },
    (_request, reply) => void reply.send({ items: [...FIDELITY], next: null }),
  )

  app.post(
    '/reset',
    {
      schema: {
        operationId: 'control/reset',
        tags: ['Control'],
        summary: 'Back to the scenario as it was loaded; callbacks on their way are cancelled',
        body: ResetRequest,
        querystring: InWorld,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await request.world.reset({ exchanges: request.body?.keep?.includes('exchanges') ?? false })
      reply.code(204).send(null)
    },
  )
  done()
}
