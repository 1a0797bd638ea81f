import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { IntegrationError } from '../../contract/service/errors.ts'

/**
 * The request that Segment sends to test an API key: 204, or 401 out of the API key hook.
 * Source: Segment's Talon.One destination, `testAuthentication`; it is in no published specification.
 */
export const authping = (app: FastifyInstance, _options: object, done: () => void): void => {
  app.get(
    '/v2/authping',
    {
      schema: {
        operationId: 'integration/authping',
        tags: ['Integration API'],
        summary: 'Test an API key',
        response: { 204: Type.Null(), 401: IntegrationError },
      },
    },
    (_request, reply) => reply.code(204).send(),
  )
  done()
}
