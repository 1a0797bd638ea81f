/** Every refusal the emulated service gives. HTTP status and body form belong to `http/`. */
export type ErrorCode =
  | 'API_KEY_MISSING'
  | 'DEPLOYMENT_MISSING'
  | 'DEPLOYMENT_UNKNOWN'
  | 'TOO_MANY_REQUESTS'
  | 'REQUEST_INVALID'
  | 'SESSION_TRANSITION_ILLEGAL'
  | 'PROFILE_MISMATCH'
  | 'ATTRIBUTE_INVALID'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
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

/** Message of every refused content. Source: docs, Errors page. */
const INVALID = 'The submitted data was invalid'

/** Faults, and names in a fault, that one refusal shows; the rest is counted. */
export const MAX_SHOWN = 10

/** Longest pointer of a fault, in characters; those of ordinary names are shorter. */
const MAX_POINTER = 200

/** A name or value of a request as a fault shows it: on one line, and cut behind `max` characters. */
export const brief = (text: string, max = 80): string =>
  text.slice(0, max).replaceAll(/[\r\n]+/g, ' ') + (text.length > max ? '…' : '')

/**
 * A refusal of a request's content. Its first faults are named and the rest is counted, so that it
 * stays readable whatever was sent.
 */
export const invalid = (code: ErrorCode, faults: readonly Fault[]): EmulatorError => {
  const shown = faults
    .slice(0, MAX_SHOWN)
    .map((fault) => ({ ...fault, source: brief(fault.source, MAX_POINTER) }))
  const more = faults.length - shown.length
  if (more > 0) {
    shown.push({ title: 'More', details: `and ${more} more`, source: shown[0]?.source ?? '' })
  }
  return new EmulatorError(code, INVALID, shown)
}

/**
 * The refusal of a request that names something there isn't; `source` is where it is named.
 * Source: Third-party OpenAPI, response 404 (the message).
 */
export const notFound = (kind: string, id: string | number, source: string): EmulatorError =>
  new EmulatorError('NOT_FOUND', 'Not Found', [
    {
      title: 'Not found',
      details: `there is no ${kind} ${JSON.stringify(typeof id === 'string' ? brief(id) : id)}`,
      source: brief(source, MAX_POINTER),
    },
  ])

/** One more step of a JSON pointer. Source: RFC 6901, 3 (`~` and `/` are escaped). */
export const pointTo = (pointer: string, name: string): string =>
  `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`

/** Faults of a document that a list of them names. */
const MAX_LISTED = 100

/** All that is wrong with a document, as a list that stays bounded: what is beyond it is counted. */
export const listed = (faults: readonly string[]): string[] => {
  const more = faults.length - MAX_LISTED
  return more > 0 ? [...faults.slice(0, MAX_LISTED), `and ${more} more`] : [...faults]
}
