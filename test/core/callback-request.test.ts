import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { CONTENT_FIELDS } from '../../src/contract/service/content-fields.ts'
import { readCallbackRequest } from '../../src/core/callback-request.ts'
import { EmulatorError } from '../../src/core/errors.ts'
import { checkLaw } from '../helpers/check-law.ts'
import { refusalOf } from '../helpers/refusal-of.ts'

const URI = 'https://shop.example/api/callbacks'
const KEY = '3aa74d582bd9479c59e16f970fe13bf3'

/** The callback asked for by these headers and a good destination. */
const read = (headers: Record<string, string>) =>
  readCallbackRequest({ 'x-callback-destination-uri': URI, ...headers })

/** Which headers are refused, with what is said of each. */
const refused = (headers: Record<string, string>) => {
  const { code, faults } = refusalOf(() => read(headers))
  return {
    code,
    sources: faults.map(({ source }) => source),
    text: faults.map((f) => f.details).join(),
  }
}

t.test('without a destination no callback is asked for', (t) => {
  // Source: Third-party OpenAPI, callbackDestinationURI (not required).
  t.equal(readCallbackRequest({}), undefined)
  // With its default mapping the Segment destination sends content fields and no URI.
  t.equal(readCallbackRequest({ 'x-content-fields': 'effects' }), undefined)
  t.end()
})

t.test('a destination alone: no key, all fields, no correlation ID', (t) => {
  // Source: Third-party OpenAPI, callbackDestinationURI, contentFields ("If omitted, all the fields").
  t.strictSame(read({}), {
    uri: URI,
    origin: 'https://shop.example',
    key: undefined,
    fields: undefined,
    correlationId: undefined,
  })
  t.end()
})

t.test('an empty header and the text undefined count as absent', (t) => {
  // Source: Segment's Talon.One destination builds the headers as template strings.
  for (const absent of ['', 'undefined']) {
    t.equal(readCallbackRequest({ 'x-callback-destination-uri': absent }), undefined)
    t.strictSame(
      read({
        'x-callback-api-key': absent,
        'x-content-fields': absent,
        'x-correlation-id': absent,
      }),
      read({}),
    )
  }
  t.end()
})

t.test('a destination is an absolute http or https URI', (t) => {
  // Source: Third-party OpenAPI, callbackDestinationURI ("full URI"). Assumed: the refusal.
  const good: [uri: string, origin: string][] = [
    ['http://mydomain.com/api/callbacks', 'http://mydomain.com'],
    ['https://mydomain.com:8443/a/b?c=d&e', 'https://mydomain.com:8443'],
    ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
    ['http://[::1]:3000/', 'http://[::1]:3000'],
  ]
  for (const [uri, origin] of good) {
    t.match(read({ 'x-callback-destination-uri': uri }), { uri, origin }, uri)
  }
  const bad = [
    'mydomain.com/api/callbacks',
    'mydomain.com:8080/api/callbacks',
    '/api/callbacks',
    '//mydomain.com/api',
    'ftp://mydomain.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://',
    'http://a b/',
    'http://mydomain.com:99999/',
    'null', // an unset setting that became text
    ' ',
  ]
  for (const uri of bad) {
    const { code, sources, text } = refused({ 'x-callback-destination-uri': uri })
    t.equal(code, 'REQUEST_INVALID', uri)
    t.strictSame(sources, ['X-Callback-Destination-URI'], uri)
    t.match(text, 'absolute http or https URI', uri)
  }
  t.end()
})

t.test('a destination carries no user name and no password', (t) => {
  // Assumed: X-Callback-API-Key is the documented place of a secret.
  for (const uri of ['https://user:secret@shop.example/', 'https://user@shop.example/']) {
    const { sources, text } = refused({ 'x-callback-destination-uri': uri })
    t.strictSame(sources, ['X-Callback-Destination-URI'])
    t.notMatch(text, 'secret')
  }
  t.end()
})

t.test('a fragment of the destination stays here', (t) => {
  // Source: RFC 9110, 7.1: the target URI of a request has no fragment.
  t.equal(read({ 'x-callback-destination-uri': `${URI}?a=1#top` })?.uri, `${URI}?a=1`)
  t.end()
})

t.test('the first space parts the name of the header from its value', (t) => {
  // Source: Third-party OpenAPI, callbackAPIKey ("The first space marks the header"), its examples.
  const table: [given: string, name: string, value: string][] = [
    [`Authorization ${KEY}`, 'Authorization', KEY],
    [`Authorization ApiKey-v1 ${KEY}`, 'Authorization', `ApiKey-v1 ${KEY}`],
    [`X-API-Key ${KEY}`, 'X-API-Key', KEY],
    [`x.my_key ${KEY} and more`, 'x.my_key', `${KEY} and more`],
  ]
  for (const [given, name, value] of table) {
    t.strictSame(read({ 'x-callback-api-key': given })?.key, { name, value }, given)
  }
  t.end()
})

t.test('a key has at least 32 characters', (t) => {
  // Source: Third-party OpenAPI, callbackAPIKey ("The minimal length of the API key is 32 characters").
  t.equal(read({ 'x-callback-api-key': `X-Key ${'k'.repeat(32)}` })?.key?.value.length, 32)
  for (const length of [0, 1, 31]) {
    const { code, sources, text } = refused({ 'x-callback-api-key': `X-Key ${'k'.repeat(length)}` })
    t.equal(code, 'REQUEST_INVALID')
    t.strictSame(sources, ['X-Callback-API-Key'])
    t.match(text, '32 characters')
  }
  // Blanks around a key don't make it longer.
  t.strictSame(refused({ 'x-callback-api-key': `X-Key ${' '.repeat(40)}` }).sources, [
    'X-Callback-API-Key',
  ])
  t.end()
})

t.test('a key without the name of a header is refused', (t) => {
  // Source: Third-party OpenAPI, callbackAPIKey. Assumed: the refusal. RFC 9110, 5.6.2: what a name is.
  const bad = [KEY, ` ${KEY}`, `X:Key ${KEY}`, `Schlüssel ${KEY}`, `X(Key) ${KEY}`, `X\tKey ${KEY}`]
  for (const given of bad) {
    const { code, sources, text } = refused({ 'x-callback-api-key': given })
    t.equal(code, 'REQUEST_INVALID', given)
    t.strictSame(sources, ['X-Callback-API-Key'], given)
    t.notMatch(text, KEY, 'the key is not repeated')
  }
  t.end()
})

t.test('a key may not be put in a header that would break the callback', (t) => {
  // Assumed: the service documents nothing of them.
  const reserved = [
    'Host',
    'Content-Length',
    'Content-Type',
    'Transfer-Encoding',
    'Connection',
    'Keep-Alive',
    'TE',
    'Trailer',
    'Upgrade',
    'Expect',
    'X-Correlation-ID',
    'X-Talon-Mock-Delivery',
    'X-Talon-Mock-Attempt',
  ]
  for (const name of reserved.flatMap((each) => [each, each.toLowerCase(), each.toUpperCase()])) {
    const { code, sources, text } = refused({ 'x-callback-api-key': `${name} ${KEY}` })
    t.equal(code, 'REQUEST_INVALID', name)
    t.strictSame(sources, ['X-Callback-API-Key'], name)
    t.match(text, name)
  }
  t.end()
})

t.test('a key or correlation ID that no header can hold is refused', (t) => {
  // Source: RFC 9110, 5.5 (field values).
  for (const bad of ['\r\n', '\0', '\u007f', '\u20ac', '\u{1f4a9}']) {
    t.strictSame(refused({ 'x-callback-api-key': `X-Key ${KEY}${bad}${KEY}` }).sources, [
      'X-Callback-API-Key',
    ])
    t.strictSame(refused({ 'x-correlation-id': `a${bad}b` }).sources, ['X-Correlation-ID'])
  }
  t.end()
})

t.test('a correlation ID is carried as it is', (t) => {
  // Source: Third-party OpenAPI, correlationID.
  for (const id of ['abc123', '0', 'null', 'a b,c;d="e"']) {
    t.equal(read({ 'x-correlation-id': id })?.correlationId, id)
  }
  t.end()
})

t.test('each of the 14 documented content fields can be asked for', (t) => {
  // Source: Third-party OpenAPI, contentFields.
  const documented = [
    'customerSession',
    'customerProfile',
    'coupons',
    'triggeredCampaigns',
    'referral',
    'loyalty',
    'event',
    'awardedGiveaways',
    'ruleFailureReasons',
    'previousReturns',
    'createdAttributes',
    'createdCoupons',
    'createdReferrals',
    'effects',
  ]
  for (const field of documented) {
    t.strictSame(read({ 'x-content-fields': field })?.fields, [field])
  }
  t.strictSame(read({ 'x-content-fields': documented.join(',') })?.fields, documented)
  t.end()
})

t.test('blanks around the commas of content fields are trimmed', (t) => {
  // Source: Segment's Talon.One destination passes the text on as it was typed.
  const table: [given: string, fields: string[] | undefined][] = [
    ['effects , customerProfile', ['effects', 'customerProfile']],
    ['\teffects,effects ,\teffects', ['effects']],
    ['effects,', ['effects']],
    [' , ', undefined],
  ]
  for (const [given, fields] of table) {
    t.strictSame(read({ 'x-content-fields': given })?.fields, fields, given)
  }
  t.end()
})

t.test('an unknown content field is refused with the names there are', (t) => {
  // Source: Third-party OpenAPI, contentFields (`return` is a field of the reply, not of this list).
  for (const unknown of ['return', 'Effects', 'customer session', 'effects;coupons', '*']) {
    const { code, sources, text } = refused({ 'x-content-fields': `effects,${unknown}` })
    t.equal(code, 'REQUEST_INVALID', unknown)
    t.strictSame(sources, ['X-Content-Fields'], unknown)
    t.ok(text.includes(`"${unknown}"`), unknown)
    for (const name of CONTENT_FIELDS) t.ok(text.includes(name), name)
  }
  t.end()
})

t.test('of many unknown field names ten are shown, each cut, and the rest is counted', (t) => {
  const unknown = Array.from({ length: 1000 }, (_, i) => `${i}${'x'.repeat(100)}`)
  const { text } = refused({ 'x-content-fields': unknown.join() })
  t.match(text, /"9x{79}…" and 990 more/)
  t.notMatch(text, '"10x')
  t.end()
})

t.test('the other headers are checked even without a destination', (t) => {
  // Assumed: a mistake shows before the URI is set.
  const table: [header: string, value: string][] = [
    ['x-callback-api-key', 'short'],
    ['x-content-fields', 'nope'],
    ['x-correlation-id', 'a\nb'],
  ]
  for (const [header, value] of table) {
    t.equal(refusalOf(() => readCallbackRequest({ [header]: value })).code, 'REQUEST_INVALID')
  }
  t.end()
})

t.test('all faults are told at once', (t) => {
  const { sources } = refused({
    'x-callback-destination-uri': 'nowhere',
    'x-callback-api-key': 'short',
    'x-content-fields': 'nope',
    'x-correlation-id': '\0',
  })
  t.strictSame(sources, [
    'X-Callback-Destination-URI',
    'X-Callback-API-Key',
    'X-Content-Fields',
    'X-Correlation-ID',
  ])
  t.end()
})

t.test('no text in any header ends in anything but a callback, none, or a refusal', (t) => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.tuple(fc.string(), fc.string({ minLength: 30, maxLength: 40 })).map((two) => two.join(' ')),
    fc.array(fc.constantFrom(...CONTENT_FIELDS, 'nope', ' ', '')).map((names) => names.join(',')),
    fc.constantFrom('undefined', 'null', 'http://', 'http://[', 'https://a@b', 'http://xn--a/'),
  )
  const headers = fc.record(
    {
      'x-callback-destination-uri': text,
      'x-callback-api-key': text,
      'x-content-fields': text,
      'x-correlation-id': text,
    },
    { requiredKeys: [] },
  )
  const outcomes = new Set<string>()
  checkLaw(
    t,
    fc.property(headers, (given) => {
      try {
        const callback = readCallbackRequest(given)
        outcomes.add(callback ? 'callback' : 'none')
        if (!callback) return
        assert.match(new URL(callback.uri).protocol, /^https?:$/)
        assert.equal(new URL(callback.uri).origin, callback.origin)
        if (callback.key) assert.ok(callback.key.value.length >= 32)
        // What passes is what the platform lets a header hold.
        const { name, value } = callback.key ?? { name: 'x', value: '' }
        new Headers({ [name]: value, 'x-correlation-id': callback.correlationId ?? '' })
        for (const field of callback.fields ?? []) assert.ok(CONTENT_FIELDS.includes(field))
      } catch (error) {
        outcomes.add('refusal')
        if (!(error instanceof EmulatorError)) throw error
        assert.equal(error.code, 'REQUEST_INVALID')
        assert.ok(error.faults.length > 0)
      }
    }),
    { numRuns: 2000 },
  )
  t.strictSame(
    [...outcomes].sort(),
    ['callback', 'none', 'refusal'],
    'the law was put to all three',
  )
  t.end()
})
