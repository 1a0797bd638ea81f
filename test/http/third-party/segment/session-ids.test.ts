import t from 'tap'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { isRefused, putV1, putV2, storedSessions } from '../../../helpers/third-party.ts'

// Source: Third-party OpenAPI, integration IDs of 1 to 1000 characters; an ID is taken as it is after
// percent-decoding (assumed).

t.test('an ID has 1 to 1000 characters', async (t) => {
  const { app } = await buildTestApp(t)
  for (const put of [putV1, putV2]) {
    for (const id of ['a', 'x'.repeat(101), 'x'.repeat(1000)]) {
      const reply = await put(app, {}, { id })
      t.equal(reply.statusCode, 200)
      t.equal(reply.json().customerSession.integrationId, id)
    }
    const before = await storedSessions(app)
    const over = await put(app, {}, { id: 'x'.repeat(1001) })
    isRefused(t, over, 400, /customerSessionId must have at most 1000 characters/)
    t.strictSame(await storedSessions(app), before)
  }
})

t.test('characters are counted, not bytes or UTF-16 units', async (t) => {
  const { app } = await buildTestApp(t)
  for (const put of [putV1, putV2]) {
    for (const character of ['😀', 'ä']) {
      const id = character.repeat(1000)
      const reply = await put(app, {}, { id: encodeURIComponent(id) })
      t.equal(reply.statusCode, 200)
      t.equal(reply.json().customerSession.integrationId, id)
      const over = await put(app, {}, { id: encodeURIComponent(character.repeat(1001)) })
      isRefused(t, over, 400, /at most 1000 characters/)
    }
  }
})

t.test('1000 characters of four bytes come through a real connection', async (t) => {
  const { listen } = await buildTestApp(t)
  const id = '😀'.repeat(1000)
  const reply = await fetch(
    `${await listen()}/segment/v2/customer_sessions/${encodeURIComponent(id)}`,
    {
      method: 'PUT',
      headers: {
        authorization: 'ApiKey-v1 key',
        'destination-hostname': 'acme.talon.one',
        'content-type': 'application/json',
      },
      body: '{}',
    },
  )
  t.equal(reply.status, 200)
  t.match(await reply.json(), { customerSession: { integrationId: id } })
})

t.test('an empty ID is refused', async (t) => {
  const { app } = await buildTestApp(t)
  for (const put of [putV1, putV2]) {
    const reply = await put(app, {}, { id: '' })
    isRefused(t, reply, 400, /customerSessionId must have at least 1 character /)
  }
  t.match(await storedSessions(app), { items: [] })
})

t.test('an ID is percent-decoded once and otherwise taken as it is', async (t) => {
  const { app } = await buildTestApp(t)
  for (const [sent, id] of [
    ['a%2Fb', 'a/b'],
    ['a%252Fb', 'a%2Fb'],
    ['%20s%20', ' s '],
    ['s%3Fa%23b', 's?a#b'],
    ['a+b', 'a+b'],
    ['a;b=c', 'a;b=c'],
    ['Cart-1', 'Cart-1'],
    ['cart-1', 'cart-1'],
    ['%E2%82%AC', '€'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['audiences', 'audiences'],
  ] as const) {
    for (const put of [putV1, putV2]) {
      const reply = await put(app, {}, { id: sent })
      t.equal(reply.statusCode, 200)
      t.equal(reply.json().customerSession.integrationId, id)
    }
  }
  t.match(
    await storedSessions(app),
    { items: { length: 12 } },
    'each one session, on both endpoints',
  )
})

t.test('a bare slash makes another path, a bare question mark ends the ID', async (t) => {
  const { app } = await buildTestApp(t)
  isRefused(t, await putV1(app, {}, { id: 'a/b' }), 404, 'Not Found')
  const reply = await putV1(app, {}, { id: 's?a' })
  t.equal(reply.json().customerSession.integrationId, 's')
})
