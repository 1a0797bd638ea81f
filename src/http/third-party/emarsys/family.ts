import { keyIn, QUERY } from '../../credentials.ts'
import type { Family } from '../family.ts'
import { routes } from './routes.ts'

/** The user name of HTTP Basic. Source: RFC 7617, 2. */
const userIn = (authorization = ''): string => {
  const [, coded = ''] = /^Basic +(\S+)$/i.exec(authorization) ?? []
  return Buffer.from(coded, 'base64').toString().split(':', 1)[0] ?? ''
}

/**
 * Source: Third-party OpenAPI, `/emarsys`, `ApiKeyBasicAuth` (the key as the user name of HTTP Basic); the
 * published collection sends it as all families do.
 */
export const emarsys: Family = {
  prefix: '/emarsys',
  tag: 'Emarsys',
  description: 'Third-party API: Emarsys.',
  credentials: {
    ...QUERY,
    scheme: 'basicKey',
    keyOf: (request) => keyIn(userIn(request.headers.authorization)) ?? QUERY.keyOf(request),
  },
  routes: [routes],
}
