import t from 'tap'
import { createIds } from '../helpers/create-ids.ts'

const create = (run = '0aaaa') => createIds(run)

t.test('each kind counts from 1', (t) => {
  const ids = create()
  t.strictSame(
    [ids.next('session'), ids.next('session'), ids.next('profile'), ids.next('session')],
    [1, 2, 1, 3],
  )
  t.end()
})

t.test('a restart begins at 1 again, but gives no opaque ID twice', (t) => {
  const ids = create()
  ids.next('session')
  const seen = new Set([ids.opaque('x'), ids.opaque('cb')])
  ids.restart()
  t.equal(ids.next('session'), 1)
  for (let i = 0; i < 100; i++) seen.add(ids.opaque('x'))
  t.equal(seen.size, 102)
  t.end()
})

t.test('opaque IDs sort in the order they were given, those of a later start behind', (t) => {
  const first = create('0aaaa')
  const given = Array.from({ length: 2000 }, () => first.opaque('x'))
  const second = create('0aaab')
  given.push(second.opaque('x'), second.opaque('x'))
  t.strictSame(given.toSorted(), given)
  t.end()
})

t.test('opaque IDs tell what they are of, and fit into a URL and a header', (t) => {
  const ids = create()
  t.match(ids.opaque('x'), /^x_[0-9a-z]+$/)
  t.match(ids.opaque('cb'), /^cb_[0-9a-z]+$/)
  t.equal(ids.uuid(), 'a-uuid')
  t.end()
})

t.test('seeded UUIDs have the form of random ones, and come again after a restart', (t) => {
  const ids = create()
  const draw = () => Array.from({ length: 500 }, () => ids.seededUuid())
  const first = draw()
  // Source: RFC 9562, 5.4: version 4, variant 10.
  for (const uuid of first) {
    if (!/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid)) {
      t.fail(uuid)
    }
  }
  t.equal(new Set(first).size, 500)
  t.notSame(draw(), first)
  ids.restart()
  t.strictSame(draw(), first)
  t.strictSame(
    Array.from({ length: 500 }, () => create('0zzzz').seededUuid()),
    Array(500).fill(first[0]),
    'another start of the emulator draws the same',
  )
  t.end()
})

t.test('picks are whole numbers below the bound, each about as often as the others', (t) => {
  const ids = create()
  const draws = 6000
  const counts = new Map<number, number>()
  for (let i = 0; i < draws; i++) {
    const pick = ids.pick(6)
    counts.set(pick, (counts.get(pick) ?? 0) + 1)
  }
  t.strictSame([...counts.keys()].toSorted(), [0, 1, 2, 3, 4, 5])
  // Four standard deviations of a fair die.
  for (const count of counts.values()) t.ok(Math.abs(count - draws / 6) < 116, String(count))
  t.equal(ids.pick(1), 0)
  t.end()
})

t.test('UUIDs and picks come from one sequence, which a restart begins again', (t) => {
  const ids = create()
  const draw = () => [ids.pick(1000), ids.seededUuid(), ids.pick(1000)]
  const first = draw()
  ids.restart()
  t.strictSame(draw(), first)
  ids.restart()
  ids.seededUuid()
  t.not(ids.seededUuid(), create().seededUuid())
  t.end()
})

t.test('numbers and chance go on from where they stood, until a restart', (t) => {
  const ids = createIds('run', 'one')
  const draw = () => [ids.next('session'), ids.next('coupon'), ids.seededUuid(), ids.pick(1e9)]
  const first = draw()
  const state = ids.state()
  const second = draw()
  ids.goOnFrom(state)
  t.strictSame(draw(), second)
  const other = createIds('run', 'two')
  other.next('event')
  other.goOnFrom(state)
  t.strictSame(other.state(), state)
  t.equal(other.next('event'), 1, 'a kind that has given none begins')
  t.strictSame(
    [other.next('session'), other.next('coupon'), other.seededUuid(), other.pick(1e9)],
    second,
    'chance is that of the state',
  )
  ids.restart()
  t.strictSame(draw(), first)
  other.restart()
  t.not(other.seededUuid(), first[2], 'a restart goes back to its own seed')
  t.end()
})
