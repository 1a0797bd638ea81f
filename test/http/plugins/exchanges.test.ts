import { request } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { createCallbackSink } from '../../helpers/callback-sink.ts'
import { createLoggedServer } from '../../helpers/logged-server.ts'
import { makeSession, SEGMENT_HEADERS } from '../../helpers/make-session.ts'
import { exchangeIdOf, putSession, waitForEntry, waitForState } from '../../helpers/put-session.ts'

const URL_V2 = '/segment/v2/customer_sessions/s1'
const JSON_TYPE = { 'content-type': 'application/json' }

/** Requests that are refused in every way, and one that is not. */
const REQUESTS: [status: number, request: InjectOptions][] = [
  [200, { method: 'PUT', url: URL_V2, headers: SEGMENT_HEADERS, payload: makeSession() }],
  [204, { method: 'GET', url: '/v2/authping', headers: SEGMENT_HEADERS }],
  [401, { method: 'GET', url: '/v2/authping' }],
  [401, { method: 'PUT', url: URL_V2, payload: makeSession() }],
  [400, { method: 'PUT', url: URL_V2, headers: { authorization: 'ApiKey-v1 x' }, payload: {} }],
  [400, { method: 'PUT', url: URL_V2, headers: SEGMENT_HEADERS, payload: { cartItems: 7 } }],
  [
    400,
    {
      method: 'PUT',
      url: URL_V2,
      headers: { ...SEGMENT_HEADERS, ...JSON_TYPE },
      payload: '{"profileId"',
    },
  ],
  [
    400,
    {
      method: 'PUT',
      url: URL_V2,
      headers: { ...SEGMENT_HEADERS, 'x-content-fields': 'nonsense' },
      payload: {},
    },
  ],
  [
    415,
    {
      method: 'PUT',
      url: URL_V2,
      headers: { ...SEGMENT_HEADERS, 'content-type': 'text/plain' },
      payload: 'x',
    },
  ],
  [413, { method: 'PUT', url: URL_V2, headers: SEGMENT_HEADERS, payload: { a: 'x'.repeat(2000) } }],
  [404, { method: 'GET', url: '/nothing/here?a=b' }],
  [404, { method: 'GET', url: '/v1/nothing' }],
  [404, { method: 'POST', url: URL_V2 }],
  [404, { method: 'GET', url: '/' }],
  [400, { method: 'PUT', url: '/segment/customer_sessions/%zz' }],
  [400, { method: 'GET', url: '/v2/%c0' }],
]

t.test('every emulated reply names its exchange, which shows what was answered', async (t) => {
  const { app } = await buildTestApp(t, { bodyLimit: 1000 })
  for (const [status, request] of REQUESTS) {
    const name = `${status} ${request.method} ${request.url}`
    const reply = await app.inject(request)
    t.equal(reply.statusCode, status, name)
    const exchange = (await app.inject(`/_mock/exchanges/${exchangeIdOf(reply)}`)).json()
    t.match(exchange, {
      durationMs: Number,
      request: { method: request.method, path: request.url },
      response: { status },
      callback: null,
    })
    t.strictSame(exchange.response.body, reply.body ? reply.json() : null, name)
  }
  const { items } = (await app.inject('/_mock/exchanges')).json()
  t.equal(items.length, REQUESTS.length, 'each is recorded once')
})

t.test('the header can be turned off; the exchange is recorded all the same', async (t) => {
  const { app } = await buildTestApp(t, { exchangeHeader: false, bodyLimit: 1000 })
  for (const [, request] of REQUESTS) {
    t.equal((await app.inject(request)).headers['x-talon-mock-exchange'], undefined)
  }
  const { items } = (await app.inject('/_mock/exchanges')).json()
  t.equal(items.length, REQUESTS.length)
})

t.test('preflights are exchanges too, a malformed one with the text it was answered', async (t) => {
  const { app } = await buildTestApp(t, { corsOrigin: ['*'] })
  const origin = { origin: 'http://front.example' }
  const preflight = await app.inject({
    method: 'OPTIONS',
    url: URL_V2,
    headers: { ...origin, 'access-control-request-method': 'PUT' },
  })
  t.equal(preflight.statusCode, 204)
  t.match(exchangeIdOf(preflight), /^x_/)
  const malformed = await app.inject({ method: 'OPTIONS', url: URL_V2, headers: origin })
  t.equal(malformed.statusCode, 400)
  const list = await app.inject('/_mock/exchanges')
  t.equal(list.statusCode, 200)
  t.strictSame(
    list.json().items.map((item: { response: object }) => item.response),
    [
      { status: 400, body: malformed.body },
      { status: 204, body: null },
    ],
  )
})

t.test('a request in flight is listed without an answer', async (t) => {
  const { app } = await buildTestApp(t)
  const body = new Readable()
  const reading = new Promise<void>((resolve) => {
    body._read = () => resolve()
  })
  const reply = app.inject({
    method: 'PUT',
    url: URL_V2,
    headers: { ...SEGMENT_HEADERS, ...JSON_TYPE },
    payload: body,
  })
  // Nothing is sent before somebody asks for the promise.
  const answered = reply.then((answer) => answer)
  await reading
  const [listed] = (await app.inject('/_mock/exchanges?sessionId=s1')).json().items
  t.match(listed, {
    durationMs: null,
    request: { method: 'PUT', body: null },
    response: null,
    callback: null,
  })
  const shown = await app.inject(`/_mock/exchanges/${listed.id}`)
  t.strictSame(shown.json(), listed)
  t.strictSame((await app.inject('/_mock/exchanges?status=200')).json().items, [])
  body.push(JSON.stringify(makeSession()))
  body.push(null)
  t.equal(exchangeIdOf(await answered), listed.id)
  t.match((await app.inject(`/_mock/exchanges/${listed.id}`)).json(), { response: { status: 200 } })
})

t.test('a request that its client breaks off is closed', async (t) => {
  const { listen, world } = await buildTestApp(t)
  const { port } = new URL(await listen())
  const socket = connect(Number(port), '127.0.0.1')
  const closed = waitForEntry(world, ({ status }) => status !== undefined)
  socket.write(
    `PUT ${URL_V2} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
      'Authorization: ApiKey-v1 x\r\ndestination-hostname: a.test\r\nContent-Length: 100\r\n' +
      'Expect: 100-continue\r\n\r\n{"a":',
  )
  // The server says "go on" once it has the headers.
  await new Promise((resolve) => socket.once('data', resolve))
  socket.destroy()
  t.match(await closed, { status: 400, sessionId: 's1' })
})

t.test('a refused body weighs nothing: its declared length empties no ledger', async (t) => {
  const { app } = await buildTestApp(t, { bodyLimit: 1000, ledgerMaxBytes: 100_000 })
  const first = await putSession(app, 's1')
  const refused = await app.inject({
    method: 'PUT',
    url: URL_V2,
    headers: { ...SEGMENT_HEADERS, ...JSON_TYPE, 'content-length': '500000000' },
  })
  t.equal(refused.statusCode, 413)
  const { items, dropped } = (await app.inject('/_mock/exchanges')).json()
  t.strictSame(
    items.map((item: { id: string }) => item.id),
    [exchangeIdOf(refused), exchangeIdOf(first)],
  )
  t.equal(dropped, 0)
})

t.test('a body in chunks, of no declared length, weighs what it holds', async (t) => {
  const { listen, world } = await buildTestApp(t)
  const url = await listen()
  const body = JSON.stringify(makeSession({ attributes: { x: 'x'.repeat(5000) } }))
  const headers = { ...SEGMENT_HEADERS, ...JSON_TYPE, 'transfer-encoding': 'chunked' }
  await new Promise<void>((resolve, reject) => {
    const sent = request(`${url}/segment/v2/customer_sessions/s1`, { method: 'PUT', headers })
    sent.on('error', reject)
    sent.on('response', (reply) => reply.resume().on('end', resolve))
    sent.end(body)
  })
  const [entry] = world.ledger.newestFirst({})
  t.ok((entry?.bytes ?? 0) > 5000)
})

t.test('no secret is shown anywhere, but in the sink that is meant to show it', async (t) => {
  const { server, log } = await createLoggedServer(t, { callbackRetries: 'none' })
  const { app, world } = server
  const url = await server.start()
  const gone = await createCallbackSink(t, [410])
  const secrets = {
    apiKey: 'secret-of-the-api-key-0001',
    callbackKey: 'secret-of-the-callback-key-0002-abcdef',
    cookie: 'secret-of-the-cookie-0003',
    proxy: 'secret-of-the-proxy-0004',
  }
  const headers = {
    authorization: `ApiKey-v1 ${secrets.apiKey}`,
    'x-callback-api-key': `X-Shop-Key ${secrets.callbackKey}`,
    cookie: `sid=${secrets.cookie}`,
    'proxy-authorization': `Basic ${secrets.proxy}`,
  }
  const uris = [`${url}/_mock/sink/a`, gone.url, 'http://169.254.169.254/', 'http://127.0.0.1:9/']
  const sent = await Promise.all(
    uris.map((uri, i) =>
      putSession(app, `s${i}`, { ...headers, 'x-callback-destination-uri': uri }),
    ),
  )
  const replies = [...sent]
  const [delivered = '', ...failed] = sent.map(exchangeIdOf)
  await waitForState(world, delivered, 'delivered')
  for (const id of failed) await waitForState(world, id, 'failed')
  // Refused in every way, the key's header malformed among them.
  for (const refused of [
    { ...headers, 'x-callback-api-key': secrets.callbackKey },
    { ...headers, 'x-callback-api-key': `Host ${secrets.callbackKey}` },
    { ...headers, 'x-callback-api-key': `X-Key\t ${secrets.callbackKey}` },
    { ...headers, authorization: `Bearer ${secrets.apiKey}` },
  ]) {
    replies.push(await putSession(app, 'refused', refused))
  }
  replies.push(await app.inject({ url: '/nothing', headers }))
  replies.push(await app.inject({ url: '/segment/%zz', headers }))
  replies.push(await app.inject({ url: '/_mock/nothing', headers }))
  const id = world.ledger.entry(delivered)?.callback?.message.id
  replies.push(
    await app.inject({ method: 'POST', url: `/_mock/callbacks/${id}/redeliver`, headers }),
  )
  for (const path of ['/_mock/exchanges?limit=500', '/_mock/sessions', '/_mock/sinks']) {
    replies.push(await app.inject(path))
  }
  const { items } = (await app.inject('/_mock/exchanges')).json()
  t.equal(items.length, 10)
  for (const { request } of items) {
    for (const name of Object.keys(headers)) t.equal(request.headers[name], '[redacted]', name)
  }
  const sink = (await app.inject('/_mock/sinks/a')).body
  t.match(sink, secrets.callbackKey)
  await server.stop()
  t.match(log.join(''), /callback failed/, 'the log was captured')
  for (const [name, secret] of Object.entries(secrets)) {
    for (const reply of replies) {
      t.notOk(reply.body.includes(secret), `${name} in ${reply.body.slice(0, 200)}`)
      t.notOk(JSON.stringify(reply.headers).includes(secret))
    }
    t.notOk(log.join('').includes(secret), `${name} in the log`)
  }
})

t.test('the ledger shows a body as JSON, and as text when it is none', async (t) => {
  const { app } = await buildTestApp(t)
  for (const [payload, shown] of [
    ['{"customerSession": {"state": "open"}}', { customerSession: { state: 'open' } }],
    ['{"customerSession": ', '{"customerSession": '],
  ] as const) {
    const headers = { ...SEGMENT_HEADERS, ...JSON_TYPE }
    const reply = await app.inject({
      method: 'PUT',
      url: '/segment/customer_sessions/s1',
      headers,
      payload,
    })
    const exchange = await app.inject(`/_mock/exchanges/${exchangeIdOf(reply)}`)
    t.strictSame(exchange.json().request.body, shown)
  }
})
