import t from 'tap'
import type { LiveExchange } from '../../../src/contract/control/live.ts'
import { filterOf, isNarrowed, ledgerFilter, passes } from '../../../src/ui/exchanges/filter.ts'

const ROW: LiveExchange = {
  id: 'x_1',
  world: 'shared',
  receivedAt: '2030-01-01T00:00:00.000Z',
  method: 'PUT',
  path: '/segment/customer_sessions/Cart-7',
  status: 200,
  durationMs: 1,
  sessionId: 'Cart-7',
  profileId: 'anna',
  correlationId: 'abc',
  callback: { id: 'cb_1', state: 'failed', attempts: 4, reason: 'gave up after 4 attempts' },
}

t.test('a row passes what it was asked for, all together', (t) => {
  for (const [filter, expected] of [
    [{}, true],
    [{ text: 'cart-7' }, true],
    [{ text: 'gave up' }, true],
    [{ text: 'put' }, true],
    [{ text: 'cart-8' }, false],
    [{ status: '2xx' }, true],
    [{ status: '200' }, true],
    [{ status: '4xx' }, false],
    [{ status: '20' }, false],
    [{ session: 'Cart-7' }, true],
    [{ session: 'Cart' }, false],
    [{ profile: 'anna' }, true],
    [{ profile: 'ann' }, false],
    [{ correlation: 'abc' }, true],
    [{ correlation: 'ab' }, false],
    [{ callback: 'failed' }, true],
    [{ callback: 'any' }, true],
    [{ callback: 'none' }, false],
    [{ callback: 'delivered' }, false],
    [{ text: 'cart-7', status: '4xx' }, false],
  ] as const) {
    t.equal(passes(ROW, filter), expected, JSON.stringify(filter))
  }
  const quiet = { ...ROW, status: null, callback: null, sessionId: null, correlationId: null }
  t.ok(passes(quiet, { callback: 'none' }))
  t.notOk(passes(quiet, { status: '2xx' }))
  t.end()
})

t.test('the address bar says what the list is narrowed to', (t) => {
  t.strictSame(filterOf({ text: 'a', world: 'w_1', status: '' }), { text: 'a' })
  t.notOk(isNarrowed(filterOf({ world: 'w_1' })))
  t.ok(isNarrowed(filterOf({ session: 's1' })))
  t.end()
})

t.test('the ledger is asked for what it can look for', (t) => {
  t.strictSame(
    ledgerFilter({
      text: 'a',
      status: '404',
      session: 's1',
      profile: 'anna',
      correlation: 'c',
      callback: 'failed',
    }),
    { sessionId: 's1', profileId: 'anna', correlationId: 'c', status: 404, callback: 'failed' },
  )
  t.strictSame(ledgerFilter({ status: '4xx', callback: 'none' }), {})
  t.end()
})
