import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { World } from '../../src/world/create-world.ts'
import type { LedgerEntry } from '../../src/world/ledger-entry.ts'
import { buildTestApp } from '../helpers/build-test-app.ts'
import { createCallbackSink } from '../helpers/callback-sink.ts'
import { START } from '../helpers/fixed-clock.ts'
import { makeSession, SEGMENT_HEADERS } from '../helpers/make-session.ts'

// From the PUT to the receiver. Retries, order and isolation are the emulator's own rules: README,
// callbacks.

const putSession = async (app: FastifyInstance, sessionId: string, uri: string) => {
  const reply = await app.inject({
    method: 'PUT',
    url: `/segment/customer_sessions/${sessionId}`,
    headers: {
      ...SEGMENT_HEADERS,
      'x-callback-destination-uri': uri,
      'x-content-fields': 'customerSession',
    },
    payload: { customerSession: makeSession() },
  })
  if (reply.statusCode !== 200) throw new Error(reply.body)
  return String(reply.headers['x-talon-mock-exchange'])
}

/** Resolves to the callback of an exchange as soon as it is as wanted. */
const callbackWhen = (
  world: World,
  exchangeId: string,
  isWanted: (callback: NonNullable<LedgerEntry['callback']>) => boolean,
) =>
  new Promise<NonNullable<LedgerEntry['callback']>>((resolve) => {
    const look = () => {
      const callback = world.ledger.entry(exchangeId)?.callback
      if (!callback || !isWanted(callback)) return
      stopWatching()
      resolve(callback)
    }
    const stopWatching = world.ledger.watch(look)
    look()
  })

t.test('a receiver that answers 503 twice gets three attempts with one delivery ID', async (t) => {
  const { app, world, clock } = await buildTestApp(t)
  const sink = await createCallbackSink(t, [503, 503, 200])
  const exchange = await putSession(app, 's1', `${sink.url}/callbacks`)
  for (const [attempts, waitMs] of [
    [1, 200],
    [2, 1000],
  ] as const) {
    const waiting = await callbackWhen(
      world,
      exchange,
      ({ state, attempts: made }) => state === 'waiting' && made.length === attempts,
    )
    t.equal(waiting.nextAttemptAt, clock.now() + waitMs)
    t.equal(sink.received.length, attempts)
    clock.advance(waitMs)
  }
  const { message, attempts } = await callbackWhen(
    world,
    exchange,
    ({ state }) => state === 'delivered',
  )
  t.match(attempts, [
    { number: 1, at: START, outcome: { kind: 'refused', status: 503 } },
    { number: 2, at: START + 200, outcome: { kind: 'refused', status: 503 } },
    { number: 3, at: START + 1200, outcome: { kind: 'delivered', status: 200 } },
  ])
  t.strictSame(
    sink.received.map(({ headers }) => headers['x-talon-mock-attempt']),
    ['1', '2', '3'],
  )
  t.ok(sink.received.every(({ headers }) => headers['x-talon-mock-delivery'] === message.id))
  t.equal(new Set(sink.received.map(({ body }) => body)).size, 1, 'the same body each time')
})

t.test('a receiver that hangs does not delay another destination', async (t) => {
  const { app, world } = await buildTestApp(t, { callbackConcurrencyPerDestination: 4 })
  const hanging = await createCallbackSink(t, ['hang'])
  const sink = await createCallbackSink(t)
  const stuck: string[] = []
  for (let i = 0; i < 20; i++) stuck.push(await putSession(app, `hangs-${i}`, hanging.url))
  await hanging.waitFor(4)
  for (let i = 0; i < 20; i++) {
    const exchange = await putSession(app, `goes-${i}`, sink.url)
    await callbackWhen(world, exchange, ({ state }) => state === 'delivered')
  }
  t.equal(hanging.received.length, 4, 'no more than its own bound are under way')
  const states = stuck.map((id) => world.ledger.entry(id)?.callback?.state)
  t.equal(states.filter((state) => state === 'sending').length, 4)
  t.equal(states.filter((state) => state === 'queued').length, 16)
})

t.test('a metadata address is blocked at once, and the PUT hears nothing of it', async (t) => {
  const { app, world } = await buildTestApp(t)
  const exchange = await putSession(app, 's1', 'http://169.254.169.254/latest/meta-data')
  const callback = await callbackWhen(world, exchange, ({ state }) => state === 'failed')
  t.match(callback.attempts, [{ number: 1, outcome: { kind: 'blocked', reason: /metadata/ } }])
  t.match(callback.reason, 'blocked')
})

t.test('a reset breaks off an attempt, and a redelivery takes the next number', async (t) => {
  const { app, world } = await buildTestApp(t)
  const sink = await createCallbackSink(t, ['hang', 200])
  const exchange = await putSession(app, 's1', sink.url)
  await sink.waitFor(1)
  await world.reset({ exchanges: true })
  const { message } = await callbackWhen(world, exchange, ({ state }) => state === 'cancelled')
  t.equal(world.redeliver(message.id), 'queued')
  await callbackWhen(world, exchange, ({ state }) => state === 'delivered')
  t.strictSame(
    sink.received.map(({ headers }) => headers['x-talon-mock-attempt']),
    ['1', '2'],
  )
})

t.test('2,000 callbacks all arrive exactly once, in order for each session', async (t) => {
  const { app, world } = await buildTestApp(t)
  const sinks = [await createCallbackSink(t), await createCallbackSink(t)]
  const exchanges: string[] = []
  for (let round = 0; round < 20; round++) {
    const puts = Array.from({ length: 100 }, (_, index) =>
      putSession(app, `s${index % 50}`, `${sinks[index < 50 ? 0 : 1]?.url}/callbacks`),
    )
    exchanges.push(...(await Promise.all(puts)))
  }
  await Promise.all(
    exchanges.map((id) => callbackWhen(world, id, ({ state }) => state === 'delivered')),
  )
  const received = sinks.flatMap((sink) => sink.received)
  t.equal(received.length, 2000)
  const deliveries = received.map(({ headers }) => headers['x-talon-mock-delivery'])
  t.equal(new Set(deliveries).size, 2000)
  for (const sink of sinks) {
    const latest = new Map<string, number>()
    const early = sink.received.filter(({ body }) => {
      const { integrationId, updateCount } = JSON.parse(body).customerSession
      const isEarly = updateCount <= (latest.get(integrationId) ?? 0)
      latest.set(integrationId, updateCount)
      return isEarly
    })
    t.equal(sink.received.length, 1000)
    t.strictSame(early, [])
  }
})
