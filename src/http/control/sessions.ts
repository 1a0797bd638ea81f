import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Problem } from '../../contract/control/problem.ts'
import { ById, Page } from '../../contract/control/requests.ts'
import { CustomerSession } from '../../contract/service/integration-state.ts'
import { OrNull } from '../../contract/wire-types.ts'
import type { World } from '../../world/create-world.ts'
import { replyProblem } from './problem-reply.ts'

/** The stored sessions. */
export const sessionRoutes: FastifyPluginAsyncTypebox<{ world: World }> = async (
  app,
  { world },
) => {
  app.get(
    '/sessions',
    {
      schema: {
        tags: ['Control'],
        summary: 'The stored sessions, in the order they were created',
        querystring: Page,
        response: {
          200: Type.Object({
            items: Type.Array(CustomerSession),
            next: OrNull(Type.String()),
          }),
          400: Problem,
        },
      },
    },
    async (request, reply) => {
      const { limit, cursor } = request.query
      const after = cursor === undefined ? 0 : Number(cursor)
      if (!Number.isInteger(after)) {
        replyProblem(reply, 400, 'bad-request', 'cursor must be `next` of the page before')
        return
      }
      const items = await world.store.sessions({ after, limit: limit + 1 })
      const more = items.length > limit
      if (more) items.pop()
      reply.send({ items, next: more ? String(items.at(-1)?.id) : null })
    },
  )

  app.get(
    '/sessions/:id',
    {
      schema: {
        tags: ['Control'],
        summary: 'One stored session',
        params: ById,
        response: { 200: CustomerSession, 404: Problem },
      },
    },
    async (request, reply) => {
      const session = await world.store.session(request.params.id)
      if (session) reply.send(session)
      else replyProblem(reply, 404, 'not-found', `no session ${request.params.id}`)
    },
  )

  app.delete(
    '/sessions/:id',
    {
      schema: {
        tags: ['Control'],
        summary: 'Drop a session, as if it had never been',
        params: ById,
        response: { 204: Type.Null(), 404: Problem },
      },
    },
    async (request, reply) => {
      if (await world.store.removeSession(request.params.id)) reply.code(204).send(null)
      else replyProblem(reply, 404, 'not-found', `no session ${request.params.id}`)
    },
  )
}
