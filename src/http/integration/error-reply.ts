import type { IntegrationError } from '../../contract/service/errors.ts'
import type { Failure } from '../error-status.ts'

/**
 * The error body of the deployment's own API. Source: Integration API, error schema; docs, Errors page.
 */
export const toIntegrationError = (failure: Failure): IntegrationError => ({
  message: failure.message,
  errors: failure.faults.map(({ title, details, source }) => ({
    title,
    details,
    // Documented pointers begin inside the session.
    source: source.startsWith('/')
      ? { pointer: source.replace(/^\/customerSession(?=\/)/, '') }
      : { parameter: source },
  })),
  StatusCode: failure.status,
})
