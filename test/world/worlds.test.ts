import t from 'tap'
import { createMemoryStore } from '../../src/store/memory-store.ts'
import { createWorld, type World } from '../../src/world/create-world.ts'
import { createWorlds } from '../../src/world/worlds.ts'
import { createIds } from '../helpers/create-ids.ts'
import { EMPTY_PROGRAM } from '../helpers/empty-program.ts'
import { createFixedClock } from '../helpers/fixed-clock.ts'

// The emulator's own: README, Worlds.

const build = (maxWorlds = 2) => {
  const forgotten: string[] = []
  const cancelled: string[] = []
  const worlds = createWorlds({
    open: (name, program) =>
      createWorld({
        name,
        clock: createFixedClock(),
        ids: createIds(),
        openOutbox: () => ({
          put: () => {},
          sendAgain: () => 'full',
          cancelAll: (reason) => void cancelled.push(`${name}: ${reason}`),
          depth: 0,
        }),
        onDelivery: () => {},
        openStore: createMemoryStore,
        program,
        ledger: { maxExchanges: 10, maxBytes: 1_000_000 },
        rateLimit: 0,
        seed: 'test',
      }),
    program: EMPTY_PROGRAM,
    maxWorlds,
    onForget: ({ name }: World) => void forgotten.push(name),
  })
  const names = () => worlds.list().map(({ name }) => name)
  return { worlds, names, forgotten, cancelled }
}

t.test('the shared world is always there, others come when they are asked for', (t) => {
  const { worlds, names } = build()
  t.strictSame(names(), ['shared'])
  t.equal(worlds.world('shared'), worlds.shared)
  t.equal(worlds.existing('a'), undefined)
  const a = worlds.world('a')
  t.equal(worlds.world('a'), a)
  t.equal(worlds.existing('a'), a)
  t.strictSame(names(), ['shared', 'a'])
  t.end()
})

t.test('with too many of them the one asked for least recently goes, never the shared one', (t) => {
  const { worlds, names, forgotten, cancelled } = build()
  worlds.world('a')
  worlds.world('b')
  worlds.world('a')
  worlds.existing('b')
  worlds.world('c')
  t.strictSame(names(), ['shared', 'a', 'c'])
  t.strictSame(forgotten, ['b'])
  t.equal(worlds.forgotten, 1)
  t.match(cancelled, [/^b: .*too many/])
  t.end()
})

t.test('a world is dropped with its callbacks, the shared one is reset', async (t) => {
  const { worlds, names, cancelled } = build()
  worlds.world('a')
  t.equal(await worlds.remove('a'), true)
  t.equal(await worlds.remove('a'), false)
  t.strictSame(names(), ['shared'])
  t.equal(await worlds.remove('shared'), true)
  t.match(cancelled, ['a: its world was dropped', 'shared: the world was reset'])
  t.equal(worlds.forgotten, 0)
})

t.test('another account is loaded into all worlds, and into those to come', async (t) => {
  const { worlds } = build()
  const a = worlds.world('a')
  const other = { ...EMPTY_PROGRAM }
  await worlds.load(other)
  t.equal(worlds.shared.program, other)
  t.equal(a.program, other)
  t.equal(worlds.world('b').program, other)
})
