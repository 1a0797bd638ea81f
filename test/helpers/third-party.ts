import { connect } from 'node:net'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { SEGMENT_HEADERS } from './make-session.ts'

/** The two session endpoints, and how each carries a session. */
export const ENDPOINTS = [
  {
    version: 'v1',
    path: '/segment/customer_sessions/',
    pointer: '/customerSession',
    wrap: (session: unknown): object => ({ customerSession: session }),
  },
  {
    version: 'v2',
    path: '/segment/v2/customer_sessions/',
    pointer: '',
    wrap: (session: object): object => session,
  },
] as const

export interface PutOptions {
  /** As it stands in the path, with the query; default `s1`. */
  id?: string
  headers?: Record<string, string>
}

const put = (app: FastifyInstance, url: string, payload: string | object, options: PutOptions) =>
  app.inject({
    method: 'PUT',
    url,
    headers: {
      ...SEGMENT_HEADERS,
      ...(typeof payload === 'string' && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    payload,
  })

/** Sends a body, an object or its text, to the v1 endpoint. */
export const putV1 = (
  app: FastifyInstance,
  body: string | object,
  options: PutOptions = {},
): Promise<LightMyRequestResponse> =>
  put(app, `${ENDPOINTS[0].path}${options.id ?? 's1'}`, body, options)

/** Sends a body, an object or its text, to the v2 endpoint. */
export const putV2 = (
  app: FastifyInstance,
  body: string | object,
  options: PutOptions = {},
): Promise<LightMyRequestResponse> =>
  put(app, `${ENDPOINTS[1].path}${options.id ?? 's1'}`, body, options)

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/

/**
 * Why a reply isn't an error in the form of the Third-party API; undefined when it is one.
 * Source: Third-party OpenAPI, `errorResponseWithStatus`.
 */
export const notThirdPartyError = (status: number, body: string): string | undefined => {
  const error = JSON.parse(body)
  if (Object.keys(error).join() !== 'StatusCode,Error,RequestUUID') return `fields of ${body}`
  if (error.StatusCode !== status) return `StatusCode of ${body}`
  if (!UUID.test(error.RequestUUID)) return `RequestUUID of ${body}`
  return /^[^\n\r]+$/.test(error.Error) ? undefined : `Error of ${body}, which must be one line`
}

/** Holds a reply to be an error in the form of the Third-party API, with this text or one like it. */
export const isRefused = (
  t: Test,
  reply: LightMyRequestResponse,
  status: number,
  text: string | RegExp,
): void => {
  t.equal(reply.statusCode, status)
  t.equal(reply.headers['content-type'], 'application/json')
  t.equal(notThirdPartyError(status, reply.body), undefined)
  const { Error: line } = reply.json()
  if (typeof text === 'string') t.equal(line, text)
  else t.match(line, text)
}

/** The stored sessions as the control API shows them. */
export const storedSessions = async (app: FastifyInstance): Promise<unknown> =>
  (await app.inject('/_mock/sessions')).json()

/** Sends bytes to a port and resolves to all that comes back until the other side closes. */
export const sendBytes = (url: string, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    let received = ''
    socket.setEncoding('utf8')
    socket.on('data', (text) => {
      received += text
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(received))
    socket.write(bytes, 'latin1')
  })
