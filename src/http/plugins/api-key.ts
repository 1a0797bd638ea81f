import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { EmulatorError } from '../../core/errors.ts'

export interface ApiKeyOptions {
  /** Keys that are accepted; empty: any. */
  apiKeys: readonly string[]
  /**
   * Deployments that are known, which a proxy is told in `destination-hostname`; empty: all. Undefined:
   * the API is the deployment's own.
   */
  deployments: readonly string[] | undefined
}

/** The key in `Authorization: ApiKey-v1 <key>`. */
export const keyOf = (request: FastifyRequest): string | undefined =>
  /^ApiKey-v1 +(\S.*)$/i.exec(request.headers.authorization ?? '')?.[1]

/** Whether it is a key that the emulator takes. */
export const isAcceptedKey = (key: string | undefined, keys: ReadonlySet<string>): key is string =>
  key !== undefined && (keys.size === 0 || keys.has(key))

/** The URL in `destination-hostname`, which may be a host name alone; undefined when there is none. */
const deploymentOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || value === '' || value === 'undefined') return undefined
  const url = value.includes('://') ? value : `https://${value}`
  return URL.canParse(url) ? url : undefined
}

/**
 * Checks, in this order, the API key (401), the deployment (400, 404) and the rate (429), before the body.
 * Source: Third-party OpenAPI, responses of the Segment endpoints (all texts). Assumed: the order, the
 * same text for a wrong key, and what is said to an unknown deployment. A deployment may be a host name
 * or a full URL, as Segment's client sends it.
 */
export const apiKey = fp(
  (app: FastifyInstance, options: ApiKeyOptions, done: () => void) => {
    const keys = new Set(options.apiKeys)
    const known =
      options.deployments && new Set(options.deployments.map((name) => name.toLowerCase()))
    /** What the latest request that passed had named: most name the same, and reading it takes time. */
    let passed: unknown
    /** What a proxy has against the deployment that a request names. */
    const refusal = (request: FastifyRequest): EmulatorError | undefined => {
      const given = request.headers['destination-hostname']
      if (!known || (given !== undefined && given === passed)) return undefined
      const named = deploymentOf(given)
      if (named === undefined) {
        return new EmulatorError('DEPLOYMENT_MISSING', 'No Deployment URL specified')
      }
      if (known.size > 0 && !known.has(new URL(named).hostname.toLowerCase())) {
        return new EmulatorError('DEPLOYMENT_UNKNOWN', 'Not Found')
      }
      passed = given
      return undefined
    }
    app.addHook('onRequest', (request, _reply, next) => {
      const key = keyOf(request)
      if (!isAcceptedKey(key, keys)) {
        return next(new EmulatorError('API_KEY_MISSING', 'Missing Session Token'))
      }
      const refused = refusal(request)
      if (refused) next(refused)
      else if (!request.world.rateLimit.admit(key)) {
        next(new EmulatorError('TOO_MANY_REQUESTS', 'Too many requests'))
      } else next()
    })
    done()
  },
  { name: 'api-key' },
)
