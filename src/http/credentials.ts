import type { FastifyRequest } from 'fastify'
import { INTEGRATION_PATH } from './integration/paths.ts'

/** How the requests of an API family say who sends them and which deployment they are for. */
export interface Credentials {
  /** How the OpenAPI document tells of the key. */
  readonly scheme: 'apiKey' | 'basicKey' | 'bodyKey'
  /** What stands in the body is known when the body was read, and is looked for then. */
  readonly keyInBody?: true
  readonly deploymentInBody?: true
  keyOf(request: FastifyRequest): string | undefined
  deploymentOf(request: FastifyRequest): unknown
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of the family that the route is of, where they aren't in the headers that are usual. */
    credentials?: Credentials
  }
}

/** The key in `ApiKey-v1 <key>`. */
export const keyIn = (text: string): string | undefined => /^ApiKey-v1 +(\S.*)$/i.exec(text)?.[1]

const keyInHeader = ({ headers }: FastifyRequest) => keyIn(headers.authorization ?? '')

/** Key and deployment in headers. Source: Third-party OpenAPI, `ApiKeyAuth`, `destinationHostname`. */
export const HEADERS: Credentials = {
  scheme: 'apiKey',
  keyOf: keyInHeader,
  deploymentOf: ({ headers }) => headers['destination-hostname'],
}

/** The deployment in the query. Source: Third-party OpenAPI, `deployment`. */
export const QUERY: Credentials = {
  ...HEADERS,
  deploymentOf: ({ query }) => partOf(query, 'deployment'),
}

/** The deployment is the host itself. */
const OWN_HOST: Credentials = { ...HEADERS, deploymentOf: ({ headers }) => headers.host }

/** Those of the family that a request belongs to. */
export const credentialsOf = ({ routeOptions, url }: FastifyRequest): Credentials =>
  routeOptions.config?.credentials ?? (INTEGRATION_PATH.test(url) ? OWN_HOST : HEADERS)

/** Whether the body has to be read before it is known who sends a request, or for whom. */
export const isKnownLater = ({ keyInBody, deploymentInBody }: Credentials): boolean =>
  keyInBody === true || deploymentInBody === true

/** What stands at a path of a value, such as a body that nobody has looked into yet. */
export const partOf = (value: unknown, ...[name, ...rest]: readonly string[]): unknown => {
  if (name === undefined) return value
  if (typeof value !== 'object' || value === null) return undefined
  return partOf(Reflect.get(value, name), ...rest)
}
