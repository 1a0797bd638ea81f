import { type IncomingMessage, request } from 'node:http'
import t, { type Test } from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { putSession } from '../../helpers/put-session.ts'

// The emulator's own: README, live feed. Form: HTML standard, server-sent events.

interface Reader {
  response: IncomingMessage
  text(): string
  /** Resolves once the pattern has come. */
  said(pattern: RegExp): Promise<string>
  ended: Promise<void>
}

const read = async (
  t: Test,
  url: string,
  headers: Record<string, string> = {},
): Promise<Reader> => {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, { headers }, resolve).on('error', reject)
    t.teardown(() => sent.destroy())
    sent.end()
  })
  let text = ''
  const checks = new Set<() => void>()
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    for (const check of checks) check()
  })
  const ended = new Promise<void>((resolve) => response.once('close', resolve))
  return {
    response,
    text: () => text,
    ended,
    said: (pattern) =>
      new Promise((resolve) => {
        const check = () => {
          if (!pattern.test(text)) return
          checks.delete(check)
          resolve(text)
        }
        checks.add(check)
        check()
      }),
  }
}

const eventsOf = (text: string) =>
  text
    .split('\n\n')
    .filter((block) => block.includes('event: '))
    .map((block) => Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s))))

t.test('the feed begins with the newest exchanges and goes on with what changes', async (t) => {
  const { app, clock, listen } = await buildTestApp(t)
  const url = await listen()
  await putSession(app, 's1')
  const reader = await read(t, `${url}/_mock/live`)
  t.equal(reader.response.statusCode, 200)
  t.equal(reader.response.headers['content-type'], 'text/event-stream; charset=utf-8')
  await reader.said(/s1/)
  await putSession(app, 's2', { 'x-correlation-id': 'c2' })
  clock.advance(50)
  const events = eventsOf(await reader.said(/s2/))
  t.strictSame(
    events.map(({ event }) => event),
    ['exchange', 'exchange'],
  )
  t.match(JSON.parse(events[1]?.data ?? ''), {
    world: 'shared',
    method: 'PUT',
    path: '/segment/v2/customer_sessions/s2',
    status: 200,
    sessionId: 's2',
    correlationId: 'c2',
    callback: null,
  })
})

t.test('Last-Event-ID goes on where a reader was; one of another start begins anew', async (t) => {
  const { app, listen } = await buildTestApp(t)
  const url = await listen()
  await putSession(app, 's1')
  const first = await read(t, `${url}/_mock/live`)
  const [event] = eventsOf(await first.said(/s1/))
  first.response.destroy()
  await putSession(app, 's2')
  const again = await read(t, `${url}/_mock/live`, { 'last-event-id': event?.id ?? '' })
  t.notMatch(await again.said(/s2/), /s1/)
  const stranger = await read(t, `${url}/_mock/live`, { 'last-event-id': 'other.99' })
  t.match(await stranger.said(/s2/), /s1/)
})

t.test('a reset is told; a reader to whom nothing happens hears a heartbeat', async (t) => {
  const { app, clock, listen } = await buildTestApp(t)
  const reader = await read(t, `${await listen()}/_mock/live?backlog=0`)
  await reader.said(/world shared/)
  clock.advance(15_000)
  await reader.said(/: still here\n\n/)
  await app.inject({ method: 'POST', url: '/_mock/reset' })
  await reader.said(/event: cleared\n/)
})

t.test('a reader that does not read is told and disconnected', async (t) => {
  const { app, clock, world, listen } = await buildTestApp(t)
  const reader = await read(t, `${await listen()}/_mock/live`)
  await reader.said(/world shared/)
  reader.response.pause()
  const long = 'x'.repeat(900)
  // Far more than the sockets on both sides hold.
  for (let i = 0; world.feed.readers > 0; i++) {
    if (i > 200) throw new Error('it is still there')
    for (let n = 0; n < 100; n++) await putSession(app, `${long}-${i}-${n}`)
    clock.advance(50)
    await new Promise((soon) => setImmediate(soon))
  }
  reader.response.resume()
  await reader.said(/event: dropped\ndata: \{"reason":"the reader was too slow"\}/)
  await reader.ended
})

t.test('one that leaves, or a stop, leaves nothing behind', async (t) => {
  const { app, clock, world, listen } = await buildTestApp(t)
  const url = await listen()
  const timers = clock.pending
  const gone = await read(t, `${url}/_mock/live`)
  const stays = await read(t, `${url}/_mock/live`)
  t.equal(world.feed.readers, 2)
  gone.response.destroy()
  while (world.feed.readers > 1) await new Promise((soon) => setImmediate(soon))
  world.endWaiting()
  await stays.ended
  t.equal(world.feed.readers, 0)
  t.equal(clock.pending, timers)
  t.equal((await app.inject('/_mock/live')).statusCode, 503)
})
