import { QUERY } from '../../credentials.ts'
import type { Family } from '../family.ts'
import { routes } from './routes.ts'

/** Source: Third-party OpenAPI, `/iterable`. */
export const iterable: Family = {
  prefix: '/iterable',
  tag: 'Iterable',
  description: 'Third-party API: Iterable.',
  credentials: QUERY,
  routes: [routes],
}
