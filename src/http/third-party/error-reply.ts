import type { ThirdPartyError } from '../../contract/service/errors.ts'
import type { Failure } from '../error-status.ts'

/**
 * The error body of the Third-party API. The faults of a deployment's validation are joined in one
 * line, `<message>: <details> (<source>); …`.
 * Source: Third-party OpenAPI, `errorResponseWithStatus`. Assumed: the line.
 */
export const toThirdPartyError = (failure: Failure, requestUuid: string): ThirdPartyError => {
  const faults = failure.faults.map(({ details, source }) => `${details} (${source})`)
  return {
    StatusCode: failure.status,
    Error: faults.length > 0 ? `${failure.message}: ${faults.join('; ')}` : failure.message,
    RequestUUID: requestUuid,
  }
}
