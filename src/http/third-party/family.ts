import type { FastifyBaseLogger, FastifyInstance, FastifyPluginCallback } from 'fastify'
import { type Credentials, HEADERS } from '../credentials.ts'
import { inOneScope } from '../one-scope.ts'
import { apiKey } from '../plugins/api-key.ts'
import { faults } from '../plugins/faults.ts'

/** What routes of any family may need to know. */
export interface FamilyOptions {
  strict: boolean
  /** A session created as closed raises that it was created, not that it was closed. */
  raisesCreated: boolean
}

/** One family of the Third-party API: what a platform's requests look like. All else is the world's. */
export interface Family {
  /** The first step of its paths. */
  readonly prefix: string
  /** What the OpenAPI document calls it. */
  readonly tag: string
  readonly description: string
  /** Where key and deployment are. Left out: in headers. */
  readonly credentials?: Credentials
  readonly routes: readonly FastifyPluginCallback<FamilyOptions>[]
}

export interface RegisterOptions extends FamilyOptions {
  apiKeys: readonly string[]
  /** Deployments that are known; empty: all. */
  deployments: readonly string[]
  /** Hears of connections that a fault resets. */
  requestLogger: FastifyBaseLogger
}

/**
 * Registers the routes of a family behind its own check of key and deployment.
 */
export const registerFamily = (
  app: FastifyInstance,
  { prefix, tag, credentials = HEADERS, routes }: Family,
  { apiKeys, deployments, strict, raisesCreated, requestLogger }: RegisterOptions,
): void => {
  app.register(
    (family, _options, done) => {
      family.addHook('onRoute', (route) => {
        route.config = { ...route.config, credentials }
        route.schema = { ...route.schema, tags: [tag] }
      })
      inOneScope(family, [apiKey], { apiKeys, deployments, credentials })
      inOneScope(family, [faults], { logger: requestLogger })
      inOneScope(family, routes, { strict, raisesCreated })
      done()
    },
    { prefix },
  )
}
