import fc from 'fast-check'
import t from 'tap'
import type { AttemptOutcome } from '../../src/contract/control/exchange.ts'
import {
  afterAttempt,
  MAX_RETRY_AFTER_MS,
  parseRetries,
  parseRetryAfter,
  RETRY_PRESETS,
} from '../../src/delivery/retry-policy.ts'
import { START } from '../helpers/fixed-clock.ts'

// Presets, 410, blocked and the cap are the emulator's own rules (README, callbacks); the service
// documents no retries. Retry-After is RFC 9110, 10.2.3.

const refused = (status: number, retryAfterMs?: number): AttemptOutcome => ({
  kind: 'refused',
  status,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
})

/** The waits between the attempts of a callback that is refused each time. */
const waitsOf = (policy: readonly number[]) => {
  const waits: number[] = []
  for (let attempt = 1; attempt < 100; attempt++) {
    const next = afterAttempt(attempt, refused(503), policy, START)
    if (next.state !== 'waiting') return { waits, end: next }
    waits.push(next.nextAttemptAt - START)
  }
  throw new Error('it never gives up')
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

for (const { preset, waits } of [
  { preset: 'quick', waits: [200, 1000, 5000] },
  { preset: 'none', waits: [] },
  {
    preset: 'realistic',
    waits: [5000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR],
  },
  { preset: '10,20', waits: [10, 20] },
  { preset: '0', waits: [0] },
]) {
  t.test(`retries ${preset}: attempts after ${waits.join(', ') || 'no'} ms, then it fails`, (t) => {
    const { waits: actual, end } = waitsOf(parseRetries(preset))
    t.strictSame(actual, waits)
    t.match(end, { state: 'failed', reason: `no attempts left after ${waits.length + 1}` })
    t.end()
  })
}

t.test('an answer of 2xx ends a callback as delivered', (t) => {
  const next = afterAttempt(1, { kind: 'delivered', status: 204 }, RETRY_PRESETS.quick, START)
  t.strictSame(next, { state: 'delivered' })
  t.end()
})

t.test('410 and a blocked target end a callback with attempts left', (t) => {
  const gone = afterAttempt(1, refused(410, 1000), RETRY_PRESETS.quick, START)
  t.match(gone, { state: 'failed', reason: '410' })
  const blocked = { kind: 'blocked', reason: '169.254.169.254 is link-local' } as const
  t.match(afterAttempt(1, blocked, RETRY_PRESETS.quick, START), {
    state: 'failed',
    reason: 'blocked: 169.254.169.254 is link-local',
  })
  t.end()
})

for (const outcome of [
  refused(301),
  refused(404),
  refused(500),
  { kind: 'timeout', afterMs: 10_000 },
  { kind: 'unreachable', reason: 'ECONNREFUSED' },
] satisfies AttemptOutcome[]) {
  t.test(`${outcome.kind} ${'status' in outcome ? outcome.status : ''} is tried again`, (t) => {
    t.strictSame(afterAttempt(1, outcome, RETRY_PRESETS.quick, START), {
      state: 'waiting',
      nextAttemptAt: START + 200,
    })
    t.end()
  })
}

t.test('Retry-After stretches a wait up to a minute and never shortens it', (t) => {
  const waitFor = (retryAfterMs: number, policy: readonly number[]) => {
    const next = afterAttempt(1, refused(429, retryAfterMs), policy, START)
    return next.state === 'waiting' ? next.nextAttemptAt - START : next.state
  }
  t.equal(waitFor(3000, [200]), 3000)
  t.equal(waitFor(100, [200]), 200)
  t.equal(waitFor(2 * HOUR, [200]), MINUTE)
  t.equal(waitFor(Number.POSITIVE_INFINITY, [200]), MINUTE)
  t.equal(waitFor(3000, [HOUR]), HOUR, 'the cap holds for the receiver, not for the policy')
  t.equal(waitFor(3000, []), 'failed', 'it gives no more attempts')
  t.end()
})

t.test('Retry-After is seconds or an HTTP date in one of its three forms', (t) => {
  const now = Date.UTC(1994, 10, 6, 8, 49, 7)
  for (const [header, expected] of [
    ['120', 120_000],
    ['0', 0],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 30_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 30_000],
    ['Sun Nov  6 08:49:37 1994', 30_000],
    ['Sun, 06 Nov 1994 08:49:00 GMT', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['2094-11-06T08:49:37Z', undefined],
    ['soon 2094', undefined],
    ['Sun, 99 Nov 2094 08:49:37 GMT', undefined],
    ['', undefined],
    [undefined, undefined],
  ] as const) {
    t.equal(parseRetryAfter(header, now), expected, String(header))
  }
  t.end()
})

const outcomes: fc.Arbitrary<AttemptOutcome> = fc.oneof(
  fc.record({
    kind: fc.constant('refused' as const),
    status: fc.integer({ min: 300, max: 599 }),
    retryAfterMs: fc.integer({ min: 0, max: 10 * HOUR }),
  }),
  fc.record({ kind: fc.constant('timeout' as const), afterMs: fc.nat() }),
  fc.record({ kind: fc.constant('unreachable' as const), reason: fc.string() }),
  fc.record({ kind: fc.constant('blocked' as const), reason: fc.string() }),
)

t.test('law: a wait lies between the policy and the longer of policy and cap', (t) => {
  const laws = fc.property(
    fc.array(fc.nat({ max: 36_000_000 }), { maxLength: 8 }),
    fc.integer({ min: 1, max: 10 }),
    outcomes,
    (policy, attempt, outcome) => {
      const next = afterAttempt(attempt, outcome, policy, START)
      if (next.state !== 'waiting') return next.state === 'failed' && next.reason !== ''
      const least = policy[attempt - 1] ?? Number.NaN
      const wait = next.nextAttemptAt - START
      return wait >= least && wait <= Math.max(least, MAX_RETRY_AFTER_MS)
    },
  )
  t.doesNotThrow(() => fc.assert(laws))
  t.end()
})

t.test('law: a callback gets one attempt more than its policy has waits, at most', (t) => {
  const laws = fc.property(
    fc.array(fc.nat({ max: 1000 }), { maxLength: 8 }),
    fc.infiniteStream(outcomes),
    (policy, stream) => {
      let attempt = 1
      for (const outcome of stream) {
        if (afterAttempt(attempt, outcome, policy, START).state === 'failed') break
        attempt++
      }
      return attempt <= policy.length + 1
    },
  )
  t.doesNotThrow(() => fc.assert(laws))
  t.end()
})

t.test('law: what is read from Retry-After is never negative nor no number', (t) => {
  const headers = fc.oneof(
    fc.string(),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    fc.nat().map(String),
  )
  const law = fc.property(headers, (header) => {
    const ms = parseRetryAfter(header, START)
    return ms === undefined || ms >= 0
  })
  t.doesNotThrow(() => fc.assert(law))
  t.end()
})
