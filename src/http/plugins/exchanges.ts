import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { cut } from '../../world/faults.ts'
import { newEntry } from '../../world/ledger.ts'
import type { LedgerEntry } from '../../world/ledger-entry.ts'
import { redactPath } from '../../world/redact.ts'
import { credentialsOf, isKnownLater } from '../credentials.ts'
import { elapsedMs } from '../elapsed.ts'
import type { WorldOf } from '../world-of-request.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The ledger's record of this request; on emulated routes only. */
    exchange: LedgerEntry
    /** Whether the record is in a ledger. */
    isRecorded: boolean
  }
}

export interface ExchangesOptions {
  worldOf: WorldOf
  /** Tell the client the exchange's ID in `X-Talon-Mock-Exchange`. */
  header: boolean
  /** Hears of refused requests at level info, of the others at debug. */
  logger: FastifyBaseLogger
}

/** The session that the path names; it is known of a refused request too. */
const sessionIdOf = ({ params }: FastifyRequest): string | undefined => {
  const named = typeof params === 'object' && params !== null && 'customerSessionId' in params
  return named && typeof params.customerSessionId === 'string'
    ? params.customerSessionId
    : undefined
}

/** As much of a refusal as a line of the log shows, in characters. */
const MAX_LOGGED_REPLY = 500

/** Puts the record of a request into the ledger of its world, once. */
const record = (request: FastifyRequest): void => {
  if (request.isRecorded) return
  request.isRecorded = true
  request.world.ledger.add(request.exchange)
}

/** Opens the ledger's record of a request. One whose world the body says is recorded when that was read. */
export const openExchange = (
  request: FastifyRequest,
  reply: FastifyReply,
  { worldOf, header }: ExchangesOptions,
): void => {
  const world = worldOf(request)
  request.world = world
  request.exchange = newEntry({
    id: world.ids.opaque('x'),
    receivedAt: world.clock.now(),
    method: request.method,
    path: redactPath(request.url),
    headers: request.headers,
    sessionId: sessionIdOf(request),
  })
  if (!isKnownLater(credentialsOf(request))) record(request)
  if (header) reply.header('x-talon-mock-exchange', request.exchange.id)
}

/** Closes it with what is answered. */
export const closeExchange = (
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  { logger }: ExchangesOptions,
): void => {
  record(request)
  const { exchange, world } = request
  const status = reply.statusCode
  const body = typeof payload === 'string' ? payload : undefined
  world.ledger.close(exchange, { status, body, durationMs: elapsedMs(request) })
  const answered = { exchange: exchange.id, method: exchange.method, path: exchange.path, status }
  if (status < 400) logger.debug(answered, 'answered')
  else {
    const fault = exchange.fault && { fault: exchange.fault.id }
    logger.info({ ...answered, ...fault, reply: body?.slice(0, MAX_LOGGED_REPLY) }, 'refused')
  }
}

/** Records every request of the emulated APIs, whatever becomes of it. */
export const exchanges = fp(
  (app: FastifyInstance, options: ExchangesOptions, done: () => void) => {
    app.decorateRequest('exchange')
    app.decorateRequest('world')
    app.decorateRequest('isRecorded', false)
    app.addHook('onRequest', (request, reply, next) => {
      openExchange(request, reply, options)
      next()
    })
    app.addHook('preValidation', (request, _reply, next) => {
      if (!request.isRecorded) {
        request.world = options.worldOf(request)
        record(request)
      }
      next()
    })
    app.addHook('onSend', (request, reply, payload, next) => {
      const isCut = request.exchange.fault?.did.malformed && typeof payload === 'string'
      const sent = isCut ? cut(payload) : payload
      closeExchange(request, reply, sent, options)
      next(null, sent)
    })
    done()
  },
  { name: 'exchanges' },
)
