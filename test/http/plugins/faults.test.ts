import { request as send } from 'node:http'
import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import type { FaultInput } from '../../../src/contract/control/faults.ts'
import { buildTestApp, type TestApp } from '../../helpers/build-test-app.ts'
import { createCallbackSink } from '../../helpers/callback-sink.ts'
import { createLoggedServer } from '../../helpers/logged-server.ts'
import { makeSession, SEGMENT_HEADERS } from '../../helpers/make-session.ts'
import { requestOf, SENDER } from '../../helpers/platforms.ts'
import { exchangeIdOf, putSession, waitForEntry, waitForState } from '../../helpers/put-session.ts'
import { isRefused, putV1, storedSessions } from '../../helpers/third-party.ts'

// The emulator's own: README, Faults. Texts: Third-party OpenAPI, responses 400, 401, 404, 429;
// Integration API, example of 409.

const setFault = async (app: FastifyInstance, fault: FaultInput): Promise<void> => {
  const reply = await app.inject({ method: 'POST', url: '/_mock/faults', payload: fault })
  if (reply.statusCode !== 201) throw new Error(reply.body)
}

const exchange = async (app: FastifyInstance, id: string) =>
  (await app.inject(`/_mock/exchanges/${id}`)).json()

const nothingIsStored = async (t: Test, app: FastifyInstance) =>
  t.strictSame(await storedSessions(app), { items: [], next: null }, 'nothing is stored')

for (const [status, text] of [
  [400, 'No Deployment URL specified'],
  [401, 'Missing Session Token'],
  [404, 'Not Found'],
  [409, 'Too many requests are updating this session at the same time'],
  [429, 'Too many requests'],
  [500, 'Internal Server Error'],
  [503, 'Service Unavailable'],
] as const) {
  t.test(`status ${status} is answered as the service does, and nothing is stored`, async (t) => {
    const { app } = await buildTestApp(t)
    await setFault(app, { where: 'request', do: { status } })
    const reply = await putSession(app, 's1')
    isRefused(t, reply, status, text)
    t.match(await exchange(app, exchangeIdOf(reply)), {
      request: { body: { profileId: 'cust-7' } },
      response: { status },
      callback: null,
      fault: { id: 'fault_1', did: { status } },
    })
    await nothingIsStored(t, app)
    const ping = await app.inject({ url: '/v2/authping', headers: SEGMENT_HEADERS })
    t.equal(ping.statusCode, status)
    t.strictSame(ping.json(), {
      message: status === 400 ? 'The submitted data was invalid' : text,
      errors: [],
      StatusCode: status,
    })
  })
}

t.test('a conflict is 429 under /segment, 409 on the Integration API', async (t) => {
  const { app } = await buildTestApp(t)
  await setFault(app, { where: 'request', do: { conflict: true } })
  isRefused(t, await putSession(app, 's1'), 429, 'Too many requests')
  const ping = await app.inject({ url: '/v2/authping', headers: SEGMENT_HEADERS })
  t.equal(ping.statusCode, 409)
  t.match(ping.json(), { message: 'Too many requests are updating this session at the same time' })
  await nothingIsStored(t, app)
})

t.test(
  'a malformed reply is cut JSON; the update has happened, and its callback is whole',
  async (t) => {
    const { app, world } = await buildTestApp(t)
    const sink = await createCallbackSink(t)
    await setFault(app, { where: 'request', do: { malformed: true }, times: 1 })
    const reply = await putSession(app, 's1', { 'x-callback-destination-uri': sink.url })
    t.equal(reply.statusCode, 200)
    t.equal(reply.headers['content-length'], String(Buffer.byteLength(reply.body)))
    t.throws(() => JSON.parse(reply.body))
    await waitForState(world, exchangeIdOf(reply), 'delivered')
    const whole = sink.received[0]?.body ?? ''
    t.equal(JSON.parse(whole).customerSession.integrationId, 's1')
    t.ok(whole.startsWith(reply.body))
    const { response, fault } = await exchange(app, exchangeIdOf(reply))
    t.equal(response.body, reply.body, 'the ledger shows what was sent')
    t.match(fault, { did: { malformed: true } })
    t.match(await storedSessions(app), { items: [{ integrationId: 's1' }] })
  },
)

/** Sends over a socket; resolves to the error's code, or to the status. */
const outcomeOf = (url: string) =>
  new Promise<string | number | undefined>((resolve) => {
    const headers = { ...SEGMENT_HEADERS, 'content-type': 'application/json' }
    const sent = send(`${url}/segment/v2/customer_sessions/s1`, { method: 'PUT', headers })
    sent.on('response', (reply) => resolve(reply.resume().statusCode))
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    sent.end(JSON.stringify(makeSession()))
  })

t.test(
  'a reset connection answers nothing, stores nothing, and is settled in the ledger',
  async (t) => {
    const { app, listen } = await buildTestApp(t, { ledgerMaxExchanges: 1 })
    const url = await listen()
    await setFault(app, { where: 'request', do: { reset: true }, times: 1 })
    t.equal(await outcomeOf(url), 'ECONNRESET')
    const [entry] = (await app.inject('/_mock/exchanges')).json().items
    t.match(entry, {
      durationMs: Number,
      request: { body: { profileId: 'cust-7' } },
      response: null,
      fault: { did: { reset: true } },
    })
    await nothingIsStored(t, app)
    t.equal(await outcomeOf(url), 200)
    const { items, dropped } = (await app.inject('/_mock/exchanges')).json()
    t.equal(items.length, 1)
    t.equal(dropped, 1, 'it is settled, and makes room')
  },
)

t.test('a request without a socket is broken off, too', async (t) => {
  const { app } = await buildTestApp(t)
  await setFault(app, { where: 'request', do: { reset: true } })
  await t.rejects(putSession(app, 's1'), /destroyed/)
})

/** Resolves when so many requests wait: each has a timer of its own. */
const untilHeld = async ({ clock }: TestApp, count: number) => {
  while (clock.pending < count) await new Promise((soon) => setImmediate(soon))
}

t.test('a delayed request is judged at the end of the delay, in world time', async (t) => {
  const mock = await buildTestApp(t)
  const { app, clock } = mock
  await setFault(app, { where: 'request', do: { delayMs: 500 } })
  const put = putSession(app, 's1')
  await untilHeld(mock, 1)
  clock.advance(499)
  await nothingIsStored(t, app)
  clock.advance(1)
  const reply = await put
  t.equal(reply.statusCode, 200)
  t.equal(reply.json().customerSession.created, '2026-01-02T03:04:05.500Z')
  t.match(await exchange(app, exchangeIdOf(reply)), {
    receivedAt: '2026-01-02T03:04:05.000Z',
    fault: { did: { delayMs: 500 } },
  })
})

t.test('a delay goes before what else is done', async (t) => {
  const mock = await buildTestApp(t)
  await setFault(mock.app, { where: 'request', do: { delayMs: { min: 5, max: 9 }, status: 503 } })
  const put = putSession(mock.app, 's1')
  await untilHeld(mock, 1)
  mock.clock.advance(9)
  const reply = await put
  t.equal(reply.statusCode, 503)
  const { did } = (await exchange(mock.app, exchangeIdOf(reply))).fault
  t.ok(did.delayMs >= 5 && did.delayMs <= 9, 'the ledger shows the delay that was drawn')
})

t.test('the update of a client that gave up during the delay happens all the same', async (t) => {
  const mock = await buildTestApp(t)
  const url = await mock.listen()
  await setFault(mock.app, { where: 'request', do: { delayMs: 500 } })
  const headers = { ...SEGMENT_HEADERS, 'content-type': 'application/json' }
  const sent = send(`${url}/segment/v2/customer_sessions/s1`, { method: 'PUT', headers })
  sent.on('error', () => {})
  sent.end('{}')
  await untilHeld(mock, 1)
  const [open] = (await mock.app.inject('/_mock/exchanges')).json().items
  const closed = new Promise((resolve) => mock.app.server.once('connection', resolve))
  t.equal(open.durationMs, null)
  sent.destroy()
  // Another connection: what came before it on the first one has been seen.
  void outcomeOf(url)
  await closed
  await untilHeld(mock, 2)
  mock.clock.advance(500)
  await waitForEntry(mock.world, ({ id, status }) => id === open.id && status === 200)
  t.match(await storedSessions(mock.app), { items: [{ integrationId: 's1' }] })
})

t.test(
  'a request that waits when its world is begun anew is refused, and stores nothing',
  async (t) => {
    const mock = await buildTestApp(t)
    await setFault(mock.app, { where: 'request', do: { delayMs: 500 } })
    const put = putSession(mock.app, 's1')
    await untilHeld(mock, 1)
    await mock.app.inject({ method: 'POST', url: '/_mock/reset', payload: { keep: ['exchanges'] } })
    isRefused(t, await put, 503, /begun anew/)
    t.equal(mock.clock.pending, 0)
    await nothingIsStored(t, mock.app)
  },
)

t.test('stopping refuses what waits, long before the end of its drain', async (t) => {
  const { server } = await createLoggedServer(t, { drainMs: 60_000 })
  await setFault(server.app, { where: 'request', do: { delayMs: 500 } })
  const put = putSession(server.app, 's1')
  while (!server.world.faults.list()[0]?.applied) await new Promise((soon) => setImmediate(soon))
  await server.stop()
  isRefused(t, await put, 503, /held up by a fault/)
})

t.test('a forgotten world refuses what waits in it', async (t) => {
  const mock = await buildTestApp(t, { isolation: 'deployment' })
  const payload = { where: 'request', do: { delayMs: 500 } }
  await mock.app.inject({ method: 'POST', url: '/_mock/faults?world=a.test', payload })
  const put = putSession(mock.app, 's1', { 'destination-hostname': 'a.test' })
  await untilHeld(mock, 1)
  await mock.app.inject({ method: 'DELETE', url: '/_mock/worlds/a.test' })
  isRefused(t, await put, 503, /held up by a fault/)
  t.equal(mock.clock.pending, 0)
})

t.test(
  'a key that is none, no deployment, a rate that is passed: they go before faults',
  async (t) => {
    const { app } = await buildTestApp(t, { rateLimit: 1, apiKey: ['good'] })
    const authorization = 'ApiKey-v1 good'
    await setFault(app, { where: 'request', do: { status: 500 } })
    isRefused(t, await putSession(app, 's1'), 401, 'Missing Session Token')
    const nowhere = { authorization, 'destination-hostname': '' }
    isRefused(t, await putSession(app, 's1', nowhere), 400, 'No Deployment URL specified')
    isRefused(t, await putSession(app, 's1', { authorization }), 500, 'Internal Server Error')
    isRefused(t, await putSession(app, 's1', { authorization }), 429, 'Too many requests')
    t.match((await app.inject('/_mock/faults')).json().items, [{ applied: 1 }])
  },
)

t.test(
  'a fault goes before the contents are judged, but not before they can be read',
  async (t) => {
    const { app } = await buildTestApp(t)
    await setFault(app, { where: 'request', do: { status: 500 } })
    isRefused(t, await putV1(app, { customerSession: 5 }), 500, 'Internal Server Error')
    isRefused(t, await putV1(app, '{'), 400, /valid JSON/)
  },
)

t.test('a path that there is not meets no fault', async (t) => {
  const { app } = await buildTestApp(t)
  await setFault(app, { where: 'request', do: { status: 500 } })
  t.equal((await app.inject('/segment/nothing')).statusCode, 404)
  t.match((await app.inject('/_mock/faults')).json().items, [{ applied: 0 }])
})

t.test(
  'a request is known by its method, path, session, profile, correlation ID and destination',
  async (t) => {
    const { app } = await buildTestApp(t)
    for (const [match, isHit] of [
      [{ method: 'PUT' }, true],
      [{ method: 'GET' }, false],
      [{ path: '/segment/v2/customer_sessions/s1' }, true],
      [{ path: '/segment/customer_sessions/*' }, false],
      [{ sessionId: 's1' }, true],
      [{ sessionId: 's2' }, false],
      [{ profileId: 'cust-7' }, true],
      [{ profileId: 'cust-8' }, false],
      [{ correlationId: 'abc' }, true],
      [{ correlationId: 'ABC' }, false],
      [{ destination: 'http://127.0.0.1:9/hook' }, true],
      [{ destination: 'http://127.0.0.1:9/*' }, true],
      [{ destination: 'http://127.0.0.1:9' }, false],
    ] as const) {
      await app.inject({ method: 'DELETE', url: '/_mock/faults' })
      await setFault(app, { where: 'request', match, do: { status: 500 } })
      const reply = await app.inject({
        method: 'PUT',
        url: '/segment/v2/customer_sessions/s1?skipNonExistingAttributes=true',
        headers: {
          ...SEGMENT_HEADERS,
          'x-correlation-id': 'abc',
          'x-callback-destination-uri': 'http://127.0.0.1:9/hook#part',
        },
        payload: makeSession(),
      })
      t.equal(reply.statusCode, isHit ? 500 : 200, JSON.stringify(match))
    }
    await app.inject({ method: 'DELETE', url: '/_mock/faults' })
    await setFault(app, { where: 'request', match: { profileId: 'v1' }, do: { status: 500 } })
    const other = (session: object) => putV1(app, session, { id: 's9' })
    t.equal((await other({ customerSession: { profileId: 'v1' } })).statusCode, 500)
    t.equal(
      (await other({ customerSession: { profileId: 'v2' }, profileId: 'v1' })).statusCode,
      200,
    )
  },
)

// The emulator's own: README, Faults. Where key and deployment are in the body, they are looked for first.
t.test(
  'a fault befalls requests of every family behind their key and their deployment',
  async (t) => {
    const { app } = await buildTestApp(t)
    await setFault(app, { where: 'request', do: { status: 503 } })
    const coupon = { applicationId: 1, campaignId: 1, identifier: 'i' }
    const requests = [
      ['cdp', 'PUT', '/customer_profile/p1', {}],
      ['customer_engagement', 'GET', '/loyalty', undefined],
      ['iterable', 'GET', '/loyalty', undefined],
      ['braze', 'POST', '/coupon', coupon],
      ['emarsys', 'POST', '/customer_profiles/coupons', {}],
      ['mparticle', 'POST', '', { type: 'module_registration_request' }],
    ] as const
    for (const [platform, method, path, payload] of requests) {
      const send = (sender = SENDER) =>
        app.inject(requestOf(platform, method, path, payload, sender))
      isRefused(t, await send(), 503, 'Service Unavailable')
      isRefused(t, await send({ deployment: 'a.test' }), 401, 'Missing Session Token')
      isRefused(t, await send({ key: 'a' }), 400, 'No Deployment URL specified')
    }
  },
)
