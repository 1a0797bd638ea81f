import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import t from 'tap'
import { type InjectedRequest, startTalonMock } from '../src/index.ts'
import { createCallbackSink } from './helpers/callback-sink.ts'
import { makeSession, SEGMENT_HEADERS } from './helpers/make-session.ts'

/** A session update without a socket; with a destination, its callback goes there. */
const update = (
  sessionId: string,
  destination?: string,
  headers: Record<string, string> = {},
): InjectedRequest => ({
  method: 'PUT',
  url: `/segment/customer_sessions/${sessionId}`,
  headers: {
    ...SEGMENT_HEADERS,
    ...(destination && { 'x-callback-destination-uri': destination }),
    ...headers,
  },
  payload: { customerSession: makeSession() },
})

t.test('without settings it listens on a free port of 127.0.0.1', async (t) => {
  await using mock = await startTalonMock()
  t.match(mock.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  t.equal(mock.controlToken, undefined)
  const reply = await fetch(`${mock.url}/_mock/health`)
  t.equal(reply.status, 200)
})

t.test('two emulators share nothing', async (t) => {
  await using one = await startTalonMock()
  await using other = await startTalonMock()
  t.not(one.url, other.url)
  await one.inject(update('s1'))
  t.equal(one.exchanges().length, 1)
  t.equal(other.exchanges().length, 0)
})

t.test('a setting that is undefined counts as not given', async (t) => {
  // As callers write it who don't compile with exactOptionalPropertyTypes.
  const settings: object = { port: undefined, host: undefined }
  await using mock = await startTalonMock(settings)
  t.match(mock.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  t.notMatch(mock.url, /:8080$/)
})

t.test('wrong settings are a TypeError that names them all', async (t) => {
  const settings: object = { port: 'x', prot: 1, callbackPolicy: 'lax' }
  await t.rejects(startTalonMock(settings), {
    name: 'TypeError',
    message:
      'startTalonMock: prot: there is no such setting; ' +
      'port: must be a whole number from 0 to 65535, got "x"; ' +
      'callbackPolicy: must be one of auto, local, strict, got "lax"',
  })
})

t.test('a scenario that is faulty is an error with a line for each fault', async (t) => {
  const scenario = join(
    t.testdir({ 'shop.yaml': 'version: 1\nevents: 1\naudiences: 2\n' }),
    'shop.yaml',
  )
  await t.rejects(startTalonMock({ scenario }), {
    name: 'ScenarioError',
    message: `${scenario}:2: events: must be a list, got 1\n${scenario}:3: audiences: must be a list, got 2`,
  })
})

t.test('a port in use is an error that says so', async (t) => {
  await using mock = await startTalonMock()
  const port = Number(new URL(mock.url).port)
  await t.rejects(startTalonMock({ port }), { message: `port ${port} of 127.0.0.1 is in use` })
})

t.test('a file of certificates that is none is an error that names the setting', async (t) => {
  for (const callbackCa of ['package.json', 'no-such-file.pem']) {
    await t.rejects(startTalonMock({ callbackCa }), { message: /^--callback-ca .*PEM.*got "/ })
  }
})

// A certificate for localhost that signed itself, valid to 2120; made for these tests alone.
const certificateFile = 'test/fixtures/certificate/localhost-cert.pem'

t.test('a file of certificates with a broken one is an error, wherever it stands', async (t) => {
  const good = readFileSync(certificateFile, 'utf8')
  const broken = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
  const directory = t.testdir({
    'first.pem': broken + good,
    'last.pem': `# Ours\n${good}\n# Theirs\n${good}${broken}`,
    'cut.pem': good + good.slice(0, 200),
  })
  for (const name of ['first.pem', 'last.pem', 'cut.pem']) {
    const callbackCa = `${directory}/${name}`
    await t.rejects(
      startTalonMock({ callbackCa }),
      { message: /^--callback-ca .*PEM.*got "/ },
      name,
    )
  }
})

t.test('a receiver may be signed by any authority of the file', async (t) => {
  const cert = readFileSync(certificateFile, 'utf8')
  const key = readFileSync('test/fixtures/certificate/localhost-key.pem', 'utf8')
  const receiver = createTlsServer({ cert, key }, (_request, response) => response.end())
  receiver.listen(0, 'localhost')
  await once(receiver, 'listening')
  t.teardown(() => receiver.close())
  const directory = t.testdir({ 'ca.pem': `# Theirs\n${rootCertificates[0]}\n# Ours\n${cert}` })
  const settings = { callbackRetries: 'none', logLevel: 'silent' } as const
  for (const [callbackCa, state] of [
    [`${directory}/ca.pem`, 'delivered'],
    ['', 'failed'],
  ] as const) {
    await using mock = await startTalonMock({ ...settings, callbackCa })
    const { port } = receiver.address() as AddressInfo
    await mock.inject(update('s1', `https://localhost:${port}/`))
    t.equal((await mock.waitForCallback()).callback?.state, state)
  }
})

t.test('inject sends a request without a socket', async (t) => {
  await using mock = await startTalonMock()
  const reply = await mock.inject(update('s1'))
  t.equal(reply.statusCode, 200)
  t.equal(reply.headers['content-type'], 'application/json')
  t.match(reply.json(), { customerSession: { integrationId: 's1', total: 25 } })
  t.strictSame(JSON.parse(reply.body), reply.json())
})

t.test('inject sends text as it is', async (t) => {
  await using mock = await startTalonMock()
  const headers = { ...SEGMENT_HEADERS, 'content-type': 'application/json' }
  const reply = await mock.inject({ ...update('s1'), headers, payload: '{"customerSession":' })
  t.equal(reply.statusCode, 400)
})

t.test('exchanges are newest first and can be filtered', async (t) => {
  await using mock = await startTalonMock()
  await mock.inject(update('s1'))
  await mock.inject(update('s2'))
  t.strictSame(
    mock.exchanges().map(({ request }) => request.path),
    ['/segment/customer_sessions/s2', '/segment/customer_sessions/s1'],
  )
  t.equal(mock.exchanges({ sessionId: 's1' }).length, 1)
  t.equal(mock.exchanges({ status: 404 }).length, 0)
})

t.test('waitForCallback finds what is in the ledger already', async (t) => {
  await using mock = await startTalonMock()
  const sink = await createCallbackSink(t)
  await mock.inject(update('s1', sink.url))
  const first = await mock.waitForCallback({ sessionId: 's1' })
  const again = await mock.waitForCallback({ sessionId: 's1' }, { timeoutMs: 0 })
  t.equal(first.callback?.state, 'delivered')
  t.strictSame(again, first)
})

t.test('waitForCallback waits for what comes later, until it is settled', async (t) => {
  await using mock = await startTalonMock({ callbackRetries: '1' })
  const sink = await createCallbackSink(t, [503, 200])
  const waiting = mock.waitForCallback({ correlationId: 'mine' })
  await mock.inject(update('s1', sink.url, { 'x-correlation-id': 'other' }))
  await mock.inject(update('s2', sink.url, { 'x-correlation-id': 'mine' }))
  const { request, callback } = await waiting
  t.equal(request.path, '/segment/customer_sessions/s2')
  t.match(callback, { state: 'delivered', correlationId: 'mine' })
})

t.test('waitForCallback waits for another state when it is named', async (t) => {
  await using mock = await startTalonMock()
  const sink = await createCallbackSink(t, ['hang'])
  const waiting = mock.waitForCallback({ callback: 'sending' })
  await mock.inject(update('s1', sink.url))
  t.equal((await waiting).callback?.state, 'sending')
})

t.test('a state that is undefined counts as not given', async (t) => {
  await using mock = await startTalonMock()
  const sink = await createCallbackSink(t)
  // As callers write it who don't compile with exactOptionalPropertyTypes.
  const filter: object = { callback: undefined, sessionId: undefined }
  await mock.inject(update('s1'))
  const waiting = mock.waitForCallback(filter)
  await mock.inject(update('s2', sink.url))
  t.match(await waiting, {
    request: { path: '/segment/customer_sessions/s2' },
    callback: { state: 'delivered' },
  })
})

t.test('a filter that there is not, or a time that is none, is a TypeError', async (t) => {
  await using mock = await startTalonMock()
  await mock.inject(update('s1'))
  for (const [filter, message] of [
    [{ sesionId: 's1' }, /^there is no filter sesionId; there are sessionId, /],
    [{ since: 'yesterday' }, /^since: must be a time, got "yesterday"$/],
  ] as const) {
    const wrong: object = filter
    t.throws(() => mock.exchanges(wrong), { name: 'TypeError', message })
    await t.rejects(mock.waitForCallback(wrong), { name: 'TypeError', message })
  }
  t.equal(mock.exchanges({ since: '2026-01-01' }).length, 1)
})

t.test('a callback that fails settles the wait', async (t) => {
  await using mock = await startTalonMock({ callbackRetries: 'none', logLevel: 'silent' })
  const sink = await createCallbackSink(t, [500])
  await mock.inject(update('s1', sink.url))
  const { callback } = await mock.waitForCallback()
  t.match(callback, { state: 'failed', attempts: [{ outcome: 'refused', status: 500 }] })
})

t.test('a wait in vain shows the nearest exchanges and what they missed', async (t) => {
  await using mock = await startTalonMock({ callbackRetries: 'none', logLevel: 'silent' })
  const sink = await createCallbackSink(t, [500])
  await mock.inject(update('s0'))
  await mock.inject(update('s1', sink.url, { 'x-correlation-id': 'c1' }))
  await mock.waitForCallback({ callback: 'failed' })
  const wanted = { sessionId: 's2' }
  await t.rejects(mock.waitForCallback({ sessionId: 's1', callback: 'delivered' }), {
    message: /^no callback matched .* and none will: it has ended in another way; /,
  })
  const error: unknown = await mock.waitForCallback(wanted, { timeoutMs: 1 }).catch((e) => e)
  t.ok(error instanceof Error)
  const [head, ...misses] = String(error).split('\n')
  t.equal(
    head,
    'Error: no callback matched {"callback":"settled","sessionId":"s2"} within 1 ms; ' +
      '2 requests came, the nearest:',
  )
  t.match(
    misses[0],
    /PUT \/segment\/customer_sessions\/s1 → 200, callback failed \(.+\), correlation ID c1; not as wanted: sessionId: wanted "s2", got "s1"$/,
  )
  t.match(
    misses[1],
    /customer_sessions\/s0 → 200, no callback asked for; not as wanted: sessionId: wanted "s2", got "s0"; callback: wanted settled, got none asked for$/,
  )
})

t.test('a wait in vain when nothing came says so', async (t) => {
  await using mock = await startTalonMock()
  await t.rejects(mock.waitForCallback({}, { timeoutMs: 1 }), { message: /; no request came$/ })
})

t.test('a wait in vain shows five exchanges at most', async (t) => {
  await using mock = await startTalonMock()
  for (let i = 0; i < 7; i++) await mock.inject(update(`s${i}`))
  const error: unknown = await mock.waitForCallback({}, { timeoutMs: 1 }).catch((e) => e)
  t.equal(String(error).split('\n').length, 1 + 5)
  t.match(String(error), '; 7 requests came')
})

t.test('reset goes back to the beginning and cancels what is on its way', async (t) => {
  await using mock = await startTalonMock()
  const sink = await createCallbackSink(t, ['hang'])
  await mock.inject(update('s1', sink.url))
  await sink.waitFor(1)
  const cancelled = mock.waitForCallback({ sessionId: 's1' })
  await mock.reset()
  t.match((await cancelled).callback, { state: 'cancelled', reason: 'the world was reset' })
  t.strictSame(mock.exchanges(), [])
  const reply = await mock.inject(update('s1'))
  t.match(reply.json(), { customerSession: { id: 1, updateCount: 1 } })
})

t.test('close may be called twice and frees the port', async (t) => {
  const mock = await startTalonMock()
  await Promise.all([mock.close(), mock.close()])
  await mock.close()
  const server = createServer()
  await new Promise<void>((listening) =>
    server.listen(Number(new URL(mock.url).port), '127.0.0.1', listening),
  )
  t.ok(server.listening)
  await new Promise((closed) => server.close(closed))
})

t.test('close cancels callbacks on their way, and with drainMs waits for them', async (t) => {
  const settings = { callbackRetries: '1', logLevel: 'silent' } as const
  for (const [drainMs, state] of [
    [0, 'cancelled'],
    [10_000, 'delivered'],
  ] as const) {
    const sink = await createCallbackSink(t, drainMs === 0 ? ['hang'] : [503, 200])
    const mock = await startTalonMock({ ...settings, drainMs })
    await mock.inject(update('s1', sink.url))
    await sink.waitFor(1)
    await mock.close()
    t.equal(mock.exchanges()[0]?.callback?.state, state)
  }
})

t.test('close ends the waits that nothing can fulfil any more', async (t) => {
  const mock = await startTalonMock()
  const waiting = t.rejects(mock.waitForCallback({}, { timeoutMs: 60_000 }), {
    message: /^no callback matched .* before the emulator was closed; no request came$/,
  })
  await mock.close()
  await waiting
  await t.rejects(mock.waitForCallback({}, { timeoutMs: 60_000 }), {
    message: /before the emulator was closed/,
  })
})

t.test('await using closes it', async (t) => {
  let url = ''
  {
    await using mock = await startTalonMock()
    url = mock.url
  }
  await t.rejects(fetch(`${url}/_mock/health`))
})

t.test('a request that never ends holds up close for a bounded time', async (t) => {
  const mock = await startTalonMock()
  const { hostname, port } = new URL(mock.url)
  const socket = connect(Number(port), hostname)
  const ended = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {})
  socket.write('POST /_mock/sink/slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{')
  await fetch(`${mock.url}/_mock/health`)
  await mock.close()
  await ended
  t.pass('closed, and the connection with it')
})

t.test('a wait that ends before the retries do says how the last attempt ended', async (t) => {
  await using mock = await startTalonMock({ callbackRetries: '600000', logLevel: 'silent' })
  const sink = await createCallbackSink(t, [503])
  await mock.inject(update('s1', sink.url))
  await mock.waitForCallback({ callback: 'waiting' })
  await t.rejects(mock.waitForCallback({ sessionId: 's1' }, { timeoutMs: 1 }), {
    message: /callback waiting \(attempt 1: status 503\)/,
  })
})
