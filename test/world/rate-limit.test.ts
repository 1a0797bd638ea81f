import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import t from 'tap'
import { createRateLimit } from '../../src/world/rate-limit.ts'
import { createFixedClock } from '../helpers/fixed-clock.ts'

// Docs, Segment: "60 requests per second". Assumed: for each API key, in any second.

t.test('so many requests in a second are admitted, and no more', (t) => {
  const clock = createFixedClock()
  const { admit } = createRateLimit(3, clock)
  t.strictSame([admit('a'), admit('a'), admit('a'), admit('a')], [true, true, true, false])
  clock.advance(999)
  t.notOk(admit('a'))
  clock.advance(1)
  t.ok(admit('a'))
  t.end()
})

t.test('a refused request does not count', (t) => {
  const clock = createFixedClock()
  const { admit } = createRateLimit(1, clock)
  t.ok(admit('a'))
  for (let i = 0; i < 9; i++) {
    clock.advance(100)
    t.notOk(admit('a'))
  }
  clock.advance(100)
  t.ok(admit('a'))
  t.end()
})

t.test('each key has its own limit', (t) => {
  const { admit } = createRateLimit(1, createFixedClock())
  t.strictSame([admit('a'), admit('b'), admit('a'), admit('b')], [true, true, false, false])
  t.end()
})

t.test('0 admits everything', (t) => {
  const { admit } = createRateLimit(0, createFixedClock())
  for (let i = 0; i < 1000; i++) if (!admit('a')) t.fail('refused')
  t.end()
})

t.test('clear forgets what came', (t) => {
  const { admit, clear } = createRateLimit(1, createFixedClock())
  admit('a')
  clear()
  t.ok(admit('a'))
  t.end()
})

t.test('in no second are there more than the limit, and none is refused without reason', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.nat(700), { maxLength: 60 }),
      (perSecond, waits) => {
        const clock = createFixedClock()
        const { admit } = createRateLimit(perSecond, clock)
        const admitted: number[] = []
        for (const wait of waits) {
          clock.advance(wait)
          const now = clock.now()
          const lately = admitted.filter((at) => now - at < 1000).length
          if (admit('a') !== lately < perSecond) return false
          if (lately < perSecond) admitted.push(now)
        }
        return true
      },
    ),
  )
  t.end()
})

t.test('a clock that is set back shuts nobody out', (t) => {
  let now = 100_000
  const { admit } = createRateLimit(1, { now: () => now, setTimer: () => () => {} })
  t.ok(admit('a'))
  now = 5000
  t.ok(admit('a'))
  t.notOk(admit('a'))
  t.end()
})

t.test('keys are bounded: the one that asked least recently is forgotten', (t) => {
  const { admit } = createRateLimit(1, createFixedClock())
  admit('first')
  admit('kept')
  for (let i = 0; i < 9_998; i++) admit(`key ${i}`)
  t.notOk(admit('kept'), 'it asks again, and is known')
  admit('one more')
  t.ok(admit('first'), 'forgotten')
  t.notOk(admit('kept'))
  t.end()
})

t.test('long keys are told apart to their end, and none is held whole', (t) => {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const { admit } = createRateLimit(1, createFixedClock())
  const keyOf = (index: number) => `${'k'.repeat(16_000)}${index}`
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < 2000; i++) {
    // As from a header: a part of a longer text, which it would keep.
    if (
      !admit(
        Buffer.from(`ApiKey-v1 ${keyOf(i)}`)
          .toString()
          .slice(10),
      )
    )
      t.fail('refused')
  }
  collectGarbage()
  const heldBytes = process.memoryUsage().heapUsed - before
  t.ok(heldBytes < 4_000_000, `${heldBytes} bytes`)
  t.notOk(admit(keyOf(0)), 'known all the same')
  t.end()
})
