import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { ProblemReply } from '../../contract/control/problem.ts'
import { ById, InWorld } from '../../contract/control/requests.ts'
import { type Isolation, WorldPage, type WorldSummary } from '../../contract/control/worlds.ts'
import type { World } from '../../world/create-world.ts'
import type { Worlds } from '../../world/worlds.ts'
import { replyProblem } from './problem-reply.ts'

export interface WorldRoutesOptions {
  isolation: Isolation
  worlds: Worlds
}

const toSummary = async (world: World): Promise<WorldSummary> => ({
  name: world.name,
  sessions: await world.store.countSessions(),
  exchanges: world.ledger.size,
  callbacksOnTheirWay: world.callbacksOnTheirWay,
  now: new Date(world.clock.now()).toISOString(),
  frozen: world.clock.isFrozen,
})

/** The worlds that there are. */
export const worldRoutes: FastifyPluginCallbackTypebox<WorldRoutesOptions> = (
  app,
  { isolation, worlds },
  done,
) => {
  app.get(
    '/worlds',
    {
      schema: {
        operationId: 'control/listWorlds',
        tags: ['Control'],
        summary: 'The worlds, the one used least recently behind the shared one',
        querystring: InWorld,
        response: { 200: WorldPage },
      },
    },
    async (_request, reply) => {
      const items = await Promise.all(worlds.list().map(toSummary))
      reply.send({ items, next: null, isolation, forgotten: worlds.forgotten })
    },
  )

  app.delete(
    '/worlds/:id',
    {
      schema: {
        operationId: 'control/dropWorld',
        tags: ['Control'],
        summary:
          'Forget a world; the shared one is reset. Its callbacks on their way are cancelled',
        params: ById,
        response: { 204: Type.Null(), 404: ProblemReply('No such world') },
      },
    },
    async (request, reply) => {
      if (await worlds.remove(request.params.id)) reply.code(204).send(null)
      else replyProblem(reply, 404, 'not-found', `no world ${request.params.id}`)
    },
  )
  done()
}
