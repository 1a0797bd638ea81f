import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { FaultInput } from '../../src/contract/control/faults.ts'
import { buildTestApp } from '../helpers/build-test-app.ts'
import { createCallbackSink } from '../helpers/callback-sink.ts'
import { START } from '../helpers/fixed-clock.ts'
import { exchangeIdOf, putSession, waitForEntry, waitForState } from '../helpers/put-session.ts'

// The emulator's own: README, Faults.

const KEY = '3aa74d582bd9479c59e16f970fe13bf3'

const setFault = async (app: FastifyInstance, fault: Omit<FaultInput, 'where'>): Promise<void> => {
  const payload = { where: 'callback', ...fault }
  const reply = await app.inject({ method: 'POST', url: '/_mock/faults', payload })
  if (reply.statusCode !== 201) throw new Error(reply.body)
}

const asking = (uri: string) => ({
  'x-callback-destination-uri': uri,
  'x-callback-api-key': `X-Key ApiKey-v1 ${KEY}`,
  'x-correlation-id': 'abc',
  'x-content-fields': 'customerSession',
})

const callbackOf = async (app: FastifyInstance, id: string) =>
  (await app.inject(`/_mock/exchanges/${id}`)).json().callback

t.test('a dropped callback is never sent, and ends failed by that fault', async (t) => {
  const { app, world } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  await setFault(app, { do: { drop: true }, times: 1 })
  const reply = await putSession(app, 's1', asking(sink.url))
  t.equal(reply.statusCode, 200)
  t.match(await callbackOf(app, exchangeIdOf(reply)), {
    state: 'failed',
    reason: 'dropped by fault_1',
    attempts: [],
    fault: { id: 'fault_1', did: { drop: true } },
  })
  const next = await putSession(app, 's1', asking(sink.url))
  await waitForState(world, exchangeIdOf(next), 'delivered')
  t.equal(sink.received.length, 1)
})

t.test('a duplicated callback is delivered twice under one delivery ID', async (t) => {
  const { app, world } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  await setFault(app, { do: { duplicate: true } })
  const reply = await putSession(app, 's1', asking(sink.url))
  await waitForState(world, exchangeIdOf(reply), 'delivered')
  const [first, second] = sink.received
  t.equal(sink.received.length, 2)
  t.equal(
    second?.headers['x-talon-mock-delivery'],
    first?.headers['x-talon-mock-delivery'],
    'one delivery ID',
  )
  t.equal(second?.headers['x-talon-mock-attempt'], '2')
  t.equal(second?.body, first?.body)
  t.match(await callbackOf(app, exchangeIdOf(reply)), {
    attempts: [{ outcome: 'delivered' }, { outcome: 'delivered' }],
    fault: { did: { duplicate: true } },
  })
})

t.test('a delayed callback waits in world time, and later ones pass it', async (t) => {
  const { app, world, clock } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  await setFault(app, { do: { delayMs: 1000 }, times: 1 })
  const slow = await putSession(app, 's1', asking(sink.url))
  const quick = await putSession(app, 's1', asking(sink.url))
  await waitForState(world, exchangeIdOf(quick), 'delivered')
  t.match(await callbackOf(app, exchangeIdOf(slow)), {
    state: 'waiting',
    nextAttemptAt: new Date(START + 1000).toISOString(),
    attempts: [],
  })
  clock.advance(1000)
  await waitForState(world, exchangeIdOf(slow), 'delivered')
  t.strictSame(
    sink.received.map(({ body }) => JSON.parse(body).customerSession.updateCount),
    [2, 1],
  )
})

t.test('beforeReply: the receiver has the callback before the client has its reply', async (t) => {
  const { app, world } = await buildTestApp(t)
  const events: string[] = []
  await setFault(app, { do: { beforeReply: true } })
  const stop = world.ledger.watch(({ callback }) => {
    if (callback?.attempts.length === 1) events.push('delivered')
  })
  const sink = await createCallbackSink(t)
  const reply = await putSession(app, 's1', asking(sink.url))
  events.push('answered')
  stop()
  t.equal(events[0], 'delivered')
  t.equal(sink.received.length, 1)
  t.equal(JSON.parse(sink.received[0]?.body ?? '').customerSession.integrationId, 's1')
  t.equal(reply.statusCode, 200)
})

t.test('beforeReply waits for the first attempt alone, however it ends', async (t) => {
  const { app, world } = await buildTestApp(t, { callbackRetries: '60000' })
  const sink = await createCallbackSink(t, [503])
  await setFault(app, { do: { beforeReply: true } })
  const reply = await putSession(app, 's1', asking(sink.url))
  t.equal(reply.statusCode, 200)
  t.match(await callbackOf(app, exchangeIdOf(reply)), { state: 'waiting', attempts: [{}] })
  t.equal(world.callbacksOnTheirWay, 1)
})

t.test(
  'beforeReply: a reset, a full queue and a callback that goes nowhere hold no reply',
  async (t) => {
    const { app, world } = await buildTestApp(t, { callbackQueueMax: 1 })
    const hangs = await createCallbackSink(t, ['hang'])
    await setFault(app, { do: { beforeReply: true } })
    const put = putSession(app, 's1', asking(hangs.url))
    await hangs.waitFor(1)
    const full = await putSession(app, 's2', asking(hangs.url))
    t.match(await callbackOf(app, exchangeIdOf(full)), { state: 'failed', reason: 'queue-full' })
    await world.reset({ exchanges: true })
    t.equal((await put).statusCode, 200)
    await setFault(app, { do: { beforeReply: true } })
    const blocked = await putSession(app, 's3', asking('http://169.254.169.254/'))
    t.match(await callbackOf(app, exchangeIdOf(blocked)), { state: 'failed' })
  },
)

t.test('a wrong key has the form of the right one, and tells nothing of it', async (t) => {
  const { app, world, clock } = await buildTestApp(t)
  const sink = await createCallbackSink(t, [401, 200])
  await setFault(app, { do: { wrongKey: true }, times: 1 })
  const reply = await putSession(app, 's1', asking(sink.url))
  const id = exchangeIdOf(reply)
  await waitForState(world, id, 'waiting')
  clock.advance(200)
  await waitForState(world, id, 'delivered')
  const [wrong, right] = sink.received.map(({ headers }) => headers['x-key'])
  t.equal(right, `ApiKey-v1 ${KEY}`)
  t.equal(wrong, `ApiKey-v1 wrong${'0'.repeat(KEY.length - 'wrong'.length)}`)
  const callback = await callbackOf(app, id)
  t.match(callback.attempts, [
    { outcome: 'refused', fault: { id: 'fault_1', did: { wrongKey: true } } },
    { outcome: 'delivered' },
  ])
  t.notOk('fault' in callback.attempts[1])
  t.notMatch((await app.inject(`/_mock/exchanges/${id}`)).body, KEY)
})

t.test('a key that happens to be the wrong one is made wrong, too', async (t) => {
  const { app, world } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  await setFault(app, { do: { wrongKey: true } })
  const key = 'wrong'.padEnd(32, '0')
  const headers = { ...asking(sink.url), 'x-callback-api-key': `X-Key ${key}` }
  await waitForState(world, exchangeIdOf(await putSession(app, 's1', headers)), 'delivered')
  t.not(sink.received[0]?.headers['x-key'], key)
})

t.test('a wrong correlation ID is a mark before the right one', async (t) => {
  const { app, world } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  await setFault(app, { do: { wrongCorrelationId: true } })
  const reply = await putSession(app, 's1', asking(sink.url))
  await waitForState(world, exchangeIdOf(reply), 'delivered')
  t.equal(sink.received[0]?.headers['x-correlation-id'], 'wrong-abc')
  t.equal((await callbackOf(app, exchangeIdOf(reply))).correlationId, 'abc')
})

t.test('a truncated body is no JSON; the next attempt is whole', async (t) => {
  const { app, world, clock } = await buildTestApp(t)
  const sink = await createCallbackSink(t, [400, 200])
  await setFault(app, { do: { truncate: true }, times: 1 })
  const reply = await putSession(app, 's1', asking(sink.url))
  await waitForState(world, exchangeIdOf(reply), 'waiting')
  clock.advance(200)
  await waitForState(world, exchangeIdOf(reply), 'delivered')
  const [cut = '', whole = ''] = sink.received.map(({ body }) => body)
  t.throws(() => JSON.parse(cut))
  t.ok(cut.length > 0 && whole.startsWith(cut))
  t.equal(JSON.parse(whole).customerSession.integrationId, 's1')
  t.equal(sink.received[0]?.headers['content-length'], String(Buffer.byteLength(cut)))
})

t.test('a fault of the callback and one of its attempt strike together', async (t) => {
  const { app, world } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  await setFault(app, { do: { duplicate: true } })
  await setFault(app, { do: { truncate: true, wrongCorrelationId: true }, times: 1 })
  const reply = await putSession(app, 's1', asking(sink.url))
  await waitForEntry(world, ({ callback }) => callback?.attempts.length === 2)
  t.match(await callbackOf(app, exchangeIdOf(reply)), {
    fault: { id: 'fault_1' },
    attempts: [{ fault: { id: 'fault_2' } }, { fault: undefined }],
  })
})

t.test(
  'a callback is known by its request, session, profile, correlation ID and destination',
  async (t) => {
    const { app } = await buildTestApp(t)
    const sink = await createCallbackSink(t)
    for (const [match, isHit] of [
      [{ method: 'PUT', path: '/segment/v2/*' }, true],
      [{ path: '/segment/v2/customer_sessions' }, false],
      [{ sessionId: 's1' }, true],
      [{ sessionId: 's2' }, false],
      [{ profileId: 'cust-7' }, true],
      [{ profileId: 'other' }, false],
      [{ correlationId: 'abc' }, true],
      [{ correlationId: 'abd' }, false],
      [{ destination: `${sink.url}/hook` }, true],
      [{ destination: `${sink.url}/*` }, true],
      [{ destination: sink.url }, false],
    ] as const) {
      await app.inject({ method: 'DELETE', url: '/_mock/faults' })
      await setFault(app, { match, do: { drop: true } })
      const reply = await putSession(app, 's1', asking(`${sink.url}/hook`))
      const { reason } = await callbackOf(app, exchangeIdOf(reply))
      t.equal(/^dropped/.test(reason ?? ''), isHit, JSON.stringify(match))
    }
  },
)

t.test(
  'the profile of a callback is that of the session, also when the request names none',
  async (t) => {
    const { app } = await buildTestApp(t)
    const sink = await createCallbackSink(t)
    await putSession(app, 's1')
    await setFault(app, { match: { profileId: 'cust-7' }, do: { drop: true } })
    const reply = await putSession(app, 's1', asking(sink.url), {})
    t.match(await callbackOf(app, exchangeIdOf(reply)), { state: 'failed' })
  },
)

t.test('a fault of callbacks leaves requests without one as they are', async (t) => {
  const { app } = await buildTestApp(t)
  await setFault(app, { do: { drop: true }, times: 1 })
  t.equal((await putSession(app, 's1')).statusCode, 200)
  t.match((await app.inject('/_mock/faults')).json().items, [{ applied: 0 }])
})

t.test('a redelivery of a dropped callback is sent', async (t) => {
  const { app, world } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  await setFault(app, { do: { drop: true } })
  const reply = await putSession(app, 's1', asking(sink.url))
  const { id } = await callbackOf(app, exchangeIdOf(reply))
  await app.inject({ method: 'POST', url: `/_mock/callbacks/${id}/redeliver` })
  await waitForState(world, exchangeIdOf(reply), 'delivered')
  t.equal(sink.received[0]?.headers['x-talon-mock-attempt'], '1')
})
