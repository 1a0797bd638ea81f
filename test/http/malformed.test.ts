import t from 'tap'
import { buildTestApp } from '../helpers/build-test-app.ts'
import { SEGMENT_HEADERS } from '../helpers/make-session.ts'
import { isRefused, notThirdPartyError, sendBytes } from '../helpers/third-party.ts'

// What fails before a route is found. The form: Third-party OpenAPI, `errorResponseWithStatus`.
// Assumed: the statuses and texts.

/** Splits what came back on a socket; the body must be as long as the head says. */
const readReply = (bytes: string) => {
  const [head = '', body = ''] = bytes.split('\r\n\r\n', 2)
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1])
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1])
  return { status, head, body, isWhole: Buffer.byteLength(body) === length }
}

t.test('a path of bad escapes is refused', async (t) => {
  const { app } = await buildTestApp(t)
  for (const id of ['%', '%zz', '%ff', 'a%E0%A4%A', '%c0%af']) {
    for (const path of ['/segment/customer_sessions/', '/segment/v2/customer_sessions/']) {
      const reply = await app.inject({
        method: 'PUT',
        url: `${path}${id}`,
        headers: SEGMENT_HEADERS,
        payload: {},
      })
      isRefused(t, reply, 400, 'The path must be percent-encoded UTF-8')
    }
  }
})

t.test('the form is that of the API that the path belongs to', async (t) => {
  const { app } = await buildTestApp(t)
  for (const [path, status] of [
    ['/v2/nothing', 404],
    ['/v2/%zz', 400],
  ] as const) {
    const own = await app.inject({ method: 'PUT', url: path })
    t.equal(own.statusCode, status)
    t.match(own.json(), { message: String, errors: [], StatusCode: status })
    t.notOk('RequestUUID' in own.json())
    const other = await app.inject({ method: 'PUT', url: `/segment${path}` })
    t.equal(notThirdPartyError(status, other.body), undefined)
  }
})

t.test('a request that does not arrive in time is refused, saying how long it had', async (t) => {
  const { app, listen } = await buildTestApp(t)
  const url = await listen()
  t.equal(app.server.requestTimeout, 60_000)
  // Waiting it out would take a minute: the server is told at once instead.
  app.server.once('connection', (socket) => {
    const timeout = Object.assign(new Error('Request timeout'), {
      code: 'ERR_HTTP_REQUEST_TIMEOUT',
    })
    app.server.emit('clientError', timeout, socket)
  })
  const reply = readReply(await sendBytes(url, 'PUT / HTTP/1.1\r\n'))
  t.equal(reply.status, 408)
  t.ok(reply.isWhole)
  t.equal(notThirdPartyError(408, reply.body), undefined)
  t.match(reply.body, /must arrive within 60 seconds/)
})

t.test('what is no HTTP request is refused, and the connection closed', async (t) => {
  const { listen } = await buildTestApp(t)
  const url = await listen()
  for (const bytes of [
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'hello there\r\n\r\n',
    'PUT /segment/customer_sessions/s1 HTTP/9.9\r\nHost: localhost\r\n\r\n',
    'PUT /segment/customer_sessions/s1 HTTP/1.1\r\nHost localhost\r\n\r\n',
    'PUT /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
    'PUT /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: minus one\r\n\r\n',
  ]) {
    const reply = readReply(await sendBytes(url, bytes))
    t.equal(reply.status, 400)
    t.match(reply.head, /^content-type: application\/json$/im)
    t.match(reply.head, /^connection: close$/im)
    t.ok(reply.isWhole)
    t.equal(notThirdPartyError(400, reply.body), undefined)
    t.match(reply.body, /"The request must be valid HTTP\/1.1"/)
  }
})

t.test('headers over the limit are refused', async (t) => {
  const { listen } = await buildTestApp(t)
  const reply = readReply(
    await sendBytes(
      await listen(),
      `PUT /segment/customer_sessions/s1 HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(17 * 1024)}\r\n\r\n`,
    ),
  )
  t.equal(reply.status, 431)
  t.ok(reply.isWhole)
  t.equal(notThirdPartyError(431, reply.body), undefined)
  t.match(reply.body, /headers must not be larger than 16 KiB/)
})

t.test('a request in HTTP/1.1 without Host is refused', async (t) => {
  const { listen } = await buildTestApp(t)
  // Source: RFC 9112, 3.2.
  const reply = readReply(
    await sendBytes(
      await listen(),
      'PUT /segment/customer_sessions/s1 HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    ),
  )
  t.equal(reply.status, 400)
  t.equal(notThirdPartyError(400, reply.body), undefined)
  t.match(reply.body, /Host is required/)
})

t.test('an expectation that is not known is ignored', async (t) => {
  const { listen } = await buildTestApp(t)
  const reply = readReply(
    await sendBytes(
      await listen(),
      'PUT /segment/customer_sessions/s1 HTTP/1.1\r\nHost: localhost\r\nExpect: a-miracle\r\n' +
        `Authorization: ${SEGMENT_HEADERS.authorization}\r\nDestination-Hostname: acme.talon.one\r\n` +
        'Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
    ),
  )
  t.equal(reply.status, 200)
  t.ok(reply.isWhole)
})

t.test('after a refused connection the next one is served', async (t) => {
  const { listen } = await buildTestApp(t)
  const url = await listen()
  await sendBytes(url, '\x00\x00\r\n\r\n')
  const reply = await fetch(`${url}/segment/customer_sessions/s1`, {
    method: 'PUT',
    headers: { ...SEGMENT_HEADERS, 'content-type': 'application/json' },
    body: '{}',
  })
  t.equal(reply.status, 200)
  t.match(await reply.json(), { customerSession: { integrationId: 's1' } })
})
