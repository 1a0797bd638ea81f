import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { EmulatorError } from '../../core/errors.ts'
import { type Credentials, HEADERS, isKnownLater } from '../credentials.ts'

export interface ApiKeyOptions {
  /** Keys that are accepted; empty: any. */
  apiKeys: readonly string[]
  /** Deployments that are known to a proxy; empty: all. Undefined: the API is the deployment's own. */
  deployments: readonly string[] | undefined
  /** Where key and deployment are. Left out: in headers. */
  credentials?: Credentials
}

/** Whether it is a key that the emulator takes. */
export const isAcceptedKey = (key: string | undefined, keys: ReadonlySet<string>): key is string =>
  key !== undefined && (keys.size === 0 || keys.has(key))

/** The URL of a deployment, which may be a host name alone; undefined when there is none. */
const toUrl = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || value === '' || value === 'undefined') return undefined
  const url = value.includes('://') ? value : `https://${value}`
  return URL.canParse(url) ? url : undefined
}

const keyMissing = () => new EmulatorError('API_KEY_MISSING', 'Missing Session Token')

/**
 * Checks, in this order, the API key (401), the deployment (400, 404) and the rate (429), before the
 * content of the body: as soon as the request says them, in a header, the query or the body.
 * Source: Third-party OpenAPI, responses of all endpoints (all texts). Assumed: the order, the same text
 * for a wrong key, and what is said to an unknown deployment. A deployment may be a host name or a full
 * URL, as Segment's client sends it.
 */
export const apiKey = fp(
  (app: FastifyInstance, options: ApiKeyOptions, done: () => void) => {
    const { credentials = HEADERS } = options
    const keys = new Set(options.apiKeys)
    const known =
      options.deployments && new Set(options.deployments.map((name) => name.toLowerCase()))
    /** What the latest request that passed had named: most name the same, and reading it takes time. */
    let passed: unknown

    /** What a proxy has against the deployment that a request names. */
    const ofDeployment = (request: FastifyRequest): EmulatorError | undefined => {
      if (!known) return undefined
      const given = credentials.deploymentOf(request)
      if (given !== undefined && given === passed) return undefined
      const named = toUrl(given)
      if (named === undefined) {
        return new EmulatorError('DEPLOYMENT_MISSING', 'No Deployment URL specified')
      }
      if (known.size > 0 && !known.has(new URL(named).hostname.toLowerCase())) {
        return new EmulatorError('DEPLOYMENT_UNKNOWN', 'Not Found')
      }
      passed = given
      return undefined
    }

    const refusal = (request: FastifyRequest): EmulatorError | undefined => {
      const key = credentials.keyOf(request)
      if (!isAcceptedKey(key, keys)) return keyMissing()
      const refused = ofDeployment(request)
      if (refused || request.world.rateLimit.admit(key)) return refused
      return new EmulatorError('TOO_MANY_REQUESTS', 'Too many requests')
    }

    app.addHook('onRequest', (request, _reply, next) => {
      if (!isKnownLater(credentials)) next(refusal(request))
      // What is known of it by now.
      else if (credentials.keyInBody || isAcceptedKey(credentials.keyOf(request), keys)) next()
      else next(keyMissing())
    })
    if (isKnownLater(credentials)) {
      app.addHook('preValidation', (request, _reply, next) => next(refusal(request)))
    }
    done()
  },
  { name: 'api-key' },
)
