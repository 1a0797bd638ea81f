import { readFileSync } from 'node:fs'
import t from 'tap'
import { trigger } from '../../src/cli/trigger.ts'
import { SAMPLE_REQUEST } from '../../src/contract/service/sample-request.ts'
import { startTalonMock } from '../../src/index.ts'

t.test('the sample is the documented one', (t) => {
  const documented = JSON.parse(readFileSync('test/fixtures/sample-request.json', 'utf8'))
  t.strictSame(SAMPLE_REQUEST, documented)
  t.end()
})

t.test('without a name it tells which triggers there are', async (t) => {
  const { outcome, lines } = await trigger([], {})
  t.equal(outcome, 'sent')
  t.strictSame(
    lines.map((line) => line.split(' ', 1)[0]),
    ['sample', 'open', 'close', 'cancel', 'reject', 'bad'],
  )
})

t.test('the sample: its effects, and how its callback went', async (t) => {
  await using mock = await startTalonMock()
  const { outcome, lines } = await trigger(['sample'], { TALON_MOCK_URL: mock.url })
  t.equal(outcome, 'sent')
  t.equal(lines[0], 'PUT /segment/customer_sessions/session1: 200')
  t.ok(lines.includes('  acceptCoupon "XMAS-20-2021"'))
  t.match(lines.at(-1), /^callback to http:.*\/_mock\/sink\/trigger: delivered, 1 attempt$/)
  t.equal(mock.exchanges().length, 1)
})

t.test(
  'a session is opened, closed and cancelled; a coupon is rejected, a cart refused',
  async (t) => {
    await using mock = await startTalonMock({ scenario: 'none' })
    const send = async (...argv: string[]) =>
      (await trigger([...argv, '--url', mock.url, '--session', 'a b'], {})).lines
    t.strictSame(await send('open'), ['PUT /segment/customer_sessions/a%20b: 200'])
    t.strictSame(await send('close'), ['PUT /segment/customer_sessions/a%20b: 200'])
    t.strictSame(await send('cancel'), ['PUT /segment/customer_sessions/a%20b: 200'])
    t.match(await send('cancel'), [/: 400 .*state can't become "cancelled"/])
    const other = await trigger(['reject', `--url=${mock.url}/`], {})
    t.strictSame(other.lines, [
      'PUT /segment/customer_sessions/session1: 200',
      '  rejectCoupon "NO-SUCH-COUPON" CouponNotFound',
    ])
    t.match(await send('bad'), [/: 400 .*quantity must be at least 1/])
  },
)

t.test('keys that are checked, a control token, and JSON', async (t) => {
  await using mock = await startTalonMock({ apiKey: ['good'], controlToken: 'secret' })
  const env = { TALON_MOCK_URL: mock.url, TALON_MOCK_CONTROL_TOKEN: 'secret' }
  t.match((await trigger(['open'], env)).lines, [/: 401 Missing Session Token$/])
  const { lines } = await trigger(['sample', '--api-key', 'good', '--json'], env)
  t.equal(lines.length, 1)
  t.match(JSON.parse(lines[0] ?? ''), {
    status: 200,
    reply: { customerSession: { integrationId: 'session1' } },
    exchange: { callback: { state: 'delivered' } },
  })
})

t.test('wrong use is told in one line', async (t) => {
  for (const [argv, said] of [
    [['nope'], /^there is no trigger nope; there are sample, /],
    [['__proto__'], /^there is no trigger __proto__/],
    [['open', 'close'], /^close: name one trigger$/],
    [['open', '--url'], /^--url wants a value$/],
    [['open', '--url', 'localhost'], /^--url \(TALON_MOCK_URL\): must be an http URL/],
    [['open', '--nope'], /^--nope: trigger takes --url, /],
  ] as const) {
    const { outcome, lines } = await trigger(argv, {})
    t.equal(outcome, 'wrong')
    t.match(lines, [said])
  }
})

t.test('nobody there: it failed, and says where', async (t) => {
  const mock = await startTalonMock()
  await mock.close()
  const { outcome, lines } = await trigger(['open', '--url', mock.url], {})
  t.equal(outcome, 'failed')
  t.match(lines, [/^http:.* did not answer: /])
})
