import type { FastifyInstance } from 'fastify'

/** An application that holds the API's description and the page over it, made when first asked for. */
export type DescribeApi = () => Promise<FastifyInstance>

/** `openapi.json` and the page over it. */
export const documentRoutes = async (
  app: FastifyInstance,
  { describeApi }: { describeApi: DescribeApi },
): Promise<void> => {
  const hidden = { schema: { hide: true } }

  app.get('/openapi.json', hidden, async (_request, reply) => {
    const described = await describeApi()
    return reply.send(described.swagger())
  })

  const page = async (url: string) => {
    const described = await describeApi()
    return described.inject({ method: 'GET', url })
  }
  app.get('/docs', hidden, (_request, reply) => reply.redirect('/_mock/docs/'))
  app.get('/docs/*', hidden, async (request, reply) => {
    const { statusCode, headers, rawPayload } = await page(request.url)
    for (const name of ['content-type', 'content-security-policy', 'location'] as const) {
      const value = headers[name]
      if (value !== undefined) reply.header(name, value)
    }
    return reply.code(statusCode).send(rawPayload)
  })
}
