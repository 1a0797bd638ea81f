import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import process from 'node:process'

/**
 * A test process of its own, one of many on one emulator: `node side-by-side.js <url> <API key>`. It uses the
 * same names as all others, and fails as soon as it sees anything that it didn't do itself.
 */

const [, , url = '', key = ''] = process.argv
const world = `w_${createHash('sha256').update(key).digest('hex').slice(0, 12)}`
const ROUNDS = 3
const SESSIONS = ['s1', 's2', 's3']

/** What of the control API's answers is looked at. */
interface Answer {
  items: readonly object[]
  now: string
  callback: { state: string }
}

const control = async (path: string, method = 'GET', body?: object): Promise<Answer> => {
  const reply = await fetch(`${url}/_mock/${path}${path.includes('?') ? '&' : '?'}world=${world}`, {
    method,
    ...(body && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  assert.ok(reply.ok, `${method} ${path}: ${reply.status}`)
  // Of the endpoint that was asked, which the caller knows.
  return (reply.status === 204 ? {} : await reply.json()) as Answer
}

const put = async (id: string, round: number) => {
  const reply = await fetch(`${url}/segment/v2/customer_sessions/${id}`, {
    method: 'PUT',
    headers: {
      authorization: `ApiKey-v1 ${key}`,
      'destination-hostname': 'acme.talon.one',
      'content-type': 'application/json',
      'x-callback-destination-uri': `${url}/_mock/sink/shop`,
      'x-correlation-id': `${key} ${id}`,
    },
    body: JSON.stringify({ profileId: key, identifiers: [String(round)] }),
  })
  // The reply of the emulated service, whose schema other tests hold.
  const state = (await reply.json()) as {
    customerSession: { id: number; updateCount: number }
    customerProfile: { id: number }
  }
  assert.equal(state.customerSession.id, SESSIONS.indexOf(id) + 1, 'numbers begin anew')
  assert.equal(state.customerSession.updateCount, 1)
  assert.equal(state.customerProfile.id, 1)
}

/** What a list shows must be its own, and all of it. */
const isOwn = (list: { items: readonly object[] }, count: number, own: RegExp) => {
  assert.equal(list.items.length, count)
  for (const item of list.items) assert.match(JSON.stringify(item), own)
}

for (let round = 0; round < ROUNDS; round++) {
  await control('clock', 'PUT', { frozenAt: `2030-01-0${round + 1}T00:00:00Z` })
  for (const id of SESSIONS) await put(id, round)
  for (const id of SESSIONS) {
    const found = await control(
      `exchanges/wait?correlationId=${encodeURIComponent(`${key} ${id}`)}`,
    )
    assert.equal(found.callback.state, 'delivered')
  }
  const own = new RegExp(`"profileId":"${key}","state":"open".*"identifiers":\\["${round}"\\]`)
  isOwn(await control('sessions'), SESSIONS.length, own)
  isOwn(await control('exchanges'), SESSIONS.length, new RegExp(`"correlationId":"${key} s`))
  isOwn(await control('sinks/shop'), SESSIONS.length, new RegExp(`"x-talon-mock-world":"${world}"`))
  const { now } = await control('clock')
  assert.equal(now, `2030-01-0${round + 1}T00:00:00.000Z`)
  await control('reset', 'POST')
  isOwn(await control('sessions'), 0, own)
  isOwn(await control('exchanges'), 0, own)
}
