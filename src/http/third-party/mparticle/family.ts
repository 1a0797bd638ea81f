import { partOf } from '../../credentials.ts'
import type { Family } from '../family.ts'
import { routes } from './routes.ts'

const setting = (body: unknown, name: string): unknown =>
  partOf(body, 'account', 'account_settings', name)

/** Source: Third-party OpenAPI, `/mparticle` (no security scheme: key and deployment are in the body). */
export const mparticle: Family = {
  prefix: '/mparticle',
  tag: 'mParticle',
  description: 'Third-party API: mParticle.',
  credentials: {
    scheme: 'bodyKey',
    keyInBody: true,
    deploymentInBody: true,
    keyOf({ body }) {
      const key = setting(body, 'apiKey')
      return typeof key === 'string' && key !== '' ? key : undefined
    },
    deploymentOf: ({ body }) => setting(body, 'deploymentURL'),
  },
  routes: [routes],
}
