import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { buildTestApp } from '../helpers/build-test-app.ts'
import { exchangeIdOf, putSession } from '../helpers/put-session.ts'
import { isRefused } from '../helpers/third-party.ts'

// The emulator's own: README, Time and Faults. Under a clock that stands still nothing happens by itself.

const FROZEN = '2030-01-01T00:00:00.000Z'

const control = async (
  app: FastifyInstance,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  payload?: object,
) => {
  const reply = await app.inject({ method, url: `/_mock/${path}`, ...(payload && { payload }) })
  if (reply.statusCode >= 400) throw new Error(reply.body)
  return reply.json()
}

const advance = (app: FastifyInstance, ms: number) => control(app, 'POST', 'clock/advance', { ms })

const build = async (...[t, settings]: Parameters<typeof buildTestApp>) => {
  const mock = await buildTestApp(t, settings)
  await control(mock.app, 'PUT', 'clock', { frozenAt: FROZEN })
  return { ...mock, url: await mock.listen() }
}

/** Milliseconds since the clock was stopped. */
const since = (at: string) => Date.parse(at) - Date.parse(FROZEN)

t.test(
  'a move plays delays of requests, callbacks and answers, and retries, each at its time',
  async (t) => {
    const { app, world, url } = await build(t, { callbackRetries: '1000,5000' })
    await control(app, 'POST', 'faults', { where: 'request', do: { delayMs: 100 } })
    await control(app, 'POST', 'faults', { where: 'callback', do: { delayMs: 300 } })
    await control(app, 'PUT', 'sinks/a', {
      script: [{ status: 503, delayMs: 50 }, { status: 503, delayMs: 20 }, { delayMs: 7 }],
    })
    const put = putSession(app, 's1', { 'x-callback-destination-uri': `${url}/_mock/sink/a` })
    while ([...world.ledger.newestFirst({})][0]?.fault === undefined) {
      await new Promise((soon) => setImmediate(soon))
    }
    // The request at 100, the callback at 400, answers at 450, 1,470 and 6,477, retries before those.
    const moved = await advance(app, 10_000)
    t.equal(moved.fired, 7)
    const id = exchangeIdOf(await put)
    const { items } = await control(app, 'GET', 'sinks/a')
    t.strictSame(
      items.map(({ at, status }: { at: string; status: number }) => [since(at), status]),
      [
        [400, 503],
        [1450, 503],
        [6470, 200],
      ],
    )
    const { receivedAt, callback } = await control(app, 'GET', `exchanges/${id}`)
    t.equal(since(receivedAt), 0)
    t.equal(callback.state, 'delivered')
    t.strictSame(
      callback.attempts.map(({ at }: { at: string }) => since(at)),
      [400, 1450, 6470],
    )
    const session = await control(app, 'GET', 'sessions/s1')
    t.equal(since(session.created), 100)
  },
)

t.test('requests that wait are answered in the order of their times', async (t) => {
  const { app } = await build(t, {})
  const delays = { slow: 900, quick: 100, middle: 500 }
  for (const [sessionId, delayMs] of Object.entries(delays)) {
    const fault = { where: 'request', match: { sessionId }, do: { delayMs } }
    await control(app, 'POST', 'faults', fault)
  }
  const answered: string[] = []
  const puts = Object.keys(delays).map(async (id) => {
    const { customerSession } = (await putSession(app, id)).json()
    answered.push(`${id} ${since(customerSession.created)}`)
  })
  const struck = async () => {
    const { items } = await control(app, 'GET', 'faults')
    return items.every(({ applied }: { applied: number }) => applied === 1)
  }
  while (!(await struck())) await new Promise((soon) => setImmediate(soon))
  t.equal((await advance(app, 500)).fired, 2)
  t.equal((await advance(app, 400)).fired, 1)
  await Promise.all(puts)
  t.strictSame(answered, ['quick 100', 'middle 500', 'slow 900'])
})

t.test('a move that ends within the delay of an answer leaves it waiting', async (t) => {
  const { app, url } = await build(t, {})
  await control(app, 'PUT', 'sinks/a', { script: [{ delayMs: 1000 }] })
  const put = await putSession(app, 's1', { 'x-callback-destination-uri': `${url}/_mock/sink/a` })
  const state = async () => {
    const { callback } = await control(app, 'GET', `exchanges/${exchangeIdOf(put)}`)
    return callback.state
  }
  t.equal((await advance(app, 999)).fired, 0)
  t.equal(await state(), 'sending')
  t.equal((await advance(app, 1)).fired, 1)
  t.equal(await state(), 'delivered')
})

t.test('the second attempt of a duplicated, delayed callback comes at once', async (t) => {
  const { app, url } = await build(t, {})
  const fault = { where: 'callback', do: { duplicate: true, delayMs: 250 } }
  await control(app, 'POST', 'faults', fault)
  await putSession(app, 's1', { 'x-callback-destination-uri': `${url}/_mock/sink/a` })
  await advance(app, 1000)
  const { items } = await control(app, 'GET', 'sinks/a')
  t.strictSame(
    items.map(({ at }: { at: string }) => since(at)),
    [250, 250],
  )
})

t.test('a fault lives as long as its time in the world, to the millisecond', async (t) => {
  const { app } = await build(t, {})
  const fault = { where: 'request', do: { status: 500 }, ttlMs: 60_000 }
  t.equal(since((await control(app, 'POST', 'faults', fault)).expiresAt), 60_000)
  t.equal((await putSession(app, 's1')).statusCode, 500)
  await advance(app, 59_999)
  t.equal((await putSession(app, 's1')).statusCode, 500)
  await advance(app, 1)
  t.equal((await putSession(app, 's1')).statusCode, 200)
  t.strictSame((await control(app, 'GET', 'faults')).items, [])
})

// Source: docs, Segment ("60 requests per second").
t.test('the window of the rate limit is a second of the world', async (t) => {
  const { app } = await build(t, { strict: true })
  for (let i = 0; i < 60; i++) t.equal((await putSession(app, 's1')).statusCode, 200)
  isRefused(t, await putSession(app, 's1'), 429, 'Too many requests')
  await advance(app, 999)
  isRefused(t, await putSession(app, 's1'), 429, 'Too many requests')
  await advance(app, 1)
  t.equal((await putSession(app, 's1')).statusCode, 200)
})
