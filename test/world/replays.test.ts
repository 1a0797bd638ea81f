import t from 'tap'
import { createReplays } from '../../src/world/replays.ts'
import { createFixedClock } from '../helpers/fixed-clock.ts'

// Source: Integration API, `Idempotency-Key` (the reply is given again for 24 hours). The number of
// replies that are kept is the emulator's own.

const HOURS_24 = 24 * 3_600_000

const REPLY = { status: 200, body: '{"effects":[]}' }

const build = () => {
  const clock = createFixedClock()
  return { clock, replays: createReplays(clock) }
}

t.test('a reply is found by its key, and by no other', async (t) => {
  const { replays } = build()
  t.equal(replays.find('a'), undefined)
  replays.begin('a')(REPLY)
  t.strictSame(await replays.find('a'), REPLY)
  for (const key of ['b', 'A', '', '__proto__', 'constructor']) {
    t.equal(replays.find(key), undefined, key)
  }
  replays.begin('__proto__')({ status: 204, body: undefined })
  t.strictSame(await replays.find('__proto__'), { status: 204, body: undefined })
})

t.test('who comes while it is being worked on gets the same reply', async (t) => {
  const { replays } = build()
  const finish = replays.begin('a')
  const waiting = [replays.find('a'), replays.find('a')]
  finish(REPLY)
  t.strictSame(await Promise.all(waiting.map((one) => Promise.resolve(one))), [REPLY, REPLY])
})

t.test('without a reply to keep it is new again', async (t) => {
  const { replays } = build()
  const finish = replays.begin('a')
  const waiting = replays.find('a')
  finish(undefined)
  t.equal(await waiting, undefined)
  t.equal(replays.find('a'), undefined)
  replays.begin('a')(REPLY)
  t.strictSame(await replays.find('a'), REPLY)
})

t.test('one that ends without a reply does not take another of its key with it', async (t) => {
  const { replays } = build()
  const first = replays.begin('a')
  replays.begin('a')(REPLY)
  first(undefined)
  t.strictSame(await replays.find('a'), REPLY)
})

t.test('a reply is kept for 24 hours', async (t) => {
  const { clock, replays } = build()
  replays.begin('a')(REPLY)
  clock.advance(HOURS_24 - 1)
  t.strictSame(await replays.find('a'), REPLY)
  clock.advance(1)
  t.equal(replays.find('a'), undefined)
  replays.begin('a')({ ...REPLY, status: 400 })
  clock.advance(HOURS_24 - 1)
  t.match(await replays.find('a'), { status: 400 }, 'its time begins anew')
})

t.test('10,000 are kept: the oldest goes for the next', async (t) => {
  const { replays } = build()
  for (let i = 0; i < 10_000; i++) replays.begin(`k${i}`)(REPLY)
  t.strictSame(await replays.find('k0'), REPLY)
  replays.begin('one more')(REPLY)
  t.equal(replays.find('k0'), undefined)
  t.strictSame(await replays.find('k1'), REPLY)
  t.strictSame(await replays.find('one more'), REPLY)
})

t.test('all are forgotten at once; what is being worked on is answered all the same', async (t) => {
  const { replays } = build()
  replays.begin('a')(REPLY)
  const finish = replays.begin('b')
  const waiting = replays.find('b')
  replays.clear()
  t.equal(replays.find('a'), undefined)
  t.equal(replays.find('b'), undefined)
  finish(REPLY)
  t.strictSame(await waiting, REPLY)
  t.equal(replays.find('b'), undefined)
})
