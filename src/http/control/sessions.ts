import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Explanation } from '../../contract/control/explanation.ts'
import { ProblemReply } from '../../contract/control/problem.ts'
import { PageOf } from '../../contract/control/replies.ts'
import { ById, InWorld, NumberedPage, PutSession } from '../../contract/control/requests.ts'
import { CustomerSession } from '../../contract/service/integration-state.ts'
import { toExplanation } from './explanation-view.ts'
import { replyMisnamed, replyProblem } from './problem-reply.ts'

/** The stored sessions. */
export const sessionRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/sessions',
    {
      schema: {
        operationId: 'control/listSessions',
        tags: ['Control'],
        summary: 'The stored sessions, in the order they were created',
        querystring: NumberedPage,
        response: { 200: PageOf(CustomerSession, 'SessionPage') },
      },
    },
    async (request, reply) => {
      const { limit, cursor: after = 0 } = request.query
      const items = await request.world.store.sessions({ after, limit: limit + 1 })
      const more = items.length > limit
      if (more) items.pop()
      reply.send({ items, next: more ? String(items.at(-1)?.id) : null })
    },
  )

  app.get(
    '/sessions/:id',
    {
      schema: {
        operationId: 'control/getSession',
        tags: ['Control'],
        summary: 'One stored session',
        params: ById,
        querystring: InWorld,
        response: { 200: CustomerSession, 404: ProblemReply('No such session') },
      },
    },
    async (request, reply) => {
      const session = await request.world.store.session(request.params.id)
      if (session) reply.send(session)
      else replyProblem(reply, 404, 'not-found', `no session ${request.params.id}`)
    },
  )

  app.put(
    '/sessions/:id',
    {
      schema: {
        operationId: 'control/putSession',
        tags: ['Control'],
        summary: 'Store a session as it is given, in the place of the one before',
        description:
          'No rule is asked, no total worked out, nothing spent or given back, no attribute created and no callback sent. Its profile comes into being if there is none, and counts it: sessions, closed sessions, sales. Cancelling it later gives nothing back. Sessions to come are numbered above its id.',
        params: ById,
        querystring: InWorld,
        body: PutSession,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { body, params, world } = request
      if (body.integrationId !== params.id) return void replyMisnamed(reply, params.id)
      await world.putSession(body)
      reply.code(204).send(null)
    },
  )

  app.get(
    '/sessions/:id/explanation',
    {
      schema: {
        operationId: 'control/explainSession',
        tags: ['Control'],
        summary: 'Why each rule fires for a session, or does not',
        description:
          'Asks the rules once more about the session as it stands, as of its last update, and changes nothing. A closed session is judged as before its own closing: what that spent counts as not spent.',
        params: ById,
        querystring: InWorld,
        response: { 200: Explanation, 404: ProblemReply('No such session') },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const explained = await request.world.explainSession(id)
      if (explained) reply.send(toExplanation(id, explained))
      else replyProblem(reply, 404, 'not-found', `no session ${id}`)
    },
  )

  app.delete(
    '/sessions/:id',
    {
      schema: {
        operationId: 'control/dropSession',
        tags: ['Control'],
        summary: 'Drop a session, and take it off the counters of its profile',
        params: ById,
        querystring: InWorld,
        response: { 204: Type.Null(), 404: ProblemReply('No such session') },
      },
    },
    async (request, reply) => {
      if (await request.world.removeSession(request.params.id)) reply.code(204).send(null)
      else replyProblem(reply, 404, 'not-found', `no session ${request.params.id}`)
    },
  )
  done()
}
