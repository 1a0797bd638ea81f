import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { createCallbackSink } from '../../helpers/callback-sink.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { makeSession, SEGMENT_HEADERS } from '../../helpers/make-session.ts'
import { exchangeIdOf, putSession, waitForState, walk } from '../../helpers/put-session.ts'

t.test('an exchange is one record from the request to the receiver', async (t) => {
  const { app, world } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  const reply = await putSession(app, 's1', {
    'x-callback-destination-uri': `${sink.url}/hook`,
    'x-content-fields': 'effects,customerProfile,referral',
    'x-correlation-id': 'abc123',
  })
  const id = exchangeIdOf(reply)
  await waitForState(world, id, 'delivered')
  const exchange = (await app.inject(`/_mock/exchanges/${id}`)).json()
  t.match(exchange, {
    id,
    world: 'shared',
    receivedAt: '2026-01-02T03:04:05.000Z',
    durationMs: Number,
    request: {
      method: 'PUT',
      path: '/segment/v2/customer_sessions/s1',
      headers: { 'x-correlation-id': 'abc123', authorization: '[redacted]' },
    },
    response: { status: 200 },
    callback: {
      id: /^cb_/,
      uri: `${sink.url}/hook`,
      correlationId: 'abc123',
      state: 'delivered',
      reason: null,
      attempts: [{ number: 1, at: '2026-01-02T03:04:05.000Z', outcome: 'delivered', status: 200 }],
      nextAttemptAt: null,
    },
  })
  t.strictSame(exchange.request.body, makeSession())
  t.strictSame(exchange.response.body, reply.json())
  t.equal(sink.received[0]?.headers['x-talon-mock-delivery'], exchange.callback.id)
  const [listed] = (await app.inject('/_mock/exchanges')).json().items
  t.strictSame(listed, exchange, 'the list shows the same')
})

// Third-party API, X-Content-Fields: absent means all; a field that the reply lacks is left out.
t.test('fields tell what was sent, and why each other field was left out', async (t) => {
  const { app } = await buildTestApp(t)
  const fieldsOf = async (asked: Record<string, string>, session = makeSession()) => {
    const headers = { 'x-callback-destination-uri': 'http://127.0.0.1:9', ...asked }
    const id = exchangeIdOf(
      await putSession(
        app,
        `s-${JSON.stringify(asked).length}-${session.profileId}`,
        headers,
        session,
      ),
    )
    return (await app.inject(`/_mock/exchanges/${id}`)).json().callback.fields
  }
  const some = await fieldsOf({ 'x-content-fields': 'effects,referral' })
  t.strictSame(some.sent, ['effects'])
  t.equal(some.left.referral, 'not in the reply')
  t.equal(some.left.customerProfile, 'not in X-Content-Fields')
  t.equal(Object.keys(some.left).length, 13, 'every one of the 14 names is sent or left')
  const all = await fieldsOf({})
  t.ok(all.sent.includes('customerProfile'))
  t.equal(all.left.previousReturns, 'not in the reply')
  const none = await fieldsOf(
    { 'x-content-fields': 'customerProfile' },
    makeSession({ profileId: '' }),
  )
  t.strictSame(none.sent, [], 'an anonymous session has no profile: {} is sent')
})

t.test('an attempt that was refused is recorded, and when the next one is due', async (t) => {
  const { app, world, clock } = await buildTestApp(t, { callbackRetries: '1000' })
  const sink = await createCallbackSink(t, [503, 200])
  const id = exchangeIdOf(await putSession(app, 's1', { 'x-callback-destination-uri': sink.url }))
  await waitForState(world, id, 'waiting')
  const waiting = (await app.inject(`/_mock/exchanges/${id}`)).json().callback
  t.match(waiting, {
    state: 'waiting',
    attempts: [{ number: 1, outcome: 'refused', status: 503 }],
    nextAttemptAt: '2026-01-02T03:04:06.000Z',
  })
  clock.advance(1000)
  await waitForState(world, id, 'delivered')
  const delivered = (await app.inject(`/_mock/exchanges/${id}`)).json().callback
  t.match(delivered, { state: 'delivered', reason: null, nextAttemptAt: null })
  t.match(delivered.attempts, [
    { number: 1, at: '2026-01-02T03:04:05.000Z', outcome: 'refused', status: 503 },
    { number: 2, at: '2026-01-02T03:04:06.000Z', outcome: 'delivered', status: 200 },
  ])
})

t.test('a callback that is given up, blocked or too many tells the reason', async (t) => {
  const { app, world } = await buildTestApp(t, { callbackRetries: 'none', callbackQueueMax: 1 })
  const gone = await createCallbackSink(t, [410])
  const hangs = await createCallbackSink(t, ['hang'])
  const failed = async (session: string, uri: string) => {
    const id = exchangeIdOf(await putSession(app, session, { 'x-callback-destination-uri': uri }))
    await waitForState(world, id, 'failed')
    return (await app.inject(`/_mock/exchanges/${id}`)).json().callback
  }
  const blocked = await failed('s1', 'http://169.254.169.254/latest')
  t.match(blocked, { reason: /\S/, attempts: [{ outcome: 'blocked', reason: /\S/ }] })
  t.match(await failed('s2', gone.url), { reason: /410/, attempts: [{ status: 410 }] })
  await putSession(app, 's3', { 'x-callback-destination-uri': hangs.url })
  t.match(await failed('s4', gone.url), { reason: 'queue-full', attempts: [] })
})

t.test('the ledger is listed newest first', async (t) => {
  const { app } = await buildTestApp(t)
  const ids: string[] = []
  for (const id of ['s1', 's2', 's3']) ids.unshift(exchangeIdOf(await putSession(app, id)))
  const { items, next, dropped } = (await app.inject('/_mock/exchanges')).json()
  t.strictSame(
    items.map((item: { id: string }) => item.id),
    ids,
  )
  t.equal(next, null)
  t.equal(dropped, 0)
})

t.test('a walk over the pages meets every exchange once, while new ones arrive', async (t) => {
  const { app } = await buildTestApp(t)
  const before: string[] = []
  for (let i = 0; i < 7; i++) before.unshift(exchangeIdOf(await putSession(app, `s${i}`)))
  for (const limit of [1, 2, 3, 7, 500]) {
    const walked = await walk<{ id: string }>(app, '/_mock/exchanges', limit)
    t.strictSame(
      walked.map(({ id }) => id),
      before,
      `pages of ${limit}`,
    )
  }
  const walked = await walk<{ id: string }>(app, '/_mock/exchanges', 2, () =>
    putSession(app, 'new'),
  )
  t.strictSame(
    walked.map(({ id }) => id),
    before,
  )
})

t.test('a walk goes on where it was when what it has seen fell out', async (t) => {
  const { app } = await buildTestApp(t, { ledgerMaxExchanges: 4 })
  for (let i = 0; i < 4; i++) await putSession(app, `s${i}`)
  const first = (await app.inject('/_mock/exchanges?limit=2')).json()
  await putSession(app, 's4')
  const second = (await app.inject(`/_mock/exchanges?limit=2&cursor=${first.next}`)).json()
  t.match(second, { items: [{ request: { path: /s1$/ } }], next: null, dropped: 1 })
  t.equal(second.items.length, 1)
})

t.test('each filter alone, and filters together', async (t) => {
  const { app, world, clock } = await buildTestApp(t, { callbackRetries: 'none' })
  const fine = await createCallbackSink(t)
  const gone = await createCallbackSink(t, [410])
  const a = await putSession(
    app,
    'a',
    { 'x-callback-destination-uri': fine.url, 'x-correlation-id': 'one' },
    makeSession({ profileId: 'p1' }),
  )
  clock.advance(1000)
  const b = await putSession(
    app,
    'b',
    { 'x-callback-destination-uri': gone.url, 'x-correlation-id': 'two' },
    makeSession({ profileId: 'p1' }),
  )
  clock.advance(1000)
  const c = await putSession(
    app,
    'c',
    { 'x-correlation-id': 'one' },
    makeSession({ profileId: 'p2' }),
  )
  const refused = await app.inject({
    method: 'PUT',
    url: '/segment/v2/customer_sessions/a?skipNonExistingAttributes=true',
    headers: SEGMENT_HEADERS,
    payload: { cartItems: 7 },
  })
  const ping = await app.inject('/v2/authping')
  await waitForState(world, exchangeIdOf(a), 'delivered')
  await waitForState(world, exchangeIdOf(b), 'failed')

  const cases: [query: string, expected: (typeof a)[]][] = [
    ['sessionId=a', [refused, a]],
    ['sessionId=A', []],
    ['profileId=p1', [b, a]],
    ['correlationId=one', [c, a]],
    ['status=400', [refused]],
    ['status=401', [ping]],
    ['since=2026-01-02T03:04:06Z', [ping, refused, c, b]],
    ['since=2026-01-02T04:04:07%2B01:00', [ping, refused, c]],
    ['path=/v2/authping', [ping]],
    ['path=/segment/v2/customer_sessions/a', [refused, a]],
    ['callback=delivered', [a]],
    ['callback=failed', [b]],
    ['callback=settled', [b, a]],
    ['callback=any', [b, a]],
    ['callback=waiting', []],
    ['sessionId=a&status=200', [a]],
    ['profileId=p1&callback=settled&correlationId=two', [b]],
    ['profileId=p1&correlationId=one&status=400', []],
  ]
  for (const [query, expected] of cases) {
    const { items } = (await app.inject(`/_mock/exchanges?${query}`)).json()
    t.strictSame(
      items.map((item: { id: string }) => item.id),
      expected.map(exchangeIdOf),
      query,
    )
  }
  const pages = await walk<{ id: string }>(app, '/_mock/exchanges', 1)
  t.equal(pages.length, 5)
  const page = (await app.inject('/_mock/exchanges?callback=any&limit=1')).json()
  const rest = (await app.inject(`/_mock/exchanges?callback=any&cursor=${page.next}`)).json()
  t.match([page.items[0].id, rest.items[0].id, rest.next], [exchangeIdOf(b), exchangeIdOf(a), null])
})

t.test('a filter that is not as described is refused, and so is one nobody knows', async (t) => {
  const { app } = await buildTestApp(t)
  for (const [query, named] of [
    ['limit=0', 'limit'],
    ['limit=501', 'limit'],
    ['limit=x', 'limit'],
    ['cursor=nonsense', 'cursor'],
    ['status=ok', 'status'],
    ['since=yesterday', 'since'],
    ['callback=gone', 'callback'],
    ['sessionid=s1', 'sessionid'],
  ] as const) {
    const reply = await app.inject(`/_mock/exchanges?${query}`)
    isProblem(t, reply, 400, 'bad-request')
    t.match(reply.json().detail, named)
  }
})

t.test('an exchange that nobody knows is a 404 that tells how many fell out', async (t) => {
  const { app } = await buildTestApp(t, { ledgerMaxExchanges: 1 })
  const first = await putSession(app, 's1')
  await putSession(app, 's2')
  const reply = await app.inject(`/_mock/exchanges/${exchangeIdOf(first)}`)
  isProblem(t, reply, 404, 'not-found')
  t.match(reply.json().detail, /\b1 fell out/)
  isProblem(t, await app.inject('/_mock/exchanges/x_1'), 404, 'not-found')
})
