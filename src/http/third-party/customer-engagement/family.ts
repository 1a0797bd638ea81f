import type { Family } from '../family.ts'
import { codes } from './codes.ts'
import { loyalty } from './loyalty.ts'

/** Source: Third-party OpenAPI, `/customer_engagement`. */
export const customerEngagement: Family = {
  prefix: '/customer_engagement',
  tag: 'Customer engagement platforms',
  description: 'Third-party API: any customer engagement platform.',
  routes: [codes, loyalty],
}
