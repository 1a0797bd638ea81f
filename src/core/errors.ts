/** Every refusal the emulated service gives. HTTP status and body form belong to `http/`. */
export type ErrorCode =
  | 'API_KEY_MISSING'
  | 'DEPLOYMENT_MISSING'
  | 'TOO_MANY_REQUESTS'
  | 'REQUEST_INVALID'
  | 'SESSION_TRANSITION_ILLEGAL'
  | 'PROFILE_MISMATCH'
  | 'ATTRIBUTE_INVALID'
  | 'STOPPING'

/**
 * One thing wrong with a request. `details` names the field and what was expected; `source` is a
 * JSON pointer into the body, or the name of a header or a parameter.
 */
export interface Fault {
  title: string
  details: string
  source: string
}

/** A refusal that the emulated service would give. Nothing has been changed when it is thrown. */
export class EmulatorError extends Error {
  readonly code: ErrorCode
  readonly faults: readonly Fault[]

  constructor(code: ErrorCode, message: string, faults: readonly Fault[] = []) {
    super(message)
    this.name = 'EmulatorError'
    this.code = code
    this.faults = faults
  }
}

/** A name as one step of a JSON pointer (RFC 6901). */
export const pointerStep = (name: string): string =>
  name.replaceAll('~', '~0').replaceAll('/', '~1')

/** Message of every refused content. Source: docs, Errors page. */
const INVALID = 'The submitted data was invalid'

/** A refusal of a request's content, with all its faults. */
export const invalid = (code: ErrorCode, faults: readonly Fault[]): EmulatorError =>
  new EmulatorError(code, INVALID, faults)
