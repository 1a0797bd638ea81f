import t from 'tap'
import type { FaultInput } from '../../src/contract/control/faults.ts'
import { MAX_FAULTS } from '../../src/contract/control/faults.ts'
import { createChance } from '../../src/world/chance.ts'
import { befalls, createFaults, type FaultSubject } from '../../src/world/faults.ts'
import { createFixedClock } from '../helpers/fixed-clock.ts'

// The emulator's own: README, Faults.

const makeSubject = (overrides: Partial<FaultSubject> = {}): FaultSubject => ({
  method: 'PUT',
  path: '/segment/v2/customer_sessions/s1',
  sessionId: 's1',
  profileId: 'anna',
  correlationId: 'abc',
  destination: 'http://receiver.test/hook',
  hasKey: true,
  ...overrides,
})

const build = ({ seed = 'seed', isFull = false } = {}) => {
  const clock = createFixedClock()
  const faults = createFaults({ clock, chance: createChance(seed), holds: { isFull } })
  const add = (input: Partial<FaultInput>) => {
    const fault = faults.add({ where: 'request', do: { status: 500 }, ...input })
    if (!fault) throw new Error('there are too many')
    return fault
  }
  return { clock, faults, add }
}

t.test('a fault befalls what has all that it names', (t) => {
  const subject = makeSubject()
  t.ok(befalls({}, subject))
  const { method: _, hasKey, ...names } = subject
  t.ok(befalls({ method: 'PUT', ...(names as Record<string, string>) }, subject))
  for (const match of [
    { method: 'GET' as const },
    { path: '/segment/v2/customer_sessions/s' },
    { path: '/segment/customer_sessions/*' },
    { sessionId: 's2' },
    { profileId: 'bob' },
    { correlationId: 'abcd' },
    { destination: 'http://receiver.test/' },
    { destination: 'https://*' },
    { sessionId: 's1', profileId: 'bob' },
  ]) {
    t.notOk(befalls(match, subject), JSON.stringify(match))
  }
  t.ok(befalls({ path: '/segment/*' }, subject))
  t.ok(befalls({ destination: 'http://receiver.test/*' }, subject))
  t.ok(befalls({ sessionId: '*' }, makeSubject({ sessionId: '*' })), 'a pattern in paths alone')
  t.notOk(befalls({ sessionId: '*' }, subject))
  const nothing = makeSubject({ profileId: undefined, destination: undefined })
  t.notOk(befalls({ profileId: 'anna' }, nothing))
  t.notOk(befalls({ destination: '*' }, nothing))
  t.end()
})

t.test('a destination is compared as a URL, whatever way it is written', (t) => {
  const { faults, add } = build()
  add({ match: { destination: 'HTTP://Receiver.test:80/hook#there' } })
  t.match(faults.strike('request', makeSubject()), { id: 'fault_1' })
  t.end()
})

t.test('the first fault that matches strikes, and no other', (t) => {
  const { faults, add } = build()
  add({ match: { sessionId: 'other' } })
  add({ do: { status: 429 } })
  add({ do: { status: 400 } })
  t.strictSame(faults.strike('request', makeSubject()), { id: 'fault_2', did: { status: 429 } })
  t.match(faults.list(), [{ applied: 0 }, { applied: 1 }, { applied: 0 }])
  t.end()
})

t.test('each moment has its faults', (t) => {
  const { faults, add } = build()
  add({ do: { delayMs: 1 } })
  add({ where: 'callback', do: { delayMs: 2 } })
  add({ where: 'callback', do: { truncate: true } })
  for (const [moment, id] of [
    ['attempt', 'fault_3'],
    ['callback', 'fault_2'],
    ['request', 'fault_1'],
  ] as const) {
    t.equal(faults.strike(moment, makeSubject())?.id, id)
  }
  t.end()
})

t.test('a fault strikes so many times, and is gone', (t) => {
  const { faults, add } = build()
  add({ times: 2 })
  add({ do: { status: 429 }, times: 1 })
  const ids = Array.from({ length: 4 }, () => faults.strike('request', makeSubject())?.id)
  t.strictSame(ids, ['fault_1', 'fault_1', 'fault_2', undefined])
  t.equal(faults.size, 0)
  t.end()
})

t.test('what passes it by is not counted', (t) => {
  const { faults, add } = build()
  add({ match: { sessionId: 's2' }, times: 1 })
  for (let i = 0; i < 5; i++) t.notOk(faults.strike('request', makeSubject()))
  t.ok(faults.strike('request', makeSubject({ sessionId: 's2' })))
  t.end()
})

t.test('a fault is gone at the end of its time, in world time', (t) => {
  const { clock, faults, add } = build()
  const fault = add({ ttlMs: 1000 })
  t.match(fault, {
    createdAt: '2026-01-02T03:04:05.000Z',
    expiresAt: '2026-01-02T03:04:06.000Z',
  })
  clock.advance(999)
  t.ok(faults.strike('request', makeSubject()))
  clock.advance(1)
  t.equal(faults.strike('request', makeSubject()), undefined)
  t.equal(faults.size, 0)
  t.notOk(faults.remove(fault.id))
  t.end()
})

t.test('chance follows from the seed, and begins again when the faults are cleared', (t) => {
  const draws = ({ faults, add }: ReturnType<typeof build>) => {
    faults.clear()
    add({ probability: 0.5 })
    return Array.from({ length: 64 }, () => faults.strike('request', makeSubject()) !== undefined)
  }
  const built = build()
  const first = draws(built)
  const hits = first.filter(Boolean).length
  t.ok(hits > 16 && hits < 48, `about half: ${hits}`)
  t.strictSame(draws(built), first)
  t.strictSame(draws(build()), first)
  t.notSame(draws(build({ seed: 'another' })), first)
  t.end()
})

t.test('one that is certain takes no draw, one that is impossible never strikes', (t) => {
  const draws = (certain: boolean) => {
    const { faults, add } = build()
    if (certain) add({ match: { sessionId: 's2' }, probability: 1 })
    add({ probability: 0.5, match: { sessionId: 's1' } })
    return Array.from({ length: 32 }, () => {
      if (certain) faults.strike('request', makeSubject({ sessionId: 's2' }))
      return faults.strike('request', makeSubject()) !== undefined
    })
  }
  t.strictSame(draws(true), draws(false))
  const { faults, add } = build()
  add({ probability: 0 })
  for (let i = 0; i < 100; i++) t.notOk(faults.strike('request', makeSubject()))
  t.end()
})

t.test('a delay out of a range is drawn, both ends included', (t) => {
  const { faults, add } = build()
  add({ do: { delayMs: { min: 5, max: 8 } } })
  const drawn = new Set<unknown>()
  for (let i = 0; i < 200; i++) drawn.add(faults.strike('request', makeSubject())?.did.delayMs)
  t.strictSame([...drawn].sort(), [5, 6, 7, 8])
  t.match(faults.list(), [{ do: { delayMs: { min: 5, max: 8 } } }], 'the fault stays as it was set')
  t.end()
})

t.test('a key that is not there can not be wrong', (t) => {
  const { faults, add } = build()
  add({ where: 'callback', do: { wrongKey: true }, times: 1 })
  t.equal(faults.strike('attempt', makeSubject({ hasKey: false })), undefined)
  t.ok(faults.strike('attempt', makeSubject()))
  t.end()
})

t.test('while as many wait as can, no request is delayed, and none is counted', (t) => {
  const { faults, add } = build({ isFull: true })
  add({ do: { delayMs: 5 } })
  t.equal(faults.strike('request', makeSubject()), undefined)
  t.match(faults.list(), [{ applied: 0 }])
  t.end()
})

t.test('faults are bounded in number; those whose time is over make room', (t) => {
  const { clock, faults, add } = build()
  for (let i = 1; i < MAX_FAULTS; i++) add({})
  add({ ttlMs: 10 })
  t.equal(faults.add({ where: 'request', do: { status: 500 } }), undefined)
  clock.advance(10)
  t.equal(add({}).id, `fault_${MAX_FAULTS + 1}`, 'an ID is never given twice')
  t.end()
})
