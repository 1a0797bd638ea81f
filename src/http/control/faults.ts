import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Fault, FaultInput, MAX_FAULTS } from '../../contract/control/faults.ts'
import { ProblemReply } from '../../contract/control/problem.ts'
import { PageOf } from '../../contract/control/replies.ts'
import { ById, InWorld } from '../../contract/control/requests.ts'
import { invalid } from '../../core/errors.ts'
import { checkFault } from '../../world/check-fault.ts'
import { replyProblem } from './problem-reply.ts'

/** What goes wrong on purpose. */
export const faultRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.post(
    '/faults',
    {
      schema: {
        operationId: 'control/addFault',
        tags: ['Control'],
        summary: 'Let something go wrong: of requests, or of the callbacks that they ask for',
        description:
          'At each of three moments – a request, a callback, one attempt of it – the first fault strikes that matches and that chance lets pass, in the order in which they were set.',
        querystring: InWorld,
        body: FaultInput,
        response: { 201: Fault, 409: ProblemReply('There are too many faults') },
      },
    },
    (request, reply) => {
      const wrong = checkFault(request.body)
      if (wrong.length > 0) {
        const faults = wrong.map((details) => ({ title: 'Invalid', details, source: '/do' }))
        throw invalid('REQUEST_INVALID', faults)
      }
      const fault = request.world.faults.add(request.body)
      if (fault) return void reply.code(201).send(fault)
      const detail = `there are ${MAX_FAULTS} faults, which is as many as there can be; DELETE /_mock/faults removes them`
      replyProblem(reply, 409, 'too-many-faults', detail)
    },
  )

  app.get(
    '/faults',
    {
      schema: {
        operationId: 'control/listFaults',
        tags: ['Control'],
        summary: 'The faults that are set, in order; those that ran out are gone',
        querystring: InWorld,
        response: { 200: PageOf(Fault, 'FaultPage') },
      },
    },
    (request, reply) => void reply.send({ items: request.world.faults.list(), next: null }),
  )

  app.delete(
    '/faults/:id',
    {
      schema: {
        operationId: 'control/removeFault',
        tags: ['Control'],
        summary: 'Remove a fault; what it has befallen already goes on as it was meant to',
        params: ById,
        querystring: InWorld,
        response: { 204: Type.Null(), 404: ProblemReply('No such fault, or it ran out') },
      },
    },
    (request, reply) => {
      const { id } = request.params
      if (request.world.faults.remove(id)) reply.code(204).send(null)
      else replyProblem(reply, 404, 'not-found', `no fault ${id}; one that ran out is gone`)
    },
  )

  app.delete(
    '/faults',
    {
      schema: {
        operationId: 'control/removeFaults',
        tags: ['Control'],
        summary: 'Remove all faults',
        querystring: InWorld,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) => {
      request.world.faults.clear()
      reply.code(204).send(null)
    },
  )
  done()
}
