import type { FastifyInstance, FastifyPluginCallback } from 'fastify'
import { replyProblem } from './problem-reply.ts'

/** An application that holds the API's description and the page over it, made when first asked for. */
export type DescribeApi = () => Promise<FastifyInstance>

/** Where that application has the page. */
export const PAGE = '/_mock/page'

const DOCS = '/_mock/docs'

/** What of the page's headers is passed on. */
const PASSED_ON = ['content-type', 'content-security-policy', 'location'] as const

/** `openapi.json` and the page over it. */
export const documentRoutes: FastifyPluginCallback<{ describeApi: DescribeApi }> = (
  app,
  { describeApi },
  done,
) => {
  app.get(
    '/openapi.json',
    {
      schema: {
        operationId: 'control/openapi',
        tags: ['Control'],
        summary: 'This document',
        response: {
          200: { type: 'object', description: 'OpenAPI 3.1', additionalProperties: true },
        },
      },
    },
    async (_request, reply) => {
      const described = await describeApi()
      return reply.send(described.swagger())
    },
  )

  app.get(
    '/docs',
    {
      schema: {
        operationId: 'control/docs',
        tags: ['Control'],
        summary: 'A page over this document',
        response: { 302: { type: 'null', description: 'To `/_mock/docs/`' } },
      },
    },
    (_request, reply) => reply.redirect(`${DOCS}/`),
  )

  app.get('/docs/*', { schema: { hide: true } }, async (request, reply) => {
    const described = await describeApi()
    const url = PAGE + request.url.slice(DOCS.length)
    const { statusCode, headers, rawPayload } = await described.inject({ method: 'GET', url })
    if (statusCode === 404) return replyProblem(reply, 404, 'not-found', `no GET ${request.url}`)
    for (const name of PASSED_ON) {
      const value = headers[name]
      if (value !== undefined) reply.header(name, value)
    }
    return reply.code(statusCode).send(rawPayload)
  })
  done()
}
