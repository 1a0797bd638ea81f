import t from 'tap'
import { createIdSource } from '../../src/world/ids.ts'

const create = (run = '0aaaa') => createIdSource(run, () => 'a-uuid')

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
