import t from 'tap'
import { buildTestApp, type TestApp } from '../../helpers/build-test-app.ts'
import { createCallbackSink } from '../../helpers/callback-sink.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { exchangeIdOf, putSession, waitForState } from '../../helpers/put-session.ts'

const redeliver = ({ app }: TestApp, id: string) =>
  app.inject({ method: 'POST', url: `/_mock/callbacks/${id}/redeliver` })

/** Asks for a callback and waits until it has come to a state. */
const callBack = async ({ app, world }: TestApp, uri: string, state: string) => {
  const exchangeId = exchangeIdOf(
    await putSession(app, 's1', { 'x-callback-destination-uri': uri }),
  )
  const { callback } = await waitForState(world, exchangeId, state)
  return { exchangeId, id: callback?.message.id ?? '' }
}

for (const [state, answers, retries] of [
  ['delivered', [200, 200], 'none'],
  ['failed', [500, 200], 'none'],
  ['waiting', [500, 200], '60000'],
] as const) {
  t.test(`a ${state} callback is sent again: same delivery ID, next attempt`, async (t) => {
    const mock = await buildTestApp(t, { callbackRetries: retries })
    const sink = await createCallbackSink(t, answers)
    const { id, exchangeId } = await callBack(mock, sink.url, state)
    const reply = await redeliver(mock, id)
    t.equal(reply.statusCode, 202)
    t.match(reply.json(), { id, state: 'queued', reason: null, nextAttemptAt: null })
    t.equal(reply.json().attempts.length, 1)
    await sink.waitFor(2)
    await waitForState(mock.world, exchangeId, 'delivered')
    const [first, second] = sink.received
    t.match(first?.headers, { 'x-talon-mock-delivery': id, 'x-talon-mock-attempt': '1' })
    t.match(second?.headers, { 'x-talon-mock-delivery': id, 'x-talon-mock-attempt': '2' })
    t.equal(second?.body, first?.body)
    const { callback } = (await mock.app.inject(`/_mock/exchanges/${exchangeId}`)).json()
    t.match(callback, { state: 'delivered', attempts: [{ number: 1 }, { number: 2 }] })
    t.equal(mock.clock.pending, 0, 'the retry it waited for is not made besides')
  })
}

t.test('a redelivery that is refused has no schedule behind it', async (t) => {
  const mock = await buildTestApp(t, { callbackRetries: '1000' })
  const sink = await createCallbackSink(t, [200, 500])
  const { id, exchangeId } = await callBack(mock, sink.url, 'delivered')
  await redeliver(mock, id)
  const { callback } = await waitForState(mock.world, exchangeId, 'failed')
  t.equal(callback?.attempts.length, 2)
  t.equal(mock.clock.pending, 0)
})

t.test('a redelivery from waiting that is refused goes on with its schedule', async (t) => {
  const mock = await buildTestApp(t, { callbackRetries: '1000,5000' })
  const sink = await createCallbackSink(t, [500, 500, 200])
  const { id, exchangeId } = await callBack(mock, sink.url, 'waiting')
  await redeliver(mock, id)
  await sink.waitFor(2)
  const entry = await waitForState(mock.world, exchangeId, 'waiting')
  t.equal(entry.callback?.attempts.length, 2)
  mock.clock.advance(5000)
  await waitForState(mock.world, exchangeId, 'delivered')
  t.equal(sink.received[2]?.headers['x-talon-mock-attempt'], '3')
})

t.test('a callback that is being sent is not sent again: 409', async (t) => {
  const mock = await buildTestApp(t)
  const sink = await createCallbackSink(t, ['hang'])
  const { id } = await callBack(mock, sink.url, 'sending')
  isProblem(t, await redeliver(mock, id), 409, 'busy')
})

t.test('a callback that nobody knows is a 404, and so is one that fell out', async (t) => {
  const mock = await buildTestApp(t, { ledgerMaxExchanges: 1 })
  isProblem(t, await redeliver(mock, 'cb_1'), 404, 'not-found')
  const sink = await createCallbackSink(t)
  const { id } = await callBack(mock, sink.url, 'delivered')
  await putSession(mock.app, 's2')
  isProblem(t, await redeliver(mock, id), 404, 'not-found')
})

t.test('a full queue takes no redelivery: 503', async (t) => {
  const mock = await buildTestApp(t, { callbackQueueMax: 1 })
  const sink = await createCallbackSink(t, [200])
  const hangs = await createCallbackSink(t, ['hang'])
  const { id, exchangeId } = await callBack(mock, sink.url, 'delivered')
  await callBack(mock, hangs.url, 'sending')
  isProblem(t, await redeliver(mock, id), 503, 'queue-full')
  const { callback } = (await mock.app.inject(`/_mock/exchanges/${exchangeId}`)).json()
  t.equal(callback.state, 'delivered', 'it is what it was')
})

t.test('an attempt that a reset broke off counts: its number is not given twice', async (t) => {
  const mock = await buildTestApp(t)
  const sink = await createCallbackSink(t, ['hang', 200])
  const { id, exchangeId } = await callBack(mock, sink.url, 'sending')
  await sink.waitFor(1)
  await mock.app.inject({ method: 'POST', url: '/_mock/reset', payload: { keep: ['exchanges'] } })
  await waitForState(mock.world, exchangeId, 'cancelled')
  t.equal((await redeliver(mock, id)).statusCode, 202)
  await waitForState(mock.world, exchangeId, 'delivered')
  t.match(sink.received[1]?.headers, { 'x-talon-mock-delivery': id, 'x-talon-mock-attempt': '2' })
})

t.test('a callback that found no room in the queue is sent with attempt 1', async (t) => {
  const mock = await buildTestApp(t, { callbackQueueMax: 1 })
  const hangs = await createCallbackSink(t, ['hang'])
  const sink = await createCallbackSink(t)
  const { exchangeId: first } = await callBack(mock, hangs.url, 'sending')
  const { id } = await callBack(mock, sink.url, 'failed')
  await mock.app.inject({ method: 'POST', url: '/_mock/reset', payload: { keep: ['exchanges'] } })
  await waitForState(mock.world, first, 'cancelled')
  t.equal((await redeliver(mock, id)).statusCode, 202)
  await sink.waitFor(1)
  t.equal(sink.received[0]?.headers['x-talon-mock-attempt'], '1')
})
