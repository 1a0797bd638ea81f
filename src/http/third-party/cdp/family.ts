import { CdpHeaders } from '../../../contract/service/headers.ts'
import { audiencesOf } from '../audiences.ts'
import type { Family } from '../family.ts'
import type { Platform } from '../platform.ts'
import { profileAudiencesOf } from '../profile-audiences.ts'
import { profilesOf } from './profiles.ts'

const PLATFORM: Platform = {
  operations: 'cdp',
  headers: CdpHeaders,
  integrationOf: ({ headers }) => String(headers['customer-data-platform-name']),
}

/** Source: Third-party OpenAPI, `/cdp`. */
export const cdp: Family = {
  prefix: '/cdp',
  tag: 'Customer data platforms',
  description: 'Third-party API: any customer data platform.',
  routes: [
    profilesOf(PLATFORM),
    profileAudiencesOf(PLATFORM, '/customer_profile'),
    audiencesOf(PLATFORM),
  ],
}
