import type { LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'

/** Asserts a problem document (RFC 9457): its content type, and all its fields. */
export const isProblem = (
  t: Test,
  reply: LightMyRequestResponse,
  status: number,
  name: string,
): void => {
  t.equal(reply.statusCode, status, `${name}: status`)
  t.equal(reply.headers['content-type'], 'application/problem+json', `${name}: content type`)
  const problem = reply.json()
  t.strictSame(Object.keys(problem).sort(), ['detail', 'status', 'title', 'type'])
  t.equal(problem.type, `urn:talon-mock:${name}`)
  t.equal(problem.status, status)
  t.match(problem.title, /^[A-Z][\w -]+$/)
  t.match(problem.detail, /\S/)
}
