import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import t from 'tap'
import { createCallbackSink } from '../helpers/callback-sink.ts'
import { SEGMENT_HEADERS } from '../helpers/make-session.ts'
import { startCli } from '../helpers/run-cli.ts'

const put = (url: string, sessionId: string, destination?: string) =>
  fetch(`${url}/segment/customer_sessions/${sessionId}`, {
    method: 'PUT',
    headers: {
      ...SEGMENT_HEADERS,
      'content-type': 'application/json',
      ...(destination && { 'x-callback-destination-uri': destination }),
    },
    body: '{"customerSession":{"profileId":"anna"}}',
  })

/** IDs of the callbacks in the ledger, sorted. */
const callbackIds = async (url: string): Promise<string[]> => {
  const reply = await fetch(`${url}/_mock/exchanges?callback=any`)
  const { items } = (await reply.json()) as { items: { callback: { id: string } }[] }
  return items.map(({ callback }) => callback.id).sort()
}

interface LogLine {
  msg: string
  count?: number
  callbackIds?: string[]
}
const logOf = (stderr: string): LogLine[] =>
  stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`${signal} stops it, exit code 0`, async (t) => {
    const cli = await startCli(t)
    await put(cli.url, 's1')
    cli.child.kill(signal)
    const { code, stderr } = await cli.ended
    t.equal(code, 0)
    t.strictSame(
      logOf(stderr).map(({ msg }) => msg),
      ['stopping', 'stopped'],
    )
  })
}

t.test('what is not delivered in the time to drain is reported by count and ID', async (t) => {
  const sink = await createCallbackSink(t, ['hang'])
  const cli = await startCli(t, ['--drain-ms', '50'])
  for (const id of ['s1', 's2', 's3']) await put(cli.url, id, sink.url)
  const ids = await callbackIds(cli.url)
  await sink.waitFor(3)
  cli.child.kill('SIGTERM')
  const { code, stderr } = await cli.ended
  t.equal(code, 0)
  const log = logOf(stderr)
  t.ok(log.some(({ count }) => count === 3))
  t.strictSame(log.flatMap((line) => line.callbackIds ?? []).sort(), ids)
})

t.test('while it drains: no more requests, health as ever, retries that fit go out', async (t) => {
  const sink = await createCallbackSink(t, [503, 503, 200])
  const cli = await startCli(t, ['--callback-retries', '300,300', '--drain-ms', '60000'])
  await put(cli.url, 's1', sink.url)
  await sink.waitFor(1)
  cli.child.kill('SIGTERM')
  await cli.said(/"stopping"/)
  const refused = await put(cli.url, 's2')
  t.equal(refused.status, 503)
  const [health, ready] = await Promise.all(
    ['health', 'ready'].map((name) => fetch(`${cli.url}/_mock/${name}`)),
  )
  t.equal(health?.status, 200)
  t.equal(ready?.status, 503)
  const { code, stderr } = await cli.ended
  t.equal(code, 0)
  t.equal(sink.received.length, 3)
  t.notMatch(stderr, 'cancelled')
})

t.test('a callback to its own sink is delivered while it drains', async (t) => {
  const cli = await startCli(t, ['--drain-ms', '60000'])
  await put(cli.url, 's1', `${cli.url}/_mock/sink/own`)
  cli.child.kill('SIGTERM')
  const { code, stderr } = await cli.ended
  t.equal(code, 0)
  t.notMatch(stderr, 'cancelled')
})

t.test('a request that came before the signal is answered, and its callback sent', async (t) => {
  const sink = await createCallbackSink(t)
  const cli = await startCli(t, ['--drain-ms', '60000'])
  const body = '{"customerSession":{"profileId":"anna"}}'
  const put = request(`${cli.url}/segment/customer_sessions/s1`, {
    method: 'PUT',
    headers: {
      ...SEGMENT_HEADERS,
      'content-type': 'application/json',
      'content-length': body.length,
      'x-callback-destination-uri': sink.url,
      connection: 'close',
    },
  })
  put.flushHeaders()
  let taken = 0
  while (taken === 0) {
    const reply = await fetch(`${cli.url}/_mock/exchanges`)
    taken = ((await reply.json()) as { items: unknown[] }).items.length
  }
  cli.child.kill('SIGTERM')
  await cli.said(/"stopping"/)
  put.end(body)
  const [reply] = (await once(put, 'response')) as [IncomingMessage]
  reply.resume()
  t.equal(reply.statusCode, 200)
  const { code, stderr } = await cli.ended
  t.equal(code, 0)
  t.equal(sink.received.length, 1)
  t.notMatch(stderr, 'cancelled')
})

t.test(
  'a signal that is repeated after a while ends the drain, and the report comes',
  async (t) => {
    const sink = await createCallbackSink(t, ['hang'])
    const cli = await startCli(t, ['--drain-ms', '600000', '--callback-timeout-ms', '600000'])
    await put(cli.url, 's1', sink.url)
    const [id] = await callbackIds(cli.url)
    await sink.waitFor(1)
    const repeat = setInterval(() => cli.child.kill('SIGINT'), 100)
    t.teardown(() => clearInterval(repeat))
    const { code, stderr } = await cli.ended
    clearInterval(repeat)
    t.equal(code, 0)
    t.match(logOf(stderr).at(-2), { callbackIds: [id] })
  },
)

// npm and the terminal both send it to the process when a user presses Ctrl+C once.
t.test('a signal that comes twice at once is one', async (t) => {
  const sink = await createCallbackSink(t, [503, 200])
  const cli = await startCli(t, ['--callback-retries', '300', '--drain-ms', '60000'])
  await put(cli.url, 's1', sink.url)
  await sink.waitFor(1)
  cli.child.kill('SIGINT')
  await cli.said(/"stopping"/)
  cli.child.kill('SIGINT')
  const { code, stderr } = await cli.ended
  t.equal(code, 0)
  t.equal(sink.received.length, 2)
  t.notMatch(stderr, 'cancelled')
})

t.test('a client that never ends its request does not hold it up', async (t) => {
  const cli = await startCli(t)
  const { port } = new URL(cli.url)
  const socket = connect(Number(port), '127.0.0.1')
  t.teardown(() => socket.destroy())
  socket.on('error', () => {})
  socket.write('POST /_mock/sink/slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{')
  await put(cli.url, 's1')
  cli.child.kill('SIGTERM')
  t.equal((await cli.ended).code, 0)
})
