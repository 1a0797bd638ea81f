import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type LookupFunction,
  type Server,
  type Socket,
} from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createSecureContext } from 'node:tls'
import t, { type Test } from 'tap'
import { createSender, type SenderOptions } from '../../src/delivery/sender.ts'
import { createTargetPolicy } from '../../src/delivery/target-policy.ts'
import { createCallbackSink } from '../helpers/callback-sink.ts'
import { START } from '../helpers/fixed-clock.ts'
import { makeCallback } from '../helpers/make-callback.ts'

// What is sent: Third-party OpenAPI, `callbackDestinationURI`, `callbackAPIKey`, `correlationID`. How
// it is sent, timed and guarded: README, callbacks.

const buildSender = (t: Test, options: Partial<SenderOptions> = {}) => {
  const sender = createSender({
    targets: createTargetPolicy('local', []),
    timeoutMs: 30_000,
    connectionsPerDestination: 4,
    secureContext: undefined,
    insecure: false,
    deliveryHeaders: true,
    now: () => START,
    ...options,
  })
  t.teardown(() => sender.close())
  return sender
}

/** Listens on a free port of loopback, counts the connections, and closes with the test. */
const listen = async (t: Test, server: Server, host = '127.0.0.1') => {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})))
  server.listen(0, host)
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { port, sockets }
}

const answering = (listener: RequestListener) =>
  createServer((request, response) => {
    request.resume()
    request.on('end', () => listener(request, response))
  })

/** Unlike `once`, not upset by an error before. */
const closed = (socket: Socket | undefined) =>
  new Promise<void>((resolve) => {
    if (!socket || socket.closed) resolve()
    else socket.on('close', () => resolve())
  })

/** Resolves every name to the same addresses, and counts how often it was asked. */
const resolvingTo = (...addresses: string[]) => {
  const asked: string[] = []
  const lookup: LookupFunction = (hostname, options, done) => {
    asked.push(hostname)
    const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    process.nextTick(() => {
      if (options.all) done(null, all)
      else done(null, all[0]?.address ?? '', all[0]?.family)
    })
  }
  return { lookup, asked }
}

t.test('a callback is a POST of its JSON with key, correlation and delivery headers', async (t) => {
  const sink = await createCallbackSink(t)
  const body = '{"effects":[],"name":"Müsli"}'
  const { result } = buildSender(t).send(
    makeCallback({
      id: 'cb_7',
      uri: `${sink.url}/call/back?shop=1&x=%20`,
      correlationId: 'abc123',
      key: { name: 'X-Api-Key', value: '3aa74d582bd9479c59e16f970fe13bf3' },
      body,
    }),
    3,
  )
  const { outcome, durationMs } = await result
  t.strictSame(outcome, { kind: 'delivered', status: 200 })
  t.ok(durationMs > 0)
  t.match(sink.received, [
    {
      method: 'POST',
      path: '/call/back?shop=1&x=%20',
      headers: {
        host: new URL(sink.url).host,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'x-api-key': '3aa74d582bd9479c59e16f970fe13bf3',
        'x-correlation-id': 'abc123',
        'x-talon-mock-delivery': 'cb_7',
        'x-talon-mock-attempt': '3',
      },
      body,
    },
  ])
})

t.test('without correlation ID, key and delivery headers none of them is sent', async (t) => {
  const sink = await createCallbackSink(t)
  const sender = buildSender(t, { deliveryHeaders: false })
  await sender.send(makeCallback({ uri: `${sink.url}/` }), 1).result
  const names = Object.keys(sink.received[0]?.headers ?? {})
  t.strictSame(names.sort(), ['connection', 'content-length', 'content-type', 'host', 'user-agent'])
})

/** The headers of a callback with this key as they are written, name and value in turn. */
const rawHeaders = async (t: Test, name: string) => {
  const raw: string[] = []
  const server = answering((request, response) => {
    raw.push(...request.rawHeaders)
    response.end()
  })
  const { port } = await listen(t, server)
  const key = { name, value: 'k'.repeat(32) }
  const message = makeCallback({ uri: `http://127.0.0.1:${port}/`, key, correlationId: 'abc123' })
  await buildSender(t).send(message, 1).result
  return raw
}

t.test(
  'headers are written as the service spells them, that of the key as it was named',
  async (t) => {
    // Source: Third-party OpenAPI, callbackAPIKey (`X-API-Key abc` gives `X-API-Key: abc`), correlationID.
    for (const name of ['X-API-Key', 'Authorization', 'x-shop_KEY']) {
      const raw = await rawHeaders(t, name)
      t.equal(raw[raw.indexOf(name) + 1], 'k'.repeat(32))
      t.equal(raw[raw.indexOf('X-Correlation-ID') + 1], 'abc123')
    }
  },
)

t.test('a key named like a header of our own replaces it', async (t) => {
  for (const name of ['User-Agent', 'user-agent']) {
    const raw = await rawHeaders(t, name)
    const names = raw.filter((_, i) => i % 2 === 0).map((text) => text.toLowerCase())
    t.equal(names.filter((text) => text === 'user-agent').length, 1)
    t.equal(raw[raw.indexOf(name) + 1], 'k'.repeat(32))
  }
})

for (const status of [200, 201, 202, 204, 299]) {
  t.test(`an answer of ${status} is success`, async (t) => {
    const sink = await createCallbackSink(t, [status])
    const { outcome } = await buildSender(t).send(makeCallback({ uri: sink.url }), 1).result
    t.strictSame(outcome, { kind: 'delivered', status })
  })
}

for (const status of [304, 400, 404, 410, 500, 503]) {
  t.test(`an answer of ${status} is a refusal`, async (t) => {
    const sink = await createCallbackSink(t, [status])
    const { outcome } = await buildSender(t).send(makeCallback({ uri: sink.url }), 1).result
    t.strictSame(outcome, { kind: 'refused', status })
  })
}

for (const status of [301, 302, 303, 307, 308]) {
  t.test(`a redirect by ${status} is not followed`, async (t) => {
    const other = await createCallbackSink(t)
    const sink = await createCallbackSink(t, [{ status, headers: { location: other.url } }])
    const { outcome } = await buildSender(t).send(makeCallback({ uri: sink.url }), 1).result
    t.strictSame(outcome, { kind: 'refused', status })
    t.equal(sink.received.length, 1)
    t.equal(other.received.length, 0)
  })
}

t.test('Retry-After of a refusal is handed on', async (t) => {
  const sink = await createCallbackSink(t, [{ status: 503, headers: { 'retry-after': '7' } }])
  const { outcome } = await buildSender(t).send(makeCallback({ uri: sink.url }), 1).result
  t.strictSame(outcome, { kind: 'refused', status: 503, retryAfterMs: 7000 })
})

t.test('informational answers before the final one do not count', async (t) => {
  const server = answering((_request, response) => {
    response.writeProcessing()
    response.writeEarlyHints({ link: '</a>; rel=preload' })
    response.writeHead(503).end()
  })
  const { port } = await listen(t, server)
  const uri = `http://127.0.0.1:${port}/`
  const { outcome } = await buildSender(t).send(makeCallback({ uri }), 1).result
  t.strictSame(outcome, { kind: 'refused', status: 503 })
})

t.test('a receiver that takes the request and hangs is a timeout', async (t) => {
  const sink = await createCallbackSink(t, ['hang'])
  const sender = buildSender(t, { timeoutMs: 200 })
  const { outcome } = await sender.send(makeCallback({ uri: sink.url }), 1).result
  t.strictSame(outcome, { kind: 'timeout', afterMs: 200 })
})

t.test('so is one that never finishes the TLS handshake', async (t) => {
  const { port } = await listen(t, createTcpServer())
  const sender = buildSender(t, { timeoutMs: 200 })
  const { outcome } = await sender.send(makeCallback({ uri: `https://127.0.0.1:${port}/` }), 1)
    .result
  t.strictSame(outcome, { kind: 'timeout', afterMs: 200 })
})

t.test('and a name that never resolves', async (t) => {
  const sender = buildSender(t, { timeoutMs: 200, lookup: () => {} })
  const { outcome } = await sender.send(makeCallback({ uri: 'http://shop.test/' }), 1).result
  t.strictSame(outcome, { kind: 'timeout', afterMs: 200 })
})

t.test(
  'a name is asked for once at a time, so that one that hangs holds up no other',
  async (t) => {
    const { port } = await listen(
      t,
      answering((_request, response) => response.end()),
    )
    const { lookup: answer } = resolvingTo('127.0.0.1')
    const asked: string[] = []
    const answers: (() => void)[] = []
    const lookup: LookupFunction = (hostname, options, done) => {
      asked.push(hostname)
      if (hostname === 'hangs.test') answers.push(() => answer(hostname, options, done))
      else answer(hostname, options, done)
    }
    const sender = buildSender(t, { lookup })
    const send = (host: string, id: string) =>
      sender.send(makeCallback({ id, uri: `http://${host}:${port}/` }), 1).result
    const hanging = ['a', 'b', 'c'].map((id) => send('hangs.test', id))
    t.match((await send('goes.test', 'd')).outcome, { kind: 'delivered' })
    t.strictSame(asked, ['hangs.test', 'goes.test'])
    answers[0]?.()
    for (const { outcome } of await Promise.all(hanging)) t.match(outcome, { kind: 'delivered' })
    t.strictSame(asked, ['hangs.test', 'goes.test'], 'one answer for all of them')
  },
)

t.test('a port that nobody listens on is unreachable', async (t) => {
  const server = createTcpServer()
  const { port } = await listen(t, server)
  await new Promise((done) => server.close(done))
  const uri = `http://127.0.0.1:${port}/`
  const { outcome } = await buildSender(t).send(makeCallback({ uri }), 1).result
  t.match(outcome, { kind: 'unreachable', reason: 'ECONNREFUSED' })
})

t.test('so are a name that does not exist and a receiver that hangs up', async (t) => {
  const lookup: LookupFunction = (hostname, _options, done) =>
    done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' }), '')
  const unknown = await buildSender(t, { lookup }).send(makeCallback(), 1).result
  t.match(unknown.outcome, { kind: 'unreachable', reason: 'ENOTFOUND receiver.test' })

  const { port } = await listen(
    t,
    answering((request) => request.socket.destroy()),
  )
  const uri = `http://127.0.0.1:${port}/`
  const { outcome } = await buildSender(t).send(makeCallback({ uri }), 1).result
  t.match(outcome, { kind: 'unreachable', reason: /.+/ })
})

for (const address of ['169.254.169.254', '::ffff:169.254.169.254', 'fd00:ec2::254']) {
  t.test(`a name that resolves to ${address} is blocked, whatever else it has`, async (t) => {
    const { port, sockets } = await listen(
      t,
      answering((_request, response) => response.end()),
    )
    const { lookup, asked } = resolvingTo('127.0.0.1', address)
    const sender = buildSender(t, { lookup })
    for (const attempt of [1, 2]) {
      const uri = `http://receiver.test:${port}/`
      const { outcome } = await sender.send(makeCallback({ uri }), attempt).result
      t.match(outcome, { kind: 'blocked', reason: `receiver.test resolves to ${address}` })
      t.equal(asked.length, attempt, 'it is judged at each attempt')
    }
    t.equal(sockets.size, 0, 'nothing was connected to')
  })
}

t.test('an address in the URL is judged without a look-up or a connection', async (t) => {
  const { lookup, asked } = resolvingTo('127.0.0.1')
  const sender = buildSender(t, { lookup })
  for (const host of ['169.254.169.254', '2852039166', '[::ffff:a9fe:a9fe]']) {
    const { outcome } = await sender.send(makeCallback({ uri: `http://${host}/` }), 1).result
    t.match(outcome, { kind: 'blocked', reason: 'link-local or cloud metadata' }, host)
  }
  t.equal(asked.length, 0)
})

t.test('an allowed range lets http go to a name that resolves into it', async (t) => {
  const { port } = await listen(
    t,
    answering((_request, response) => response.end()),
  )
  const targets = createTargetPolicy('strict', ['127.0.0.0/8'])
  const { lookup } = resolvingTo('127.0.0.1')
  const uri = `http://receiver.test:${port}/`
  const { outcome } = await buildSender(t, { targets, lookup }).send(makeCallback({ uri }), 1)
    .result
  t.strictSame(outcome, { kind: 'delivered', status: 200 })
  const refused = await buildSender(t, {
    targets,
    lookup: resolvingTo('93.184.215.14').lookup,
  }).send(makeCallback({ uri }), 1).result
  t.match(refused.outcome, { kind: 'blocked', reason: 'https alone' })
})

t.test('no proxy variables are read', async (t) => {
  const proxy = await createCallbackSink(t)
  const before = { ...process.env }
  t.teardown(() => {
    process.env = before
  })
  for (const name of ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'NODE_USE_ENV_PROXY']) {
    process.env[name] = proxy.url
  }
  const sink = await createCallbackSink(t)
  await buildSender(t).send(makeCallback({ uri: sink.url }), 1).result
  t.equal(sink.received.length, 1)
  t.equal(proxy.received.length, 0)
})

// A certificate for localhost that signed itself, valid to 2120; made for these tests alone.
const cert = readFileSync('test/fixtures/certificate/localhost-cert.pem', 'utf8')
const key = readFileSync('test/fixtures/certificate/localhost-key.pem', 'utf8')

for (const { how, options, expected } of [
  {
    how: 'refused by default',
    options: {},
    expected: { kind: 'unreachable', reason: /self.signed/ },
  },
  {
    how: 'accepted with its authority',
    options: { secureContext: createSecureContext({ ca: cert }) },
    expected: { kind: 'delivered' },
  },
  { how: 'accepted when told so', options: { insecure: true }, expected: { kind: 'delivered' } },
]) {
  t.test(`a private certificate is ${how}`, async (t) => {
    const requests: string[] = []
    const server = createTlsServer({ cert, key }, (request, response) => {
      requests.push(request.method ?? '')
      response.end()
    })
    const { port } = await listen(t, server)
    const { lookup } = resolvingTo('127.0.0.1')
    const sender = buildSender(t, { lookup, ...options })
    const uri = `https://localhost:${port}/`
    const { outcome } = await sender.send(makeCallback({ uri }), 1).result
    t.match(outcome, expected)
    t.equal(requests.length, expected.kind === 'delivered' ? 1 : 0)
  })
}

t.test('a certificate for another name is refused, its authority known or not', async (t) => {
  const { port } = await listen(t, createTlsServer({ cert, key }))
  const { lookup } = resolvingTo('127.0.0.1')
  const sender = buildSender(t, { lookup, secureContext: createSecureContext({ ca: cert }) })
  const uri = `https://elsewhere.test:${port}/`
  for (const attempt of [1, 2]) {
    const { outcome } = await sender.send(makeCallback({ uri }), attempt).result
    t.match(outcome, { kind: 'unreachable', reason: /altnames/ })
  }
})

t.test('an answer without end is cut off, and its status counts', async (t) => {
  for (const status of [200, 500]) {
    const server = answering((_request, response) => {
      response.writeHead(status)
      const chunk = Buffer.alloc(64 * 1024)
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on('drain', more)
      more()
    })
    const { port, sockets } = await listen(t, server)
    const uri = `http://127.0.0.1:${port}/`
    const { outcome } = await buildSender(t).send(makeCallback({ uri }), 1).result
    t.strictSame(outcome, { kind: status === 200 ? 'delivered' : 'refused', status })
    const [socket] = sockets
    await closed(socket)
    t.pass('the connection is closed')
  }
})

t.test('attempts one after another use one connection again', async (t) => {
  const { port, sockets } = await listen(
    t,
    answering((_request, response) => response.writeHead(503).end('x'.repeat(1000))),
  )
  const sender = buildSender(t)
  for (let attempt = 1; attempt <= 5; attempt++) {
    await sender.send(makeCallback({ uri: `http://127.0.0.1:${port}/` }), attempt).result
    // A connection is free again in the next turn; the queue doesn't start an attempt before.
    await nextTurn()
  }
  t.equal(sockets.size, 1)
})

t.test('attempts at the same time use as many connections as are allowed', async (t) => {
  const { port, sockets } = await listen(
    t,
    answering((_request, response) => response.end()),
  )
  const sender = buildSender(t, { connectionsPerDestination: 3 })
  const sent = Array.from({ length: 12 }, (_, index) =>
    sender.send(makeCallback({ id: `cb_${index}`, uri: `http://127.0.0.1:${port}/` }), 1),
  )
  const results = await Promise.all(sent.map(({ result }) => result))
  t.ok(results.every(({ outcome }) => outcome.kind === 'delivered'))
  t.equal(sockets.size, 3)
})

t.test('more receivers than keep connections open at a time all get their callback', async (t) => {
  const { port, sockets } = await listen(
    t,
    answering((_request, response) => response.end()),
  )
  const { lookup } = resolvingTo('127.0.0.1')
  const sender = buildSender(t, { lookup })
  const sent = Array.from({ length: 250 }, (_, index) =>
    sender.send(makeCallback({ uri: `http://shop-${index}.test:${port}/` }), 1),
  )
  const results = await Promise.all(sent.map(({ result }) => result))
  t.ok(results.every(({ outcome }) => outcome.kind === 'delivered'))
  t.equal(sockets.size, 250)
  await sender.close()
  await Promise.all([...sockets].map(closed))
  t.pass('all connections are closed in the end')
})

t.test('breaking off an attempt closes its connection and settles it', async (t) => {
  const sink = await createCallbackSink(t, ['hang', 200])
  const sender = buildSender(t)
  const attempt = sender.send(makeCallback({ uri: sink.url }), 1)
  await sink.waitFor(1)
  attempt.abort()
  t.match(await attempt.result, { outcome: { kind: 'unreachable' } })
  attempt.abort()
  const { outcome } = await sender.send(makeCallback({ uri: sink.url }), 2).result
  t.strictSame(outcome, { kind: 'delivered', status: 200 }, 'the next one is not hurt')
})

t.test('an attempt broken off before its connection stands sends nothing', async (t) => {
  const sink = await createCallbackSink(t)
  const { lookup: resolve } = resolvingTo('127.0.0.1')
  const waiting: (() => void)[] = []
  let isOpen = false
  const lookup: LookupFunction = (hostname, options, done) => {
    const answer = () => resolve(hostname, options, done)
    if (isOpen) answer()
    else waiting.push(answer)
  }
  const uri = `http://receiver.test:${new URL(sink.url).port}/`
  const sender = buildSender(t, { lookup, connectionsPerDestination: 1 })
  const first = sender.send(makeCallback({ uri, body: '{"first":true}' }), 1)
  first.abort()
  await first.result
  const second = sender.send(makeCallback({ uri, body: '{"second":true}' }), 1)
  isOpen = true
  t.equal(waiting.length, 1)
  for (const answer of waiting) answer()
  t.match(await second.result, { outcome: { kind: 'delivered' } })
  t.strictSame(
    sink.received.map(({ body }) => body),
    ['{"second":true}'],
  )
})

t.test('closing ends connections that are still being made', async (t) => {
  const server = createTcpServer((socket) => socket.resume())
  const { port } = await listen(t, server)
  const connected = once(server, 'connection')
  const sender = buildSender(t)
  const attempt = sender.send(makeCallback({ uri: `https://127.0.0.1:${port}/` }), 1)
  const [socket] = (await connected) as [Socket]
  attempt.abort()
  await sender.close()
  await closed(socket)
  t.pass('long before the time-out of the attempt')
  await sender.close()
})
