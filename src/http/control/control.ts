import type { FastifyInstance, FastifyPluginCallback } from 'fastify'
import type { Isolation } from '../../contract/control/worlds.ts'
import type { Worlds } from '../../world/worlds.ts'
import { toFailure } from '../error-status.ts'
import { takeControlBodies } from '../json-body.ts'
import { inOneScope } from '../one-scope.ts'
import { type ControlGuardOptions, controlGuard } from '../plugins/control-guard.ts'
import { controlWorld } from '../plugins/control-world.ts'
import { aboutRoutes } from './about.ts'
import { clockRoutes } from './clock.ts'
import { codeRoutes } from './codes.ts'
import { type DashboardFiles, dashboardRoutes } from './dashboard.ts'
import { type DescribeApi, documentRoutes } from './document.ts'
import { exchangeRoutes } from './exchanges.ts'
import { faultRoutes } from './faults.ts'
import { liveRoutes } from './live.ts'
import { metricsRoute, type RequestMetrics } from './metrics.ts'
import { replyFailure, replyProblem } from './problem-reply.ts'
import { profileRoutes } from './profiles.ts'
import { type Scenarios, scenarioRoutes } from './scenario.ts'
import { sessionRoutes } from './sessions.ts'
import { sinkDelivery, sinkRoutes } from './sinks.ts'
import { snapshotRoutes } from './snapshot.ts'
import { waitRoutes } from './waits.ts'
import { worldRoutes } from './worlds.ts'

export interface ControlOptions {
  worlds: Worlds
  isolation: Isolation
  scenarios: Scenarios
  guard: ControlGuardOptions
  isReady: () => boolean
  metrics: RequestMetrics
  describeApi: DescribeApi
  dashboard: DashboardFiles
}

const ROUTES: readonly FastifyPluginCallback<ControlOptions>[] = [
  aboutRoutes,
  metricsRoute,
  worldRoutes,
  clockRoutes,
  exchangeRoutes,
  waitRoutes,
  liveRoutes,
  sessionRoutes,
  profileRoutes,
  codeRoutes,
  faultRoutes,
  sinkRoutes,
  documentRoutes,
  dashboardRoutes,
]

/** The control API, under `/_mock`: its own errors, its own guard, nothing of the emulated service's. */
export const control = async (app: FastifyInstance, options: ControlOptions): Promise<void> => {
  const { worlds, isolation, scenarios, guard } = options
  app.setErrorHandler((error, request, reply) => {
    const failure = toFailure(error)
    if (failure.bug) request.log.error({ err: error }, 'control request failed')
    if (failure.status === 413) {
      // Some routes take more than --body-limit says.
      const detail = `the body must not be larger than ${request.routeOptions.bodyLimit} bytes`
      return replyProblem(reply, 413, 'body-too-large', detail)
    }
    return replyFailure(reply, failure)
  })
  takeControlBodies(app)
  await app.register(controlGuard, guard)
  await app.register(controlWorld, { isolation, worlds })
  app.setNotFoundHandler((request, reply) =>
    replyProblem(reply, 404, 'not-found', `no ${request.method} ${request.url.split('?', 1)[0]}`),
  )
  // Keeps the CORS rules of the emulated APIs, which take any preflight, away from here.
  for (const path of ['', '/*']) {
    app.options(path, { schema: { hide: true } }, (_request, reply) =>
      replyProblem(reply, 404, 'not-found', 'the control API takes no cross-origin requests'),
    )
  }
  inOneScope(app, ROUTES, options)
  await app.register(scenarioRoutes, { scenarios, worlds })
  await app.register(snapshotRoutes)
  await app.register(sinkDelivery, { worlds })
}
