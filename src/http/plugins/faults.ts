import { Socket } from 'node:net'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { AppliedFault, FaultStatus } from '../../contract/control/faults.ts'
import { EmulatorError } from '../../core/errors.ts'
import { type FaultSubject, pathOf, toDestination } from '../../world/faults.ts'
import { elapsedMs } from '../elapsed.ts'
import { replyEmulatedFailure } from '../emulated-failure.ts'
import { INTEGRATION_PATH } from '../integration/paths.ts'

export interface FaultsOptions {
  /** Hears of connections that are reset. */
  logger: FastifyBaseLogger
}

/**
 * Texts of the errors that a fault answers with, the documented ones where there are some.
 * Source: Third-party OpenAPI, responses 400, 401, 404, 429; Integration API, example of 409. Assumed: the rest.
 */
const TEXTS: Readonly<Record<FaultStatus, string>> = {
  400: 'No Deployment URL specified',
  401: 'Missing Session Token',
  404: 'Not Found',
  409: 'Too many requests are updating this session at the same time',
  429: 'Too many requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** Source: Integration API, error schema; docs, Errors page. */
const INTEGRATION_400 = 'The submitted data was invalid'

/** Segment's documentation has 429 for parallel requests, and no 409 on sessions; the Integration API has 409. */
const conflictOf = (isIntegration: boolean): FaultStatus => (isIntegration ? 409 : 429)

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value !== 'undefined' ? value : undefined

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The profile that a body names, which has not been looked into yet: v1 wraps the session. */
const profileIdOf = (body: unknown): string | undefined => {
  if (!isObject(body)) return undefined
  const { customerSession } = body
  return text(isObject(customerSession) ? customerSession.profileId : body.profileId)
}

const subjectOf = ({ exchange, headers, body }: FastifyRequest): FaultSubject => {
  const destination = text(headers['x-callback-destination-uri'])
  return {
    method: exchange.method,
    path: pathOf(exchange.path),
    sessionId: exchange.sessionId,
    profileId: profileIdOf(body),
    correlationId: text(headers['x-correlation-id']),
    destination: destination && toDestination(destination),
    hasKey: false,
  }
}

/**
 * Waits, and counts as under way from then on until it is answered.
 * @throws EmulatorError STOPPING when it was let go before its time
 */
const holdUp = async ({ world }: FastifyRequest, reply: FastifyReply, ms: number) => {
  const end = world.activity.begin()
  const waited = await world.holds.wait(ms, true)
  // A client that gave up meanwhile hears nothing of the update, which happens in this turn.
  if (reply.raw.destroyed) setImmediate(end)
  else reply.raw.once('close', end)
  if (!waited) {
    throw new EmulatorError(
      'STOPPING',
      'The request was held up by a fault when its world was begun anew, or ended',
    )
  }
}

/** Resets the connection; the ledger shows that nothing was answered. */
const resetConnection = (request: FastifyRequest, reply: FastifyReply) => {
  const { world, exchange, raw } = request
  const durationMs = elapsedMs(request)
  world.ledger.close(exchange, { status: undefined, body: undefined, durationMs })
  reply.hijack()
  if (raw.socket instanceof Socket) raw.socket.resetAndDestroy()
  else reply.raw.destroy()
}

/** Does to a request what can be done before it is looked into. Resolves to whether it goes on. */
const carryOut = async (
  request: FastifyRequest,
  reply: FastifyReply,
  { id, did }: AppliedFault,
  logger: FastifyBaseLogger,
): Promise<boolean> => {
  // Drawn by now, when it was a range.
  const delayMs = Number(did.delayMs ?? 0)
  if (delayMs > 0) await holdUp(request, reply, delayMs)
  if (did.reset) {
    resetConnection(request, reply)
    const { exchange } = request
    const { method, path } = exchange
    logger.info({ exchange: exchange.id, method, path, fault: id }, 'connection reset')
    return false
  }
  const isIntegration = INTEGRATION_PATH.test(request.url)
  const status = did.conflict ? conflictOf(isIntegration) : did.status
  if (status === undefined) return true
  const message = status === 400 && isIntegration ? INTEGRATION_400 : TEXTS[status]
  replyEmulatedFailure(request, reply, { status, message, faults: [], bug: false })
  return false
}

/**
 * Lets faults befall requests: those that pass the key, the deployment and the rate, and whose body could
 * be read, before anything is looked into. A malformed reply is cut where the exchange is closed.
 */
export const faults = fp(
  (app: FastifyInstance, { logger }: FaultsOptions, done: () => void) => {
    app.addHook('preValidation', (request, reply, next) => {
      if (request.world.faults.size === 0) return next()
      const fault = request.world.faults.strike('request', subjectOf(request))
      if (!fault) return next()
      request.exchange.fault = fault
      carryOut(request, reply, fault, logger).then((goesOn) => {
        if (goesOn) next()
      }, next)
    })
    done()
  },
  { name: 'faults' },
)
