import { execFileSync } from 'node:child_process'
import t from 'tap'
import { asCurl } from '../../../src/ui/exchanges/as-curl.ts'

t.test('a shell reads the line as it was meant, quotes and all', (t) => {
  const line = asCurl('http://localhost:8080', {
    request: {
      method: 'PUT',
      path: "/segment/customer_sessions/it's",
      headers: {
        host: 'localhost:8080',
        'content-length': '20',
        authorization: '[redacted]',
        'x-callback-api-key': 'Authorization [redacted]',
        'x-correlation-id': `a "b" $HOME \`id\``,
      },
      body: { customerSession: { profileId: "o'neill" } },
    },
  })
  const words = execFileSync('sh', ['-c', `${line.replace(/^curl/, "printf '%s\\n'")}`], {
    encoding: 'utf8',
  })
  t.strictSame(words.trimEnd().split('\n'), [
    '-g',
    '--path-as-is',
    '-X',
    'PUT',
    "http://localhost:8080/segment/customer_sessions/it's",
    '-H',
    'authorization: ApiKey-v1 anything',
    '-H',
    'x-callback-api-key: Authorization ApiKey-v1 00000000000000000000000000000000',
    '-H',
    'x-correlation-id: a "b" $HOME `id`',
    '--data-raw',
    `{"customerSession":{"profileId":"o'neill"}}`,
  ])
  t.end()
})

t.test('a request without a body has none', (t) => {
  const request = { method: 'GET', path: '/v2/authping', headers: {}, body: null }
  t.equal(asCurl('http://h', { request }), "curl -g --path-as-is -X GET 'http://h/v2/authping'")
  t.end()
})
