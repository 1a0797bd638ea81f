import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { ReplayedReply } from '../../world/replays.ts'
import { sendJson } from '../send-json.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Keeps the reply for the request's idempotency key; undefined: it has none, or was answered before. */
    keepReply: ((reply: ReplayedReply | undefined) => void) | undefined
  }
}

const headersOf = ({ routeOptions }: FastifyRequest): unknown => routeOptions.schema?.headers

/** The key of a request that may name one; a key is of its method and path alone (assumed). */
const keyOf = (request: FastifyRequest): string | undefined => {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !headersOf(request)) return undefined
  return `${request.method} ${request.url} ${key}`
}

/**
 * Answers a request that names the idempotency key of an earlier one as that was answered, for 24 hours of
 * the world's clock; one that comes while the other is worked on waits for it. Source: Integration API,
 * `Idempotency-Key`. Assumed: what was refused is not kept.
 */
export const idempotency = fp(
  (app: FastifyInstance, _options: object, done: () => void) => {
    app.decorateRequest('keepReply')
    app.addHook('preHandler', async (request, reply) => {
      const key = keyOf(request)
      if (key === undefined) return undefined
      const { replays } = request.world
      let pending = replays.find(key)
      while (pending) {
        const before = await pending
        if (before?.body !== undefined) return sendJson(reply, before.status, before.body)
        if (before) return reply.code(before.status).send()
        // It was refused: of those that have waited for it, the first goes on, and the others wait for that one.
        pending = replays.find(key)
      }
      request.keepReply = replays.begin(key)
      return undefined
    })
    app.addHook('onSend', (request, reply, payload, next) => {
      const isKept = reply.statusCode < 400
      const body = typeof payload === 'string' ? payload : undefined
      request.keepReply?.(isKept ? { status: reply.statusCode, body } : undefined)
      next()
    })
    done()
  },
  { name: 'idempotency' },
)
