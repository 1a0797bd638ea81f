import type { ThirdPartyError } from '../../contract/service/errors.ts'
import type { Failure } from '../error-status.ts'

/**
 * The error body of the Third-party API. The faults of a deployment's validation are joined in one
 * line, `<message>: <details> (<source>); …`.
 * Source: Third-party OpenAPI, `errorResponseWithStatus`. Assumed: the line.
 */
export const toThirdPartyError = (failure: Failure, requestUuid: string): ThirdPartyError => {
  // Of what isn't found the text is documented; the log says what it is.
  const shown = failure.status === 404 ? [] : failure.faults
  const faults = shown.map(({ details, source }) => `${details} (${source})`)
  return {
    StatusCode: failure.status,
    Error: faults.length > 0 ? `${failure.message}: ${faults.join('; ')}` : failure.message,
    RequestUUID: requestUuid,
  }
}
