import t from 'tap'
import { createEventParser } from '../../src/client/live.ts'
import { createMockClient, MockError } from '../../src/client/mock-client.ts'
import { startTalonMock } from '../../src/index.ts'
import { SEGMENT_HEADERS } from '../helpers/make-session.ts'

/** The method of each operation of the control API. A path to it, from the client. */
const METHODS: Readonly<Record<string, string>> = {
  'control/health': 'health',
  'control/ready': 'ready',
  'control/fidelity': 'fidelity',
  'control/metrics': 'metrics',
  'control/openapi': 'openapi',
  'control/docs': 'docsUrl',
  'control/reset': 'reset',
  'control/live': 'live',
  'control/listExchanges': 'exchanges.list',
  'control/getExchange': 'exchanges.get',
  'control/clearExchanges': 'exchanges.clear',
  'control/waitForExchange': 'exchanges.wait',
  'control/verifyExchanges': 'exchanges.verify',
  'control/redeliver': 'callbacks.redeliver',
  'control/listSessions': 'sessions.list',
  'control/getSession': 'sessions.get',
  'control/putSession': 'sessions.put',
  'control/dropSession': 'sessions.drop',
  'control/explainSession': 'sessions.explain',
  'control/listProfiles': 'profiles.list',
  'control/getProfile': 'profiles.get',
  'control/putProfile': 'profiles.put',
  'control/dropProfile': 'profiles.drop',
  'control/getProfileLoyalty': 'profiles.loyalty',
  'control/listCoupons': 'coupons.list',
  'control/listReferrals': 'referrals.list',
  'control/getClock': 'clock.get',
  'control/setClock': 'clock.freeze',
  'control/advanceClock': 'clock.advance',
  'control/addFault': 'faults.add',
  'control/listFaults': 'faults.list',
  'control/removeFault': 'faults.remove',
  'control/removeFaults': 'faults.clear',
  'control/deliverToSink': 'sinks.url',
  'control/listSinks': 'sinks.list',
  'control/listSinkReceipts': 'sinks.received',
  'control/scriptSink': 'sinks.script',
  'control/emptySink': 'sinks.empty',
  'control/takeSnapshot': 'snapshot.get',
  'control/restoreSnapshot': 'snapshot.restore',
  'control/getScenario': 'scenario.get',
  'control/loadScenario': 'scenario.load',
  'control/reloadScenario': 'scenario.reload',
  'control/listWorlds': 'worlds.list',
  'control/dropWorld': 'worlds.drop',
}

t.test('every operation of the control API has a method', async (t) => {
  await using mock = await startTalonMock()
  const { paths } = await mock.client.openapi()
  const operations = Object.values(paths as Record<string, Record<string, { operationId: string }>>)
    .flatMap((methods) => Object.values(methods))
    .map(({ operationId }) => operationId)
    .filter((id) => id.startsWith('control/'))
  t.strictSame(Object.keys(METHODS).sort(), operations.sort())
  for (const [operation, path] of Object.entries(METHODS)) {
    const method = path
      .split('.')
      .reduce((found: unknown, step) => Object(found)[step], mock.client)
    t.type(method, 'function', operation)
  }
})

const put = (url: string, headers: Record<string, string>, id = 's1') =>
  fetch(`${url}/segment/v2/customer_sessions/${id}`, {
    method: 'PUT',
    headers: { ...SEGMENT_HEADERS, 'content-type': 'application/json', ...headers },
    body: '{}',
  })

for (const isolation of ['api-key', 'deployment'] as const) {
  t.test(`a world of one's own, with isolation ${isolation}`, async (t) => {
    await using mock = await startTalonMock({ isolation })
    let name = ''
    {
      await using world = await mock.client.world()
      await using other = await mock.client.world()
      name = world.name
      t.not(other.name, name)
      await put(mock.url, world.headers)
      t.match(await world.sessions.list(), { items: [{ integrationId: 's1' }] })
      t.strictSame((await other.sessions.list()).items, [])
      t.strictSame((await mock.client.sessions.list()).items, [])
      await put(mock.url, { ...world.headers, 'x-callback-destination-uri': world.sinks.url('a') })
      await world.waitForCallback({ sessionId: 's1' })
      t.equal((await world.sinks.received('a')).items.length, 1)
      t.ok((await mock.client.worlds.list()).items.some((one) => one.name === name))
    }
    t.notOk(
      (await mock.client.worlds.list()).items.some((one) => one.name === name),
      'it is gone',
    )
  })
}

t.test('a token is sent; without one the refusal says what is wanted', async (t) => {
  await using mock = await startTalonMock({ controlToken: 'secret' })
  t.strictSame((await mock.client.exchanges.list()).items, [])
  const stranger = createMockClient(mock.url)
  await t.rejects(stranger.exchanges.list(), { status: 401, message: /--control-token sets it$/ })
  t.strictSame(await stranger.health(), { status: 'ok' })
})

t.test('a wait can be given up', async (t) => {
  await using mock = await startTalonMock()
  const giveUp = new AbortController()
  const waiting = mock.client.waitForCallback({ sessionId: 's1', signal: giveUp.signal })
  giveUp.abort()
  await t.rejects(waiting, { name: 'AbortError' })
})

t.test('all that is wrong with a document is in the message', async (t) => {
  await using mock = await startTalonMock()
  const error: unknown = await mock.client.scenario
    .load({ version: 2, campains: [] })
    .catch((refused: unknown) => refused)
  t.ok(error instanceof MockError)
  t.match(error, { status: 422, faults: [String, String] })
  t.match(String(error), /faults:\n {2}.*\n {2}/)
})

t.test('nobody there, or somebody else, is said with the address', async (t) => {
  const mock = await startTalonMock()
  await mock.close()
  await t.rejects(mock.client.health(), {
    message: /^GET \/_mock\/health: http:.* did not answer: /,
  })
  for (const url of ['localhost:8080', 'nothing', 'ftp://a']) {
    t.throws(() => createMockClient(url), { name: 'TypeError', message: /must be an http URL/ })
  }
})

t.test('names that are paths are none', async (t) => {
  await using mock = await startTalonMock()
  for (const id of ['', '.', '..']) t.throws(() => mock.client.sessions.get(id), TypeError)
  await t.rejects(mock.client.sessions.get('a/b?c#d'), {
    status: 404,
    message: /no session a\/b\?c#d/,
  })
})

// Source: HTML standard, server-sent events.
t.test('events are read whole, wherever the stream is cut', (t) => {
  const stream = 'id: m.1\nevent: exchange\ndata: {"a":\ndata: 1}\n\n: still here\n\ndata:x\r\n\r\n'
  for (let size = 1; size <= stream.length; size++) {
    const parse = createEventParser()
    const events = []
    for (let i = 0; i < stream.length; i += size) events.push(...parse(stream.slice(i, i + size)))
    t.strictSame(events, [
      { id: 'm.1', event: 'exchange', data: '{"a":\n1}' },
      { id: 'm.1', event: '', data: 'x' },
    ])
  }
  t.end()
})
