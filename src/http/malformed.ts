import { maxHeaderSize } from 'node:http'
import type { Socket } from 'node:net'
import type { ConnectionError, FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { replyFailure } from './control/problem-reply.ts'
import { emulatedErrorOf } from './emulated-failure.ts'
import { toFailure } from './error-status.ts'
import { closeExchange, type ExchangesOptions, openExchange } from './plugins/exchanges.ts'
import { sendJson } from './send-json.ts'
import { toThirdPartyError } from './third-party/error-reply.ts'

/** Time that a request has to arrive in. */
export const REQUEST_TIMEOUT_MS = 60_000

/** Answers a request that Fastify can't route, such as a path of bad escapes; no hook has run then. */
export const replyMalformed = (
  cause: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  options: ExchangesOptions,
): void => {
  const failure = toFailure(cause)
  if (request.url.startsWith('/_mock/')) {
    replyFailure(reply, failure)
    return
  }
  openExchange(request, reply, options)
  const body = emulatedErrorOf(request, failure, request.world)
  reply.code(failure.status)
  closeExchange(request, reply, body, options)
  sendJson(reply, failure.status, body)
}

/** What Node refuses before there is a request. */
const CONNECTION_ERRORS: Record<string, { status: string; message: string }> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    message: `The headers must not be larger than ${maxHeaderSize / 1024} KiB`,
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    message: `The request must arrive within ${REQUEST_TIMEOUT_MS / 1000} seconds`,
  },
}

const MALFORMED = { status: '400 Bad Request', message: 'The request must be valid HTTP/1.1' }

/** Answers on a socket whose bytes are no HTTP request, in the form of the Third-party API. */
export const refuseConnection = (
  error: ConnectionError,
  socket: Socket,
  uuid: () => string,
): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const { status, message } = CONNECTION_ERRORS[error.code] ?? MALFORMED
  if (!socket.writable) {
    socket.destroy(error)
    return
  }
  const failure = { status: Number.parseInt(status, 10), message, faults: [], bug: false }
  const body = JSON.stringify(toThirdPartyError(failure, uuid()))
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
