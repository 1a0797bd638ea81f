import { HEADERS, partOf } from '../../credentials.ts'
import type { Family } from '../family.ts'
import { codes } from './codes.ts'
import { EVENT_PATH, event } from './event.ts'

/** Source: Third-party OpenAPI, `/braze`: the deployment is in the body, that of an event in a header. */
export const braze: Family = {
  prefix: '/braze',
  tag: 'Braze',
  description: 'Third-party API: Braze.',
  credentials: {
    ...HEADERS,
    deploymentInBody: true,
    deploymentOf: ({ routeOptions, headers, body }) =>
      routeOptions.url?.endsWith(EVENT_PATH)
        ? headers['destination-hostname']
        : partOf(body, 'deploymentUrl'),
  },
  routes: [codes, event],
}
