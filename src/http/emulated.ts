import type { FastifyInstance } from 'fastify'
import { EmulatorError, invalid } from '../core/errors.ts'
import type { World } from '../world/create-world.ts'
import { toFailure } from './error-status.ts'
import type { Intake } from './intake.ts'
import { authping } from './integration/authping.ts'
import { replyIntegrationError } from './integration/error-reply.ts'
import { INTEGRATION_PATH } from './integration/paths.ts'
import { createJsonBodyParser } from './json-body.ts'
import { apiKey } from './plugins/api-key.ts'
import { exchanges } from './plugins/exchanges.ts'
import { replyThirdPartyError } from './third-party/error-reply.ts'
import { customerSessions } from './third-party/segment/customer-sessions.ts'

export interface EmulatedOptions {
  world: World
  apiKeys: readonly string[]
  strict: boolean
  exchangeHeader: boolean
  /** Origins that may call from a browser; empty: none, `*`: all, without credentials. */
  corsOrigins: readonly string[]
  intake: Intake
}

/** The emulated APIs, each with its own errors, on one port. */
export const emulated = async (app: FastifyInstance, options: EmulatedOptions): Promise<void> => {
  const { world, apiKeys, strict, corsOrigins } = options
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, createJsonBodyParser(app))
  await app.register(exchanges, { world, header: options.exchangeHeader })
  if (corsOrigins.length > 0) {
    const { cors } = await import('./plugins/cors.ts')
    await app.register(cors, { origins: corsOrigins })
  }

  app.addHook('onRequest', (request, reply, next) => {
    if (!options.intake.isOpen) {
      return next(new EmulatorError('STOPPING', 'The emulator is stopping'))
    }
    options.intake.admit(reply.raw)
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
      const details = 'Host is required of a request in HTTP/1.1'
      next(invalid('REQUEST_INVALID', [{ title: 'required', details, source: 'Host' }]))
    } else next()
  })

  app.setErrorHandler((error, request, reply) => {
    const failure = toFailure(error)
    if (failure.bug) request.log.error({ err: error }, 'request failed')
    return INTEGRATION_PATH.test(request.url)
      ? replyIntegrationError(reply, failure)
      : replyThirdPartyError(reply, failure, world.ids.uuid())
  })
  app.setNotFoundHandler((request, reply) => {
    const failure = { status: 404, message: 'Not Found', faults: [], bug: false }
    return INTEGRATION_PATH.test(request.url)
      ? replyIntegrationError(reply, failure)
      : replyThirdPartyError(reply, failure, world.ids.uuid())
  })

  await app.register(
    async (segment) => {
      await segment.register(apiKey, { world, apiKeys, deployment: true })
      await segment.register(customerSessions, { world, strict })
    },
    { prefix: '/segment' },
  )
  await app.register(async (integration) => {
    await integration.register(apiKey, { world, apiKeys, deployment: false })
    await integration.register(authping)
  })
}
