import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { createCallbackSink } from '../../helpers/callback-sink.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { createLoggedServer } from '../../helpers/logged-server.ts'
import { exchangeIdOf, putSession, waitForState } from '../../helpers/put-session.ts'

t.test('health says ok and ready says ready', async (t) => {
  const { app } = await buildTestApp(t)
  const health = await app.inject('/_mock/health')
  t.equal(health.statusCode, 200)
  t.strictSame(health.json(), { status: 'ok' })
  const ready = await app.inject('/_mock/ready')
  t.equal(ready.statusCode, 200)
  t.strictSame(ready.json(), { status: 'ready' })
})

t.test('health and ready answer HEAD, which some health checks send', async (t) => {
  const { app } = await buildTestApp(t)
  for (const url of ['/_mock/health', '/_mock/ready']) {
    const reply = await app.inject({ method: 'HEAD', url })
    t.equal(reply.statusCode, 200)
    t.equal(reply.body, '')
  }
})

t.test('while stopping, health still answers and ready is a 503 problem', async (t) => {
  const { server } = await createLoggedServer(t, { drainMs: 60_000 })
  const { app, world, stop } = server
  const sink = await createCallbackSink(t, ['hang'])
  await putSession(app, 's1', { 'x-callback-destination-uri': sink.url })
  await sink.waitFor(1)
  const stopped = stop()
  const ready = await app.inject('/_mock/ready')
  isProblem(t, ready, 503, 'not-ready')
  t.equal(ready.json().detail, 'the emulator is stopping')
  t.equal((await app.inject('/_mock/health')).statusCode, 200)
  await world.reset({ exchanges: true })
  await stopped
})

t.test('fidelity is a list of rows: area, behaviour, status, source', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await app.inject('/_mock/fidelity')
  t.equal(reply.statusCode, 200)
  const { items, next } = reply.json()
  t.equal(next, null)
  t.ok(Array.isArray(items))
  for (const row of items) {
    t.match(row, { area: String, behaviour: String, source: String })
    t.ok(['confirmed', 'assumed', 'emulator-only'].includes(row.status), row.behaviour)
  }
  const behaviours = items.map((row: { behaviour: string }) => row.behaviour)
  t.equal(new Set(behaviours).size, behaviours.length, 'none is there twice')
})

t.test('a reset takes sessions, profiles, attributes, sinks and the ledger back', async (t) => {
  const { app } = await buildTestApp(t)
  const v1 = {
    method: 'PUT',
    url: '/segment/customer_sessions/s1',
    headers: { authorization: 'ApiKey-v1 k', 'destination-hostname': 'a.talon.one' },
    payload: { customerSession: { profileId: 'anna', attributes: { Colour: 'red' } } },
  } as const
  const before = await app.inject(v1)
  await app.inject({ method: 'POST', url: '/_mock/sink/a', payload: 'x' })
  const reset = await app.inject({ method: 'POST', url: '/_mock/reset' })
  t.equal(reset.statusCode, 204)
  t.equal(reset.body, '')
  for (const url of ['/_mock/sessions', '/_mock/sinks', '/_mock/exchanges']) {
    t.match((await app.inject(url)).json(), { items: [], next: null }, url)
  }
  const after = await app.inject(v1)
  t.strictSame(after.json(), before.json(), 'numbers begin at 1 again, the attribute is new again')
  t.not(exchangeIdOf(after), exchangeIdOf(before), 'no exchange ID is given twice')
})

t.test('a reset that keeps exchanges keeps them, their callbacks cancelled', async (t) => {
  const { app, clock } = await buildTestApp(t)
  const sink = await createCallbackSink(t, [503])
  const first = await putSession(app, 's1', { 'x-callback-destination-uri': sink.url })
  const id = exchangeIdOf(first)
  await sink.waitFor(1)
  const reset = await app.inject({
    method: 'POST',
    url: '/_mock/reset',
    payload: { keep: ['exchanges'] },
  })
  t.equal(reset.statusCode, 204)
  const { callback } = (await app.inject(`/_mock/exchanges/${id}`)).json()
  t.match(callback, { state: 'cancelled', reason: /reset/, nextAttemptAt: null })
  clock.advance(60_000)
  t.equal(clock.pending, 0, 'no retry is left')
  t.equal(sink.received.length, 1)
  t.strictSame((await app.inject('/_mock/sessions')).json().items, [])
})

t.test('a reset cancels a callback that waits for its retry', async (t) => {
  const { app, world, clock } = await buildTestApp(t)
  const sink = await createCallbackSink(t, [503])
  const reply = await putSession(app, 's1', { 'x-callback-destination-uri': sink.url })
  const entry = await waitForState(world, exchangeIdOf(reply), 'waiting')
  await app.inject({ method: 'POST', url: '/_mock/reset' })
  t.equal(entry.callback?.state, 'cancelled')
  t.equal(clock.pending, 0)
})

t.test(
  'a reset takes no body, null, an empty object, or an empty body said to be JSON',
  async (t) => {
    const { app } = await buildTestApp(t)
    const json = { 'content-type': 'application/json' }
    for (const request of [
      {},
      { headers: json },
      { headers: json, payload: 'null' },
      { payload: {} },
    ]) {
      const reply = await app.inject({ method: 'POST', url: '/_mock/reset', ...request })
      t.equal(reply.statusCode, 204, JSON.stringify(request))
    }
  },
)

t.test('a reset that asks for something unknown is refused and changes nothing', async (t) => {
  const { app } = await buildTestApp(t)
  await putSession(app, 's1')
  for (const payload of [{ keep: ['sessions'] }, { keep: 'exchanges' }, { kep: [] }, []]) {
    const reply = await app.inject({ method: 'POST', url: '/_mock/reset', payload })
    isProblem(t, reply, 400, 'bad-request')
  }
  const misspelt = await app.inject({ method: 'POST', url: '/_mock/reset', payload: { kep: [] } })
  t.match(misspelt.json().detail, /kep/, 'the field is named')
  t.equal((await app.inject('/_mock/sessions')).json().items.length, 1)
})

t.test('what is wrong with a request to the control API is a problem document', async (t) => {
  const { app } = await buildTestApp(t, { bodyLimit: 100 })
  const reset = { method: 'POST', url: '/_mock/reset' } as const
  const json = { 'content-type': 'application/json' }
  isProblem(t, await app.inject('/_mock/nothing'), 404, 'not-found')
  isProblem(t, await app.inject('/_mock'), 404, 'not-found')
  isProblem(t, await app.inject('/_mock/'), 404, 'not-found')
  isProblem(t, await app.inject({ method: 'PATCH', url: '/_mock/sessions' }), 404, 'not-found')
  isProblem(t, await app.inject('/_mock/exchanges/%zz'), 400, 'bad-request')
  isProblem(t, await app.inject({ ...reset, headers: json, payload: '{' }), 400, 'bad-request')
  const long = JSON.stringify({ keep: [], x: 'x'.repeat(200) })
  isProblem(t, await app.inject({ ...reset, headers: json, payload: long }), 413, 'body-too-large')
  const xml = { 'content-type': 'application/xml' }
  isProblem(
    t,
    await app.inject({ ...reset, headers: xml, payload: '<a/>' }),
    415,
    'unsupported-media-type',
  )
  const { items } = (await app.inject('/_mock/exchanges')).json()
  t.strictSame(items, [], 'nothing of the control API is an exchange')
})

t.test('a bug is a problem that reveals nothing', async (t) => {
  const { app, world } = await buildTestApp(t)
  world.store.sessions = () => Promise.reject(new Error('secret of the house'))
  const reply = await app.inject('/_mock/sessions')
  isProblem(t, reply, 500, 'internal')
  t.notMatch(reply.body, /secret/)
})
