import type { FastifyError } from 'fastify'
import { brief, EmulatorError, type ErrorCode } from '../core/errors.ts'

/** Status of each refusal. A new code doesn't compile until it has one. */
const STATUS: Record<ErrorCode, number> = {
  API_KEY_MISSING: 401,
  DEPLOYMENT_MISSING: 400,
  DEPLOYMENT_UNKNOWN: 404,
  TOO_MANY_REQUESTS: 429,
  REQUEST_INVALID: 400,
  SESSION_TRANSITION_ILLEGAL: 400,
  PROFILE_MISMATCH: 400,
  ATTRIBUTE_INVALID: 400,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  STOPPING: 503,
}

/** A failed request in terms of HTTP. `bug`: nobody's fault but ours; its message is not for the outside. */
export interface Failure {
  status: number
  message: string
  faults: EmulatorError['faults']
  bug: boolean
}

/** What Fastify refuses before a handler runs, in our words. */
const FRAMEWORK: Record<string, (error: FastifyError) => Pick<Failure, 'status' | 'message'>> = {
  FST_ERR_BAD_URL: () => ({ status: 400, message: 'The path must be percent-encoded UTF-8' }),
  FST_ERR_CTP_BODY_TOO_LARGE: () => ({
    status: 413,
    message: 'The body must not be larger than the body limit (--body-limit)',
  }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => ({
    status: 415,
    message: 'Content-Type must be application/json',
  }),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => ({ status: 400, message: 'The body must be JSON, got none' }),
  FST_ERR_CTP_INVALID_JSON_BODY: (error) => ({
    status: 400,
    message: `The body must be valid JSON${because(error)}`,
  }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => ({
    status: 400,
    message: 'The body must be as long as Content-Length says',
  }),
}

/** Longest text that Fastify or the parser has for what is wrong, in characters. */
const MAX_MESSAGE = 200

/** The parser's own words, on one line. */
const because = (error: Error): string => {
  const cause = error.cause instanceof Error ? error.cause.message : ''
  return cause ? `: ${brief(cause.replaceAll(/\s+/g, ' '), MAX_MESSAGE)}` : ''
}

const NO_FAULTS: EmulatorError['faults'] = []

/** Says what an error means to the client: one of our refusals, one of Fastify's, or a bug. */
export const toFailure = (error: unknown): Failure => {
  if (error instanceof EmulatorError) {
    const { code, message, faults } = error
    return { status: STATUS[code], message, faults, bug: false }
  }
  if (isFastifyError(error)) {
    const known = FRAMEWORK[error.code]
    if (known) return { ...known(error), faults: NO_FAULTS, bug: false }
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
      // Fastify names the path, of whatever length.
      const message = brief(error.message, MAX_MESSAGE)
      return { status: error.statusCode, message, faults: NO_FAULTS, bug: false }
    }
  }
  return { status: 500, message: 'Internal Server Error', faults: NO_FAULTS, bug: true }
}

const isFastifyError = (error: unknown): error is FastifyError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
