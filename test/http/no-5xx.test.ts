import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { anyPayload, anyRequest } from '../helpers/any-request.ts'
import { buildTestApp } from '../helpers/build-test-app.ts'
import { checkReply } from '../helpers/check-reply.ts'
import { SEGMENT_HEADERS } from '../helpers/make-session.ts'
import { notThirdPartyError } from '../helpers/third-party.ts'

/** Eleven faults, whose names and values are cut, each character written as an escape. */
const MAX_ERROR = 16 * 1024

// The service documents no 5xx for these endpoints, and one form for all errors (Third-party OpenAPI).

t.test('no body, header or path gives a 5xx, and every refusal has the form', async (t) => {
  const { app, world } = await buildTestApp(t)
  const statuses = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ endpoint, id, query, headers, payload }) => {
      const url = `${endpoint.path}${id}${query}`
      fc.pre(new URL(url, 'http://localhost').pathname.startsWith('/segment/'))
      const sent: InjectOptions = {
        method: 'PUT',
        url,
        headers: { ...SEGMENT_HEADERS, 'content-type': 'application/json', ...headers },
        payload,
      }
      const before = await world.store.session(id)
      const { statusCode, body } = await app.inject(sent)
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1)
      if (statusCode === 200) {
        const fault = checkReply(JSON.parse(body))
        if (fault) throw new Error(`200: ${fault}`)
        return
      }
      if (statusCode >= 500 || statusCode < 400) throw new Error(`${statusCode}: ${body}`)
      const fault = notThirdPartyError(statusCode, body)
      if (fault) throw new Error(`${statusCode}: ${fault}`)
      if (body.length > MAX_ERROR) throw new Error(`${statusCode}: ${body.length} characters`)
      if ((await world.store.session(id)) !== before) throw new Error('refused, yet changed')
    }),
    { numRuns: 4000, interruptAfterTimeLimit: 8000, includeErrorInReport: true },
  )
  t.comment(Object.fromEntries(statuses))
  for (const status of [200, 400, 401]) {
    t.ok((statuses.get(status) ?? 0) > 20, `the requests reach ${status}`)
  }
  for (const page of ['/_mock/sessions?limit=500', '/_mock/exchanges?limit=500']) {
    t.equal((await app.inject(page)).statusCode, 200, 'what is kept can be shown')
  }
})

t.test('whatever a session holds, it can be explained', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo' })
  let explained = 0
  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ endpoint, id, headers, payload }) => {
      fc.pre(new URL(endpoint.path + id, 'http://localhost').pathname.startsWith('/segment/'))
      const put = await app.inject({
        method: 'PUT',
        url: endpoint.path + id,
        headers: { ...SEGMENT_HEADERS, 'content-type': 'application/json', ...headers },
        payload,
      })
      if (put.statusCode >= 500) throw new Error(`${put.statusCode}: ${put.body}`)
      if (put.statusCode !== 200) return
      // As it was taken: a URL loses a space at its end, for one.
      const taken = encodeURIComponent(put.json().customerSession.integrationId)
      const { statusCode, body } = await app.inject(`/_mock/sessions/${taken}/explanation`)
      if (statusCode !== 200) throw new Error(`${statusCode}: ${body}`)
      explained++
    }),
    { numRuns: 2000, interruptAfterTimeLimit: 5000, includeErrorInReport: true },
  )
  t.ok(explained > 20, `${explained} were`)
})

t.test('whatever comes into a sink can be shown', async (t) => {
  const { app } = await buildTestApp(t)
  const url = '/_mock/sinks/a'
  await fc.assert(
    fc.asyncProperty(anyPayload, async (payload) => {
      const sent = await app.inject({ method: 'POST', url: '/_mock/sink/a', payload })
      if (sent.statusCode !== 200) throw new Error(`${sent.statusCode}: ${sent.body}`)
      const shown = await app.inject(url)
      if (shown.statusCode !== 200) throw new Error(`${shown.statusCode}: ${shown.body}`)
      if (shown.json().items.length !== 1) throw new Error('not shown')
      await app.inject({ method: 'DELETE', url })
    }),
    { numRuns: 1000, interruptAfterTimeLimit: 4000, includeErrorInReport: true },
  )
})
