import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { createCallbackSink } from '../../helpers/callback-sink.ts'
import { exchangeIdOf, putSession, waitForState } from '../../helpers/put-session.ts'

// The emulator's own: README, waiting.

const wait = (app: FastifyInstance, query: string) => app.inject(`/_mock/exchanges/wait?${query}`)

const verify = (app: FastifyInstance, payload: object) =>
  app.inject({ method: 'POST', url: '/_mock/exchanges/verify', payload })

t.test('a wait answers with the exchange as soon as its callback is settled', async (t) => {
  const { app } = await buildTestApp(t)
  const receiver = await createCallbackSink(t)
  const waiting = wait(app, 'correlationId=c1')
  const reply = await putSession(app, 's1', {
    'x-callback-destination-uri': receiver.url,
    'x-correlation-id': 'c1',
  })
  const found = await waiting
  t.equal(found.statusCode, 200)
  t.match(found.json(), { id: exchangeIdOf(reply), callback: { state: 'delivered' } })
  t.strictSame((await wait(app, 'sessionId=s1&timeoutMs=0')).json(), found.json(), 'or at once')
})

t.test('nothing in time: 404 with what came nearest, and what it missed', async (t) => {
  const { app } = await buildTestApp(t)
  await putSession(app, 's1', { 'x-correlation-id': 'c1' })
  await putSession(app, 's2', { 'x-correlation-id': 'c2' })
  const reply = await wait(app, 'sessionId=s1&correlationId=c3&timeoutMs=0')
  t.equal(reply.statusCode, 404)
  const problem = reply.json()
  t.equal(problem.type, 'urn:talon-mock:wait-timeout')
  t.match(problem.detail, /"correlationId":"c3".* within 0 ms/)
  t.match(problem.nearest, [
    {
      exchange: { request: { path: /s1/ } },
      missed: [
        'correlationId: wanted "c3", got "c1"',
        'callback: wanted settled, got none asked for',
      ],
    },
    {
      exchange: { request: { path: /s2/ } },
      missed: [/^correlationId/, /^sessionId/, /^callback/],
    },
  ])
})

t.test('what has ended in another way: 422 at once', async (t) => {
  const { app, world } = await buildTestApp(t, { callbackRetries: 'none' })
  const receiver = await createCallbackSink(t, [500])
  const put = await putSession(app, 's1', { 'x-callback-destination-uri': receiver.url })
  await waitForState(world, exchangeIdOf(put), 'failed')
  const reply = await wait(app, 'sessionId=s1&callback=delivered&timeoutMs=600000')
  t.equal(reply.statusCode, 422)
  t.match(reply.json(), {
    type: 'urn:talon-mock:wait-impossible',
    nearest: [{ missed: ['callback: wanted delivered, got failed'] }],
  })
  const after = await wait(
    app,
    `sessionId=s1&callback=delivered&after=${exchangeIdOf(put)}&timeoutMs=0`,
  )
  t.equal(after.statusCode, 404, 'what is not older may still come')
})

t.test('states in a list; a state or a filter that there is not is refused by name', async (t) => {
  const { app } = await buildTestApp(t)
  t.equal((await wait(app, 'callback=failed,cancelled&timeoutMs=0')).statusCode, 404)
  for (const [query, named] of [
    ['callback=gone', /callback/],
    ['callback=failed,', /callback/],
    ['sesionId=s1', /sesionId/],
    ['timeoutMs=600001', /timeoutMs/],
    ['after=1', /after/],
  ] as const) {
    const reply = await wait(app, query)
    t.equal(reply.statusCode, 400, query)
    t.match(reply.json().detail, named)
  }
})

t.test('a wait ends when the emulator stops, and when its client goes', async (t) => {
  const { app, world, listen } = await buildTestApp(t)
  const url = await listen()
  const gone = new AbortController()
  const abandoned = fetch(`${url}/_mock/exchanges/wait`, { signal: gone.signal })
  const patient = fetch(`${url}/_mock/exchanges/wait?sessionId=s1`)
  while (world.waits.open < 2) await new Promise((soon) => setImmediate(soon))
  gone.abort()
  await t.rejects(abandoned, { name: 'AbortError' })
  while (world.waits.open > 1) await new Promise((soon) => setImmediate(soon))
  world.endWaiting()
  t.equal((await patient).status, 503)
  t.equal((await wait(app, '')).json().type, 'urn:talon-mock:not-ready')
})

t.test('verify counts what matches', async (t) => {
  const { app } = await buildTestApp(t)
  for (const id of ['s1', 's1', 's2']) await putSession(app, id)
  t.strictSame((await verify(app, { match: { sessionId: 's1' } })).json(), { count: 2 })
  for (const [count, status] of [
    [{ exactly: 2 }, 200],
    [{ atLeast: 2, atMost: 2 }, 200],
    [{ exactly: 1 }, 422],
    [{ atLeast: 3 }, 422],
    [{ atMost: 1 }, 422],
  ] as const) {
    const reply = await verify(app, { match: { sessionId: 's1' }, count })
    t.equal(reply.statusCode, status, JSON.stringify(count))
  }
  t.equal(
    (await verify(app, { match: { sessionId: 's3' }, count: { exactly: 0 } })).statusCode,
    200,
  )
  const failed = (await verify(app, { match: { sessionId: 's3' } })).json()
  t.match(failed, {
    type: 'urn:talon-mock:verification-failed',
    count: 0,
    detail: '0 exchanges match {"sessionId":"s3"}, expected at least 1',
    nearest: [{ missed: ['sessionId: wanted "s3", got "s2"'] }, {}, {}],
  })
})

t.test('verify refuses what it does not know, by name', async (t) => {
  const { app } = await buildTestApp(t)
  for (const [payload, named] of [
    [{}, /match/],
    [{ match: { sesionId: 's' } }, /sesionId/],
    [{ match: {}, count: {} }, /count/],
    [{ match: {}, count: { atLeast: -1 } }, /atLeast/],
    [{ match: { status: '200' } }, /status/],
  ] as const) {
    const reply = await verify(app, payload)
    t.equal(reply.statusCode, 400, JSON.stringify(payload))
    t.match(reply.json().detail, named)
  }
})

t.test('the ledger is forgotten alone; a callback on its way goes on', async (t) => {
  const { app, world } = await buildTestApp(t)
  const receiver = await createCallbackSink(t)
  await putSession(app, 's1', { 'x-callback-destination-uri': receiver.url })
  const reply = await app.inject({ method: 'DELETE', url: '/_mock/exchanges' })
  t.equal(reply.statusCode, 204)
  await receiver.waitFor(1)
  await world.activity.idle()
  t.strictSame((await app.inject('/_mock/exchanges')).json(), { items: [], next: null, dropped: 0 })
  t.equal((await app.inject('/_mock/sessions/s1')).statusCode, 200)
})
