import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { exchangeIdOf, putSession, waitForState } from '../../helpers/put-session.ts'

// The emulator's own: README, Faults.

const script = (app: FastifyInstance, answers: unknown, name = 'a') =>
  app.inject({ method: 'PUT', url: `/_mock/sinks/${name}`, payload: { script: answers } })

const receive = (app: FastifyInstance) => app.inject({ method: 'POST', url: '/_mock/sink/a' })

t.test('each answer of a script is given once, in order; then it is 200 again', async (t) => {
  const { app } = await buildTestApp(t)
  const set = await script(app, [503, { status: 410 }, {}, 404])
  t.equal(set.statusCode, 200)
  t.strictSame(set.json(), { name: 'a', received: 0, dropped: 0, scripted: 4 })
  const statuses: number[] = []
  for (let i = 0; i < 6; i++) statuses.push((await receive(app)).statusCode)
  t.strictSame(statuses, [503, 410, 200, 404, 200, 200])
  const { items } = (await app.inject('/_mock/sinks/a')).json()
  t.strictSame(
    items.map(({ status }: { status: number }) => status),
    statuses,
    'what came is kept with what it was answered',
  )
})

t.test('an answer carries the headers of its script', async (t) => {
  const { app } = await buildTestApp(t)
  await script(app, [{ status: 429, headers: { 'Retry-After': 2, 'x-note': 'slow down' } }])
  const reply = await receive(app)
  t.match(reply.headers, { 'retry-after': '2', 'x-note': 'slow down' })
  t.strictSame(reply.json(), { received: true })
  t.notOk('retry-after' in (await receive(app)).headers)
})

t.test('an answer of a status without a body has none', async (t) => {
  const { app } = await buildTestApp(t)
  await script(app, [204, 304])
  for (const status of [204, 304]) {
    const reply = await receive(app)
    t.equal(reply.statusCode, status)
    t.equal(reply.body, '')
  }
})

t.test('what is still to be answered is listed, and another script takes its place', async (t) => {
  const { app } = await buildTestApp(t)
  const answers = [503, { status: 503, delayMs: 5, headers: { 'retry-after': '1' } }]
  await script(app, [500, ...answers])
  await receive(app)
  const left = async () => (await app.inject('/_mock/sinks/a')).json().script
  t.strictSame(await left(), answers)
  t.match((await app.inject('/_mock/sinks')).json().items, [{ received: 1, scripted: 2 }])
  await script(app, [404])
  t.strictSame(await left(), [404])
  await script(app, [])
  t.strictSame(await left(), [])
  t.equal((await receive(app)).statusCode, 200)
})

t.test('emptying a sink, or a reset, forgets its script', async (t) => {
  const { app } = await buildTestApp(t)
  for (const forget of [
    { method: 'DELETE', url: '/_mock/sinks/a' },
    { method: 'POST', url: '/_mock/reset' },
  ] as const) {
    await script(app, [503])
    t.equal((await app.inject(forget)).statusCode, 204)
    t.equal((await receive(app)).statusCode, 200)
  }
})

t.test('a script is of one world', async (t) => {
  const { app } = await buildTestApp(t, { isolation: 'deployment' })
  await app.inject({
    method: 'PUT',
    url: '/_mock/sinks/a?world=a.test',
    payload: { script: [503] },
  })
  t.equal((await receive(app)).statusCode, 200)
  const reply = await app.inject({ method: 'POST', url: '/_mock/sink/a?world=a.test' })
  t.equal(reply.statusCode, 503)
})

t.test('a script that is none is refused by name, and the one there was stays', async (t) => {
  const { app } = await buildTestApp(t)
  await script(app, [404])
  for (const [answers, detail] of [
    [undefined, /script is required/],
    [503, /script must be an array/],
    [[503, 199], /script\[1\] must be at least 200/],
    [[600], /must be at most 599/],
    [['503'], /script\[0\] must be an integer or an object/],
    [[{ status: 503, delay: 5 }], /must not have "delay"/],
    [[{ delayMs: -1 }], /delayMs must be at least 0/],
    [[{ headers: { 'a b': 'x' } }], /script\[0\]\.headers\.a b must be the name/],
    [[200, { headers: { 'Content-Length': 5 } }], /script\[1\]\.headers\.Content-Length is set by/],
    [[{ headers: { a: 'x\r\ny' } }], /script\[0\]\.headers\.a must be text/],
    [Array(1001).fill(200), /script must have at most 1000 items/],
  ] as const) {
    const reply = await script(app, answers)
    isProblem(t, reply, 400, 'bad-request')
    t.match(reply.json().detail, detail)
  }
  isProblem(t, await script(app, [503], 'a%20b'), 400, 'bad-request')
  t.strictSame((await app.inject('/_mock/sinks/a')).json().script, [404])
})

t.test('a delay is world time; what came is seen meanwhile', async (t) => {
  const { app, clock } = await buildTestApp(t)
  await script(app, [{ status: 503, delayMs: 1000 }])
  let isAnswered = false
  const reply = receive(app).then((answer) => {
    isAnswered = true
    return answer
  })
  while (clock.pending === 0) await new Promise((soon) => setImmediate(soon))
  t.match((await app.inject('/_mock/sinks/a')).json().items, [{ status: 503 }])
  clock.advance(999)
  await new Promise((soon) => setImmediate(soon))
  t.notOk(isAnswered)
  clock.advance(1)
  t.equal((await reply).statusCode, 503)
})

t.test('a reset lets a delayed answer go at once', async (t) => {
  const { app, clock } = await buildTestApp(t)
  await script(app, [{ status: 503, delayMs: 1000 }])
  const reply = receive(app)
  while (clock.pending === 0) await new Promise((soon) => setImmediate(soon))
  await app.inject({ method: 'POST', url: '/_mock/reset' })
  t.equal((await reply).statusCode, 503)
  t.equal(clock.pending, 0)
})

t.test('a callback into a scripted sink is tried again, or given up at a 410', async (t) => {
  const { app, world, clock, listen } = await buildTestApp(t)
  const url = await listen()
  const put = () => putSession(app, 's1', { 'x-callback-destination-uri': `${url}/_mock/sink/a` })
  await script(app, [{ status: 503, headers: { 'retry-after': 30 } }])
  const first = exchangeIdOf(await put())
  const { callback } = await waitForState(world, first, 'waiting')
  t.equal(callback?.nextAttemptAt, clock.now() + 30_000)
  clock.advance(30_000)
  await waitForState(world, first, 'delivered')
  await script(app, [410])
  const second = await waitForState(world, exchangeIdOf(await put()), 'failed')
  t.match(second.callback?.reason, /410/)
})
