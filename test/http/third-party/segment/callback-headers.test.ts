import t from 'tap'
import { CONTENT_FIELDS } from '../../../../src/contract/service/content-fields.ts'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { createCallbackSink } from '../../../helpers/callback-sink.ts'
import { isRefused, putV1, putV2, storedSessions } from '../../../helpers/third-party.ts'

// Source: Third-party OpenAPI, `callbackDestinationURI`, `callbackAPIKey` (split at the first space, key
// of at least 32 characters), `contentFields` (14 names; absent: all), `correlationID`. Assumed: what is
// refused and how, since the service documents no error for them.
const URI = 'x-callback-destination-uri'
const KEY = 'x-callback-api-key'
const FIELDS = 'x-content-fields'
const CORRELATION = 'x-correlation-id'

const KEY_32 = '3aa74d582bd9479c59e16f970fe13bf3'

/** Headers that are refused, and what is said of them. */
const REFUSED: [headers: Record<string, string>, text: RegExp][] = [
  [{ [URI]: 'shop.example/callbacks' }, /X-Callback-Destination-URI must be an absolute http/],
  [{ [URI]: '/callbacks' }, /X-Callback-Destination-URI must be an absolute http/],
  [{ [URI]: 'ftp://shop.example/' }, /X-Callback-Destination-URI must be an absolute http/],
  [{ [URI]: 'http://' }, /X-Callback-Destination-URI must be an absolute http/],
  [{ [URI]: 'http://a:99999/' }, /X-Callback-Destination-URI must be an absolute http/],
  [{ [URI]: 'null' }, /X-Callback-Destination-URI must be an absolute http/],
  [{ [URI]: 'http://me:secret@shop.example/' }, /must hold no user name or password/],
  [{ [KEY]: KEY_32 }, /X-Callback-API-Key must be a header name, a space and the key/],
  [{ [KEY]: `Authorization:${KEY_32}` }, /a header name, a space and the key/],
  [{ [KEY]: `Authorization ${KEY_32.slice(1)}` }, /at least 32 characters .*, got 31/],
  [{ [KEY]: `X-Key  ${' '.repeat(40)}short` }, /at least 32 characters .*, got 5/],
  [{ [KEY]: `X-Käy ${KEY_32}` }, /must start with the name of an HTTP header/],
  [{ [KEY]: `X:Key ${KEY_32}` }, /must start with the name of an HTTP header/],
  ...[
    'Host',
    'content-length',
    'Content-Type',
    'Transfer-Encoding',
    'CONNECTION',
    'X-Correlation-ID',
    'X-Talon-Mock-Delivery',
    'x-talon-mock-anything',
    'Expect',
    'Upgrade',
    'TE',
  ].map((name): [Record<string, string>, RegExp] => [
    { [KEY]: `${name} ${KEY_32}` },
    /must not name the header .*, which the callback sets itself/,
  ]),
  [
    { [FIELDS]: 'effects,session' },
    /X-Content-Fields must be .*; got "session" \(X-Content-Fields\)$/,
  ],
  [{ [FIELDS]: 'Effects' }, /got "Effects"/],
  [{ [FIELDS]: 'return' }, /got "return"/],
  [{ [FIELDS]: 'effects;event' }, /got "effects;event"/],
  [{ [FIELDS]: 'constructor' }, /got "constructor"/],
]

t.test('bad callback headers are refused before anything is stored', async (t) => {
  const { app, world } = await buildTestApp(t)
  for (const put of [putV1, putV2]) {
    for (const [headers, text] of REFUSED) {
      for (const uri of [{}, { [URI]: 'http://127.0.0.1:9/' }]) {
        isRefused(t, await put(app, {}, { headers: { ...uri, ...headers } }), 400, text)
      }
    }
  }
  t.match(await storedSessions(app), { items: { length: 0 } })
  t.strictSame([...world.ledger.newestFirst({ callback: 'any' })], [], 'no callback either')
})

t.test('an unknown content field is answered with the names there are', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await putV1(app, {}, { headers: { [FIELDS]: 'nope' } })
  isRefused(t, reply, 400, /X-Content-Fields/)
  for (const name of CONTENT_FIELDS) t.match(reply.json().Error, name)
})

t.test('all faults of the headers are named in one line', async (t) => {
  const { app } = await buildTestApp(t)
  const headers = { [URI]: 'nowhere', [KEY]: 'short', [FIELDS]: 'nope' }
  const reply = await putV1(app, {}, { headers })
  isRefused(t, reply, 400, /Destination-URI must.*API-Key must.*Content-Fields must/)
})

t.test('good callback headers are taken', async (t) => {
  const { app, world } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  for (const headers of [
    { [KEY]: `Authorization ${KEY_32}` },
    { [KEY]: `Authorization ApiKey-v1 ${KEY_32}` },
    { [KEY]: `x-api-key ${KEY_32}` },
    { [FIELDS]: CONTENT_FIELDS.join(',') },
    { [FIELDS]: ' effects , customerSession ,event' },
    { [CORRELATION]: 'any text, "even" this' },
  ]) {
    const reply = await putV1(app, {}, { headers: { [URI]: `${sink.url}/a?b=c#d`, ...headers } })
    t.equal(reply.statusCode, 200)
    t.ok(reply.json().customerSession, 'the reply is the full state')
  }
  const received = await sink.waitFor(6)
  t.equal([...world.ledger.newestFirst({ callback: 'any' })].length, 6)
  t.strictSame(new Set(received.map(({ path }) => path)), new Set(['/a?b=c']))
})

t.test('the key travels in the header it names, split at the first space', async (t) => {
  const { app } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  const headers = { [URI]: sink.url, [KEY]: `X-API-Key two ${KEY_32}`, [CORRELATION]: 'abc123' }
  await putV2(app, {}, { headers })
  const [post] = await sink.waitFor(1)
  t.match(post, {
    method: 'POST',
    path: '/',
    headers: {
      'x-api-key': `two ${KEY_32}`,
      'x-correlation-id': 'abc123',
      'content-type': 'application/json',
    },
  })
  t.notOk(post?.headers.authorization, "the client's own key stays here")
})

t.test('without optional headers the callback is the whole reply and nothing else', async (t) => {
  const { app } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  const reply = await putV2(app, { profileId: 'cust-7' }, { headers: { [URI]: sink.url } })
  const [post] = await sink.waitFor(1)
  t.strictSame(JSON.parse(post?.body ?? ''), reply.json())
  t.notOk(post?.headers['x-correlation-id'])
  t.notOk(post?.headers.authorization)
})

t.test('{} is sent when the reply has none of the asked fields', async (t) => {
  const { app } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  const headers = { [URI]: sink.url, [FIELDS]: 'referral,previousReturns' }
  t.equal((await putV1(app, {}, { headers })).statusCode, 200)
  const [post] = await sink.waitFor(1)
  t.equal(post?.body, '{}')
  t.equal(post?.headers['content-length'], '2')
})

t.test('a field that the reply lacks is left out', async (t) => {
  const { app } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  const headers = { [URI]: sink.url, [FIELDS]: 'customerProfile,effects' }
  await putV1(app, {}, { headers })
  const [post] = await sink.waitFor(1)
  t.equal(post?.body, '{"effects":[]}', 'an anonymous session has no profile')
})

t.test('no callback follows an error', async (t) => {
  const { app, world } = await buildTestApp(t)
  const sink = await createCallbackSink(t)
  const headers = { [URI]: `${sink.url}/refused` }
  for (const [body, more] of [
    [{ state: 'cancelled' }, {}],
    [{ state: 'done' }, {}],
    [{ attributes: { Foo: 1 } }, {}],
    ['{"broken', {}],
    [{}, { authorization: '' }],
    [{}, { 'destination-hostname': '' }],
  ] as const) {
    const { statusCode } = await putV2(app, body, { headers: { ...headers, ...more } })
    t.ok(statusCode >= 400)
  }
  t.equal([...world.ledger.newestFirst({})].length, 6)
  t.strictSame([...world.ledger.newestFirst({ callback: 'any' })], [])
  await putV2(app, {}, { headers: { [URI]: `${sink.url}/accepted` } })
  const received = await sink.waitFor(1)
  t.strictSame(
    received.map(({ path }) => path),
    ['/accepted'],
  )
})
