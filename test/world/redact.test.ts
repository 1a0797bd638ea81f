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
