import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { putSession } from '../../helpers/put-session.ts'

// The emulator's own: README, Faults.

const URL = '/_mock/faults'

const add = (app: FastifyInstance, payload: object, url = URL) =>
  app.inject({ method: 'POST', url, payload })

const remove = (app: FastifyInstance, url = URL) => app.inject({ method: 'DELETE', url })

t.test('a fault is set, listed and removed', async (t) => {
  const { app } = await buildTestApp(t)
  const match = { path: '/segment/*', sessionId: 's1' }
  const set = await add(app, { where: 'request', match, do: { status: 429 }, times: 3 })
  t.equal(set.statusCode, 201)
  const expected = {
    id: 'fault_1',
    where: 'request',
    match,
    do: { status: 429 },
    times: 3,
    probability: 1,
    ttlMs: null,
    createdAt: '2026-01-02T03:04:05.000Z',
    expiresAt: null,
    applied: 0,
  }
  t.strictSame(set.json(), expected)
  await putSession(app, 's1')
  await putSession(app, 's2')
  t.strictSame((await app.inject(URL)).json(), {
    items: [{ ...expected, applied: 1 }],
    next: null,
  })
  const reply = await remove(app, `${URL}/fault_1`)
  t.equal(reply.statusCode, 204)
  t.equal(reply.body, '')
  t.strictSame((await app.inject(URL)).json(), { items: [], next: null })
  t.equal((await putSession(app, 's1')).statusCode, 200)
  isProblem(t, await remove(app, `${URL}/fault_1`), 404, 'not-found')
})

t.test('all are removed at once, and by a reset', async (t) => {
  const { app } = await buildTestApp(t)
  const fill = async () => {
    for (const status of [400, 500]) await add(app, { where: 'request', do: { status } })
  }
  const count = async () => (await app.inject(URL)).json().items.length
  await fill()
  t.equal(await count(), 2)
  t.equal((await remove(app)).statusCode, 204)
  t.equal(await count(), 0)
  await fill()
  await app.inject({ method: 'POST', url: '/_mock/reset' })
  t.equal(await count(), 0)
})

t.test('what is not as described is refused by its name, and nothing is set', async (t) => {
  const { app } = await buildTestApp(t)
  for (const [fault, detail] of [
    [{}, /where is required; do is required/],
    [{ where: 'reply', do: { reset: true } }, /where must be one of .*"request", "callback"/],
    [{ where: 'request', do: { status: 418 } }, /status must be one of .*400, 401, 404, 409/],
    [{ where: 'request', do: { reset: false } }, /reset must be one of .*true/],
    [{ where: 'request', do: { crash: true } }, /do must not have "crash"/],
    [{ where: 'request', do: { delayMs: -1 } }, /delayMs must be at least 0/],
    [{ where: 'request', do: { delayMs: 86_400_001 } }, /delayMs must be at most 86400000/],
    [{ where: 'request', do: { delayMs: '5' } }, /delayMs must be an integer or an object/],
    [{ where: 'request', do: { delayMs: { min: 1 } } }, /max is required/],
    [{ where: 'request', do: { delayMs: { min: 2, max: 1 } } }, /do\.delayMs\.min must be at most/],
    [{ where: 'request', do: {} }, /do must name what to do/],
    [{ where: 'request', do: { truncate: true } }, /do\.truncate can't be done to a request/],
    [{ where: 'request', do: { reset: true }, match: { session: 's1' } }, /"session"/],
    [{ where: 'request', do: { reset: true }, match: { path: 'segment' } }, /path/],
    [{ where: 'request', do: { reset: true }, match: { sessionId: '' } }, /sessionId/],
    [{ where: 'request', do: { reset: true }, times: 0 }, /times must be at least 1/],
    [{ where: 'request', do: { reset: true }, probability: 1.1 }, /probability must be at most 1/],
    [{ where: 'request', do: { reset: true }, ttlMs: 0.5 }, /ttlMs must be an integer/],
    [{ where: 'request', do: { reset: true }, ttl: 5 }, /"ttl"/],
  ] as const) {
    const reply = await add(app, fault)
    isProblem(t, reply, 400, 'bad-request')
    t.match(reply.json().detail, detail)
  }
  t.strictSame((await app.inject(URL)).json().items, [])
})

t.test('there are at most 100: 409 that says how to remove them', async (t) => {
  const { app } = await buildTestApp(t)
  for (let i = 0; i < 100; i++) await add(app, { where: 'request', do: { reset: true } })
  const reply = await add(app, { where: 'request', do: { reset: true } })
  isProblem(t, reply, 409, 'too-many-faults')
  t.match(reply.json().detail, /DELETE/)
  t.equal((await app.inject(URL)).json().items.length, 100)
})

t.test('a fault is of one world', async (t) => {
  const { app } = await buildTestApp(t, { isolation: 'deployment' })
  await add(app, { where: 'request', do: { status: 500 } }, `${URL}?world=a.test`)
  const put = async (host: string) =>
    (await putSession(app, 's1', { 'destination-hostname': host })).statusCode
  t.equal(await put('a.test'), 500)
  t.equal(await put('b.test'), 200)
  t.strictSame((await app.inject(URL)).json().items, [])
})

t.test(
  'the same requests meet the same chances after a reset, and the same UUIDs as without faults',
  async (t) => {
    const { app } = await buildTestApp(t, { scenario: 'demo' })
    const run = async (faults: boolean) => {
      await app.inject({ method: 'POST', url: '/_mock/reset' })
      const fault = { where: 'request', do: { delayMs: { min: 0, max: 0 } }, probability: 0.5 }
      if (faults) await add(app, fault)
      const replies: string[] = []
      const struck: boolean[] = []
      for (let i = 0; i < 12; i++) {
        const reply = await putSession(
          app,
          `s${i}`,
          {},
          { profileId: 'anna', state: 'closed', cartItems: [{ sku: 'a', price: 50, quantity: 1 }] },
        )
        replies.push(reply.body)
        const id = reply.headers['x-talon-mock-exchange']
        struck.push('fault' in (await app.inject(`/_mock/exchanges/${id}`)).json())
      }
      return { replies, struck }
    }
    const first = await run(true)
    t.strictSame(new Set(first.struck), new Set([true, false]))
    t.strictSame(await run(true), first)
    const { replies } = await run(false)
    t.match(replies[0], /transactionUUID/)
    t.strictSame(replies, first.replies)
  },
)
