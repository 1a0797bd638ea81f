import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Problem } from '../../contract/control/problem.ts'
import { ResetRequest } from '../../contract/control/requests.ts'
import { FIDELITY, FidelityRow } from '../../contract/fidelity.ts'
import { OrNull } from '../../contract/wire-types.ts'
import type { World } from '../../world/create-world.ts'
import { replyProblem } from './problem-reply.ts'

export interface AboutOptions {
  world: World
  /** Whether requests are taken: false while starting and stopping. */
  isReady: () => boolean
}

const Status = Type.Object({ status: Type.String() })

/** How the emulator is, what it claims to be, and back to the beginning. */
export const aboutRoutes: FastifyPluginCallbackTypebox<AboutOptions> = (
  app,
  { world, isReady },
  done,
) => {
  app.get(
    '/health',
    {
      config: { open: true },
      schema: { tags: ['Control'], summary: 'Alive', response: { 200: Status } },
    },
    (_request, reply) => void reply.send({ status: 'ok' }),
  )

  app.get(
    '/ready',
    {
      config: { open: true },
      schema: {
        tags: ['Control'],
        summary: 'Takes requests and delivers callbacks',
        response: { 200: Status, 503: Problem },
      },
    },
    (_request, reply) => {
      if (isReady()) reply.send({ status: 'ready' })
      else replyProblem(reply, 503, 'not-ready', 'the emulator is starting or stopping')
    },
  )

  app.get(
    '/fidelity',
    {
      schema: {
        tags: ['Control'],
        summary: 'Each behaviour: confirmed with its source, assumed, or of the emulator alone',
        response: {
          200: Type.Object({ items: Type.Array(FidelityRow), next: OrNull(Type.String()) }),
        },
      },
    },
    (_request, reply) => void reply.send({ items: [...FIDELITY], next: null }),
  )

  app.post(
    '/reset',
    {
      schema: {
        tags: ['Control'],
        summary: 'Back to the beginning; callbacks on their way are cancelled',
        body: ResetRequest,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await world.reset({ exchanges: request.body?.keep?.includes('exchanges') ?? false })
      reply.code(204).send(null)
    },
  )
  done()
}
