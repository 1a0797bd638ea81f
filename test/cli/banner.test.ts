import t from 'tap'
import { type BannerOptions, banner } from '../../src/cli/banner.ts'

const URL = 'http://localhost:8080'

const show = (
  overrides: Partial<BannerOptions> = {},
  config: Partial<BannerOptions['config']> = {},
) =>
  banner(URL, {
    config: { host: 'localhost', apiKey: [], controlToken: '', ...config },
    madeToken: undefined,
    callbackPolicy: 'local',
    ...overrides,
  })

t.test('over https it shows the fingerprint, and curl does not ask for trust', (t) => {
  const text = show({ fingerprint: 'AA:BB' })
  t.match(text, 'Certificate (SHA-256): AA:BB\n')
  t.match(text, "curl -k -X PUT '")
  t.end()
})

t.test('the banner says where the emulator listens, and shows a request with a callback', (t) => {
  const text = show()
  t.match(text, `talon-mock listens on ${URL}\n`)
  t.match(text, `curl -X PUT '${URL}/segment/customer_sessions/s1'`)
  t.match(text, `-H 'X-Callback-Destination-URI: ${URL}/_mock/sink/demo'`)
  t.match(text, `curl '${URL}/_mock/sinks/demo'\n`)
  t.match(text, `curl '${URL}/_mock/exchanges'\n`)
  t.notMatch(text, /token|\$/)
  t.end()
})

t.test('listening on all addresses is said', (t) => {
  t.match(show({}, { host: '0.0.0.0' }), `listens on ${URL} and on all other addresses (0.0.0.0)`)
  t.match(show({}, { host: '::' }), 'and on all other addresses (::)')
  t.end()
})

t.test('a control token that was made is shown and used', (t) => {
  const text = show({ madeToken: 'made-1' })
  t.match(text, 'Control token: made-1')
  t.match(text, `curl -H "Authorization: Bearer made-1" '${URL}/_mock/sinks/demo'`)
  t.end()
})

t.test('secrets that were given are not shown: variables stand for them', (t) => {
  const text = show({}, { apiKey: ['key-1'], controlToken: 'token-1' })
  t.notMatch(text, /key-1|token-1/)
  t.match(text, 'Try it, with an API key of yours in TALON_ONE_KEY:')
  t.match(text, '-H "Authorization: ApiKey-v1 $TALON_ONE_KEY"')
  t.match(text, 'with the control token in TALON_MOCK_CONTROL_TOKEN:')
  t.match(text, 'curl -H "Authorization: Bearer $TALON_MOCK_CONTROL_TOKEN"')
  t.end()
})

t.test('the pages that describe it are named where a browser can open them', (t) => {
  t.match(show(), `Describes itself: ${URL}/_mock/docs   Stop: Ctrl+C\n`)
  for (const text of [show({ madeToken: 'made-1' }), show({}, { controlToken: 'token-1' })]) {
    t.notMatch(text, '/_mock/docs')
    t.match(text, '\nStop: Ctrl+C\n')
  }
  t.end()
})

t.test('the dashboard is named, whether a token is needed or not', (t) => {
  t.match(show(), `See it in a browser: ${URL}/\n`)
  t.match(show({ madeToken: 'made-1' }), `See it in a browser: ${URL}/\n`)
  t.end()
})

t.test('where no callback may go to the sink, none is shown, and why', (t) => {
  const text = show({ callbackPolicy: 'strict' })
  t.notMatch(text, /sink/)
  t.match(text, '--callback-policy local lifts that')
  t.match(text, `curl '${URL}/_mock/exchanges'`)
  t.end()
})
