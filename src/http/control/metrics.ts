import type { FastifyPluginCallback } from 'fastify'

/** Whoever counts requests, and shows all that is counted. */
export interface RequestMetrics {
  onRequest(method: string, route: string | undefined, status: number, durationMs: number): void
  render(): Promise<{ contentType: string; text: string }>
}

/** All counts, for Prometheus. */
export const metricsRoute: FastifyPluginCallback<{ metrics: RequestMetrics }> = (
  app,
  { metrics },
  done,
) => {
  app.get(
    '/metrics',
    {
      schema: {
        operationId: 'control/metrics',
        tags: ['Control'],
        summary: 'Counts for Prometheus, of all worlds together',
        description:
          'Requests by route, method and status, and their durations; the callback queue, attempts and final states; ledgers and worlds.',
        response: {
          200: {
            description: 'The text format of Prometheus',
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
        },
      },
    },
    async (_request, reply) => {
      const { contentType, text } = await metrics.render()
      return reply.header('content-type', contentType).send(text)
    },
  )
  done()
}
