import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { createMetrics } from '../../../src/metrics.ts'
import { renderMetrics } from '../../../src/metrics-text.ts'
import type { createWorlds } from '../../../src/world/worlds.ts'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { createCallbackSink } from '../../helpers/callback-sink.ts'
import { exchangeIdOf, putSession, waitForState } from '../../helpers/put-session.ts'
import { sendBytes } from '../../helpers/third-party.ts'

// The text format: https://prometheus.io/docs/instrumenting/exposition_formats

const scrape = async (app: FastifyInstance): Promise<string> => {
  const reply = await app.inject('/_mock/metrics')
  if (reply.statusCode !== 200) throw new Error(reply.body)
  return reply.body
}

/** The samples whose name begins so, without it. */
const samples = (text: string, name: string): string[] =>
  text.split('\n').flatMap((line) => (line.startsWith(name) ? [line.slice(name.length)] : []))

const REQUESTS = 'talon_mock_http_requests_total'

t.test(
  'requests are counted by route, method and status, those before the first look too',
  async (t) => {
    const { app } = await buildTestApp(t)
    await putSession(app, 's1')
    await putSession(app, 's2')
    await putSession(app, 's1', { authorization: '' })
    await app.inject('/nothing/here')
    await app.inject('/_mock/sessions/s1')
    await app.inject('/_mock/nothing')
    await app.inject({ url: '/_mock/sessions', headers: { origin: 'http://evil.example' } })
    t.strictSame(samples(await scrape(app), REQUESTS).sort(), [
      '{route="/_mock/sessions",method="GET",status="403"} 1',
      '{route="/_mock/sessions/:id",method="GET",status="200"} 1',
      '{route="/segment/v2/customer_sessions/:customerSessionId",method="PUT",status="200"} 2',
      '{route="/segment/v2/customer_sessions/:customerSessionId",method="PUT",status="401"} 1',
      '{route="none",method="GET",status="404"} 2',
    ])
    const again = samples(await scrape(app), REQUESTS)
    t.ok(again.includes('{route="/_mock/metrics",method="GET",status="200"} 1'))
  },
)

t.test('a path that can not be decoded is counted once', async (t) => {
  const { app, listen } = await buildTestApp(t)
  const url = await listen()
  await sendBytes(url, 'GET /%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  t.strictSame(samples(await scrape(app), REQUESTS), ['{route="none",method="GET",status="400"} 1'])
})

t.test('it is the text format, each metric with its type and what it is', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await app.inject('/_mock/metrics')
  t.equal(reply.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8')
  const types = samples(reply.body, '# TYPE ')
  t.strictSame(types.sort(), [
    'talon_mock_callback_attempts_total counter',
    'talon_mock_callback_queue_depth gauge',
    'talon_mock_callbacks_total counter',
    'talon_mock_http_request_duration_seconds histogram',
    'talon_mock_http_requests_total counter',
    'talon_mock_ledger_dropped gauge',
    'talon_mock_ledger_exchanges gauge',
    'talon_mock_worlds gauge',
    'talon_mock_worlds_forgotten gauge',
  ])
  t.equal(samples(reply.body, '# HELP ').length, types.length)
})

t.test('durations are a histogram: each bucket holds what took at most so long', async (t) => {
  const metrics = createMetrics()
  for (const ms of [0.4, 1, 1.1, 7, 300, 60_000]) metrics.onRequest('PUT', '/a', 200, ms)
  metrics.onRequest('GET', '/a', 404, 2)
  const worlds: ReturnType<typeof createWorlds> = Object.assign(Object.create(null), {
    list: () => [],
    forgotten: 0,
  })
  const { text } = await renderMetrics(metrics.counts, { queueDepth: 0, worlds })
  const name = 'talon_mock_http_request_duration_seconds'
  const buckets = samples(text, `${name}_bucket`).filter((line) => line.includes('PUT'))
  const upTo = (le: string) =>
    Number(buckets.find((line) => line.includes(`le="${le}"`))?.split(' ')[1])
  t.strictSame(
    ['0.001', '0.0025', '0.005', '0.01', '0.25', '0.5', '10', '+Inf'].map(upTo),
    [2, 3, 3, 4, 4, 5, 5, 6],
  )
  const sum = samples(text, `${name}_sum{route="/a",method="PUT"} `)
  t.ok(Math.abs(Number(sum[0]) - 60.3095) < 1e-9, String(sum))
  t.strictSame(samples(text, `${name}_count`), [
    '{route="/a",method="PUT"} 6',
    '{route="/a",method="GET"} 1',
  ])
})

t.test('attempts are counted by outcome, callbacks by the state they ended in', async (t) => {
  const { app, world, listen } = await buildTestApp(t, {
    callbackRetries: '1',
    callbackAllow: [],
    callbackQueueMax: 1,
  })
  await listen()
  await app.inject({
    method: 'PUT',
    url: '/_mock/clock',
    payload: { frozenAt: '2030-01-01T00:00:00Z' },
  })
  const receiver = await createCallbackSink(t, [503, 200, 410, 'hang'])
  const call = async (id: string, state?: string) => {
    const reply = await putSession(app, id, { 'x-callback-destination-uri': receiver.url })
    if (state) await waitForState(world, exchangeIdOf(reply), state)
  }
  await call('s1', 'waiting')
  await app.inject({ method: 'POST', url: '/_mock/clock/advance', payload: { ms: 1 } })
  await call('s2', 'failed')
  await call('s3', 'sending')
  await call('s4', 'failed')
  const before = await scrape(app)
  t.strictSame(samples(before, 'talon_mock_callback_queue_depth'), [' 1'])
  t.strictSame(samples(before, 'talon_mock_ledger_exchanges'), [' 4'])
  await app.inject({ method: 'POST', url: '/_mock/reset' })
  const after = await scrape(app)
  t.strictSame(samples(after, 'talon_mock_callback_attempts_total'), [
    '{outcome="delivered"} 1',
    '{outcome="refused"} 2',
    '{outcome="timeout"} 0',
    '{outcome="unreachable"} 1',
    '{outcome="blocked"} 0',
  ])
  t.strictSame(samples(after, 'talon_mock_callbacks_total'), [
    '{state="delivered"} 1',
    '{state="failed"} 2',
    '{state="cancelled"} 1',
  ])
  t.strictSame(samples(after, 'talon_mock_callback_queue_depth'), [' 0'])
  t.strictSame(samples(after, 'talon_mock_ledger_exchanges'), [' 0'])
})

t.test('ledgers are counted over all worlds, and what was forgotten is', async (t) => {
  const { app } = await buildTestApp(t, {
    isolation: 'api-key',
    maxWorlds: 2,
    ledgerMaxExchanges: 2,
  })
  for (const key of ['a', 'b', 'c']) {
    for (const id of ['1', '2', '3'])
      await putSession(app, id, { authorization: `ApiKey-v1 ${key}` })
  }
  const text = await scrape(app)
  const level = (name: string) => samples(text, `talon_mock_${name} `)
  t.strictSame(level('worlds'), ['3'])
  t.strictSame(level('worlds_forgotten'), ['1'])
  t.strictSame(level('ledger_exchanges'), ['4'])
  t.strictSame(level('ledger_dropped'), ['2'])
})

t.test('the page over the API counts as what was asked, once', async (t) => {
  const { app } = await buildTestApp(t)
  await app.inject('/_mock/docs/')
  t.strictSame(samples(await scrape(app), REQUESTS), [
    '{route="/_mock/docs/*",method="GET",status="200"} 1',
  ])
})
