import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { deploymentWorld, keyWorld } from '../../src/http/world-of-request.ts'
import type { Settings } from '../../src/settings.ts'
import { buildTestApp } from '../helpers/build-test-app.ts'
import { requestOf } from '../helpers/platforms.ts'

// The emulator's own: README, Worlds.

const put = (app: FastifyInstance, id: string, headers: Record<string, string>) =>
  app.inject({
    method: 'PUT',
    url: `/segment/v2/customer_sessions/${id}`,
    headers: { authorization: 'ApiKey-v1 key', 'destination-hostname': 'acme.test', ...headers },
    payload: { profileId: 'anna' },
  })

const worldsOf = async (app: FastifyInstance): Promise<Record<string, number>> => {
  const { items } = (await app.inject('/_mock/worlds')).json()
  return Object.fromEntries(
    items.map(({ name, exchanges }: { name: string; exchanges: number }) => [name, exchanges]),
  )
}

const build = (t: Test, isolation: Settings['isolation'], settings: Partial<Settings> = {}) =>
  buildTestApp(t, { isolation, ...settings })

t.test('the world of a deployment is its host name, whatever way it is written', (t) => {
  for (const text of [
    'acme.europe-west1.talon.one',
    'https://acme.europe-west1.talon.one',
    'https://ACME.europe-west1.talon.one:8443/',
    'acme.europe-west1.talon.one:80',
    'acme.europe-west1.talon.one.',
  ]) {
    t.equal(deploymentWorld(text), 'acme.europe-west1.talon.one', text)
  }
  t.equal(deploymentWorld('acme.localhost:8080'), 'acme.localhost')
  const shared = [
    'localhost',
    'http://localhost:8080/',
    '127.0.0.1',
    '[::1]:8080',
    'http://a b',
    '',
    undefined,
  ]
  for (const text of shared) t.equal(deploymentWorld(text), 'shared', String(text))
  t.end()
})

t.test('shared: all requests are in one world', async (t) => {
  const { app } = await build(t, 'shared')
  await put(app, 's1', { authorization: 'ApiKey-v1 a' })
  await put(app, 's2', { authorization: 'ApiKey-v1 b', 'destination-hostname': 'b.test' })
  t.strictSame(await worldsOf(app), { shared: 2 })
  const known = await build(t, 'deployment', { deployment: ['a.test'] })
  await put(known.app, 's1', { 'destination-hostname': 'A.test' })
  await put(known.app, 's1', { 'destination-hostname': 'b.test' })
  t.strictSame(await worldsOf(known.app), { shared: 1, 'a.test': 1 })
})

t.test('deployment: a world for each destination-hostname, with sessions of its own', async (t) => {
  const { app } = await build(t, 'deployment')
  const first = await put(app, 's1', { 'destination-hostname': 'https://a.test/' })
  const other = await put(app, 's1', { 'destination-hostname': 'b.test' })
  await put(app, 's2', { 'destination-hostname': 'A.test:443' })
  t.equal(first.json().event.type, 'talon_session_created')
  t.equal(other.json().event.type, 'talon_session_created')
  t.strictSame(await worldsOf(app), { shared: 0, 'b.test': 1, 'a.test': 2 })
  const { items } = (await app.inject('/_mock/sessions?world=a.test')).json()
  t.match(items, [{ integrationId: 's1' }, { integrationId: 's2' }])
  t.strictSame((await app.inject('/_mock/sessions')).json().items, [])
})

t.test('deployment: the Host header says it on the API of the deployment itself', async (t) => {
  const { app } = await build(t, 'deployment')
  const headers = { authorization: 'ApiKey-v1 key', host: 'acme.localhost:8080' }
  await app.inject({ url: '/v2/authping', headers })
  t.strictSame(await worldsOf(app), { shared: 0, 'acme.localhost': 1 })
})

t.test('api-key: a world for each key, whose name does not tell the key', async (t) => {
  const { app } = await build(t, 'api-key')
  await put(app, 's1', { authorization: 'ApiKey-v1 one' })
  await put(app, 's1', { authorization: 'ApiKey-v1 two' })
  const one = keyWorld('one')
  // The first 12 hex digits of `printf one | sha256sum`.
  t.equal(one, 'w_7692c3ad3540')
  t.strictSame(await worldsOf(app), { shared: 0, [one]: 1, [keyWorld('two')]: 1 })
})

t.test('a request that is refused makes no world', async (t) => {
  const { app } = await build(t, 'api-key', { apiKey: ['good'] })
  await put(app, 's1', { authorization: 'ApiKey-v1 bad' })
  await put(app, 's1', { authorization: '' })
  t.strictSame(await worldsOf(app), { shared: 2 })
})

t.test('the same requests get the same answers in every world', async (t) => {
  const { app } = await build(t, 'api-key', { scenario: 'demo' })
  const answers = []
  for (const key of ['one', 'two']) {
    const reply = await app.inject({
      method: 'PUT',
      url: '/segment/v2/customer_sessions/s1',
      headers: { authorization: `ApiKey-v1 ${key}`, 'destination-hostname': 'acme.test' },
      payload: {
        profileId: 'anna',
        state: 'closed',
        cartItems: [{ sku: 'a', price: 50, quantity: 1 }],
      },
    })
    answers.push(reply.body)
  }
  t.match(answers[0], /transactionUUID/)
  t.equal(answers[0], answers[1])
})

t.test('a reset of one world leaves the others as they are', async (t) => {
  const { app } = await build(t, 'deployment')
  for (const host of ['a.test', 'b.test']) await put(app, 's1', { 'destination-hostname': host })
  t.equal((await app.inject({ method: 'POST', url: '/_mock/reset?world=a.test' })).statusCode, 204)
  t.strictSame(await worldsOf(app), { shared: 0, 'b.test': 1, 'a.test': 0 })
  t.equal((await app.inject('/_mock/sessions/s1?world=a.test')).statusCode, 404)
  t.equal((await app.inject('/_mock/sessions/s1?world=b.test')).statusCode, 200)
})

t.test('a callback into a sink comes into that of its world', async (t) => {
  const { app, listen } = await build(t, 'api-key')
  const url = await listen()
  const reply = await put(app, 's1', { 'x-callback-destination-uri': `${url}/_mock/sink/hook` })
  t.equal(reply.statusCode, 200)
  const world = keyWorld('key')
  const received = async () => (await app.inject(`/_mock/sinks/hook?world=${world}`)).json().items
  while ((await received()).length === 0) await new Promise((soon) => setImmediate(soon))
  t.match(await received(), [{ headers: { 'x-talon-mock-world': world } }])
  t.strictSame((await app.inject('/_mock/sinks/hook')).json().items, [])
})

t.test('worlds are bounded in number, and forgotten ones are counted', async (t) => {
  const { app } = await build(t, 'deployment', { maxWorlds: 2 })
  for (const host of ['a.test', 'b.test', 'c.test']) {
    await put(app, 's1', { 'destination-hostname': host })
  }
  const page = (await app.inject('/_mock/worlds')).json()
  t.match(page, { isolation: 'deployment', forgotten: 1, next: null })
  t.strictSame(Object.keys(await worldsOf(app)), ['shared', 'b.test', 'c.test'])
})

t.test('DELETE drops a world, 404 when there is none', async (t) => {
  const { app } = await build(t, 'deployment')
  await put(app, 's1', { 'destination-hostname': 'a.test' })
  const drop = () => app.inject({ method: 'DELETE', url: '/_mock/worlds/a.test' })
  t.equal((await drop()).statusCode, 204)
  t.equal((await drop()).statusCode, 404)
  t.strictSame(await worldsOf(app), { shared: 0 })
})

t.test('a world that nothing was sent to can be looked at, unless all share one', async (t) => {
  const isolated = await build(t, 'deployment')
  t.equal((await isolated.app.inject('/_mock/clock?world=new.test')).statusCode, 200)
  const shared = await build(t, 'shared')
  const reply = await shared.app.inject('/_mock/clock?world=new.test')
  t.equal(reply.statusCode, 404)
  t.match(reply.json().detail, /--isolation shared/)
  t.equal((await shared.app.inject('/_mock/clock?world=shared')).statusCode, 200)
  t.equal((await isolated.app.inject('/_mock/clock?world=a%20b')).statusCode, 400)
})

// Source: Third-party OpenAPI, where the families name their key and their deployment.
t.test('wherever a family names its key and its deployment, they pick the world', async (t) => {
  const sender = { key: 'key-of-a', deployment: 'https://A.test/' }
  const message = { type: 'module_registration_request' }
  const asked = { fields: [], limit: 1, parameters: [] }
  const coupon = { applicationId: 1, campaignId: 1, identifier: 'i' }
  const event = { eventType: 'e', type: 'string', customerProfileId: 'p', identifier: 'i' }
  const requests = [
    requestOf('cdp', 'POST', '/audiences', { audienceId: 'a', audienceName: 'A' }, sender),
    requestOf('customer_engagement', 'GET', '/loyalty', undefined, sender),
    requestOf('iterable', 'GET', '/loyalty', undefined, sender),
    requestOf('braze', 'POST', '/coupon', coupon, sender),
    requestOf('braze', 'POST', '/event', event, sender),
    requestOf('emarsys', 'POST', '/customer_profiles/coupons', asked, sender),
    requestOf('mparticle', 'POST', '', message, sender),
  ]
  for (const [isolation, world] of [
    ['deployment', 'a.test'],
    ['api-key', keyWorld('key-of-a')],
  ] as const) {
    const { app } = await build(t, isolation)
    for (const request of requests) await app.inject(request)
    t.strictSame(await worldsOf(app), { shared: 0, [world]: requests.length }, isolation)
    const { items } = (await app.inject(`/_mock/exchanges?world=${world}`)).json()
    t.strictSame(
      items.map(({ request }: { request: { path: string } }) => request.path.split(/[/?]/)[1]),
      ['mparticle', 'emarsys', 'braze', 'braze', 'iterable', 'customer_engagement', 'cdp'],
    )
  }
})

t.test(
  'a body that says nobody, or can not be read, is recorded in the shared world',
  async (t) => {
    const { app } = await build(t, 'api-key', { apiKey: ['known'] })
    const headers = { 'content-type': 'application/json' }
    const send = (payload: string) =>
      app.inject({ method: 'POST', url: '/mparticle', headers, payload })
    t.equal((await send('{')).statusCode, 400)
    t.equal((await send('{}')).statusCode, 401)
    const stranger = requestOf(
      'mparticle',
      'POST',
      '',
      {},
      { key: 'unknown', deployment: 'a.test' },
    )
    t.equal((await app.inject(stranger)).statusCode, 401)
    t.strictSame(await worldsOf(app), { shared: 3 })
    const { items } = (await app.inject('/_mock/exchanges')).json()
    t.strictSame(
      items.map(({ response }: { response: { status: number } }) => response.status),
      [401, 401, 400],
    )
  },
)
