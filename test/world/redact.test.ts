import t from 'tap'
import { redactHeaders } from '../../src/world/redact.ts'

t.test('API keys, callback keys, cookies and authorizations are hidden, the rest is shown', (t) => {
  const headers = {
    authorization: 'ApiKey-v1 secret',
    'proxy-authorization': 'Basic secret',
    cookie: 'sid=secret',
    'x-callback-api-key': 'X-Key secret',
    'x-callback-destination-uri': 'http://localhost/hook',
    'x-correlation-id': 'abc',
    accept: ['a', 'b'],
  }
  const before = structuredClone(headers)
  const shown = redactHeaders(headers)
  t.strictSame(shown, {
    ...headers,
    authorization: '[redacted]',
    'proxy-authorization': '[redacted]',
    cookie: '[redacted]',
    'x-callback-api-key': '[redacted]',
  })
  t.strictSame(headers, before, 'the request keeps its own')
  t.end()
})

t.test('headers that are not there are not made up', (t) => {
  t.strictSame(redactHeaders({}), {})
  t.end()
})

t.test('a header that is named like a secret is one', (t) => {
  for (const name of ['x-api-key', 'apikey', 'x-auth-token', 'x-secret', 'x-password']) {
    t.strictSame(redactHeaders({ [name]: 'v' }), { [name]: '[redacted]' })
  }
  t.end()
})

t.test('a user name and password in the destination are hidden', (t) => {
  const shownOf = (uri: string) =>
    redactHeaders({ 'x-callback-destination-uri': uri })['x-callback-destination-uri']
  t.equal(shownOf('http://u:secret@x/y?z@'), 'http://[redacted]@x/y?z@')
  t.equal(shownOf('http://u:se@cret@x/y'), 'http://[redacted]@x/y')
  t.equal(shownOf('http://x/y@z'), 'http://x/y@z')
  t.end()
})

t.test('a user name and password in any other URI are hidden, too', (t) => {
  const shownOf = (name: string, value: string) => redactHeaders({ [name]: value })[name]
  t.equal(shownOf('referer', 'https://u:secret@x/y'), 'https://[redacted]@x/y')
  t.equal(shownOf('x-any', 'http://a:b@x, http://c@y'), 'http://[redacted]@x, http://[redacted]@y')
  t.equal(shownOf('destination-hostname', 'https://u:p@acme.test'), 'https://[redacted]@acme.test')
  t.equal(shownOf('destination-hostname', 'u:p@acme.test'), '[redacted]@acme.test')
  for (const other of ['acme.talon.one', 'https://acme.talon.one/a@b']) {
    t.equal(shownOf('destination-hostname', other), other)
  }
  t.equal(shownOf('x-correlation-id', 'a:b@c'), 'a:b@c')
  t.end()
})

t.test(
  'of a callback to the emulator itself the key is hidden, whatever its header is called',
  (t) => {
    const own = {
      host: 'localhost:8080',
      'user-agent': 'talon-mock',
      'content-type': 'application/json',
      'x-correlation-id': 'abc',
      'x-talon-mock-delivery': 'cb_1',
    }
    t.strictSame(redactHeaders({ ...own, 'x-shop': 'secret' }), { ...own, 'x-shop': '[redacted]' })
    t.end()
  },
)
