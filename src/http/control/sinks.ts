import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Problem } from '../../contract/control/problem.ts'
import { ByName } from '../../contract/control/requests.ts'
import { SinkReceipt, SinkSummary } from '../../contract/control/sinks.ts'
import { OrNull } from '../../contract/wire-types.ts'
import type { World } from '../../world/create-world.ts'
import { replyProblem } from './problem-reply.ts'

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // A sink takes whatever comes; what is no JSON is shown as text alone.
    return null
  }
}

/** Receivers inside the emulator, for callbacks to point at. */
export const sinkRoutes: FastifyPluginCallbackTypebox<{ world: World }> = (
  app,
  { world },
  done,
) => {
  app.get(
    '/sinks',
    {
      schema: {
        tags: ['Control'],
        summary: 'The sinks that something came into',
        response: {
          200: Type.Object({ items: Type.Array(SinkSummary), next: OrNull(Type.String()) }),
        },
      },
    },
    (_request, reply) => {
      const items = world.sinks.names().map((name) => {
        const sink = world.sinks.sink(name)
        return { name, received: sink?.receipts.length ?? 0, dropped: sink?.dropped ?? 0 }
      })
      reply.send({ items, next: null })
    },
  )

  app.get(
    '/sinks/:name',
    {
      schema: {
        tags: ['Control'],
        summary: 'What came into a sink, oldest first; headers as they came',
        params: ByName,
        response: {
          200: Type.Object({
            items: Type.Array(SinkReceipt),
            next: OrNull(Type.String()),
            dropped: Type.Integer(),
          }),
        },
      },
    },
    (request, reply) => {
      const sink = world.sinks.sink(request.params.name)
      reply.send({ items: [...(sink?.receipts ?? [])], next: null, dropped: sink?.dropped ?? 0 })
    },
  )

  app.delete(
    '/sinks/:name',
    {
      schema: {
        tags: ['Control'],
        summary: 'Empty a sink',
        params: ByName,
        response: { 204: Type.Null(), 404: Problem },
      },
    },
    (request, reply) => {
      const { name } = request.params
      if (world.sinks.remove(name)) reply.code(204).send(null)
      else replyProblem(reply, 404, 'not-found', `nothing has come into a sink named ${name}`)
    },
  )
  done()
}

/** Delivery into a sink: any method, any content, and nobody is asked for a token. */
export const sinkDelivery: FastifyPluginCallbackTypebox<{ world: World }> = (
  app,
  { world },
  done,
) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) =>
    parsed(null, body),
  )
  app.all(
    '/sink/:name',
    {
      config: { open: true },
      schema: {
        tags: ['Control'],
        summary: 'A receiver inside the emulator: whatever comes is kept and answered with 200',
        params: ByName,
        response: { 200: Type.Object({ received: Type.Literal(true) }) },
      },
    },
    (request, reply) => {
      const body = typeof request.body === 'string' ? request.body : ''
      world.sinks.receive(request.params.name, {
        at: new Date(world.clock.now()).toISOString(),
        method: request.method,
        path: request.url,
        headers: { ...request.headers },
        body,
        json: parseJson(body),
      })
      reply.send({ received: true })
    },
  )
  done()
}
