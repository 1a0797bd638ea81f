import t from 'tap'
import { createSinks, type SinkBounds } from '../../src/world/sinks.ts'

const WIDE: SinkBounds = { maxSinks: 10, maxReceiptsPerSink: 100, maxBytes: 1_000_000_000 }

const receipt = (body = '', headers = {}) => ({ at: '', method: 'POST', path: '/', headers, body })

t.test('what came is kept in order, numbered from 1, headers as they came', (t) => {
  const sinks = createSinks()
  sinks.receive('a', receipt('one', { authorization: 'secret' }))
  sinks.receive('b', receipt('other'))
  sinks.receive('a', receipt('two'))
  t.match(sinks.sink('a'), {
    receipts: [
      { number: 1, body: 'one', headers: { authorization: 'secret' } },
      { number: 2, body: 'two' },
    ],
    dropped: 0,
  })
  t.strictSame(sinks.names(), ['a', 'b'])
  t.equal(sinks.sink('c'), undefined)
  t.end()
})

t.test('a sink holds so many; the oldest fall out and are counted, numbers go on', (t) => {
  const sinks = createSinks({ ...WIDE, maxReceiptsPerSink: 3 })
  for (let i = 1; i <= 5; i++) sinks.receive('a', receipt(String(i)))
  const { receipts, dropped } = sinks.sink('a') ?? {}
  t.match(receipts, [
    { number: 3, body: '3' },
    { number: 4, body: '4' },
    { number: 5, body: '5' },
  ])
  t.equal(dropped, 2)
  t.end()
})

t.test('all sinks together hold so many bytes; the fullest loses first', (t) => {
  const sinks = createSinks({ ...WIDE, maxBytes: 50_000 })
  sinks.receive('small', receipt('x'.repeat(1000)))
  for (let i = 0; i < 30; i++) sinks.receive(`flood${i % 2}`, receipt('x'.repeat(10_000)))
  t.match(sinks.sink('small'), { receipts: [{ number: 1 }], dropped: 0 })
  let bytes = 0
  let all = 0
  for (const name of sinks.names()) {
    const { receipts = [], dropped = 0 } = sinks.sink(name) ?? {}
    for (const { body } of receipts) bytes += body.length
    all += receipts.length + dropped
  }
  t.ok(bytes <= 50_000)
  t.ok(bytes > 20_000)
  t.equal(all, 31)
  t.end()
})

t.test('headers weigh too', (t) => {
  const sinks = createSinks({ ...WIDE, maxBytes: 50_000 })
  for (let i = 0; i < 10; i++) sinks.receive('a', receipt('', { 'x-long': 'x'.repeat(10_000) }))
  t.ok((sinks.sink('a')?.receipts.length ?? 0) <= 5)
  t.end()
})

t.test('what is too large alone is counted and not kept', (t) => {
  const sinks = createSinks({ ...WIDE, maxBytes: 1000 })
  sinks.receive('a', receipt('x'.repeat(2000)))
  t.match(sinks.sink('a'), { receipts: [], dropped: 1 })
  sinks.receive('a', receipt('fits'))
  t.match(sinks.sink('a'), { receipts: [{ number: 2 }], dropped: 1 })
  t.end()
})

t.test('there are so many sinks; the one that was quiet longest is forgotten, and counted', (t) => {
  const sinks = createSinks({ ...WIDE, maxSinks: 2 })
  sinks.receive('a', receipt())
  sinks.receive('b', receipt())
  sinks.receive('b', receipt())
  sinks.receive('a', receipt())
  sinks.receive('c', receipt())
  t.strictSame(sinks.names(), ['a', 'c'])
  t.equal(sinks.forgotten, 2)
  t.end()
})

t.test('a removed sink gives its room back, and begins anew', (t) => {
  const sinks = createSinks({ ...WIDE, maxBytes: 5000 })
  for (let i = 0; i < 10; i++) {
    sinks.receive('a', receipt('x'.repeat(3000)))
    t.ok(sinks.remove('a'))
  }
  t.notOk(sinks.remove('a'))
  sinks.receive('a', receipt('x'.repeat(3000)))
  t.match(sinks.sink('a'), { receipts: [{ number: 1 }], dropped: 0 })
  sinks.clear()
  t.strictSame(sinks.names(), [])
  sinks.receive('b', receipt('x'.repeat(3000)))
  t.equal(sinks.sink('b')?.receipts.length, 1)
  t.equal(sinks.forgotten, 0)
  t.end()
})
