import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { EmulatorError } from '../../core/errors.ts'

export interface ApiKeyOptions {
  /** Keys that are accepted; empty: any. */
  apiKeys: readonly string[]
  /** Whether the API is a proxy, which is told the deployment in `destination-hostname`. */
  deployment: boolean
}

/** The key in `Authorization: ApiKey-v1 <key>`. */
export const keyOf = (request: FastifyRequest): string | undefined =>
  /^ApiKey-v1 +(\S.*)$/i.exec(request.headers.authorization ?? '')?.[1]

/** Whether it is a key that the emulator takes. */
export const isAcceptedKey = (key: string | undefined, keys: ReadonlySet<string>): key is string =>
  key !== undefined && (keys.size === 0 || keys.has(key))

const isDeployment = (value: unknown): boolean => {
  if (typeof value !== 'string' || value === '' || value === 'undefined') return false
  return URL.canParse(value.includes('://') ? value : `https://${value}`)
}

/**
 * Checks, in this order, the API key (401), the deployment (400) and the rate (429), before the body.
 * Source: Third-party OpenAPI, responses of the Segment endpoints (all three texts). Assumed: the
 * order, and the same text for a wrong key. A deployment may be a host name or a full URL, as
 * Segment's client sends it.
 */
export const apiKey = fp(
  (app: FastifyInstance, options: ApiKeyOptions, done: () => void) => {
    const keys = new Set(options.apiKeys)
    app.addHook('onRequest', (request, _reply, next) => {
      const key = keyOf(request)
      if (!isAcceptedKey(key, keys)) {
        next(new EmulatorError('API_KEY_MISSING', 'Missing Session Token'))
      } else if (options.deployment && !isDeployment(request.headers['destination-hostname'])) {
        next(new EmulatorError('DEPLOYMENT_MISSING', 'No Deployment URL specified'))
      } else if (!request.world.rateLimit.admit(key)) {
        next(new EmulatorError('TOO_MANY_REQUESTS', 'Too many requests'))
      } else next()
    })
    done()
  },
  { name: 'api-key' },
)
