import type { FastifyReply } from 'fastify'
import type { Problem } from '../../contract/control/problem.ts'
import { sendJson } from '../send-json.ts'

const TITLES = {
  'bad-request': 'Bad request',
  'not-found': 'Not found',
  'not-ready': 'Not ready',
  'token-required': 'Control token required',
  'host-refused': 'Unknown host name',
  'cross-site': 'Cross-site request refused',
  busy: 'Callback is under way',
  'queue-full': 'Queue is full',
  internal: 'Internal error',
} as const

export type ProblemName = keyof typeof TITLES

/** Answers with a problem document (RFC 9457). */
export const replyProblem = (
  reply: FastifyReply,
  status: number,
  name: ProblemName,
  detail: string,
): FastifyReply => {
  const problem: Problem = {
    type: `urn:talon-mock:${name}`,
    title: TITLES[name],
    status,
    detail,
  }
  return sendJson(reply, status, JSON.stringify(problem), 'application/problem+json')
}
