import t from 'tap'
import { createFeed, type FeedEvent } from '../../src/world/feed.ts'
import { fillLedger } from '../helpers/fill-ledger.ts'
import { createFixedClock } from '../helpers/fixed-clock.ts'

// The emulator's own: README, live feed.

const build = (maxExchanges = 1000) => {
  const clock = createFixedClock()
  const filled = fillLedger({ maxExchanges })
  const feed = createFeed(filled.ledger, { world: 'w', mark: 'm', machine: clock })
  const read = (since?: number, backlog = 50) => {
    const told: FeedEvent[][] = []
    let ended = false
    const stop = feed.read({
      since,
      backlog,
      tell: (events) => void told.push([...events]),
      end: () => {
        ended = true
      },
    })
    return { told, stop, ended: () => ended }
  }
  return { clock, feed, read, ...filled }
}

const shown = (events: readonly FeedEvent[] | undefined) =>
  events?.map((event) =>
    event.kind === 'exchange'
      ? `${event.exchange.id} ${event.exchange.status} ${event.exchange.callback?.state ?? '-'}`
      : event.kind,
  )

t.test('a newcomer gets the newest exchanges, oldest first, then what changes', (t) => {
  const { clock, read, open, close, call, move } = build()
  const entries = [open(), open(), open()]
  for (const entry of entries) close(entry)
  const { told } = read(undefined, 2)
  t.strictSame(shown(told[0]), ['x_000002 200 -', 'x_000003 200 -'])
  const next = open({ sessionId: 's1', correlationId: 'c1' })
  call(next)
  close(next, 200)
  clock.advance(50)
  move(next, 'delivered')
  clock.advance(50)
  t.strictSame(told.slice(1).map(shown), [['x_000004 200 queued'], ['x_000004 200 delivered']])
  t.match(told[2]?.[0], {
    exchange: {
      world: 'w',
      method: 'PUT',
      path: '/p?q=1',
      sessionId: 's1',
      profileId: null,
      correlationId: 'c1',
      callback: { id: 'cb_x_000004', attempts: 1, reason: null },
    },
  })
  t.end()
})

t.test('changes in quick succession are told as one, in the order of the last ones', (t) => {
  const { clock, read, open, close, call, move } = build()
  const { told } = read()
  const first = open()
  const second = open()
  call(first)
  close(first)
  close(second)
  move(first, 'delivered')
  clock.advance(50)
  t.strictSame(told.map(shown), [['x_000002 200 -', 'x_000001 200 delivered']])
  const ids = told[0]?.map(({ id }) => id) ?? []
  t.strictSame(
    ids,
    ids.toSorted((a, b) => a - b),
  )
  t.end()
})

t.test('a reader that comes back gets how all that changed meanwhile stands now', (t) => {
  const { clock, read, open, close, call, move } = build()
  const before = read()
  const first = open()
  call(first)
  close(first)
  const second = open()
  close(second)
  clock.advance(50)
  const seen = before.told.flat().at(-1)?.id
  if (before.stop) before.stop()
  move(first, 'delivered')
  const third = open()
  close(third)
  t.strictSame(shown(read(seen).told[0]), ['x_000001 200 delivered', 'x_000003 200 -'])
  t.end()
})

t.test('what fell out of the ledger or was forgotten meanwhile is said', (t) => {
  const { read, open, close, ledger } = build(2)
  const entries = [open(), open(), open(), open()]
  for (const entry of entries) close(entry)
  t.strictSame(shown(read(1).told[0]), ['dropped', 'x_000003 200 -', 'x_000004 200 -'])
  t.strictSame(shown(read(3).told[0]), ['x_000004 200 -'])
  ledger.clear()
  t.strictSame(shown(read(4).told[0]), ['cleared'])
  t.end()
})

t.test('a clear is told, and nothing of before comes behind it', (t) => {
  const { clock, read, open, close, ledger } = build()
  const { told } = read()
  close(open())
  ledger.clear()
  clock.advance(1000)
  t.strictSame(told.map(shown), [['cleared']])
  t.equal(clock.pending, 0)
  t.end()
})

t.test('without readers nothing is collected; one that left is told nothing more', (t) => {
  const { clock, feed, read, open, close } = build()
  close(open())
  t.equal(clock.pending, 0)
  const { told, stop } = read(undefined, 0)
  close(open())
  t.equal(clock.pending, 1)
  if (stop) stop()
  t.equal(clock.pending, 0)
  t.equal(feed.readers, 0)
  clock.advance(1000)
  t.strictSame(told, [])
  t.end()
})

t.test('readers are bounded in number, and ended with the feed', (t) => {
  const { feed, read } = build()
  const readers = Array.from({ length: 100 }, () => read())
  t.equal(read().stop, false)
  feed.end()
  t.ok(readers.every(({ ended }) => ended()))
  t.equal(feed.readers, 0)
  t.equal(read().stop, false, 'nothing more is told')
  t.end()
})

t.test('many changes are told one after the other; more than it keeps are counted', (t) => {
  const { clock, read, open, close } = build(5000)
  const { told } = read(undefined, 0)
  for (let i = 0; i < 120; i++) close(open())
  clock.advance(50)
  clock.advance(50)
  clock.advance(50)
  t.strictSame(
    told.map((events) => events.length),
    [50, 50, 20],
  )
  t.equal(shown(told[2])?.at(-1), 'x_000120 200 -')
  for (let i = 0; i < 2010; i++) close(open())
  clock.advance(50)
  t.match(told[3]?.[0], { kind: 'skipped', count: 10 })
  t.equal(shown(told[3])?.[1], 'x_000131 200 -')
  for (let i = 0; i < 39; i++) clock.advance(50)
  t.equal(clock.pending, 0)
  t.equal(shown(told.at(-1))?.at(-1), 'x_002130 200 -')
  const ids = told.flat().map(({ id }) => id)
  t.strictSame(
    ids,
    ids.toSorted((a, b) => a - b),
  )
  t.end()
})
