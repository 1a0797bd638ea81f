import { randomBytes, randomUUID, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import { type Config, SettingError, schemeOf } from './config.ts'
import { createDashboardFiles } from './dashboard-files.ts'
import { createDelivery } from './delivery/delivery-queue.ts'
import { parseRetries } from './delivery/retry-policy.ts'
import { createSender } from './delivery/sender.ts'
import { createTargetPolicy, type TargetPolicyName } from './delivery/target-policy.ts'
import { createIntake } from './http/intake.ts'
import { createMetrics } from './metrics.ts'
import type { Repeat } from './scenario-files.ts'
import { createScenarioKeeper } from './scenario-keeper.ts'
import { createMemoryStore } from './store/memory-store.ts'
import type { ServerCertificate } from './tls.ts'
import { realClock } from './world/clock.ts'
import { createWorld, type World } from './world/create-world.ts'
import { createIdSource, createOpaqueIds } from './world/ids.ts'
import type { Clock, DeliveryEvent } from './world/ports.ts'
import { createWorlds, type Worlds } from './world/worlds.ts'

/** Documented limit of the service, in requests a second. Source: docs, Segment. */
const DOCUMENTED_RATE_LIMIT = 60

export interface ServerDeps {
  config: Config
  logger: FastifyBaseLogger
  /** World time; the machine's unless a test brings its own. */
  clock?: Clock
  /** When `--watch` looks at the files; a timer unless a test brings its own. */
  lookEvery?: Repeat
}

/** The whole emulator, put together. `start`, `stop` and `hurry` may be called twice. */
export interface Server {
  readonly app: FastifyInstance
  readonly worlds: Worlds
  /** The one of everybody who names none. */
  readonly world: World
  /** Token of the control API; undefined when none is needed. */
  readonly controlToken: string | undefined
  /** Where callbacks may go: `--callback-policy`, or what `auto` comes to. */
  readonly callbackPolicy: TargetPolicyName
  /** Of the certificate that it serves https with; undefined: it serves http. */
  readonly fingerprint: string | undefined
  /** Listens; resolves to the URL for clients on this machine. */
  start(): Promise<string>
  /** Takes no more requests, lets the callbacks drain, cancels the rest and logs what they were. */
  stop(): Promise<void>
  /** Ends the drain of a stop that is under way. */
  hurry(): void
}

/** Whether an address to listen on is reached from this machine alone. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** Levels at which Fastify's own lines, one for each address it listens on, are left out already. */
const QUIET: ReadonlySet<string> = new Set(['warn', 'error', 'fatal', 'silent'])

/** Marks one start: the time, so that later ones sort behind, and some chance. */
const runMark = (now: number): string =>
  now.toString(36).padStart(9, '0') + randomBytes(2).toString('hex')

/** Composition root: the only place where implementations meet ports. Listens on nothing yet. */
export const createServer = async ({
  config,
  logger,
  clock = realClock,
  lookEvery,
}: ServerDeps): Promise<Server> => {
  const exposed = !isLoopback(config.host)
  const callbackPolicy = targetPolicy(config, exposed)
  const controlToken =
    config.controlToken || (exposed ? randomBytes(24).toString('base64url') : undefined)
  const scenario = createScenarioKeeper({ settings: config, logger, clock, every: lookEvery })
  const sender = createSender({
    targets: createTargetPolicy(callbackPolicy, config.callbackAllow),
    timeoutMs: config.callbackTimeoutMs,
    connectionsPerDestination: config.callbackConcurrencyPerDestination,
    secureContext: config.callbackCa ? await trusting(config.callbackCa) : undefined,
    insecure: config.callbackInsecure,
    deliveryHeaders: config.deliveryHeaders,
    now: clock.now,
  })
  const delivery = createDelivery({
    now: clock.now,
    sender,
    retries: parseRetries(config.callbackRetries),
    concurrency: config.callbackConcurrency,
    concurrencyPerDestination: config.callbackConcurrencyPerDestination,
    maxCallbacks: config.callbackQueueMax,
    maxBytes: config.callbackQueueMaxBytes,
  })
  const metrics = createMetrics()
  const opaque = createOpaqueIds(runMark(clock.now()))
  const worlds = createWorlds({
    open: (name, program) =>
      createWorld({
        name,
        clock,
        ids: createIdSource({ opaque, uuid: randomUUID, seed: config.seed }),
        openOutbox: delivery.openOutbox,
        onDelivery(callbackId, event) {
          metrics.onDelivery(event)
          logDelivery(logger, callbackId, event)
        },
        openStore: createMemoryStore,
        program,
        ledger: { maxExchanges: config.ledgerMaxExchanges, maxBytes: config.ledgerMaxBytes },
        rateLimit: config.rateLimit ?? (config.strict ? DOCUMENTED_RATE_LIMIT : 0),
        seed: config.seed,
      }),
    program: scenario.program,
    maxWorlds: config.maxWorlds,
    onForget: ({ name, callbacksOnTheirWay }) =>
      logger.warn({ world: name, callbacksOnTheirWay }, 'world forgotten, there are too many'),
  })
  const state = config.import || config.exportOnExit ? await import('./state-file.ts') : undefined
  if (config.import) await state?.importState(config.import, worlds.shared)
  if (config.exportOnExit) await state?.checkExport(config.exportOnExit)
  const intake = createIntake()
  const certificate = await certificateOf(config, clock.now())
  const app = await buildApp({
    certificate,
    worlds,
    isolation: config.isolation,
    scenarios: scenario,
    logger: logger.child({}, { level: QUIET.has(config.logLevel) ? config.logLevel : 'warn' }),
    requestLogger: logger,
    apiKeys: config.apiKey,
    deployments: config.deployment,
    strict: config.strict,
    raisesCreated: config.createdClosedEvent === 'talon_session_created',
    bodyLimit: config.bodyLimit,
    exchangeHeader: config.exchangeHeader,
    corsOrigins: config.corsOrigin,
    guard: { token: controlToken, hosts: config.controlHost },
    metrics: {
      onRequest: metrics.onRequest,
      async render() {
        const { renderMetrics } = await import('./metrics-text.ts')
        return renderMetrics(metrics.counts, { queueDepth: delivery.depth, worlds })
      },
    },
    intake,
    dashboard: createDashboardFiles(),
  })

  let unwatch = () => {}
  /** One that never began has nothing to export, and would write over what another one wrote. */
  let listens = false
  const start = async () => {
    unwatch = scenario.watch(worlds.load)
    const listening = await listen(app, config)
    listens = true
    return listening
  }

  const letGo = () => {
    for (const { holds } of worlds.list()) holds.release()
  }

  const stop = async () => {
    unwatch()
    letGo()
    // The server outlives the queue: a callback may go to a sink of ours.
    await delivery.stop(config.drainMs, intake.close())
    worlds.endWaiting()
    await close(app)
    letGo()
    // Asked again, it names the callbacks of requests that were still on their way in, too.
    const cancelled = await delivery.stop(0)
    if (cancelled.length > 0) logCancelled(logger, cancelled)
    if (!config.exportOnExit || !listens) return
    await state?.exportState(config.exportOnExit, worlds.shared)
    logger.info({ file: config.exportOnExit }, 'snapshot written')
  }
  let url: Promise<string> | undefined
  let stopping: Promise<void> | undefined
  return {
    app,
    worlds,
    world: worlds.shared,
    controlToken,
    callbackPolicy,
    fingerprint: certificate?.fingerprint,
    start: () => (url ??= start()),
    stop: () => (stopping ??= stop()),
    hurry: delivery.hurry,
  }
}

const targetPolicy = (config: Config, exposed: boolean): TargetPolicyName => {
  if (config.callbackPolicy !== 'auto') return config.callbackPolicy
  return exposed ? 'strict' : 'local'
}

/** Trusts Node's own authorities and those of a file. */
const trusting = async (file: string): Promise<SecureContext> => {
  const expected = `a file of certificates (PEM), got ${JSON.stringify(file)}`
  try {
    const pem = await readFile(file, 'utf8')
    checkCertificates(pem)
    // Loaded when it is needed: whoever imports it waits for Node's authorities to be listed.
    const { createSecureContext, rootCertificates } = await import('node:tls')
    return createSecureContext({ ca: [...rootCertificates, pem] })
  } catch (cause) {
    const reason = cause instanceof Error ? `: ${cause.message}` : ''
    throw new SettingError('callbackCa', expected + reason, cause)
  }
}

/** A certificate, and whatever stands between it and the next. */
const CERTIFICATE = /-----BEGIN [A-Z0-9 ]*CERTIFICATE-----.*?(?=-----BEGIN|$)/gs

/** Throws when one is broken or there is none; TLS itself would pass over those without a word. */
const checkCertificates = (pem: string): void => {
  for (const certificate of pem.match(CERTIFICATE) ?? [pem]) new X509Certificate(certificate)
}

/** What https is served with; undefined: http is served. */
const certificateOf = async (
  config: Config,
  now: number,
): Promise<ServerCertificate | undefined> => {
  if (config.tls === 'off' && !config.tlsCert && !config.tlsKey) return undefined
  // Loaded when it is needed, as all of TLS is.
  const { serverCertificate } = await import('./tls.ts')
  return await serverCertificate(config, now)
}

const listen = async (app: FastifyInstance, config: Config): Promise<string> => {
  const { host, port } = config
  try {
    await app.listen({ host, port })
  } catch (cause) {
    throw new Error(explainListen(cause, host, port), { cause })
  }
  const address = app.server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = isIP(host) === 6 ? `[${host}]` : host
  return `${schemeOf(config)}://${everywhere ? 'localhost' : name}:${bound}`
}

const explainListen = (cause: unknown, host: string, port: number): string => {
  if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') {
    return `port ${port} of ${host} is in use; --port takes another, --port 0 a free one`
  }
  return `can't listen on port ${port} of ${host}: ${cause instanceof Error ? cause.message : cause}`
}

/** How long requests under way may take to be answered when stopping, in milliseconds. */
const CLOSE_MS = 1000

/** Stops listening. A client that never ends its request holds it up for a bounded time. */
const close = async (app: FastifyInstance) => {
  const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_MS)
  await app.close()
  clearTimeout(cut)
}

const logDelivery = (logger: FastifyBaseLogger, callbackId: string, event: DeliveryEvent) => {
  if (event.kind === 'failed') {
    logger.warn({ callbackId, reason: event.reason }, 'callback failed')
  } else if (event.kind === 'attempted') {
    const { number: attempt, next } = event
    if (next.state === 'failed') {
      logger.warn({ callbackId, attempt, reason: next.reason }, 'callback failed')
    } else {
      logger.debug({ callbackId, attempt, outcome: event.outcome, next }, 'callback attempted')
    }
  }
}

/** IDs in one line of the log. */
const IDS_A_LINE = 500

const logCancelled = (logger: FastifyBaseLogger, ids: readonly string[]) => {
  logger.warn({ count: ids.length }, 'callbacks were cancelled, since the emulator was stopped')
  for (let i = 0; i < ids.length; i += IDS_A_LINE) {
    logger.warn({ callbackIds: ids.slice(i, i + IDS_A_LINE) }, 'cancelled callbacks')
  }
}
