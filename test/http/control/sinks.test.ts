import { request } from 'node:http'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { exchangeIdOf, putSession, waitForState, walk } from '../../helpers/put-session.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

t.test('a sink takes any method', async (t) => {
  const { app } = await buildTestApp(t)
  for (const method of METHODS) {
    const reply = await app.inject({ method, url: '/_mock/sink/a?x=1' })
    t.equal(reply.statusCode, 200, method)
    t.equal(reply.headers['access-control-allow-origin'], undefined)
  }
  const { items } = (await app.inject('/_mock/sinks/a')).json()
  t.strictSame(
    items.map((item: { method: string }) => item.method),
    METHODS,
  )
  t.match(items[0], { number: 1, at: '2026-01-02T03:04:05.000Z', path: '/_mock/sink/a?x=1' })
})

t.test('a sink takes any content type, none, and what is no content type at all', async (t) => {
  const { app } = await buildTestApp(t)
  const types = [
    'application/json',
    'text/plain',
    'application/xml',
    'multipart/form-data',
    'x',
    ';',
    '',
  ]
  for (const type of types) {
    const reply = await app.inject({
      method: 'POST',
      url: '/_mock/sink/a',
      headers: { 'content-type': type },
      payload: '{"a":1}',
    })
    t.equal(reply.statusCode, 200, type)
    t.strictSame(reply.json(), { received: true })
  }
  const { items } = (await app.inject('/_mock/sinks/a')).json()
  t.equal(items.length, types.length)
  for (const [i, item] of items.entries()) {
    t.match(item, { headers: { 'content-type': types[i] }, body: '{"a":1}', json: { a: 1 } })
  }
})

t.test('a body that is no JSON is shown as text', async (t) => {
  const { app } = await buildTestApp(t)
  for (const payload of ['{', 'é ✓', '']) {
    await app.inject({ method: 'POST', url: '/_mock/sink/a', payload })
  }
  const { items } = (await app.inject('/_mock/sinks/a')).json()
  t.match(items, [
    { body: '{', json: null },
    { body: 'é ✓', json: null },
    { body: '', json: null },
  ])
})

t.test('a body too deep to be written again is shown as text', async (t) => {
  const { app } = await buildTestApp(t)
  const bodies = [
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  ]
  for (const payload of bodies) await app.inject({ method: 'POST', url: '/_mock/sink/a', payload })
  const reply = await app.inject('/_mock/sinks/a')
  t.equal(reply.statusCode, 200)
  t.match(
    reply.json().items,
    bodies.map((body) => ({ body, json: null })),
  )
})

t.test('a body without a content type, in chunks, is taken over a socket', async (t) => {
  const { app, listen } = await buildTestApp(t)
  const url = await listen()
  const status = await new Promise((resolve, reject) => {
    const sent = request(`${url}/_mock/sink/a`, { method: 'POST' }, (reply) => {
      reply.resume().on('end', () => resolve(reply.statusCode))
    })
    sent.on('error', reject)
    sent.write('one ')
    sent.end('two')
  })
  t.equal(status, 200)
  const { items } = (await app.inject('/_mock/sinks/a')).json()
  t.match(items, [{ body: 'one two', headers: { 'transfer-encoding': 'chunked' } }])
})

t.test(
  'a callback that points at a sink comes in with its headers as they were sent',
  async (t) => {
    const { app, world, listen } = await buildTestApp(t)
    const url = await listen()
    const key = '3aa74d582bd9479c59e16f970fe13bf3'
    const put = await putSession(app, 's1', {
      'x-callback-destination-uri': `${url}/_mock/sink/demo`,
      'x-callback-api-key': `Authorization ApiKey-v1 ${key}`,
      'x-content-fields': 'effects',
      'x-correlation-id': 'abc123',
    })
    const entry = await waitForState(world, exchangeIdOf(put), 'delivered')
    const { items } = (await app.inject('/_mock/sinks/demo')).json()
    t.equal(items.length, 1)
    t.match(items[0], {
      method: 'POST',
      headers: {
        authorization: `ApiKey-v1 ${key}`,
        'x-correlation-id': 'abc123',
        'x-talon-mock-delivery': entry.callback?.message.id,
        'x-talon-mock-attempt': '1',
      },
      json: { effects: [] },
    })
  },
)

t.test('a sink takes a callback that is larger than the largest request', async (t) => {
  const { app } = await buildTestApp(t, { bodyLimit: 1000 })
  const reply = await app.inject({
    method: 'POST',
    url: '/_mock/sink/a',
    payload: 'x'.repeat(5000),
  })
  t.equal(reply.statusCode, 200)
})

t.test('the sinks are listed by name, and a walk meets each once', async (t) => {
  const { app } = await buildTestApp(t)
  const receive = (name: string) => app.inject({ method: 'POST', url: `/_mock/sink/${name}` })
  for (const name of ['b', 'c', 'a', 'b']) await receive(name)
  const expected = [
    { name: 'a', received: 1, dropped: 0, scripted: 0 },
    { name: 'b', received: 2, dropped: 0, scripted: 0 },
    { name: 'c', received: 1, dropped: 0, scripted: 0 },
  ]
  t.strictSame((await app.inject('/_mock/sinks')).json(), {
    items: expected,
    next: null,
    dropped: 0,
  })
  for (const limit of [1, 2, 3]) {
    t.strictSame(await walk(app, '/_mock/sinks', limit), expected, `pages of ${limit}`)
  }
})

t.test(
  'a walk over a sink meets every request once, oldest first, while new ones arrive',
  async (t) => {
    const { app } = await buildTestApp(t)
    const receive = (payload: string) =>
      app.inject({ method: 'POST', url: '/_mock/sink/a', payload })
    const bodies = ['0', '1', '2', '3', '4', '5', '6']
    for (const body of bodies) await receive(body)
    for (const limit of [1, 2, 7, 500]) {
      const walked = await walk<{ body: string }>(app, '/_mock/sinks/a', limit)
      t.strictSame(
        walked.map(({ body }) => body),
        bodies,
        `pages of ${limit}`,
      )
    }
    const arriving = ['7', '8']
    const walked = await walk<{ body: string }>(app, '/_mock/sinks/a', 3, async () => {
      const body = arriving.shift()
      if (body) await receive(body)
    })
    t.strictSame(
      walked.map(({ body }) => body),
      [...bodies, '7', '8'],
    )
  },
)

t.test('a sink is bounded; what fell out is counted, and a walk goes on behind it', async (t) => {
  const { app, world } = await buildTestApp(t)
  const receipt = { at: '', method: 'POST', path: '/', headers: {}, body: '' }
  for (let i = 0; i < 5000; i++) world.sinks.receive('a', receipt)
  const first = (await app.inject('/_mock/sinks/a?limit=2')).json()
  t.match(first, { items: [{ number: 1 }, { number: 2 }], next: '2', dropped: 0 })
  for (let i = 0; i < 10; i++) world.sinks.receive('a', receipt)
  const second = (await app.inject('/_mock/sinks/a?limit=2&cursor=2')).json()
  t.match(second, { items: [{ number: 11 }, { number: 12 }], next: '12', dropped: 10 })
  t.match((await app.inject('/_mock/sinks')).json().items, [{ received: 5000, dropped: 10 }])
})

t.test('a sink that nothing came into is empty, and can not be emptied', async (t) => {
  const { app } = await buildTestApp(t)
  const empty = { items: [], next: null, dropped: 0, script: [] }
  t.strictSame((await app.inject('/_mock/sinks/a')).json(), empty)
  const remove = () => app.inject({ method: 'DELETE', url: '/_mock/sinks/a' })
  isProblem(t, await remove(), 404, 'not-found')
  await app.inject({ method: 'POST', url: '/_mock/sink/a' })
  const reply = await remove()
  t.equal(reply.statusCode, 204)
  t.equal(reply.body, '')
  t.strictSame((await app.inject('/_mock/sinks/a')).json(), empty)
})

t.test('the name of a sink and its pages are as described', async (t) => {
  const { app } = await buildTestApp(t)
  const tooLong = 'x'.repeat(101)
  for (const name of ['a%20b', 'a%2Fb', 'a%0A', tooLong]) {
    isProblem(
      t,
      await app.inject({ method: 'POST', url: `/_mock/sink/${name}` }),
      400,
      'bad-request',
    )
    isProblem(t, await app.inject(`/_mock/sinks/${name}`), 400, 'bad-request')
  }
  isProblem(t, await app.inject('/_mock/sinks/a?cursor=x'), 400, 'bad-request')
  isProblem(t, await app.inject('/_mock/sinks?limit=0'), 400, 'bad-request')
  t.strictSame((await app.inject('/_mock/sinks')).json().items, [])
})
