import t from 'tap'
import { createActivity } from '../../src/world/activity.ts'
import { createWorldClock } from '../../src/world/clock.ts'
import { createFixedClock, START } from '../helpers/fixed-clock.ts'

// The emulator's own: README, Time.

const build = () => {
  const real = createFixedClock()
  const activity = createActivity()
  const clock = createWorldClock(real, activity)
  const fired: string[] = []
  const set = (name: string, afterMs: number, holdsUp = false) =>
    clock.setTimer(afterMs, () => fired.push(`${name} at ${clock.now() - START}`), holdsUp)
  return { real, activity, clock, fired, set }
}

t.test('a clock that nobody stopped is the clock of the machine', (t) => {
  const { real, clock, fired, set } = build()
  set('a', 100)
  const cancel = set('b', 200)
  t.equal(clock.isFrozen, false)
  real.advance(150)
  t.equal(clock.now(), START + 150)
  cancel()
  real.advance(1000)
  t.strictSame(fired, ['a at 100'])
  t.equal(real.pending, 0)
  t.end()
})

t.test('a clock that stands still fires nothing until it is moved', async (t) => {
  const { real, clock, fired, set } = build()
  set('before', 100)
  await clock.freezeAt(START)
  set('after', 50)
  real.advance(10_000)
  t.strictSame(fired, [])
  t.equal(clock.now(), START)
  t.equal(await clock.advance(99), 1)
  t.equal(clock.now(), START + 99)
  t.equal(await clock.advance(1), 1)
  t.strictSame(fired, ['after at 50', 'before at 100'])
})

t.test(
  'timers fire in the order of their times, each at its own, also those set on the way',
  async (t) => {
    const { clock, fired, set } = build()
    await clock.freezeAt(START)
    set('late', 300)
    set('same 1', 200)
    set('same 2', 200)
    clock.setTimer(100, () => {
      fired.push('first')
      set('set by the first', 50)
      set('set too late', 5000)
    })
    t.equal(await clock.advance(1000), 5)
    t.strictSame(fired, [
      'first',
      'set by the first at 150',
      'same 1 at 200',
      'same 2 at 200',
      'late at 300',
    ])
    t.equal(clock.now(), START + 1000)
  },
)

t.test('what a timer set off is over before the next one fires', async (t) => {
  const { activity, clock, fired, set } = build()
  await clock.freezeAt(START)
  clock.setTimer(100, () => {
    const end = activity.begin()
    setImmediate(() => {
      fired.push(`over at ${clock.now() - START}`)
      set('retry', 50)
      end()
    })
  })
  set('next', 120)
  await clock.advance(1000)
  t.strictSame(fired, ['over at 100', 'next at 120', 'retry at 150'])
})

t.test('what is under way may wait for a timer itself', async (t) => {
  const { activity, clock, fired, set } = build()
  await clock.freezeAt(START)
  const end = activity.begin()
  const moved = clock.advance(500)
  setImmediate(() => {
    clock.setTimer(
      200,
      () => {
        fired.push(`answered at ${clock.now() - START}`)
        end()
      },
      true,
    )
  })
  set('meanwhile', 300)
  t.equal(await moved, 2)
  t.strictSame(fired, ['answered at 200', 'meanwhile at 300'])
})

t.test(
  'a move that ends before the timer that something waits for leaves it waiting',
  async (t) => {
    const { activity, clock } = build()
    await clock.freezeAt(START)
    let isOver = false
    const end = activity.begin()
    clock.setTimer(
      200,
      () => {
        isOver = true
        end()
      },
      true,
    )
    t.equal(await clock.advance(199), 0)
    t.notOk(isOver)
    t.equal(await clock.advance(1), 1)
    t.ok(isOver)
  },
)

t.test('one that waits for a timer hides no other that is under way', async (t) => {
  const { activity, clock, fired, set } = build()
  await clock.freezeAt(START)
  activity.begin()
  const end = activity.begin()
  set('answered', 200, true)
  setImmediate(() => {
    fired.push(`over at ${clock.now() - START}`)
    end()
  })
  await clock.advance(150)
  t.strictSame(fired, ['over at 0'])
})

t.test('taken back, a timer that something waits for holds up none', async (t) => {
  const { activity, clock, fired, set } = build()
  await clock.freezeAt(START)
  const end = activity.begin()
  const cancel = clock.setTimer(200, () => fired.push('answered'), true)
  cancel()
  cancel()
  setImmediate(() => {
    fired.push('over')
    end()
  })
  set('next', 300)
  await clock.advance(500)
  t.strictSame(fired, ['over', 'next at 300'])
})

t.test('one move ends before the next begins', async (t) => {
  const { clock, fired, set } = build()
  await clock.freezeAt(START)
  set('a', 150)
  set('b', 250)
  t.strictSame(await Promise.all([clock.advance(200), clock.advance(100)]), [1, 1])
  t.equal(clock.now(), START + 300)
  t.strictSame(fired, ['a at 150', 'b at 250'])
})

t.test(
  'stopping at a later time goes there, stopping at an earlier one leaves due times',
  async (t) => {
    const { clock, fired, set } = build()
    set('a', 100)
    t.equal(await clock.freezeAt(START + 100), 1)
    set('b', 100)
    t.equal(await clock.freezeAt(START - 1000), 0)
    t.equal(clock.now(), START - 1000)
    t.equal(await clock.advance(1199), 0)
    t.equal(await clock.advance(1), 1)
    t.strictSame(fired, ['a at 100', 'b at 200'])
  },
)

t.test('set free, it is the time of the machine, and what was due meanwhile fires', async (t) => {
  const { real, clock, fired, set } = build()
  await clock.freezeAt(START)
  set('a', 100)
  set('b', 700)
  real.advance(500)
  clock.free()
  t.equal(clock.isFrozen, false)
  t.equal(clock.now(), START + 500)
  real.advance(0)
  t.strictSame(fired, ['a at 500'])
  real.advance(200)
  t.strictSame(fired, ['a at 500', 'b at 700'])
  clock.free()
})

t.test('a clock that goes by itself is not moved', async (t) => {
  const { clock } = build()
  await t.rejects(clock.advance(1), /not frozen/)
  await clock.freezeAt(START)
  t.equal(await clock.advance(0), 0, 'and a move that failed holds up none')
})

t.test('a stopped clock fires nothing any more', async (t) => {
  const { real, clock, fired, set } = build()
  set('a', 100)
  clock.stop()
  real.advance(1000)
  t.strictSame(fired, [])
  t.equal(real.pending, 0)
})
