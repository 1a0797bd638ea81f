import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Isolation } from './contract/control/worlds.ts'
import { control } from './http/control/control.ts'
import { type DashboardFiles, toDashboard } from './http/control/dashboard.ts'
import type { DescribeApi } from './http/control/document.ts'
import type { RequestMetrics } from './http/control/metrics.ts'
import type { Scenarios } from './http/control/scenario.ts'
import { elapsedMs, noteStarts } from './http/elapsed.ts'
import { emulated } from './http/emulated.ts'
import type { Intake } from './http/intake.ts'
import { REQUEST_TIMEOUT_MS, refuseConnection, replyMalformed } from './http/malformed.ts'
import type { ControlGuardOptions } from './http/plugins/control-guard.ts'
import { createValidatorCompiler, serializerCompiler } from './http/validators.ts'
import { createWorldOf } from './http/world-of-request.ts'
import type { ServerCertificate } from './tls.ts'
import { VERSION } from './version.ts'
import type { Worlds } from './world/worlds.ts'

export interface AppOptions {
  worlds: Worlds
  isolation: Isolation
  scenarios: Scenarios
  /** Fastify's own. */
  logger: FastifyBaseLogger
  /** Hears of each request to the emulated APIs. */
  requestLogger: FastifyBaseLogger
  apiKeys: readonly string[]
  deployments: readonly string[]
  strict: boolean
  /** A session created as closed raises that it was created. */
  raisesCreated: boolean
  /** Largest body of a request, in bytes. */
  bodyLimit: number
  exchangeHeader: boolean
  corsOrigins: readonly string[]
  guard: ControlGuardOptions
  metrics: RequestMetrics
  intake: Intake
  dashboard: DashboardFiles
  /** What https is served with; undefined: http is served. */
  certificate: Pick<ServerCertificate, 'cert' | 'key'> | undefined
}

/** A path parameter is as long as it likes: routes state their own limits. */
const MAX_PARAM_LENGTH = 100_000

/** Builds the HTTP application: the emulated APIs and the control API. Never listens. */
export const buildApp = (options: AppOptions): Promise<FastifyInstance> => {
  let described: Promise<FastifyInstance> | undefined
  const describeApi: DescribeApi = () => (described ??= assemble(options, describeApi, true))
  return assemble(options, describeApi, false)
}

/** The application itself, or its twin that describes it and serves no one. */
const assemble = async (
  options: AppOptions,
  describeApi: DescribeApi,
  describes: boolean,
): Promise<FastifyInstance> => {
  const { worlds, intake, metrics, certificate } = options
  const worldOf = createWorldOf(options)
  const exchanges = {
    worldOf,
    header: options.exchangeHeader,
    logger: options.requestLogger,
  }
  const app = Fastify({
    // One logger for all requests: making one for each costs time, and the lines name the exchange. With
    // a logger of its own, Fastify would listen to each response.
    childLoggerFactory: () => options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    bodyLimit: options.bodyLimit,
    requestTimeout: REQUEST_TIMEOUT_MS,
    return503OnClosing: false,
    // Node would answer with an empty 400; the emulated APIs refuse it in their own words.
    ...(certificate
      ? {
          https: { cert: certificate.cert, key: certificate.key, requireHostHeader: false },
        }
      : { http: { requireHostHeader: false } }),
    rewriteUrl: toDashboard,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: (error, request, reply) => {
      replyMalformed(error, request, reply, exchanges)
      countRequest(request, reply, metrics)
    },
    clientErrorHandler: (error, socket) => refuseConnection(error, socket, worlds.shared.ids.uuid),
  })
  app.setValidatorCompiler(createValidatorCompiler())
  app.setSerializerCompiler(serializerCompiler)
  if (!describes) {
    noteStarts(app)
    app.addHook('onSend', (request, reply, _payload, next) => {
      countRequest(request, reply, metrics)
      next()
    })
  }
  if (describes) {
    const { describeRoutes } = await import('./http/describe-api.ts')
    await describeRoutes(app, VERSION)
  }
  await app.register(emulated, { ...options, worldOf })
  await app.register(control, {
    ...options,
    isReady: () => intake.isOpen,
    describeApi,
    prefix: '/_mock',
  })
  await app.ready()
  // Node would answer with an empty 417. An expectation that isn't known may be ignored (RFC 9110).
  app.server.on('checkExpectation', (request, reply) => app.routing(request, reply))
  return app
}

const countRequest = (request: FastifyRequest, reply: FastifyReply, metrics: RequestMetrics) =>
  metrics.onRequest(request.method, request.routeOptions.url, reply.statusCode, elapsedMs(request))
