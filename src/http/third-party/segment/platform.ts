import { DeploymentHeaders } from '../../../contract/service/headers.ts'
import type { Platform } from '../platform.ts'

/** What audiences that Segment creates say that they come from. */
export const SEGMENT = 'segment'

export const PLATFORM: Platform = {
  operations: 'segment',
  headers: DeploymentHeaders,
  integrationOf: () => SEGMENT,
}
