import { join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import type { CustomerSessionInput } from '../../src/contract/service/customer-sessions.ts'
import type { Effect } from '../../src/contract/service/effects.ts'
import { buildTestApp, type TestApp } from './build-test-app.ts'
import { SEGMENT_HEADERS } from './make-session.ts'

/** The key alone: the deployment is the host itself. */
export const INTEGRATION_HEADERS = { authorization: SEGMENT_HEADERS.authorization } as const

/** The whole emulator under a scenario, given as the text of its file without the version. */
export const buildShopApp = (t: Test, scenario: string): Promise<TestApp> =>
  buildTestApp(t, {
    scenario: join(t.testdir({ 'shop.yaml': `version: 1\n${scenario}` }), 'shop.yaml'),
  })

export interface SendOptions {
  /** With its question mark. */
  query?: string
  headers?: Record<string, string>
  /** What the reply is to hold besides what it always holds. */
  content?: readonly string[]
}

const send = (
  app: FastifyInstance,
  method: 'PUT' | 'POST' | 'GET',
  path: string,
  { payload, query = '', headers }: SendOptions & { payload?: object | undefined },
): Promise<LightMyRequestResponse> =>
  app.inject({
    method,
    url: `/v2/customer_sessions/${path}${query}`,
    headers: { ...INTEGRATION_HEADERS, ...headers },
    ...(payload && { payload }),
  })

const asking = ({ content }: SendOptions) => (content ? { responseContent: content } : {})

/** Update customer session. */
export const update = (
  app: FastifyInstance,
  id: string,
  customerSession: CustomerSessionInput & { evaluableCampaignIds?: number[] },
  options: SendOptions = {},
): Promise<LightMyRequestResponse> =>
  send(app, 'PUT', id, { ...options, payload: { customerSession, ...asking(options) } })

/** Return cart items. */
export const takeBack = (
  app: FastifyInstance,
  id: string,
  returnedCartItems: readonly object[],
  options: SendOptions = {},
): Promise<LightMyRequestResponse> =>
  send(app, 'POST', `${id}/returns`, {
    ...options,
    payload: { return: { returnedCartItems }, ...asking(options) },
  })

/** Reopen customer session. */
export const reopen = (
  app: FastifyInstance,
  id: string,
  options: SendOptions = {},
): Promise<LightMyRequestResponse> => send(app, 'PUT', `${id}/reopen`, options)

/** Get customer session. */
export const read = (app: FastifyInstance, id: string): Promise<LightMyRequestResponse> =>
  send(app, 'GET', id, {})

/** All that the account keeps, and the IDs and the chance it has spent: all but the exchanges. */
export const keptBy = async (app: FastifyInstance): Promise<object> => {
  const reply = await app.inject('/_mock/snapshot')
  if (reply.statusCode !== 200) throw new Error(reply.body)
  const { omitted: _, ...kept } = reply.json<Record<string, unknown>>()
  return kept
}

/** Types of a reply's effects, in order. */
export const typesOf = (reply: LightMyRequestResponse): string[] =>
  reply.json<{ effects: Effect[] }>().effects.map(({ effectType }) => effectType)

/** Holds a reply to be an error in the form of the Integration API, with one fault like this. */
export const isFaulty = (
  t: Test,
  reply: LightMyRequestResponse,
  fault: { title?: string | RegExp; details?: string | RegExp; source: object },
): void => {
  t.equal(reply.statusCode, 400, reply.body)
  const body = reply.json()
  t.match(body, { message: 'The submitted data was invalid', errors: { length: 1 } })
  t.match(body.errors[0], fault)
  t.strictSame(body.errors[0].source, fault.source)
}
