import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { createPace } from '../../src/ui/pace.ts'

t.test('a turn comes at once when nothing is loaded', (t) => {
  let turns = 0
  createPace(() => turns++).want()
  t.equal(turns, 1)
  t.end()
})

t.test(
  'while something is loaded, and for five times as long, there is one turn at the end',
  async (t) => {
    const turnedAt: number[] = []
    const pace = createPace(() => turnedAt.push(performance.now()))
    const load = pace.timed(sleep(60))
    pace.want()
    await load
    const ended = performance.now()
    pace.want()
    t.strictSame(turnedAt, [])
    await sleep(600)
    t.equal(turnedAt.length, 1)
    // Timers may come a little early.
    t.ok((turnedAt[0] ?? 0) - ended >= 290)
  },
)

t.test('a load that fails is one, too', async (t) => {
  let turns = 0
  const pace = createPace(() => turns++)
  await t.rejects(pace.timed(Promise.reject(new Error('gone'))), { message: 'gone' })
  await sleep(10)
  pace.want()
  t.equal(turns, 1)
})

t.test('who is gone has no turn', async (t) => {
  let turns = 0
  const pace = createPace(() => turns++)
  const load = pace.timed(sleep(5))
  pace.want()
  pace.stop()
  await load
  await sleep(60)
  t.equal(turns, 0)
})
