import type { FastifyReply } from 'fastify'
import type { Problem } from '../../contract/control/problem.ts'
import { brief } from '../../core/errors.ts'
import type { Failure } from '../error-status.ts'
import { sendJson } from '../send-json.ts'

const TITLES = {
  'bad-request': 'Bad request',
  'not-found': 'Not found',
  'body-too-large': 'Body too large',
  'unsupported-media-type': 'Unsupported content type',
  'not-ready': 'Not ready',
  'token-required': 'Control token required',
  'host-refused': 'Unknown host name',
  'cross-site': 'Cross-site request refused',
  'clock-is-running': 'The clock is running',
  'scenario-faulty': 'Scenario is faulty',
  'scenario-was-put': 'Scenario was put over HTTP',
  'snapshot-faulty': 'Snapshot is faulty',
  'scenario-differs': 'Snapshot of another scenario',
  busy: 'Callback is under way',
  'queue-full': 'Queue is full',
  'wait-timeout': 'Nothing came in time',
  'wait-impossible': 'It can not come true any more',
  'too-many-waits': 'Too many waits',
  'too-many-readers': 'Too many readers',
  'verification-failed': 'Not as many as expected',
  'too-many-faults': 'Too many faults',
  internal: 'Internal error',
} as const

type ProblemName = keyof typeof TITLES

/** Answers with what an error means to the client. */
export const replyFailure = (reply: FastifyReply, failure: Failure): FastifyReply => {
  const details = failure.faults.map((fault) => fault.details)
  const detail = details.length > 0 ? details.join('; ') : failure.message
  return replyProblem(reply, failure.status, nameOf(failure.status), detail)
}

const nameOf = (status: number): ProblemName => {
  if (status === 413) return 'body-too-large'
  if (status === 415) return 'unsupported-media-type'
  return status >= 500 ? 'internal' : 'bad-request'
}

/** Answers with a problem document (RFC 9457); `more` are members of this problem alone. */
export const replyProblem = (
  reply: FastifyReply,
  status: number,
  name: ProblemName,
  detail: string,
  more: object = {},
): FastifyReply => {
  const problem: Problem = {
    type: `urn:talon-mock:${name}`,
    title: TITLES[name],
    status,
    detail,
    ...more,
  }
  return sendJson(reply, status, JSON.stringify(problem), 'application/problem+json')
}

/** A document that is put under another name than its own. */
export const replyMisnamed = (reply: FastifyReply, id: string): FastifyReply =>
  replyProblem(reply, 400, 'bad-request', `integrationId must be ${brief(id)}, as in the path`)
