import t from 'tap'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { SEGMENT_HEADERS } from '../../../helpers/make-session.ts'
import { isRefused } from '../../../helpers/third-party.ts'

// Source: Third-party OpenAPI, responses 400, 401 and 429 of every Segment operation (all texts).

const OPERATIONS = [
  ['PUT', '/customer_sessions/s1', {}],
  ['PUT', '/v2/customer_sessions/s1', {}],
  ['PUT', '/customer_profile/p1', {}],
  ['PUT', '/customer_profile_v2/p1', {}],
  ['PUT', '/v2/customer_profiles/p1', {}],
  ['PUT', '/customer_profiles/p1/audiences', { data: {} }],
  ['PUT', '/customer_profiles/audiences', { data: [] }],
  ['PUT', '/v2/customer_profiles/audiences', { data: [] }],
  ['PUT', '/event', { eventType: 'x', customerProfileId: 'p1' }],
  ['PUT', '/v2/events', { eventType: 'pageViewed', customerProfileId: 'p1' }],
  ['POST', '/audiences', { audienceId: 'a', audienceName: 'A' }],
  ['PUT', '/audiences/a', { audienceName: 'B' }],
  ['DELETE', '/audiences/a', undefined],
] as const

t.test('every operation refuses a request without a key, a deployment, or a turn', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo', rateLimit: 1 })
  for (const [i, [method, path, payload]] of OPERATIONS.entries()) {
    const send = (headers: Record<string, string>) =>
      app.inject({ method, url: `/segment${path}`, headers, ...(payload && { payload }) })
    const { authorization, 'destination-hostname': deployment } = SEGMENT_HEADERS
    const deployed = { 'destination-hostname': deployment }
    isRefused(t, await send(deployed), 401, 'Missing Session Token')
    isRefused(t, await send({ authorization }), 400, 'No Deployment URL specified')
    const own = { ...deployed, authorization: `ApiKey-v1 key-${i}` }
    const first = await send(own)
    t.ok(first.statusCode < 300, `${method} ${path} answers ${first.statusCode}`)
    isRefused(t, await send(own), 429, 'Too many requests')
  }
})

t.test('every operation that takes a body refuses one that is none', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo' })
  for (const [method, path, payload] of OPERATIONS) {
    if (!payload) continue
    const headers = { ...SEGMENT_HEADERS, 'content-type': 'application/json' }
    const send = (body: string) =>
      app.inject({ method, url: `/segment${path}`, headers, payload: body })
    isRefused(t, await send('{'), 400, /^The body must be valid JSON/)
    isRefused(t, await send('[]'), 400, /body must be an object/)
  }
})
