import t from 'tap'
import type { ExchangeFilter } from '../../src/contract/control/exchange.ts'
import { createWaits, type Wait, type WaitOutcome } from '../../src/world/waits.ts'
import { fillLedger } from '../helpers/fill-ledger.ts'
import { createFixedClock, START } from '../helpers/fixed-clock.ts'

// The emulator's own: README, waiting.

const build = () => {
  const clock = createFixedClock()
  const filled = fillLedger()
  return { clock, ...filled, waits: createWaits(filled.ledger, clock) }
}

/** How a wait ended, with the exchange that it found. */
const endOf = async ({ outcome }: Wait): Promise<string> => {
  const ended: WaitOutcome = await outcome
  return ended.kind === 'found' ? ended.entry.id : ended.kind
}

t.test('what the ledger has already is found at once, the newest first', async (t) => {
  const { open, close, call, waits } = build()
  for (const state of ['delivered', 'failed', 'queued'] as const) {
    const entry = open({ sessionId: 's1' })
    call(entry, state)
    close(entry)
  }
  t.equal(await endOf(waits.wait({ sessionId: 's1' }, 0)), 'x_000002', 'settled by default')
  t.equal(await endOf(waits.wait({ callback: 'delivered' }, 0)), 'x_000001')
  t.equal(await endOf(waits.wait({ callback: 'queued,sending' }, 0)), 'x_000003')
  t.equal(await endOf(waits.wait({ callback: 'any' }, 0)), 'x_000003')
  t.equal(waits.open, 0)
})

t.test('a wait ends when what it waits for comes', async (t) => {
  const { open, close, call, move, waits, clock } = build()
  const all = [
    waits.wait({ correlationId: 'c1' }, 5000),
    waits.wait({ sessionId: 's1' }, 5000),
    waits.wait({ path: '/p' }, 5000),
    waits.wait({}, 5000),
  ]
  const other = waits.wait({ correlationId: 'c2' }, 5000)
  t.equal(waits.open, 5)
  const entry = open({ sessionId: 's1', correlationId: 'c1' })
  call(entry)
  close(entry)
  t.equal(waits.open, 5, 'its callback is not settled yet')
  move(entry, 'delivered')
  t.strictSame(await Promise.all(all.map(endOf)), Array(4).fill(entry.id))
  t.equal(waits.open, 1)
  other.end()
  t.equal(await endOf(other), 'ended')
  t.equal(clock.pending, 0, 'no timer is left behind')
})

t.test('each filter finds what it names, whatever other filters stand beside it', async (t) => {
  const filters: readonly ExchangeFilter[] = [
    { correlationId: 'c1' },
    { sessionId: 's1' },
    { profileId: 'anna' },
    { path: '/p' },
    { status: 201 },
    { since: new Date(START).toISOString() },
    { after: 'x_000000' },
    { callback: 'delivered' },
  ]
  const { open, close, call, move, waits } = build()
  const alone = filters.map((filter) => waits.wait(filter, 5000))
  const all = waits.wait(Object.assign({}, ...filters), 5000)
  const others = [
    { correlationId: 'c1', status: 500 },
    { profileId: 'ben' },
    { path: '/q' },
    { status: 500 },
    { since: '2099-01-01T00:00:00Z' },
  ].map((filter) => waits.wait(filter, 5000))
  const plain = open({ sessionId: 's1', correlationId: 'c1' })
  plain.profileId = 'anna'
  close(plain, 201)
  t.equal(waits.open, filters.length + 1 + others.length, 'it has no callback')
  const entry = open({ sessionId: 's1', correlationId: 'c1' })
  call(entry)
  entry.profileId = 'anna'
  close(entry, 201)
  move(entry, 'delivered')
  for (const wait of [...alone, all]) t.equal(await endOf(wait), entry.id)
  t.equal(waits.open, others.length)
  waits.end()
  for (const wait of others) t.equal(await endOf(wait), 'ended')
})

t.test('after leaves out an exchange and those before it', async (t) => {
  const { open, close, call, waits } = build()
  const first = open({ sessionId: 's1' })
  call(first, 'delivered')
  close(first)
  const wait = waits.wait({ sessionId: 's1', after: first.id }, 5000)
  t.equal(waits.open, 1)
  const second = open({ sessionId: 's1' })
  call(second, 'delivered')
  close(second)
  t.equal(await endOf(wait), second.id)
})

t.test('nothing in time: the time is that of the machine', async (t) => {
  const { waits, clock } = build()
  const wait = waits.wait({ sessionId: 's1' }, 300)
  clock.advance(299)
  t.equal(waits.open, 1)
  clock.advance(1)
  t.equal(await endOf(wait), 'timeout')
  t.equal(waits.open, 0)
})

t.test('a wait that can not come true any more ends at once', async (t) => {
  const { open, close, call, move, waits } = build()
  const wait = waits.wait({ sessionId: 's1', callback: 'delivered' }, 5000)
  const entry = open({ sessionId: 's1' })
  call(entry)
  close(entry)
  move(entry, 'failed')
  t.equal(await endOf(wait), 'impossible')
  const late = waits.wait({ sessionId: 's1', callback: 'delivered' }, 5000)
  t.equal(await endOf(late), 'impossible', 'asked afterwards, too')
})

t.test('it still can while another that matches is under way', async (t) => {
  const { open, close, call, move, waits } = build()
  const failed = open({ sessionId: 's1' })
  const unanswered = open({ sessionId: 's1' })
  call(failed, 'failed')
  close(failed)
  const wait = waits.wait({ sessionId: 's1', callback: 'delivered' }, 5000)
  t.equal(waits.open, 1)
  call(unanswered)
  close(unanswered)
  t.equal(waits.open, 1)
  move(unanswered, 'delivered')
  t.equal(await endOf(wait), unanswered.id)
})

t.test('of several that one exchange spoils each is judged by its own filters', async (t) => {
  const { open, close, call, move, waits } = build()
  const spoiled = { callback: 'delivered', path: '/p' } as const
  const inVain = waits.wait({ ...spoiled, sessionId: 's1' }, 5000)
  const stillMay = [waits.wait(spoiled, 5000), waits.wait({ ...spoiled, status: 200 }, 5000)]
  const other = open({ sessionId: 's2' })
  call(other)
  close(other)
  const entry = open({ sessionId: 's1' })
  call(entry)
  close(entry)
  move(entry, 'failed')
  t.equal(await endOf(inVain), 'impossible')
  t.equal(waits.open, 2)
  move(other, 'cancelled')
  for (const wait of stillMay) t.equal(await endOf(wait), 'impossible')
})

t.test('a wait for anything delivered goes on, whatever failed before', async (t) => {
  const { open, close, call, waits } = build()
  const failed = open()
  call(failed, 'failed')
  close(failed)
  const wait = waits.wait({ callback: 'delivered' }, 5000)
  t.equal(waits.open, 1)
  waits.end()
  t.equal(await endOf(wait), 'ended')
  t.equal(await endOf(waits.wait({}, 5000)), failed.id, 'what is there is still found')
  t.equal(await endOf(waits.wait({ sessionId: 'x' }, 5000)), 'ended', 'nothing more is waited for')
})

t.test('waits are bounded in number', async (t) => {
  const { waits } = build()
  for (let i = 0; i < 1000; i++) waits.wait({ sessionId: `s${i}` }, 5000)
  t.equal(await endOf(waits.wait({ sessionId: 'one more' }, 5000)), 'too-many')
  t.equal(waits.open, 1000)
  waits.end()
  t.equal(waits.open, 0)
})
