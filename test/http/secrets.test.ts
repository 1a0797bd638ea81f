import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createCallbackSink } from '../helpers/callback-sink.ts'
import { createLoggedServer } from '../helpers/logged-server.ts'
import { makeSession, SEGMENT_HEADERS } from '../helpers/make-session.ts'
import { exchangeIdOf, waitForState } from '../helpers/put-session.ts'
import { sendBytes } from '../helpers/third-party.ts'

// No secret that a request carries is shown anywhere but in a sink. README, Safety.

/** Told apart, so that a failure says which one was found. */
const secret = (name: string) => `SECRET-${name}-${'x'.repeat(32)}`

const CONTROL_TOKEN = secret('control-token')
const API_KEY = secret('api-key')

/** Headers of a request to the emulated API, each with a secret somewhere in it. */
const PLANTED: Record<string, string>[] = [
  { 'x-callback-api-key': `X-Hook ${secret('callback-key')}` },
  { 'x-callback-api-key': `Authorization Bearer ${secret('callback-bearer')}` },
  { 'x-callback-api-key': `Referer ${secret('callback-referer')}` },
  { 'x-callback-api-key': `Bad@Name ${secret('refused-key')}` },
  { 'x-callback-api-key': secret('key-without-a-header') },
  { cookie: `session=${secret('cookie')}` },
  { authorization: `Bearer ${secret('bearer')}` },
  { authorization: secret('bare-authorization') },
  { authorization: `Basic ${secret('basic')}` },
  { 'proxy-authorization': `Basic ${secret('proxy')}` },
  { 'x-api-key': secret('x-api-key') },
  { 'x-auth-token': secret('x-auth-token') },
  { 'x-callback-destination-uri': `http://user:${secret('uri-password')}@127.0.0.1:9/` },
  { 'x-callback-destination-uri': `http://${secret('uri-user')}@127.0.0.1:9/` },
  { 'x-callback-destination-uri': `ftp://user:${secret('ftp-password')}@127.0.0.1:9/` },
  { 'destination-hostname': `https://user:${secret('deployment')}@acme.talon.one` },
  { 'destination-hostname': `user:${secret('deployment-bare')}@acme.talon.one` },
  { referer: `https://user:${secret('referer')}@shop.example/cart` },
  { authorization: `Bearer ${CONTROL_TOKEN}` },
]

/** A key as the user of HTTP Basic. */
const BASIC_USER = Buffer.from(`ApiKey-v1 ${secret('basic-user')}:`).toString('base64')

/** Bodies and queries of platforms, likewise. */
const bodyWith = (settings: object) =>
  JSON.stringify({ type: 'x', account: { account_settings: settings } })
const PLANTED_ELSEWHERE: { url: string; payload: string; authorization?: string }[] = [
  { url: '/mparticle', payload: bodyWith({ apiKey: secret('body-key') }) },
  { url: '/mparticle', payload: bodyWith({ apiKey: `\\"${secret('quoted-key')}` }) },
  { url: '/mparticle/nothing', payload: bodyWith({ apiKey: secret('key-astray') }) },
  { url: '/mparticle', payload: `{"account_settings":{"apiKey" : "${secret('cut-key')}` },
  { url: '/mparticle', payload: `{"account_settings":{"apiKey":"${secret('broken-key')}",}` },
  {
    url: '/mparticle',
    payload: `{"a":${'['.repeat(2000)},"account_settings":{"apiKey":"${secret('deep-key')}"}}`,
  },
  {
    url: '/mparticle',
    payload: bodyWith({
      apiKey: API_KEY,
      deploymentURL: `https://user:${secret('deployment-url')}@a.test`,
    }),
  },
  {
    url: '/braze/coupon',
    payload: JSON.stringify({ deploymentUrl: `user:${secret('braze-deployment')}@a.test` }),
  },
  {
    url: `/emarsys/customer_profiles/coupons?deployment=user:${secret('query-deployment')}@a.test`,
    payload: '{}',
  },
  {
    url: `/emarsys/x?a=1&deployment=user%3A${secret('escaped-deployment')}%40a.test`,
    payload: '{}',
  },
  {
    url: '/emarsys/customer_profiles/coupons?deployment=a.test',
    payload: '{}',
    authorization: `Basic ${BASIC_USER}`,
  },
]

/** All that the control API shows, but for what came into sinks. */
const SHOWN = [
  'exchanges?limit=500',
  'exchanges/wait?callback=any&timeoutMs=0',
  'exchanges/wait?sessionId=nobody&timeoutMs=0',
  'faults',
  'sessions',
  'profiles',
  'profiles/cust-7/loyalty',
  'coupons',
  'referrals',
  'sessions/s1/explanation',
  'snapshot',
  'metrics',
  'scenario',
  'worlds',
  'clock',
  'sinks',
  'fidelity',
  'openapi.json',
  'nothing',
]

const plant = async (t: Test, settings: Parameters<typeof createLoggedServer>[1] = {}) => {
  const file = join(t.testdir({}), 'state.json')
  const { server, log } = await createLoggedServer(t, {
    controlToken: CONTROL_TOKEN,
    apiKey: [API_KEY],
    exportOnExit: file,
    callbackRetries: 'none',
    scenario: 'demo',
    ...settings,
  })
  const { app } = server
  const url = await server.start()
  const receiver = await createCallbackSink(t, [503])
  const send = async (headers: Record<string, string>) => {
    const reply = await app.inject({
      method: 'PUT',
      url: '/segment/v2/customer_sessions/s1',
      headers: {
        ...SEGMENT_HEADERS,
        authorization: `ApiKey-v1 ${API_KEY}`,
        'x-callback-destination-uri': receiver.url,
        ...headers,
      },
      payload: makeSession(),
    })
    const id = exchangeIdOf(reply)
    const world = server.worlds.list().find(({ ledger }) => ledger.entry(id))
    if (world && reply.statusCode === 200) await waitForState(world, id, 'failed')
  }
  for (const headers of PLANTED) {
    await send(headers)
    await send({ ...headers, 'user-agent': 'talon-mock' })
  }
  for (const {
    url: planted,
    payload,
    authorization = `ApiKey-v1 ${API_KEY}`,
  } of PLANTED_ELSEWHERE) {
    const reply = await app.inject({
      method: 'POST',
      url: planted,
      headers: { 'content-type': 'application/json', authorization },
      payload,
    })
    t.strictSame(found(reply.body), [], `the reply to ${planted}`)
  }
  const seen = JSON.stringify(receiver.received)
  // To a route of its own, where the callback's key is a header of an exchange.
  for (const name of ['X-Hook', 'Accept-Language', 'From']) {
    await send({
      'x-callback-destination-uri': `${url}/segment/nothing`,
      'x-callback-api-key': `${name} ${secret('own-callback')}`,
    })
  }
  const absolute = `http://user:${secret('absolute-path')}@localhost/segment/v2/customer_sessions/s1`
  await sendBytes(url, `GET ${absolute} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
  await app.inject({
    method: 'PUT',
    url: '/_mock/snapshot',
    headers: { authorization: `Bearer ${CONTROL_TOKEN}` },
    payload: { version: 2 },
  })
  await app.inject({ url: '/_mock/exchanges', headers: { authorization: secret('wrong-token') } })
  return { server, log, file, seen }
}

/** The secrets that a text gives away, by name. */
const found = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(/SECRET-([a-z-]+)-x/g), ([, name = '']) => name)),
  ...(text.includes(BASIC_USER) ? ['basic-user'] : []),
]

for (const isolation of ['shared', 'api-key', 'deployment'] as const) {
  t.test(`no secret is shown or logged, with --isolation ${isolation}`, async (t) => {
    const { server, log, file, seen } = await plant(t, { isolation })
    const { app, worlds } = server
    t.match(found(seen).sort(), ['callback-bearer', 'callback-key', 'callback-referer'])
    const headers = { authorization: `Bearer ${CONTROL_TOKEN}` }
    for (const { name } of worlds.list()) {
      t.strictSame(found(name), [])
      for (const path of SHOWN) {
        const query = `${path.includes('?') ? '&' : '?'}world=${encodeURIComponent(name)}`
        const reply = await app.inject({ url: `/_mock/${path}${query}`, headers })
        t.strictSame(found(reply.body), [], `${path} of ${name}`)
      }
      worlds.world(name).feed.read({
        since: undefined,
        backlog: 500,
        tell: (events) => void t.strictSame(found(JSON.stringify(events)), [], 'the live feed'),
        end: () => {},
      })
      const page = await app.inject({ url: `/_mock/exchanges?limit=500&world=${name}`, headers })
      for (const { id } of page.json().items) {
        const reply = await app.inject({ url: `/_mock/exchanges/${id}?world=${name}`, headers })
        t.strictSame(found(reply.body + JSON.stringify(reply.headers)), [])
      }
    }
    t.ok(worlds.list().reduce((sum, { ledger }) => sum + ledger.size, 0) > 2 * PLANTED.length)
    await server.stop()
    t.strictSame(found(readFileSync(file, 'utf8')), [], 'the exported file')
    t.ok(log.some((line) => line.includes('"refused"')))
    t.ok(log.some((line) => line.includes('"callback failed"')))
    t.strictSame(found(log.join('')), [], 'the log, at all levels')
  })
}

t.test('what is refused is told without the secret in it', async (t) => {
  const { server } = await plant(t)
  for (const headers of PLANTED) {
    const reply = await server.app.inject({
      method: 'PUT',
      url: '/segment/v2/customer_sessions/s1',
      headers: { ...SEGMENT_HEADERS, authorization: `ApiKey-v1 ${API_KEY}`, ...headers },
      payload: makeSession(),
    })
    t.strictSame(found(reply.body + JSON.stringify(reply.headers)), [], JSON.stringify(headers))
  }
  await server.stop()
})
