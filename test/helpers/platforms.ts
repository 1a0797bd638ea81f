import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { INTEGRATION_HEADERS } from './integration.ts'

/** The families of the Third-party API besides Segment, and how each names its key and its deployment. */

/** Source: Third-party OpenAPI, `ApiKeyAuth`, `ApiKeyBasicAuth`, `destinationHostname`, `deployment`. */
export interface Sender {
  key?: string | undefined
  deployment?: string | undefined
}

export const SENDER: Sender = {
  key: '0123456789abcdef',
  deployment: 'acme.europe-west1.talon.one',
}

type Headers = Record<string, string>
interface Request {
  path: string
  payload?: object | undefined
}
type Dress = (
  request: Request,
  sender: Sender,
) => { url: string; headers: Headers; payload?: object }

const keyOf = ({ key }: Sender): Headers =>
  key === undefined ? {} : { authorization: `ApiKey-v1 ${key}` }

const hostOf = ({ deployment }: Sender): Headers =>
  deployment === undefined ? {} : { 'destination-hostname': deployment }

const inQuery = (path: string, { deployment }: Sender): string =>
  deployment === undefined
    ? path
    : `${path}${path.includes('?') ? '&' : '?'}deployment=${encodeURIComponent(deployment)}`

const body = (payload: object | undefined) => (payload ? { payload } : {})

const DRESS = {
  cdp: ({ path, payload }, sender) => ({
    url: `/cdp${path}`,
    headers: { ...keyOf(sender), ...hostOf(sender), 'customer-data-platform-name': 'Tealium' },
    ...body(payload),
  }),
  customer_engagement: ({ path, payload }, sender) => ({
    url: `/customer_engagement${path}`,
    headers: {
      ...keyOf(sender),
      ...hostOf(sender),
      'customer-engagement-platform-name': 'Sailthru',
    },
    ...body(payload),
  }),
  iterable: ({ path }, sender) => ({
    url: inQuery(`/iterable${path}`, sender),
    headers: keyOf(sender),
  }),
  braze: ({ path, payload }, sender) => {
    const { deployment: deploymentUrl } = sender
    const isEvent = path === '/event'
    return {
      url: `/braze${path}`,
      headers: { ...keyOf(sender), ...(isEvent && hostOf(sender)) },
      payload: { ...payload, ...(!isEvent && deploymentUrl !== undefined && { deploymentUrl }) },
    }
  },
  emarsys: ({ path, payload }, sender) => {
    const { key } = sender
    const basic = Buffer.from(`ApiKey-v1 ${key}:`).toString('base64')
    return {
      url: inQuery(`/emarsys${path}`, sender),
      headers: key === undefined ? {} : { authorization: `Basic ${basic}` },
      ...body(payload),
    }
  },
  mparticle: ({ payload }, { key: apiKey, deployment: deploymentURL }) => {
    const { account_settings: more, ...message } = { account_settings: {}, ...payload }
    const account_settings = {
      userIdField: 'customerId',
      ...more,
      ...(apiKey !== undefined && { apiKey }),
      ...(deploymentURL !== undefined && { deploymentURL }),
    }
    return {
      url: '/mparticle',
      headers: {},
      payload: { ...message, account: { account_id: 1234567, account_settings } },
    }
  },
} satisfies Record<string, Dress>

export type Platform = keyof typeof DRESS

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE'

/** A request as the platform sends it. */
export const requestOf = (
  platform: Platform,
  method: Method,
  path: string,
  payload?: object,
  sender: Sender = SENDER,
): InjectOptions & { headers: Headers } => {
  const dress: Dress = DRESS[platform]
  return { method, ...dress({ path, payload }, sender) }
}

/** Sends it. */
export const ask = (
  app: FastifyInstance,
  platform: Platform,
  method: Method,
  path: string,
  payload?: object,
  headers: Headers = {},
): Promise<LightMyRequestResponse> => {
  const request = requestOf(platform, method, path, payload)
  return app.inject({ ...request, headers: { ...request.headers, ...headers } })
}

/** What the deployment's own API shows. */
export const shown = async (app: FastifyInstance, url: string) => {
  const reply = await app.inject({ url, headers: INTEGRATION_HEADERS })
  if (reply.statusCode !== 200) throw new Error(reply.body)
  return reply.json()
}
