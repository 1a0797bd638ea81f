import t, { type Test } from 'tap'
import { createMockClient, type MockClient, MockError } from '../../src/client/mock-client.ts'
import { SEGMENT_HEADERS } from '../helpers/make-session.ts'
import { startCli } from '../helpers/run-cli.ts'

// What the control API does, endpoint by endpoint, over a real socket and through the client.

interface Emulator {
  client: MockClient
  put(id: string, session?: object, headers?: Record<string, string>): Promise<Response>
}

const start = async (t: Test): Promise<Emulator> => {
  const { url } = await startCli(t, ['--callback-retries', '1000'])
  return {
    client: createMockClient(url),
    put: (id, session = {}, headers = {}) =>
      fetch(`${url}/segment/v2/customer_sessions/${id}`, {
        method: 'PUT',
        headers: { ...SEGMENT_HEADERS, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ profileId: 'anna', ...session }),
      }),
  }
}

/** As a file would have it. */
const SCENARIO: object = JSON.parse(
  '{"version":1,"campaigns":[{"name":"A","rules":[{"title":"R","then":[{"notify":{"title":"hi"}}]}]}]}',
)

const isRefused = (t: Test, asked: Promise<unknown>, status: number, name: string) =>
  t.rejects(asked, { name: 'MockError', status, type: `urn:talon-mock:${name}` })

const ROWS: Readonly<Record<string, (t: Test, emulator: Emulator) => Promise<void>>> = {
  'health, ready': async (t, { client }) => {
    t.strictSame(await client.health(), { status: 'ok' })
    t.strictSame(await client.ready(), { status: 'ready' })
  },

  metrics: async (t, { client, put }) => {
    await put('s1')
    t.match(await client.metrics(), /^talon_mock_http_requests_total\{.*status="200".*\} 1$/m)
  },

  'openapi.json, docs': async (t, { client }) => {
    t.match(await client.openapi(), { openapi: '3.1.0' })
    t.match(await (await fetch(client.docsUrl())).text(), /<html/)
  },

  fidelity: async (t, { client }) => {
    const { items } = await client.fidelity()
    t.ok(items.some(({ status }) => status === 'confirmed'))
    t.ok(items.some(({ status }) => status === 'assumed'))
  },

  exchanges: async (t, { client, put }) => {
    for (const id of ['s1', 's2', 's3']) await put(id)
    const first = await client.exchanges.list({ limit: 2 })
    t.match(first.items, [{ request: { path: /s3$/ } }, { request: { path: /s2$/ } }])
    const rest = await client.exchanges.list({ cursor: first.next ?? '' })
    t.match(rest, { items: [{ request: { path: /s1$/ } }], next: null })
    t.match(await client.exchanges.list({ sessionId: 's2', status: 200 }), { items: [{}] })
    const [newest] = first.items
    t.strictSame(await client.exchanges.get(newest?.id ?? ''), newest)
  },

  'DELETE exchanges': async (t, { client, put }) => {
    await put('s1')
    await client.exchanges.clear()
    t.strictSame((await client.exchanges.list()).items, [])
    t.match(await client.sessions.get('s1'), { integrationId: 's1' })
  },

  'exchanges/wait': async (t, { client, put }) => {
    const waiting = client.waitForCallback({ correlationId: 'c1' })
    const headers = {
      'x-callback-destination-uri': client.sinks.url('a'),
      'x-correlation-id': 'c1',
    }
    await put('s1', {}, headers)
    const { id, callback } = await waiting
    t.match(callback, { state: 'delivered', correlationId: 'c1' })
    await isRefused(t, client.waitForCallback({ after: id, timeoutMs: 10 }), 404, 'wait-timeout')
    const error: unknown = await client
      .waitForCallback({ correlationId: 'c2', timeoutMs: 0 })
      .catch((refused: unknown) => refused)
    t.ok(error instanceof MockError)
    t.match(String(error), /the nearest:\n {2}PUT .*correlationId: wanted "c2", got "c1"/)
    await client.sinks.script('b', [410])
    await put('s2', {}, { 'x-callback-destination-uri': client.sinks.url('b') })
    const impossible = client.waitForCallback({ sessionId: 's2', callback: 'delivered' })
    await isRefused(t, impossible, 422, 'wait-impossible')
  },

  'exchanges/verify': async (t, { client, put }) => {
    for (const id of ['s1', 's1', 's2']) await put(id)
    t.strictSame(await client.exchanges.verify({ sessionId: 's1' }, { exactly: 2 }), { count: 2 })
    const failed = client.exchanges.verify({ sessionId: 's1' }, { atMost: 1 })
    await t.rejects(failed, { status: 422, count: 2, message: /expected at most 1/ })
  },

  'callbacks/:id/redeliver': async (t, { client, put }) => {
    await put('s1', {}, { 'x-callback-destination-uri': client.sinks.url('a') })
    const { id, callback } = await client.waitForCallback()
    await client.callbacks.redeliver(callback?.id ?? '')
    const wanted = ({ callback: again }: { callback: typeof callback }) =>
      again?.state === 'delivered' && again.attempts.length === 2
    while (!wanted(await client.exchanges.get(id)));
    const { items } = await client.sinks.received('a')
    t.equal(items.length, 2)
    const [one, two] = items.map(({ headers }) => headers['x-talon-mock-delivery'])
    t.equal(one, two, 'under the same delivery ID')
  },

  'sessions, profiles': async (t, { client, put }) => {
    await put('s1', { cartItems: [{ sku: 'a', quantity: 1, price: 5 }] })
    const session = await client.sessions.get('s1')
    await client.sessions.put({ ...session, integrationId: 's2', id: 90 })
    t.match(await client.sessions.list(), { items: [{ id: 1 }, { integrationId: 's2' }] })
    const profile = await client.profiles.get('anna')
    await client.profiles.put({ ...profile, attributes: { Vip: true } })
    t.match(await client.profiles.list(), { items: [{ attributes: { Vip: true } }] })
    await client.sessions.drop('s1')
    await isRefused(t, client.sessions.get('s1'), 404, 'not-found')
    await client.profiles.drop('anna')
    await isRefused(t, client.profiles.get('anna'), 404, 'not-found')
  },

  'profiles/:id/loyalty': async (t, { client, put }) => {
    await put('s1')
    const { cards } = await client.profiles.loyalty('anna')
    t.strictSame(cards, [])
    await isRefused(t, client.profiles.loyalty('nobody'), 404, 'not-found')
  },

  'coupons, referrals': async (t, { client, put }) => {
    const before = await client.coupons.list()
    const used = before.items.find(({ value }) => value === 'XMAS-20-2021')
    t.ok(used)
    await put('s1', {
      state: 'closed',
      couponCodes: ['XMAS-20-2021'],
      cartItems: [{ sku: 'a', quantity: 1, price: 100 }],
    })
    const { campaignId = 0, usageCounter = 0 } = used ?? {}
    const after = await client.coupons.list({ campaignId })
    t.match(
      after.items.find(({ value }) => value === 'XMAS-20-2021'),
      {
        usageCounter: usageCounter + 1,
        reservedBy: { length: 0 },
      },
    )
    const first = await client.referrals.list({ limit: 1 })
    t.match(first.items, [{ campaignName: String }])
  },

  'sessions/:id/explanation': async (t, { client, put }) => {
    await put('s1', { couponCodes: ['XMAS-20-2021'] })
    const { rules } = await client.sessions.explain('s1')
    t.ok(rules.some(({ fired, coupon }) => fired && coupon === 'XMAS-20-2021'))
    t.ok(rules.some(({ fired }) => !fired))
  },

  worlds: async (t, { client, put }) => {
    await put('s1')
    t.match(await client.worlds.list(), {
      isolation: 'shared',
      items: [{ name: 'shared', sessions: 1, exchanges: 1, frozen: false }],
    })
    await isRefused(t, client.worlds.drop('none.test'), 404, 'not-found')
    await t.rejects(client.world(), /start it with --isolation api-key/)
  },

  reset: async (t, { client, put }) => {
    await put('s1')
    await client.reset({ keep: ['exchanges'] })
    t.equal((await client.exchanges.list()).items.length, 1)
    t.strictSame((await client.sessions.list()).items, [])
    await client.reset()
    t.equal((await client.exchanges.list()).items.length, 0)
  },

  snapshot: async (t, { client, put }) => {
    await client.clock.freeze('2030-01-01T00:00:00Z')
    await put('s1', { state: 'closed', cartItems: [{ sku: 'a', quantity: 1, price: 5 }] })
    const snapshot = await client.snapshot.get()
    const cancel = async () => (await put('s1', { state: 'cancelled' })).text()
    const first = await cancel()
    await client.snapshot.restore(snapshot)
    t.equal(await cancel(), first)
  },

  scenario: async (t, { client, put }) => {
    t.match(await client.scenario.get(), { scenario: 'demo' })
    const loaded = await client.scenario.load(SCENARIO)
    t.match(loaded.campaigns, [{ name: 'A' }])
    t.match(await (await put('s1')).json(), { effects: [{ effectType: 'showNotification' }] })
    await isRefused(t, client.scenario.load({ version: 1, nope: 1 }), 422, 'scenario-faulty')
  },

  'scenario/reload': async (t, { client, put }) => {
    await put('s1')
    t.match(await client.scenario.reload(), { scenario: 'demo', failed: null })
    await isRefused(t, client.sessions.get('s1'), 404, 'not-found')
    await client.scenario.load(SCENARIO)
    await isRefused(t, client.scenario.reload(), 409, 'scenario-was-put')
  },

  'clock, clock/advance': async (t, { client, put }) => {
    await isRefused(t, client.clock.advance(1), 409, 'clock-is-running')
    await client.clock.freeze('2030-01-01T00:00:00Z')
    await client.sinks.script('a', [503])
    await put('s1', {}, { 'x-callback-destination-uri': client.sinks.url('a') })
    await client.waitForCallback({ callback: 'waiting' })
    t.match(await client.clock.advance(1000), { now: '2030-01-01T00:00:01.000Z', fired: 1 })
    const { callback } = await client.waitForCallback({ timeoutMs: 0 })
    t.match(callback?.attempts, [
      { at: '2030-01-01T00:00:00.000Z', status: 503 },
      { at: '2030-01-01T00:00:01.000Z', status: 200 },
    ])
    t.match(await client.clock.free(), { frozen: false })
    t.match(await client.clock.get(), { frozen: false })
  },

  faults: async (t, { client, put }) => {
    const fault = await client.faults.add({ where: 'request', do: { status: 429 }, times: 2 })
    t.equal((await put('s1')).status, 429)
    t.match(await client.faults.list(), { items: [{ id: fault.id, applied: 1 }] })
    await client.faults.remove(fault.id)
    t.equal((await put('s1')).status, 200)
    await client.faults.add({ where: 'callback', do: { duplicate: true } })
    await client.faults.clear()
    t.strictSame((await client.faults.list()).items, [])
  },

  'sink, sinks': async (t, { client }) => {
    await client.sinks.script('a', [503, { status: 429, headers: { 'Retry-After': 1 } }])
    const post = () => fetch(client.sinks.url('a'), { method: 'POST', body: '{"n":1}' })
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await post()).status)
    t.strictSame(statuses, [503, 429, 200])
    t.match(await client.sinks.received('a'), { items: [{ json: { n: 1 } }, {}, {}], script: [] })
    t.match(await client.sinks.list(), { items: [{ name: 'a', received: 3 }] })
    await client.sinks.empty('a')
    t.strictSame((await client.sinks.list()).items, [])
  },

  live: async (t, { client, put }) => {
    await put('s1')
    const seen: string[] = []
    for await (const event of client.live()) {
      if (event.kind !== 'exchange') continue
      seen.push(event.exchange.sessionId ?? '')
      if (seen.length === 2) break
      await put('s2')
    }
    t.strictSame(seen, ['s1', 's2'])
  },
}

for (const [row, holds] of Object.entries(ROWS)) {
  t.test(row, async (t) => holds(t, await start(t)))
}
