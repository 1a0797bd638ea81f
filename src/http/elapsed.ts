import type { FastifyInstance, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** On the process's monotonic clock, in milliseconds; undefined when it couldn't be routed. */
    startedAt: number | undefined
  }
}

/**
 * Notes when requests come. Fastify's own `elapsedTime` is for applications with a logger, and has two
 * listeners on every response.
 */
export const noteStarts = (app: FastifyInstance): void => {
  app.decorateRequest('startedAt')
  app.addHook('onRequest', (request, _reply, next) => {
    request.startedAt = performance.now()
    next()
  })
}

/** Milliseconds since the request came. */
export const elapsedMs = ({ startedAt }: FastifyRequest): number =>
  startedAt === undefined ? 0 : performance.now() - startedAt
