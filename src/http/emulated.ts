import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { EmulatorError, invalid } from '../core/errors.ts'
import { replyEmulatedFailure } from './emulated-failure.ts'
import { type Failure, toFailure } from './error-status.ts'
import type { Intake } from './intake.ts'
import { audiences as integrationAudiences } from './integration/audiences.ts'
import { authping } from './integration/authping.ts'
import { campaigns } from './integration/campaigns.ts'
import { codes } from './integration/codes.ts'
import { customerProfiles } from './integration/customer-profiles.ts'
import { customerSessions as integrationSessions } from './integration/customer-sessions.ts'
import { events as integrationEvents } from './integration/events.ts'
import { loyalty } from './integration/loyalty.ts'
import { createJsonBodyParser } from './json-body.ts'
import { inOneScope } from './one-scope.ts'
import { apiKey } from './plugins/api-key.ts'
import { exchanges } from './plugins/exchanges.ts'
import { faults } from './plugins/faults.ts'
import { idempotency } from './plugins/idempotency.ts'
import { FAMILIES } from './third-party/families.ts'
import { registerFamily } from './third-party/family.ts'
import type { WorldOf } from './world-of-request.ts'

export interface EmulatedOptions {
  worldOf: WorldOf
  apiKeys: readonly string[]
  /** Deployments that are known; empty: all. */
  deployments: readonly string[]
  strict: boolean
  raisesCreated: boolean
  exchangeHeader: boolean
  /** Hears of each request. */
  requestLogger: FastifyBaseLogger
  /** Origins that may call from a browser; empty: none, `*`: all, without credentials. */
  corsOrigins: readonly string[]
  intake: Intake
}

const INTEGRATION_ROUTES = [
  authping,
  customerProfiles,
  integrationEvents,
  codes,
  loyalty,
  integrationAudiences,
  campaigns,
]

const NOT_FOUND: Failure = { status: 404, message: 'Not Found', faults: [], bug: false }

/** The emulated APIs, each with its own errors, on one port. */
export const emulated = async (app: FastifyInstance, options: EmulatedOptions): Promise<void> => {
  const { worldOf, apiKeys, deployments, strict, raisesCreated } = options
  const { corsOrigins, requestLogger } = options
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, createJsonBodyParser(app))
  await app.register(exchanges, {
    worldOf,
    header: options.exchangeHeader,
    logger: requestLogger,
  })
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
    const exchange = request.exchange.id
    if (failure.bug) request.log.error({ err: error, exchange }, 'request failed')
    if (failure.status === 404) {
      request.log.info({ exchange, missing: failure.faults[0]?.details }, 'not found')
    }
    return replyEmulatedFailure(request, reply, failure)
  })
  app.setNotFoundHandler((request, reply) => replyEmulatedFailure(request, reply, NOT_FOUND))

  for (const family of FAMILIES) {
    registerFamily(app, family, {
      apiKeys,
      deployments,
      strict,
      raisesCreated,
      requestLogger,
    })
  }
  app.register((integration, _options, done) => {
    inOneScope(integration, [apiKey], { apiKeys, deployments: undefined })
    inOneScope(integration, [faults], { logger: requestLogger })
    inOneScope(integration, [idempotency], {})
    inOneScope(integration, [integrationSessions], { strict, raisesCreated })
    inOneScope(integration, INTEGRATION_ROUTES, {})
    done()
  })
}
