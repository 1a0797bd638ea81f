import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { ProblemReply } from '../../contract/control/problem.ts'
import { PageOf } from '../../contract/control/replies.ts'
import { ById, InWorld, NumberedPage, PutProfile } from '../../contract/control/requests.ts'
import { CustomerProfile } from '../../contract/service/integration-state.ts'
import { Loyalty } from '../../contract/service/loyalty.ts'
import { replyMisnamed, replyProblem } from './problem-reply.ts'

/** The stored profiles. */
export const profileRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/profiles',
    {
      schema: {
        operationId: 'control/listProfiles',
        tags: ['Control'],
        summary: 'The stored profiles, in the order they were created',
        querystring: NumberedPage,
        response: { 200: PageOf(CustomerProfile, 'ProfilePage') },
      },
    },
    async (request, reply) => {
      const { limit, cursor: after = 0 } = request.query
      const records = await request.world.store.profiles({ after, limit: limit + 1 })
      const items = records.slice(0, limit).map(({ profile }) => profile)
      reply.send({ items, next: records.length > limit ? String(items.at(-1)?.id) : null })
    },
  )

  app.get(
    '/profiles/:id',
    {
      schema: {
        operationId: 'control/getProfile',
        tags: ['Control'],
        summary: 'One stored profile',
        params: ById,
        querystring: InWorld,
        response: { 200: CustomerProfile, 404: ProblemReply('No such profile') },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const record = await request.world.store.profile(id)
      if (record) reply.send(record.profile)
      else replyProblem(reply, 404, 'not-found', `no profile ${id}`)
    },
  )

  app.get(
    '/profiles/:id/loyalty',
    {
      schema: {
        operationId: 'control/getProfileLoyalty',
        tags: ['Control'],
        summary: 'The points of a profile, by program and subledger, and those of its cards',
        description:
          'As `loyalty` of a reply shows them, of every program that it has joined and every card that it is linked to. Open sessions count for nothing: tentativeCurrentBalance is currentBalance.',
        params: ById,
        querystring: InWorld,
        response: { 200: Loyalty, 404: ProblemReply('No such profile') },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const loyalty = await request.world.profiles.loyalty(id)
      if (loyalty) reply.send(loyalty)
      else replyProblem(reply, 404, 'not-found', `no profile ${id}`)
    },
  )

  app.put(
    '/profiles/:id',
    {
      schema: {
        operationId: 'control/putProfile',
        tags: ['Control'],
        summary: 'Store a profile as it is given',
        description:
          'A new one has had its closedSessions and no other sessions, which makes its next one its first when there are none. Its sessions and points are left alone. Profiles to come are numbered above its id.',
        params: ById,
        querystring: InWorld,
        body: PutProfile,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { body, params, world } = request
      if (body.integrationId !== params.id) return void replyMisnamed(reply, params.id)
      await world.putProfile(body)
      reply.code(204).send(null)
    },
  )

  app.delete(
    '/profiles/:id',
    {
      schema: {
        operationId: 'control/dropProfile',
        tags: ['Control'],
        summary: 'Drop a profile, its sessions and its points',
        description:
          'The next session that names it begins with a new one. What its sessions spent of coupons, referrals, giveaways and budgets stays spent; its cards stay, linked to it no more, and no coupon is reserved for it.',
        params: ById,
        querystring: InWorld,
        response: { 204: Type.Null(), 404: ProblemReply('No such profile') },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (await request.world.removeProfile(id)) reply.code(204).send(null)
      else replyProblem(reply, 404, 'not-found', `no profile ${id}`)
    },
  )
  done()
}
