import t from 'tap'
import type { CustomerSessionInput } from '../../src/contract/service/customer-sessions.ts'
import { createMemoryStore } from '../../src/store/memory-store.ts'
import { createWorld, type WorldDeps } from '../../src/world/create-world.ts'
import type { CallbackMessage, DeliveryListener, Outbox, Store } from '../../src/world/ports.ts'
import { createIds } from '../helpers/create-ids.ts'
import { EMPTY_PROGRAM } from '../helpers/empty-program.ts'
import { createFixedClock } from '../helpers/fixed-clock.ts'
import { makeSession } from '../helpers/make-session.ts'
import { programOf } from '../helpers/program-of.ts'

/** A world whose outbox sends nothing and remembers what it was told. */
const build = (openStore: WorldDeps['openStore'] = createMemoryStore) => {
  const put: CallbackMessage[] = []
  const sentAgain: [string, number][] = []
  const answers: ReturnType<Outbox['sendAgain']>[] = []
  const cancelled: string[] = []
  let listener: DeliveryListener = () => {}
  const outbox: Outbox = {
    put: (message) => void put.push(message),
    sendAgain: ({ id }, attempts) => {
      sentAgain.push([id, attempts])
      return answers.shift() ?? 'queued'
    },
    cancelAll: (reason) => {
      cancelled.push(reason)
      for (const { id } of put) listener(id, { kind: 'cancelled', reason })
    },
    depth: 0,
  }
  const clock = createFixedClock()
  const world = createWorld({
    name: 'shared',
    clock,
    ids: createIds(),
    openOutbox: (owner) => {
      listener = owner.listener
      return outbox
    },
    onDelivery: () => {},
    openStore,
    program: EMPTY_PROGRAM,
    ledger: { maxExchanges: 100, maxBytes: 1_000_000 },
    rateLimit: 1,
    seed: 'test',
  })
  const update = (sessionId: string, calls = true, session: CustomerSessionInput = {}) => {
    const exchange = world.ledger.open({
      id: world.ids.opaque('x'),
      receivedAt: clock.now(),
      method: 'PUT',
      path: '/',
      headers: {},
      sessionId: undefined,
    })
    return world.updateSession({
      update: {
        sessionId,
        session: makeSession(session),
        unknownAttributes: 'create',
        pointer: '',
        strict: false,
      },
      callback: calls
        ? {
            uri: 'http://a.test/hook',
            origin: 'http://a.test',
            key: undefined,
            fields: ['effects'],
            correlationId: 'abc',
          }
        : undefined,
      exchange,
    })
  }
  return { world, put, sentAgain, answers, cancelled, update }
}

t.test(
  'an update is stored, answered and handed to the outbox, joined by the ledger',
  async (t) => {
    const { world, put, update } = build()
    const reply = JSON.parse(await update('s1'))
    t.strictSame(await world.store.session('s1'), reply.customerSession)
    t.match(put, [{ id: /^cb_/, sessionId: 's1', correlationId: 'abc', body: '{"effects":[]}' }])
    const entry = world.ledger.entryOfCallback(put[0]?.id ?? '')
    t.match(entry, { profileId: 'cust-7', callback: { state: 'queued' } })
    t.equal(entry?.id, put[0]?.exchangeId)
  },
)

t.test('an update that is refused stores nothing and asks for no callback', async (t) => {
  const { world, put, update } = build()
  const close = (state: 'closed' | 'open') =>
    world.updateSession({
      update: {
        sessionId: 's1',
        session: { state },
        unknownAttributes: 'create',
        pointer: '',
        strict: false,
      },
      callback: undefined,
      exchange: world.ledger.open({
        id: world.ids.opaque('x'),
        receivedAt: 0,
        method: 'PUT',
        path: '/',
        headers: {},
        sessionId: undefined,
      }),
    })
  await update('s1', false)
  await close('closed')
  const before = await world.store.session('s1')
  await t.rejects(close('open'), { code: 'SESSION_TRANSITION_ILLEGAL' })
  t.equal(await world.store.session('s1'), before)
  t.equal(put.length, 0)
})

t.test('redelivery counts on from the attempts there were, and says what came of it', async (t) => {
  const { world, put, sentAgain, answers, update } = build()
  await update('s1')
  const id = put[0]?.id ?? ''
  t.equal(world.redeliver(id), 'queued')
  world.ledger.onDelivery(id, {
    kind: 'attempted',
    number: 1,
    at: 0,
    durationMs: 1,
    outcome: { kind: 'delivered', status: 200 },
    next: { state: 'delivered' },
  })
  answers.push('busy', 'full')
  t.strictSame([world.redeliver(id), world.redeliver(id)], ['busy', 'full'])
  t.strictSame(sentAgain, [
    [id, 0],
    [id, 1],
    [id, 1],
  ])
  t.equal(world.redeliver('cb_0'), 'unknown')
  t.equal(sentAgain.length, 3)
})

t.test('a reset takes everything back: records, numbers, sinks, limits, ledger', async (t) => {
  const { world, cancelled, update } = build()
  const before = await update('s1')
  world.sinks.receive('a', { at: '', method: 'POST', path: '/', headers: {}, body: '' })
  world.rateLimit.admit('key')
  await world.reset({ exchanges: false })
  t.equal(cancelled.length, 1)
  t.equal(await world.store.session('s1'), undefined)
  t.strictSame(world.sinks.names(), [])
  t.ok(world.rateLimit.admit('key'))
  t.strictSame([...world.ledger.newestFirst({})], [])
  t.equal(await update('s1'), before, 'the same reply as the first time')
})

t.test('a callback that is put while the records are cleared is cancelled too', async (t) => {
  let whileClearing = async () => {}
  const built = build((outbox, records) => {
    const store = createMemoryStore(outbox, records)
    const begin: Store['begin'] = async (anew) => {
      await whileClearing()
      await store.begin(anew)
    }
    return { ...store, begin }
  })
  const { world, put, cancelled, update } = built
  whileClearing = async () => {
    await update('s1')
    t.equal(cancelled.length, 0)
  }
  const states: unknown[] = []
  world.ledger.watch(({ callback }) => states.push(callback?.state))
  await world.reset({ exchanges: false })
  t.equal(put.length, 1)
  t.strictSame(states, ['cancelled'])
  t.equal(await world.store.session('s1'), undefined)
  t.strictSame([...world.ledger.newestFirst({})], [])
})

t.test('a reset that keeps the exchanges shows their callbacks cancelled', async (t) => {
  const { world, put, update } = build()
  await update('s1')
  await world.reset({ exchanges: true })
  t.match(world.ledger.entryOfCallback(put[0]?.id ?? ''), {
    callback: { state: 'cancelled', reason: /reset/ },
  })
  t.equal(await world.store.session('s1'), undefined)
})

const SHOP = programOf(`
profiles: [{ integrationId: cust-7, closedSessions: 2 }]
loyaltyPrograms: [{ id: 5, name: stars, balances: { cust-7: 100 } }]
campaigns:
  - name: Save
    coupons: [{ code: SAVE, usageLimit: 1 }]
    rules:
      - title: Ten
        when: { coupon: valid }
        then:
          - discount: { name: Ten, amount: 10, of: session }
          - points: { program: stars, name: Stars, perUnit: 1 }
          - createCoupon: { pattern: NEXT-#### }
`)

t.test('loading begins anew with another account, and keeps the exchanges', async (t) => {
  const { world, update } = build()
  await update('s1')
  const exchanges = () => [...world.ledger.newestFirst({})]
  const before = exchanges()
  await world.load(SHOP)
  t.equal(world.program, SHOP)
  t.equal(before.length, 1)
  t.strictSame(exchanges(), before)
  t.equal(await world.store.session('s1'), undefined)
  const reply = JSON.parse(await update('s1', false))
  t.match(reply.customerSession, { id: 1, firstSession: false, updateCount: 1 })
  t.match(reply.customerProfile, { id: 1, closedSessions: 2 })
  t.match(reply.loyalty.programs, { 5: { ledger: { currentBalance: 100 } } })
})

t.test(
  'a reset brings the account back as it was loaded: the same requests, the same replies',
  async (t) => {
    const { world, update } = build()
    await world.load(SHOP)
    const run = async () => [
      await update('s1', false, { couponCodes: ['SAVE'], state: 'closed' }),
      await update('s2', false, { couponCodes: ['SAVE'] }),
      await update('s1', false, { state: 'cancelled' }),
    ]
    const first = await run()
    t.match(JSON.parse(first[0] ?? ''), {
      coupons: [{ value: 'SAVE', usageCounter: 1 }],
      createdCoupons: [{ value: /^NEXT-/ }],
      loyalty: { programs: { 5: { ledger: { currentBalance: 125 } } } },
    })
    t.match(JSON.parse(first[1] ?? ''), { effects: [{ effectType: 'rejectCoupon' }] })
    await world.reset({ exchanges: false })
    t.strictSame(await run(), first)
    await world.load(SHOP)
    t.strictSame(await run(), first)
  },
)
