import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Exchange } from '../../src/contract/control/exchange.ts'
import type { SinkReceipt } from '../../src/contract/control/sinks.ts'
import type { IntegrationState } from '../../src/contract/service/integration-state.ts'
import { SEGMENT_HEADERS } from '../helpers/make-session.ts'
import { runCli, startCli } from '../helpers/run-cli.ts'

t.test('check exits 0 for the demo, 2 with a line for each fault', async (t) => {
  const good = await runCli(t, ['check', 'demo']).ended
  t.match(good, { code: 0, stdout: /^demo: in order; campaigns: 11, rules: 13\n$/, stderr: '' })
  const file = join(t.testdir({ 'shop.yaml': 'version: 1\nevents: 1\n' }), 'shop.yaml')
  const bad = await runCli(t, ['check', file]).ended
  t.match(bad, { code: 2, stdout: `${file}:2: events: must be a list, got 1\n` })
})

t.test('schema and demo print what can be kept in a file', async (t) => {
  const [schema, demo] = await Promise.all([runCli(t, ['schema']).ended, runCli(t, ['demo']).ended])
  t.equal(JSON.parse(schema.stdout).title, 'Scenario of talon-mock')
  const file = join(t.testdir({ 'shop.yaml': demo.stdout }), 'shop.yaml')
  const { code } = await runCli(t, ['check', file]).ended
  t.equal(code, 0)
})

t.test('a reader that closes the pipe early, as head does, is no failure', async (t) => {
  for (const command of [
    'schema',
    'demo',
    'help',
    'check --request test/fixtures/sample-request.json',
  ]) {
    const running = runCli(t, command.split(' '))
    running.child.stdout?.destroy()
    t.match(await running.ended, { code: 0, stderr: '' }, command)
  }
})

t.test('check --request tells what becomes of a request under the demo', async (t) => {
  const sample = 'test/fixtures/sample-request.json'
  const good = await runCli(t, ['check', '--request', sample]).ended
  t.match(good, { code: 0, stderr: '' })
  for (const line of [
    'PUT /segment/customer_sessions/s1: 200, session of URN-GV8294NV, open, total 226.98',
    '  acceptCoupon "XMAS-20-2021"',
    '  setDiscount "Christmas 20 %" 45.40 (sessionTotal)',
    '  ✓ Christmas 20 % / Give 20 % (XMAS-20-2021)',
    '      ✓ couponValid',
    '  ✗ Gifts / A gift card from 500',
    '      ✗ Session.Total >= 500',
    '          Session.Total = 226.98',
  ]) {
    t.ok(good.stdout.split('\n').includes(line), line)
  }
  const refused = await runCli(t, ['check', '--request', sample, '--strict', 'none']).ended
  t.match(refused, { code: 2, stdout: /: 400\n {2}The submitted data was invalid: .*"shipping"/ })
})

t.test(
  'the demo changes the sample: a coupon accepted, its discount, and both in the callback',
  async (t) => {
    const { url } = await startCli(t)
    const put = await fetch(`${url}/segment/customer_sessions/session1`, {
      method: 'PUT',
      headers: {
        ...SEGMENT_HEADERS,
        'content-type': 'application/json',
        'x-callback-destination-uri': `${url}/_mock/sink/demo`,
        'x-content-fields': 'effects,customerSession',
      },
      body: readFileSync('test/fixtures/sample-request.json'),
    })
    const { effects, customerSession } = (await put.json()) as IntegrationState
    t.match(effects.slice(0, 2), [
      { effectType: 'acceptCoupon', props: { value: 'XMAS-20-2021' } },
      { effectType: 'setDiscount', props: { value: 45.4, scope: 'sessionTotal' } },
    ])
    const control = async <T>(path: string) => (await fetch(`${url}/_mock/${path}`)).json() as T
    const exchange = put.headers.get('x-talon-mock-exchange')
    const state = async () => (await control<Exchange>(`exchanges/${exchange}`)).callback?.state
    while ((await state()) !== 'delivered') await sleep(20)
    const { items } = await control<{ items: SinkReceipt[] }>('sinks/demo')
    t.equal(items.length, 1)
    t.strictSame(items[0]?.json, { effects, customerSession })
  },
)
