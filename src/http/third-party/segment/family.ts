import { audiencesOf } from '../audiences.ts'
import type { Family } from '../family.ts'
import { profileAudiencesOf } from '../profile-audiences.ts'
import { customerSessions } from './customer-sessions.ts'
import { events } from './events.ts'
import { PLATFORM } from './platform.ts'
import { profiles } from './profiles.ts'

/** Source: Third-party OpenAPI, `/segment`. */
export const segment: Family = {
  prefix: '/segment',
  tag: 'Segment',
  description: 'Third-party API: Segment.',
  routes: [
    customerSessions,
    profiles,
    profileAudiencesOf(PLATFORM, '/customer_profiles'),
    events,
    audiencesOf(PLATFORM),
  ],
}
