import fc from 'fast-check'
import t from 'tap'
import type { AttemptOutcome, ExchangeFilter } from '../../src/contract/control/exchange.ts'
import { criteriaOf, passes } from '../../src/world/exchange-filter.ts'
import { toExchange } from '../../src/world/exchange-view.ts'
import { createLedger, type Ledger, type LedgerBounds } from '../../src/world/ledger.ts'
import type { LedgerEntry } from '../../src/world/ledger-entry.ts'
import type { DeliveryEvent } from '../../src/world/ports.ts'
import { START } from '../helpers/fixed-clock.ts'
import { makeCallback } from '../helpers/make-callback.ts'

const WIDE: LedgerBounds = { maxExchanges: 1000, maxBytes: 1_000_000_000 }

const matches = (entry: LedgerEntry, filter: ExchangeFilter) => passes(entry, criteriaOf(filter))

const open = (ledger: Ledger, number: number, headers: Record<string, unknown> = {}): LedgerEntry =>
  ledger.open({
    id: `x_${String(number).padStart(6, '0')}`,
    receivedAt: START + number,
    method: 'PUT',
    path: '/p',
    headers,
    sessionId: undefined,
  })

const close = (ledger: Ledger, entry: LedgerEntry, bodyBytes = 0) => {
  entry.body = 'x'.repeat(bodyBytes)
  ledger.close(entry, { status: 200, body: '{}', durationMs: 1 })
}

const callbackOf = (number: number) => `cb_${number}`

const expect = (ledger: Ledger, entry: LedgerEntry, number: number, body = '{}') =>
  ledger.expectCallback(makeCallback({ id: callbackOf(number), exchangeId: entry.id, body }))

const attempted = (
  outcome: AttemptOutcome,
  next: Extract<DeliveryEvent, { kind: 'attempted' }>['next'],
  number = 1,
): DeliveryEvent => ({ kind: 'attempted', number, at: START, durationMs: 2, outcome, next })

const DELIVERED = attempted({ kind: 'delivered', status: 200 }, { state: 'delivered' })

const idsOf = (ledger: Ledger) =>
  Array.from(ledger.newestFirst({}), ({ id }) => Number(id.slice(2))).reverse()

const weightOf = (ledger: Ledger) => {
  let bytes = 0
  for (const entry of ledger.newestFirst({})) bytes += entry.bytes
  return bytes
}

t.test('the oldest settled exchange falls out first, and is counted', (t) => {
  const ledger = createLedger({ ...WIDE, maxExchanges: 3 })
  for (let i = 1; i <= 5; i++) close(ledger, open(ledger, i))
  t.strictSame(idsOf(ledger), [3, 4, 5])
  t.equal(ledger.dropped, 2)
  t.equal(ledger.entry('x_000001'), undefined)
  t.end()
})

t.test(
  'what is not settled stays, beyond the bounds: unanswered, or its callback under way',
  (t) => {
    const ledger = createLedger({ ...WIDE, maxExchanges: 1 })
    const unanswered = open(ledger, 1)
    const waiting = open(ledger, 2)
    expect(ledger, waiting, 2)
    close(ledger, waiting)
    for (let i = 3; i <= 6; i++) close(ledger, open(ledger, i))
    t.strictSame(idsOf(ledger), [1, 2])
    t.equal(ledger.entryOfCallback(callbackOf(2)), waiting)
    t.equal(ledger.dropped, 4)
    close(ledger, unanswered)
    t.strictSame(idsOf(ledger), [2], 'once settled it goes, since there are too many')
    ledger.onDelivery(callbackOf(2), DELIVERED)
    t.strictSame(idsOf(ledger), [2], 'the last one fits')
    t.equal(ledger.dropped, 5)
    t.end()
  },
)

t.test('what was settled late is still older: it falls out before what came after it', (t) => {
  const ledger = createLedger({ ...WIDE, maxExchanges: 3 })
  const late = open(ledger, 1)
  for (let i = 2; i <= 4; i++) close(ledger, open(ledger, i))
  t.strictSame(idsOf(ledger), [1, 3, 4], 'its turn was passed over')
  close(ledger, late)
  close(ledger, open(ledger, 5))
  t.strictSame(idsOf(ledger), [3, 4, 5])
  t.end()
})

t.test('a callback that is sent again holds its exchange again', (t) => {
  const ledger = createLedger({ ...WIDE, maxExchanges: 2 })
  const again = open(ledger, 1)
  expect(ledger, again, 1)
  close(ledger, again)
  ledger.onDelivery(callbackOf(1), DELIVERED)
  ledger.onDelivery(callbackOf(1), { kind: 'queued' })
  for (let i = 2; i <= 5; i++) close(ledger, open(ledger, i))
  t.strictSame(idsOf(ledger), [1, 5])
  ledger.onDelivery(callbackOf(1), DELIVERED)
  close(ledger, open(ledger, 6))
  t.strictSame(idsOf(ledger), [5, 6])
  t.end()
})

t.test('bytes are bounded: bodies, replies, headers and callbacks weigh', (t) => {
  const weight = (change: (ledger: Ledger, entry: LedgerEntry) => void, headers = {}) => {
    const ledger = createLedger(WIDE)
    const entry = open(ledger, 1, headers)
    change(ledger, entry)
    return entry.bytes
  }
  const bare = weight(close)
  const long = 'x'.repeat(10_000)
  t.ok(weight((ledger, entry) => close(ledger, entry, 10_000)) >= bare + 10_000, 'body')
  t.ok(weight(close, { 'x-long': long }) >= bare + 10_000, 'headers')
  const reply = { status: 200, body: long, durationMs: 1, requestBody: undefined, bodyBytes: 0 }
  t.ok(weight((ledger, entry) => ledger.close(entry, reply)) >= bare + 9_000, 'reply')
  t.ok(weight((ledger, entry) => expect(ledger, entry, 1, long)) >= bare + 9_000, 'callback')
  const attempts = weight((ledger, entry) => {
    expect(ledger, entry, 1)
    for (let i = 0; i < 100; i++) ledger.onDelivery(callbackOf(1), DELIVERED)
  })
  t.ok(attempts >= bare + 10_000, 'attempts')

  const ledger = createLedger({ maxExchanges: 1000, maxBytes: 50_000 })
  for (let i = 1; i <= 20; i++) close(ledger, open(ledger, i), 10_000)
  t.ok(weightOf(ledger) <= 50_000)
  t.strictSame(idsOf(ledger), [17, 18, 19, 20])
  close(ledger, open(ledger, 21), 60_000)
  t.strictSame(idsOf(ledger), [], 'what is too large alone is not kept')
  t.equal(ledger.dropped, 21)
  t.end()
})

/** An exchange: whether it has a callback, its size, and after how many others it is settled. */
const life = fc.record({
  hasCallback: fc.boolean(),
  bytes: fc.nat(4000),
  settlesAfter: fc.nat(60),
  again: fc.boolean(),
})
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

/** Lets exchanges come one after the other and settle in their own time; all are settled in the end. */
const run = (ledger: Ledger, lives: readonly Life[]): LedgerEntry[] => {
  const entries: LedgerEntry[] = []
  const due = new Map<number, (() => void)[]>()
  const settleAt = (step: number, settle: () => void) => {
    const others = due.get(step) ?? []
    others.push(settle)
    due.set(step, others)
  }
  for (const [i, { hasCallback, bytes, settlesAfter, again }] of lives.entries()) {
    const entry = open(ledger, i)
    entries.push(entry)
    if (hasCallback) {
      expect(ledger, entry, i)
      close(ledger, entry, bytes)
      settleAt(i + settlesAfter, () => {
        ledger.onDelivery(callbackOf(i), DELIVERED)
        if (!again) return
        ledger.onDelivery(callbackOf(i), { kind: 'queued' })
        settleAt(i + settlesAfter + 30, () => ledger.onDelivery(callbackOf(i), DELIVERED))
      })
    } else settleAt(i + settlesAfter, () => close(ledger, entry, bytes))
    for (const settle of due.get(i) ?? []) settle()
    due.delete(i)
  }
  for (const step of [...due.keys()].sort((a, b) => a - b)) {
    for (const settle of due.get(step) ?? []) settle()
    due.delete(step)
  }
  for (const settle of [...due.values()].flat()) settle()
  return entries
}

/** What must hold once everything is settled. */
const checkSettled = (ledger: Ledger, bounds: LedgerBounds, entries: readonly LedgerEntry[]) => {
  const held = new Set(ledger.newestFirst({}))
  if (held.size > bounds.maxExchanges) throw new Error(`holds ${held.size}`)
  if (weightOf(ledger) > bounds.maxBytes) throw new Error(`holds ${weightOf(ledger)} bytes`)
  if (ledger.dropped + held.size !== entries.length) throw new Error(`dropped ${ledger.dropped}`)
  for (const [i, entry] of entries.entries()) {
    const known = held.has(entry)
    if ((ledger.entry(entry.id) === entry) !== known) throw new Error(`${entry.id} by its ID`)
    const owner = ledger.entryOfCallback(callbackOf(i))
    if (owner !== (known && entry.callback ? entry : undefined)) {
      throw new Error(`${entry.id} by its callback`)
    }
  }
}

t.test(
  'once everything is settled the bounds hold, and dropped and held are all there were',
  (t) => {
    fc.assert(
      fc.property(
        fc.array(life, { maxLength: 200 }),
        fc.record({
          maxExchanges: fc.integer({ min: 1, max: 40 }),
          maxBytes: fc.integer({ min: 1, max: 100_000 }),
        }),
        (lives, bounds) => {
          const ledger = createLedger(bounds)
          checkSettled(ledger, bounds, run(ledger, lives))
        },
      ),
      { numRuns: 200 },
    )
    t.end()
  },
)

t.test('10,000 exchanges that settle in any order leave nothing behind', (t) => {
  const bounds = { maxExchanges: 500, maxBytes: 400_000 }
  for (const seed of [1, 2, 3]) {
    const ledger = createLedger(bounds)
    const entries = run(ledger, fc.sample(life, { seed, numRuns: 10_000 }))
    t.doesNotThrow(() => checkSettled(ledger, bounds, entries))
    ledger.clear()
    t.strictSame(idsOf(ledger), [])
    t.equal(ledger.dropped, 0)
    for (let i = 0; i < 600; i++) close(ledger, open(ledger, i))
    t.ok(weightOf(ledger) <= bounds.maxBytes, 'and it goes on as new')
    t.ok(idsOf(ledger).length > 100)
  }
  t.end()
})

t.test('a cleared ledger forgets callbacks under way: what comes of them is no concern', (t) => {
  const ledger = createLedger(WIDE)
  const entry = open(ledger, 1)
  expect(ledger, entry, 1)
  ledger.clear()
  close(ledger, entry)
  ledger.onDelivery(callbackOf(1), DELIVERED)
  expect(ledger, entry, 2)
  t.strictSame(idsOf(ledger), [])
  t.equal(ledger.entryOfCallback(callbackOf(2)), undefined)
  t.end()
})

t.test('every step of a callback is shown', (t) => {
  const ledger = createLedger(WIDE)
  const entry = open(ledger, 1)
  expect(ledger, entry, 1)
  const dueAt = START + 200
  const steps: [DeliveryEvent, object][] = [
    [{ kind: 'sending' }, { state: 'sending', attempts: [] }],
    [
      attempted({ kind: 'refused', status: 503 }, { state: 'waiting', nextAttemptAt: dueAt }),
      {
        state: 'waiting',
        nextAttemptAt: '2026-01-02T03:04:05.200Z',
        attempts: [{ number: 1, outcome: 'refused', status: 503 }],
      },
    ],
    [{ kind: 'queued' }, { state: 'queued', nextAttemptAt: null, reason: null }],
    [
      attempted({ kind: 'timeout', afterMs: 10 }, { state: 'failed', reason: 'gave up' }, 2),
      {
        state: 'failed',
        reason: 'gave up',
        attempts: [{}, { outcome: 'timeout', reason: /10 ms/ }],
      },
    ],
    [{ kind: 'queued' }, { state: 'queued', reason: null }],
    [
      { kind: 'cancelled', reason: 'reset' },
      { state: 'cancelled', reason: 'reset' },
    ],
    [
      { kind: 'failed', reason: 'queue-full' },
      { state: 'failed', reason: 'queue-full' },
    ],
    [
      attempted(
        { kind: 'blocked', reason: 'link-local' },
        { state: 'failed', reason: 'blocked' },
        3,
      ),
      { attempts: [{}, {}, { outcome: 'blocked', reason: 'link-local' }] },
    ],
  ]
  let changes = 0
  const stop = ledger.watch(() => changes++)
  for (const [event, expected] of steps) {
    ledger.onDelivery(callbackOf(1), event)
    t.match(toExchange(entry, 'shared').callback, expected, event.kind)
  }
  t.equal(changes, steps.length, 'and watchers hear of each')
  stop()
  ledger.onDelivery(callbackOf(1), { kind: 'sending' })
  t.equal(changes, steps.length, 'until they stop')
  t.end()
})

t.test('what is shown is a copy: changing it changes no record', (t) => {
  const ledger = createLedger(WIDE)
  const entry = open(ledger, 1, { accept: 'a' })
  expect(ledger, entry, 1)
  entry.body = '{"list":[1]}'
  ledger.close(entry, { status: 200, body: '{"a":{"b":1}}', durationMs: 1 })
  ledger.onDelivery(callbackOf(1), DELIVERED)
  const before = toExchange(entry, 'shared')
  const changed = toExchange(entry, 'shared')
  Object.assign(changed.request.headers, { accept: 'b' })
  Object.assign(changed.request.body ?? {}, { list: 7 })
  Object.assign(changed.response?.body ?? {}, { a: 7 })
  Object.assign(changed.callback?.attempts[0] ?? {}, { number: 7 })
  changed.callback?.attempts.pop()
  t.strictSame(toExchange(entry, 'shared'), before)
  t.match(before.request.body, { list: [1] })
  t.end()
})

t.test('without a callback the correlation ID is that of the request', (t) => {
  const ledger = createLedger(WIDE)
  const entry = open(ledger, 1, { 'x-correlation-id': 'abc' })
  t.ok(matches(entry, { correlationId: 'abc' }))
  t.notOk(matches(entry, { correlationId: 'ab' }))
  t.notOk(matches(entry, { callback: 'any' }))
  t.ok(matches(entry, {}))
  t.end()
})

t.test('secrets in headers are not kept', (t) => {
  const ledger = createLedger(WIDE)
  const entry = open(ledger, 1, { authorization: 'ApiKey-v1 secret', 'x-other': 'fine' })
  t.strictSame(entry.headers, { authorization: '[redacted]', 'x-other': 'fine' })
  t.end()
})
