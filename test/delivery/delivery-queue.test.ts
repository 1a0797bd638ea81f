import fc from 'fast-check'
import t, { type Test } from 'tap'
import { createDelivery, type DeliveryOptions } from '../../src/delivery/delivery-queue.ts'
import { createActivity } from '../../src/world/activity.ts'
import type { CallbackMessage, DeliveryEvent } from '../../src/world/ports.ts'
import {
  allStarted,
  createFakeSender,
  DELIVERED,
  type FakeAttempt,
  REFUSED,
} from '../helpers/fake-sender.ts'
import { createFixedClock, START } from '../helpers/fixed-clock.ts'
import { makeCallback } from '../helpers/make-callback.ts'

// Order, bounds and what becomes of the rest are the emulator's own rules: README, callbacks.

const build = (options: Partial<DeliveryOptions> = {}) => {
  const clock = createFixedClock()
  const sender = createFakeSender()
  const events: { id: string; event: DeliveryEvent }[] = []
  const queue = createDelivery({
    now: clock.now,
    sender,
    retries: [200, 1000],
    concurrency: 100,
    concurrencyPerDestination: 10,
    maxCallbacks: 1000,
    maxBytes: 1_000_000,
    ...options,
  })
  const owner = () => ({
    clock,
    activity: createActivity(),
    listener: (id: string, event: DeliveryEvent) => void events.push({ id, event }),
    tamper: (message: CallbackMessage) => message,
  })
  const first = owner()
  const outbox = queue.openOutbox(first)
  const delivery = {
    put: outbox.put,
    sendAgain: outbox.sendAgain,
    cancelAll: outbox.cancelAll,
    stop: queue.stop,
    hurry: queue.hurry,
    get depth() {
      return queue.depth
    },
  }
  const put = (id: string, overrides: Partial<CallbackMessage> = {}) =>
    delivery.put(makeCallback({ id, ...overrides }))
  const eventsOf = (id: string) =>
    events.filter((entry) => entry.id === id).map(({ event }) => event)
  return { clock, sender, queue, owner, first, delivery, events, put, eventsOf }
}

const idsOf = (attempts: readonly FakeAttempt[]) => attempts.map(({ message }) => message.id)

const REFUSED_FOR_A_MINUTE = { kind: 'refused', status: 503, retryAfterMs: 60_000 } as const

const started = (t: Test, attempts: readonly FakeAttempt[], expected: string[]) => {
  const shown = attempts.map(({ message, number }) => `${message.id}#${number}`)
  t.strictSame(shown, expected)
}

t.test(
  'callbacks of a session to one destination go one at a time, in the order of their PUTs',
  async (t) => {
    const { sender, put } = build()
    for (const id of ['a', 'b', 'c']) put(id)
    for (const id of ['a', 'b', 'c']) {
      await allStarted()
      t.strictSame(idsOf(sender.underWay()), [id])
      sender.underWay()[0]?.end(DELIVERED)
    }
    await allStarted()
    started(t, sender.attempts, ['a#1', 'b#1', 'c#1'])
  },
)

t.test('nothing is sent before the turn of the PUT has ended', async (t) => {
  const { sender, put } = build()
  put('a')
  await allStarted()
  put('b', { sessionId: 's2' })
  sender.underWay()[0]?.end(DELIVERED)
  await Promise.resolve()
  await Promise.resolve()
  started(t, sender.attempts, ['a#1'])
  await allStarted()
  started(t, sender.attempts, ['a#1', 'b#1'])
})

t.test('one that waits for its retry holds no other', async (t) => {
  const { clock, sender, put, eventsOf } = build()
  put('a')
  put('b')
  await allStarted()
  sender.underWay()[0]?.end(REFUSED)
  await allStarted()
  t.strictSame(idsOf(sender.underWay()), ['b'])
  clock.advance(200)
  await allStarted()
  t.strictSame(idsOf(sender.underWay()), ['b'], 'one at a time even so')
  sender.underWay()[0]?.end(DELIVERED)
  await allStarted()
  started(t, sender.attempts, ['a#1', 'b#1', 'a#2'])
  t.match(eventsOf('a'), [
    { kind: 'sending' },
    {
      kind: 'attempted',
      number: 1,
      at: START,
      outcome: REFUSED,
      next: { state: 'waiting', nextAttemptAt: START + 200 },
    },
    { kind: 'queued' },
    { kind: 'sending' },
  ])
})

t.test('retries come when the policy says, in world time, and end with a reason', async (t) => {
  const { clock, sender, delivery, put, eventsOf } = build()
  put('a')
  await allStarted()
  sender.underWay()[0]?.end(REFUSED)
  await allStarted()
  clock.advance(199)
  await allStarted()
  t.equal(sender.attempts.length, 1)
  clock.advance(1)
  await allStarted()
  t.equal(sender.attempts.length, 2)
  sender.underWay()[0]?.end(REFUSED)
  await allStarted()
  clock.advance(1000)
  await allStarted()
  t.equal(sender.attempts.length, 3)
  sender.underWay()[0]?.end(REFUSED)
  await allStarted()
  started(t, sender.attempts, ['a#1', 'a#2', 'a#3'])
  t.match(eventsOf('a').at(-1), { kind: 'attempted', number: 3, next: { state: 'failed' } })
  t.equal(delivery.depth, 0)
  t.equal(clock.pending, 0)
})

t.test('other sessions go at the same time, up to the bound for one destination', async (t) => {
  const { sender, put } = build({ concurrencyPerDestination: 3 })
  for (const id of ['a', 'b', 'c', 'd', 'e']) put(id, { sessionId: id })
  await allStarted()
  t.strictSame(idsOf(sender.underWay()), ['a', 'b', 'c'])
  sender.underWay()[1]?.end(DELIVERED)
  await allStarted()
  t.strictSame(idsOf(sender.underWay()), ['a', 'c', 'd'])
})

t.test('a session goes to two destinations at the same time', async (t) => {
  const { sender, put } = build()
  put('a')
  put('b', { uri: 'http://other.test/' })
  put('c', { uri: 'http://receiver.test/another/path' })
  await allStarted()
  t.strictSame(idsOf(sender.underWay()), ['a', 'b'])
})

t.test('a destination that hangs does not hold up another', async (t) => {
  const { sender, put } = build({ concurrency: 6, concurrencyPerDestination: 3 })
  for (let i = 0; i < 20; i++) put(`hangs-${i}`, { sessionId: `h${i}` })
  await allStarted()
  for (let i = 0; i < 5; i++) {
    put(`goes-${i}`, { sessionId: `g${i}`, uri: 'http://other.test/' })
    await allStarted()
    const going = sender.underWay().find(({ message }) => message.id === `goes-${i}`)
    t.ok(going)
    going?.end(DELIVERED)
  }
  t.strictSame(idsOf(sender.underWay()), ['hangs-0', 'hangs-1', 'hangs-2'])
})

t.test('not even when its bound is as high as the total', async (t) => {
  const { sender, put } = build({ concurrency: 4, concurrencyPerDestination: 16 })
  for (let i = 0; i < 20; i++) put(`hangs-${i}`, { sessionId: `h${i}` })
  await allStarted()
  put('goes', { uri: 'http://other.test/' })
  await allStarted()
  t.ok(idsOf(sender.underWay()).includes('goes'))
})

t.test('no more attempts than the total bound go on, and destinations take turns', async (t) => {
  const { sender, put } = build({ concurrency: 4, concurrencyPerDestination: 3 })
  for (const origin of ['x', 'y', 'z']) {
    for (let i = 0; i < 5; i++) {
      put(`${origin}${i}`, { sessionId: `${i}`, uri: `http://${origin}.test/` })
    }
  }
  await allStarted()
  t.strictSame(idsOf(sender.underWay()), ['x0', 'y0', 'z0', 'x1'])
  sender.underWay()[0]?.end(DELIVERED)
  await allStarted()
  t.strictSame(idsOf(sender.underWay()), ['y0', 'z0', 'x1', 'y1'])
})

t.test('one single attempt at a time is a bound too', async (t) => {
  const { sender, put } = build({ concurrency: 1, concurrencyPerDestination: 1 })
  put('a')
  put('b', { uri: 'http://other.test/' })
  await allStarted()
  t.strictSame(idsOf(sender.underWay()), ['a'])
  sender.underWay()[0]?.end(DELIVERED)
  await allStarted()
  t.strictSame(idsOf(sender.underWay()), ['b'])
})

t.test('a callback beyond the number of unsettled ones fails as queue-full', async (t) => {
  const { clock, sender, delivery, put, eventsOf } = build({ maxCallbacks: 2 })
  put('a')
  put('b', { sessionId: 's2' })
  put('c')
  t.strictSame(eventsOf('c'), [{ kind: 'failed', reason: 'queue-full' }])
  t.equal(delivery.depth, 2)
  await allStarted()
  sender.underWay()[0]?.end(REFUSED)
  await allStarted()
  put('d')
  t.strictSame(eventsOf('d'), [{ kind: 'failed', reason: 'queue-full' }], 'a is waiting')
  sender.underWay()[0]?.end(DELIVERED)
  await allStarted()
  put('e')
  t.strictSame(eventsOf('e'), [], 'b has made room')
  clock.advance(200)
  await allStarted()
  started(t, sender.attempts, ['a#1', 'b#1', 'e#1'])
})

t.test('so does one beyond the bytes of their bodies, counted as they are sent', async (t) => {
  const { sender, put, eventsOf } = build({ maxBytes: 10 })
  const full = [{ kind: 'failed', reason: 'queue-full' }]
  put('huge', { body: 'x'.repeat(11) })
  t.strictSame(eventsOf('huge'), full)
  put('a', { body: 'x'.repeat(6) })
  put('b', { body: 'ääx' })
  t.strictSame(eventsOf('b'), full, 'three letters, five bytes')
  put('c', { body: 'ää' })
  t.strictSame(eventsOf('c'), [])
  await allStarted()
  sender.underWay()[0]?.end(DELIVERED)
  await allStarted()
  put('d', { body: 'x'.repeat(6) })
  t.strictSame(eventsOf('d'), [], 'a has made room')
})

t.test('sending again is refused while a callback is queued or being sent', async (t) => {
  const { sender, delivery, put } = build()
  put('a')
  put('b')
  t.equal(delivery.sendAgain(makeCallback({ id: 'a' }), 0), 'busy')
  await allStarted()
  t.equal(delivery.sendAgain(makeCallback({ id: 'a' }), 0), 'busy')
  t.equal(delivery.sendAgain(makeCallback({ id: 'b' }), 0), 'busy')
  sender.underWay()[0]?.end(DELIVERED)
  await allStarted()
  started(t, sender.attempts, ['a#1', 'b#1'])
})

t.test('a settled callback is sent again once, its number going on', async (t) => {
  const { clock, sender, delivery, eventsOf } = build()
  t.equal(delivery.sendAgain(makeCallback({ id: 'a' }), 3), 'queued')
  await allStarted()
  started(t, sender.attempts, ['a#4'])
  sender.underWay()[0]?.end(REFUSED)
  await allStarted()
  t.match(eventsOf('a'), [
    { kind: 'queued' },
    { kind: 'sending' },
    { kind: 'attempted', number: 4, next: { state: 'failed' } },
  ])
  t.equal(clock.pending, 0, 'no schedule behind it')
})

t.test('one that waits for its retry is sent again at once, its schedule going on', async (t) => {
  const { clock, sender, delivery, put } = build()
  put('a')
  await allStarted()
  sender.underWay()[0]?.end(REFUSED)
  await allStarted()
  t.equal(delivery.sendAgain(makeCallback({ id: 'a' }), 1), 'queued')
  await allStarted()
  started(t, sender.attempts, ['a#1', 'a#2'])
  clock.advance(200)
  await allStarted()
  t.equal(sender.attempts.length, 2, 'the retry it waited for is not made besides')
  sender.underWay()[0]?.end(REFUSED)
  await allStarted()
  clock.advance(1000)
  await allStarted()
  started(t, sender.attempts, ['a#1', 'a#2', 'a#3'])
})

t.test('sending again finds the queue full', (t) => {
  const { delivery, put, eventsOf } = build({ maxCallbacks: 1 })
  put('a')
  t.equal(delivery.sendAgain(makeCallback({ id: 'b' }), 1), 'full')
  t.strictSame(eventsOf('b'), [], 'it stays what it was')
  t.end()
})

t.test('cancelling all breaks off attempts, drops the rest, and tells of each', async (t) => {
  const { clock, sender, delivery, put, eventsOf } = build()
  put('waits', { sessionId: 's1' })
  await allStarted()
  sender.underWay()[0]?.end(REFUSED)
  put('sends', { sessionId: 's2' })
  await allStarted()
  put('queued', { sessionId: 's2' })
  delivery.cancelAll('the world was reset')
  t.equal(delivery.depth, 0)
  t.equal(clock.pending, 0)
  t.ok(sender.attempts[1]?.wasAborted)
  const cancelled = { kind: 'cancelled', reason: 'the world was reset' }
  t.match(eventsOf('waits').at(-1), cancelled)
  t.match(eventsOf('queued'), [cancelled])
  t.match(eventsOf('sends'), [
    { kind: 'sending' },
    {
      kind: 'attempted',
      number: 1,
      at: START,
      outcome: { kind: 'unreachable' },
      next: { state: 'cancelled', reason: 'the world was reset' },
    },
  ])
  await allStarted()
  clock.advance(10_000)
  await allStarted()
  started(t, sender.attempts, ['waits#1', 'sends#1'])
})

t.test('after cancelling all the queue takes and bounds callbacks as before', async (t) => {
  const { sender, delivery, put } = build({ concurrencyPerDestination: 2, concurrency: 3 })
  for (const id of ['a', 'b', 'c']) put(id, { sessionId: id })
  await allStarted()
  delivery.cancelAll('the world was reset')
  for (const id of ['d', 'e', 'f']) put(id, { sessionId: id })
  await allStarted()
  t.strictSame(idsOf(sender.underWay()), ['d', 'e'])
  t.equal(delivery.sendAgain(makeCallback({ id: 'a', sessionId: 'a' }), 1), 'queued')
  for (const attempt of sender.underWay()) attempt.end(DELIVERED)
  await allStarted()
  started(t, sender.underWay(), ['f#1', 'a#2'])
})

t.test('stopping waits for what is under way and queued, then closes the sender', async (t) => {
  const { sender, delivery, put, eventsOf } = build()
  put('a')
  put('b')
  await allStarted()
  const stopped = delivery.stop(600_000)
  sender.underWay()[0]?.end(DELIVERED)
  await allStarted()
  t.notOk(sender.isClosed)
  sender.underWay()[0]?.end(DELIVERED)
  t.strictSame(await stopped, [])
  t.ok(sender.isClosed)
  t.match(eventsOf('b').at(-1), { kind: 'attempted', next: { state: 'delivered' } })
})

t.test('stopping with nothing to do ends at once', async (t) => {
  t.strictSame(await build().delivery.stop(600_000), [])
})

t.test(
  'stopping waits for retries that are due in time and cancels the others at once',
  async (t) => {
    const { clock, sender, delivery, put, eventsOf } = build({ retries: [200, 700_000] })
    put('late')
    await allStarted()
    sender.underWay()[0]?.end(REFUSED)
    await allStarted()
    clock.advance(200)
    await allStarted()
    sender.underWay()[0]?.end(REFUSED)
    put('soon', { sessionId: 's2' })
    put('never', { sessionId: 's3' })
    await allStarted()
    sender.underWay()[0]?.end(REFUSED)
    await allStarted()
    const stopped = delivery.stop(600_000)
    t.match(eventsOf('late').at(-1), { kind: 'cancelled', reason: 'stopped' })
    clock.advance(200)
    await allStarted()
    started(t, sender.underWay(), ['never#1', 'soon#2'])
    for (const attempt of sender.underWay()) {
      attempt.end(attempt.number === 2 ? DELIVERED : REFUSED_FOR_A_MINUTE)
    }
    await allStarted()
    clock.advance(60_000)
    await allStarted()
    started(t, sender.underWay(), ['never#2'])
    sender.underWay()[0]?.end(REFUSED)
    t.strictSame(await stopped, ['late', 'never'])
    t.match(eventsOf('never').slice(-2), [
      { kind: 'attempted', number: 2, next: { state: 'waiting' } },
      { kind: 'cancelled', reason: 'stopped' },
    ])
    t.equal(clock.pending, 0)
  },
)

t.test('stopping ends in bounded time: what hangs or stands still is cancelled', async (t) => {
  const { sender, delivery, put, eventsOf } = build()
  put('waits', { sessionId: 's1' })
  await allStarted()
  sender.underWay()[0]?.end(REFUSED)
  put('hangs', { sessionId: 's2' })
  put('queued', { sessionId: 's2' })
  await allStarted()
  // World time stands still, so the retry never comes; the deadline is in real time.
  t.strictSame(await delivery.stop(300), ['waits', 'hangs', 'queued'])
  t.ok(sender.attempts[1]?.wasAborted)
  t.match(eventsOf('hangs').at(-1), { kind: 'attempted', next: { state: 'cancelled' } })
  t.ok(sender.isClosed)
  t.equal(delivery.depth, 0)
})

t.test('what is put while it drains joins the drain, which waits for the intake', async (t) => {
  const { sender, delivery, put, eventsOf } = build()
  let closeIntake = () => {}
  const intake = new Promise<void>((resolve) => {
    closeIntake = resolve
  })
  const stopped = delivery.stop(600_000, intake)
  await allStarted()
  t.notOk(sender.isClosed, 'nothing to send yet')
  put('a')
  await allStarted()
  t.equal(delivery.sendAgain(makeCallback({ id: 'z' }), 1), 'full')
  sender.underWay()[0]?.end(DELIVERED)
  await allStarted()
  t.notOk(sender.isClosed, 'more may come')
  put('b')
  closeIntake()
  await allStarted()
  t.notOk(sender.isClosed, 'b is under way')
  sender.underWay()[0]?.end(DELIVERED)
  t.strictSame(await stopped, [])
  started(t, sender.attempts, ['a#1', 'b#1'])
  t.match(eventsOf('b').at(-1), { kind: 'attempted', next: { state: 'delivered' } })
})

t.test('what is put after the drain is cancelled and reported', async (t) => {
  const { sender, delivery, put, eventsOf } = build()
  const stopped = delivery.stop(0, new Promise(() => {}))
  t.strictSame(await stopped, [])
  put('a')
  t.strictSame(eventsOf('a'), [{ kind: 'cancelled', reason: 'the emulator was stopped' }])
  t.strictSame(await delivery.stop(0), ['a'])
  await allStarted()
  started(t, sender.attempts, [])
})

t.test('hurrying ends the drain: what is not settled is cancelled', async (t) => {
  const { delivery, put } = build()
  delivery.hurry()
  put('a')
  await allStarted()
  const stopped = delivery.stop(600_000, new Promise(() => {}))
  delivery.hurry()
  t.strictSame(await stopped, ['a'])
})

t.test('stopping twice is stopping once', async (t) => {
  const { sender, delivery, put } = build()
  put('a')
  await allStarted()
  const first = delivery.stop(600_000)
  const second = delivery.stop(600_000)
  sender.underWay()[0]?.end(DELIVERED)
  t.strictSame(await Promise.all([first, second, delivery.stop(0)]), [[], [], []])
})

type Step =
  | { do: 'put'; session: number; origin: number }
  | { do: 'end'; which: number; ok: boolean }
  | { do: 'advance'; ms: number }
  | { do: 'again'; which: number }
  | { do: 'cancel' }

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 25,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      session: fc.nat(3),
      origin: fc.nat(2),
    }),
  },
  {
    weight: 25,
    arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat(9), ok: fc.boolean() }),
  },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.nat(1500) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('again' as const), which: fc.nat(99) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const) }) },
)

const isSettling = (event: DeliveryEvent) =>
  event.kind === 'failed' ||
  event.kind === 'cancelled' ||
  (event.kind === 'attempted' && event.next.state !== 'waiting')

/** Says what is wrong with a run of the queue; an empty list: nothing. */
const faultsOf = async (run: readonly Step[]): Promise<string[]> => {
  const faults: string[] = []
  const bounds = { concurrency: 5, concurrencyPerDestination: 2, maxCallbacks: 12 }
  const { clock, sender, delivery, events, eventsOf } = build(bounds)
  const all = new Map<string, CallbackMessage>()
  /** How often each was handed over: settled as often in the end. */
  const handed = new Map<string, number>()

  const check = () => {
    const underWay = sender.underWay()
    if (underWay.length > bounds.concurrency) faults.push('total bound')
    if (delivery.depth > bounds.maxCallbacks) faults.push('queue bound')
    for (const origin of new Set(underWay.map(({ message }) => message.origin))) {
      const there = underWay.filter(({ message }) => message.origin === origin)
      if (there.length > bounds.concurrencyPerDestination) faults.push('destination bound')
      const sessions = there.map(({ message }) => message.sessionId)
      if (new Set(sessions).size !== sessions.length) faults.push('two of a session at a time')
    }
  }
  const numberOfAttempts = (id: string) =>
    eventsOf(id).filter(({ kind }) => kind === 'attempted').length

  for (const step of run) {
    switch (step.do) {
      case 'put': {
        const message = makeCallback({
          id: `cb_${all.size}`,
          sessionId: `s${step.session}`,
          uri: `http://origin-${step.origin}.test/`,
        })
        all.set(message.id, message)
        handed.set(message.id, 1)
        delivery.put(message)
        break
      }
      case 'end': {
        const underWay = sender.underWay()
        underWay[step.which % underWay.length]?.end(step.ok ? DELIVERED : REFUSED)
        break
      }
      case 'advance':
        clock.advance(step.ms)
        break
      case 'again': {
        const message = all.get(`cb_${step.which % Math.max(1, all.size)}`)
        if (!message) break
        const wasSettled = eventsOf(message.id).filter(isSettling).length === handed.get(message.id)
        const answer = delivery.sendAgain(message, numberOfAttempts(message.id))
        if (wasSettled && answer === 'queued') {
          handed.set(message.id, (handed.get(message.id) ?? 0) + 1)
        }
        break
      }
      case 'cancel':
        delivery.cancelAll('the world was reset')
        break
    }
    await allStarted()
    check()
  }
  for (let i = 0; delivery.depth > 0 && i < 1000; i++) {
    for (const attempt of sender.underWay()) attempt.end(DELIVERED)
    clock.advance(1000)
    await allStarted()
    check()
  }
  if (delivery.depth > 0 || clock.pending > 0) faults.push('something is left over')
  for (const [id, times] of handed) {
    if (eventsOf(id).filter(isSettling).length !== times) faults.push(`${id} not settled ${times}×`)
    const numbers = sender.attempts.filter(({ message }) => message.id === id)
    if (numbers.some(({ number }, index) => number !== index + 1)) faults.push(`${id} numbers`)
    if (numbers.length !== numberOfAttempts(id)) faults.push(`${id}: an attempt was not told`)
  }
  const firsts = sender.attempts.filter(({ number }) => number === 1)
  const never = new Set(
    events
      .filter(({ event }) => event.kind === 'failed' || event.kind === 'cancelled')
      .map(({ id }) => id),
  )
  for (const lane of new Set(
    firsts.map(({ message }) => `${message.sessionId} ${message.origin}`),
  )) {
    const order = firsts
      .map(({ message }) => message)
      .filter(({ id, sessionId, origin }) => `${sessionId} ${origin}` === lane && !never.has(id))
      .map(({ id }) => Number(id.slice(3)))
    if (order.some((id, index) => id < (order[index - 1] ?? 0))) faults.push(`order of ${lane}`)
  }
  return faults
}

t.test(
  'law: whatever comes and goes, all is settled once, in order and within bounds',
  async (t) => {
    const law = fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 60 }), async (run) => {
      const faults = await faultsOf(run)
      if (faults.length > 0) throw new Error(faults.join('; '))
    })
    await t.resolves(fc.assert(law, { numRuns: 300 }))
  },
)

t.test(
  'callbacks of two worlds never wait for each other, though their sessions have one name',
  async (t) => {
    const { queue, owner, sender, put } = build()
    const other = queue.openOutbox(owner())
    put('a1')
    other.put(makeCallback({ id: 'b1' }))
    put('a2')
    await allStarted()
    started(t, sender.attempts, ['a1#1', 'b1#1'])
  },
)

t.test('cancelling the callbacks of one world leaves those of another', async (t) => {
  const { queue, owner, sender, put, delivery, eventsOf } = build()
  const other = queue.openOutbox(owner())
  put('a1')
  put('a2')
  other.put(makeCallback({ id: 'b1' }))
  other.put(makeCallback({ id: 'b2' }))
  await allStarted()
  delivery.cancelAll('reset')
  t.match(eventsOf('a2').at(-1), { kind: 'cancelled', reason: 'reset' })
  t.equal(other.depth, 2)
  sender.attempts.find(({ message }) => message.id === 'b1')?.end(DELIVERED)
  await allStarted()
  started(t, sender.underWay(), ['b2#1'])
  t.equal(
    other.sendAgain(makeCallback({ id: 'a1' }), 1),
    'queued',
    'an ID of another world is unknown',
  )
})

t.test('a delayed callback waits, and does not hold the next of its session', async (t) => {
  const { clock, queue, first, sender, put, eventsOf, delivery } = build()
  queue.openOutbox(first).put(makeCallback({ id: 'slow' }), { delayMs: 500 })
  put('next')
  await allStarted()
  started(t, sender.attempts, ['next#1'])
  t.strictSame(eventsOf('slow'), [{ kind: 'waiting', nextAttemptAt: START + 500 }])
  sender.attempts[0]?.end(DELIVERED)
  clock.advance(500)
  await allStarted()
  started(t, sender.attempts, ['next#1', 'slow#1'])
  t.equal(delivery.depth, 1)
})

t.test(
  'a callback to be repeated is sent again once it was delivered, and not before',
  async (t) => {
    const { clock, queue, first, sender, eventsOf } = build()
    queue.openOutbox(first).put(makeCallback({ id: 'twice' }), { repeats: 1 })
    await allStarted()
    sender.attempts[0]?.end(REFUSED)
    await allStarted()
    t.equal(sender.attempts.length, 1, 'a refused attempt waits for its retry')
    clock.advance(200)
    await allStarted()
    sender.attempts[1]?.end(DELIVERED)
    await allStarted()
    started(t, sender.underWay(), ['twice#3'])
    sender.attempts[2]?.end(DELIVERED)
    await allStarted()
    t.match(eventsOf('twice').at(-1), {
      kind: 'attempted',
      number: 3,
      next: { state: 'delivered' },
    })
  },
)

t.test('a world is idle while its callbacks wait, not while they are queued or sent', async (t) => {
  const { clock, sender, put, first } = build()
  let isIdle = false
  const look = async () => {
    isIdle = false
    void first.activity.idle().then(() => {
      isIdle = true
    })
    await allStarted()
    return isIdle
  }
  t.equal(await look(), true)
  put('a')
  t.equal(await look(), false)
  sender.attempts[0]?.end(REFUSED)
  await allStarted()
  t.equal(await look(), true)
  clock.advance(200)
  t.equal(await look(), false)
  sender.attempts[1]?.end(DELIVERED)
  await allStarted()
  t.equal(await look(), true)
})
