import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ProblemReply } from '../../contract/control/problem.ts'
import { BoundedPageOf } from '../../contract/control/replies.ts'
import { ByName, InWorld, NamedPage, NumberedPage } from '../../contract/control/requests.ts'
import {
  type SinkReceipt,
  SinkReceiptPage,
  SinkScript,
  SinkSummary,
} from '../../contract/control/sinks.ts'
import { invalid } from '../../core/errors.ts'
import { checkScript } from '../../world/check-script.ts'
import type { Answer, Receipt, Sinks } from '../../world/sinks.ts'
import { SHARED, type Worlds } from '../../world/worlds.ts'
import { isTooDeep } from '../json-body.ts'
import { replyProblem } from './problem-reply.ts'

/** Largest request that a sink takes, in bytes: a callback is larger than the request it comes from. */
const MAX_SINK_BODY = 16 * 1024 * 1024

/** A sink takes whatever comes; what is no JSON, or could not be written again, is shown as text alone. */
const parseJson = (text: string): unknown => {
  if (isTooDeep(text)) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const toSinkReceipt = (receipt: Receipt): SinkReceipt => ({
  ...receipt,
  json: parseJson(receipt.body),
})

const toSummary = (name: string, sinks: Sinks): SinkSummary => {
  const { receipts = [], dropped = 0, script = [] } = sinks.sink(name) ?? {}
  return { name, received: receipts.length, dropped, scripted: script.length }
}

/** Receivers inside the emulator, for callbacks to point at. */
export const sinkRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/sinks',
    {
      schema: {
        operationId: 'control/listSinks',
        tags: ['Control'],
        summary: 'The sinks that something came into, or that have a script, by name',
        querystring: NamedPage,
        response: {
          200: BoundedPageOf(
            SinkSummary,
            'SinkPage',
            'Requests in sinks that were forgotten, since there were too many.',
          ),
        },
      },
    },
    (request, reply) => {
      const { sinks } = request.world
      const { limit, cursor = '' } = request.query
      const names = sinks.names().filter((name) => name > cursor)
      const items = names.slice(0, limit).map((name) => toSummary(name, sinks))
      const next = names.length > limit ? (names[limit - 1] ?? null) : null
      reply.send({ items, next, dropped: sinks.forgotten })
    },
  )

  app.get(
    '/sinks/:name',
    {
      schema: {
        operationId: 'control/listSinkReceipts',
        tags: ['Control'],
        summary: 'What came into a sink, oldest first; headers as they came',
        params: ByName,
        querystring: NumberedPage,
        response: { 200: SinkReceiptPage },
      },
    },
    (request, reply) => {
      const { sinks } = request.world
      const { limit, cursor = 0 } = request.query
      const { receipts = [], dropped = 0, script = [] } = sinks.sink(request.params.name) ?? {}
      const start = Math.max(0, cursor - dropped)
      const items = receipts.slice(start, start + limit).map(toSinkReceipt)
      const more = start + limit < receipts.length
      const next = more ? String(items.at(-1)?.number) : null
      reply.send({ items, next, dropped, script: [...script] })
    },
  )

  app.put(
    '/sinks/:name',
    {
      schema: {
        operationId: 'control/scriptSink',
        tags: ['Control'],
        summary: 'Say what a sink answers next, in place of the script it has',
        description: 'What comes is kept all the same, with the status that it was answered.',
        params: ByName,
        querystring: InWorld,
        body: SinkScript,
        response: { 200: SinkSummary },
      },
    },
    (request, reply) => {
      const { script } = request.body
      const faults = checkScript(script)
      if (faults.length > 0) throw invalid('REQUEST_INVALID', faults)
      const { sinks } = request.world
      const { name } = request.params
      sinks.script(name, script)
      reply.send(toSummary(name, sinks))
    },
  )

  app.delete(
    '/sinks/:name',
    {
      schema: {
        operationId: 'control/emptySink',
        tags: ['Control'],
        summary: 'Empty a sink, and forget its script',
        params: ByName,
        querystring: InWorld,
        response: {
          204: Type.Null(),
          404: ProblemReply('Nothing has come into it, and it has no script'),
        },
      },
    },
    (request, reply) => {
      const { name } = request.params
      if (request.world.sinks.remove(name)) reply.code(204).send(null)
      else replyProblem(reply, 404, 'not-found', `nothing has come into a sink named ${name}`)
    },
  )
  done()
}

/** An answer of such a status has no body. Source: RFC 9110, 15.3 and 15.4. */
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304])

const answer = (reply: FastifyReply, status: number, headers: Answer['headers']) => {
  reply.code(status).headers(headers)
  if (NO_BODY.has(status)) reply.send(null)
  else reply.send({ received: true })
}

/** Waits. The attempt of a callback of this world counts as under way; nobody else's request does. */
const heldUp = ({ world, raw }: FastifyRequest, delayMs: number): Promise<boolean> => {
  const { headers } = raw
  const isOwn = headers['user-agent'] === 'talon-mock'
  const from = headers['x-talon-mock-world'] ?? SHARED
  return world.holds.wait(delayMs, isOwn && from === world.name)
}

/** Delivery into a sink: any method, any content, and nobody is asked for a token. */
export const sinkDelivery: FastifyPluginCallbackTypebox<{ worlds: Worlds }> = (
  app,
  { worlds },
  done,
) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) =>
    parsed(null, body),
  )
  // Fastify refuses a malformed Content-Type before it looks for a parser. The raw request keeps it.
  app.addHook('onRequest', (request, _reply, next) => {
    request.headers = { 'content-type': 'application/octet-stream' }
    const world = request.raw.headers['x-talon-mock-world']
    // A callback of the emulator's own, to a URI that names no world.
    const own = typeof world === 'string' && !/[?&]world=/.test(request.url)
    request.world = (own && worlds.existing(world)) || request.world
    next()
  })
  const described = {
    operationId: 'control/deliverToSink',
    tags: ['Control'],
    summary: 'A receiver inside the emulator: whatever comes, by any method, is kept',
    description:
      'Point X-Callback-Destination-URI at it. Nobody is asked for a token here. It answers 200, or what its script says.',
    params: ByName,
    response: { 200: Type.Object({ received: Type.Literal(true) }, { title: 'Received' }) },
  }
  const rest = app.supportedMethods.filter((method) => method !== 'POST')
  for (const [method, schema] of [
    ['POST', described],
    [rest, { ...described, hide: true }],
  ] as const) {
    app.route({
      method: typeof method === 'string' ? method : [...method],
      url: '/sink/:name',
      bodyLimit: MAX_SINK_BODY,
      config: { open: true },
      schema,
      handler: async (request, reply) => {
        const { world } = request
        const { status, delayMs, headers } = world.sinks.receive(request.params.name, {
          at: new Date(world.clock.now()).toISOString(),
          method: request.method,
          path: request.url,
          headers: { ...request.raw.headers },
          body: typeof request.body === 'string' ? request.body : '',
        })
        if (delayMs > 0) await heldUp(request, delayMs)
        answer(reply, status, headers)
      },
    })
  }
  done()
}
