import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { Pool } from 'undici'
import type { Exchange } from '../../src/contract/control/exchange.ts'
import { SEGMENT_HEADERS } from '../helpers/make-session.ts'
import { startCli } from '../helpers/run-cli.ts'

// The emulator's own: README, Callbacks.

/** One request that came to a receiver; `answered`: with 200. */
interface Taken {
  delivery: string
  attempt: number
  session: string
  update: number
  answered: boolean
}

/**
 * A loopback address that no other process of this machine listens on, or connects from: a port of it is
 * still free after a while without a listener. Other systems than Linux have the one address alone.
 */
const ownAddress = () => {
  const { pid, platform } = process
  if (platform !== 'linux') return '127.0.0.1'
  return `127.${(pid >> 16) & 255 || 1}.${(pid >> 8) & 255}.${pid & 255 || 1}`
}

/** A receiver that can be killed with requests in its hands, and started again on its port. */
const createReceiver = async (t: Test) => {
  const host = ownAddress()
  const taken: Taken[] = []
  const underWay = new Map<string, number>()
  let mostOfASession = 0
  let port = 0
  /** From that many requests on, it answers none. */
  let stuckFrom = Number.POSITIVE_INFINITY
  let onStuck = () => {}
  let stuck = 0

  const take = (
    body: string,
    headers: NodeJS.Dict<string | string[]>,
    response: ServerResponse,
  ) => {
    const { integrationId: session, updateCount: update } = JSON.parse(body).customerSession
    const delivery = String(headers['x-talon-mock-delivery'])
    const attempt = Number(headers['x-talon-mock-attempt'])
    const isStuck = taken.length >= stuckFrom
    taken.push({ delivery, attempt, session, update, answered: !isStuck })
    const now = (underWay.get(session) ?? 0) + 1
    underWay.set(session, now)
    mostOfASession = Math.max(mostOfASession, now)
    const leave = () => underWay.set(session, (underWay.get(session) ?? 0) - 1)
    if (!isStuck) {
      // Before the answer: the next one may be here before this one's end is heard of.
      leave()
      response.end()
      return
    }
    response.once('close', leave)
    stuck++
    onStuck()
  }

  const create = () =>
    createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => take(Buffer.concat(chunks).toString(), request.headers, response))
    })

  let server = create()
  const open = () =>
    new Promise<void>((resolve, reject) => {
      server = create()
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
  await open()
  port = (server.address() as AddressInfo).port
  const kill = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  t.teardown(kill)
  return {
    url: `http://${host}:${port}/callbacks`,
    taken,
    mostOfASession: () => mostOfASession,
    kill,
    async restart() {
      stuckFrom = Number.POSITIVE_INFINITY
      await open()
    },
    /** Answers none from that many on; resolves when so many are in its hands. */
    getStuck: (from: number, count: number) =>
      new Promise<void>((resolve) => {
        stuckFrom = from
        onStuck = () => {
          if (stuck === count) resolve()
        }
      }),
  }
}

const SESSIONS = 100
const UPDATES = 20
/** `--callback-concurrency-per-destination`: with so many in its hands, all earlier answers have been heard. */
const AT_A_TIME = 16
const RETRY_MS = 60_000

t.test('a receiver that dies under 2,000 callbacks acknowledges each exactly once', async (t) => {
  const started = performance.now()
  const emulator = await startCli(t, [
    ...['--scenario', 'none', '--log-level', 'error'],
    ...['--callback-retries', String(RETRY_MS), '--callback-timeout-ms', '60000'],
    ...['--callback-concurrency-per-destination', String(AT_A_TIME)],
  ])
  const [dying, living] = [await createReceiver(t), await createReceiver(t)]
  const client = new Pool(emulator.url, { connections: SESSIONS })
  t.teardown(() => client.close())

  const send = async (
    method: 'GET' | 'PUT' | 'POST',
    path: string,
    body?: object,
    headers = {},
  ) => {
    const reply = await client.request({
      method,
      path,
      headers: { ...SEGMENT_HEADERS, 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (reply.statusCode !== 200) throw new Error(await reply.body.text())
    return reply.body.json() as Promise<{ [name: string]: unknown }>
  }
  const put = (session: string, url: string) =>
    send(
      'PUT',
      `/segment/v2/customer_sessions/${session}`,
      {},
      {
        'x-callback-destination-uri': url,
        'x-content-fields': 'customerSession',
      },
    )
  const advance = (ms: number) => send('POST', '/_mock/clock/advance', { ms })
  const exchanges = async () => {
    const items: Exchange[] = []
    let cursor = ''
    do {
      const page = await send('GET', `/_mock/exchanges?limit=500${cursor}`)
      items.push(...(page.items as Exchange[]))
      cursor = page.next === null ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    return items
  }
  /** The first attempts that waited have been made when a move of no time ends. */
  const settleDown = () => advance(0)

  await send('PUT', '/_mock/clock', { frozenAt: '2030-01-01T00:00:00Z' })
  const stuck = dying.getStuck(500, AT_A_TIME)
  // Nine of ten updates go to the one that dies, the others to one that lives.
  const urlOf = (update: number) => (update % 10 === 0 ? living.url : dying.url)
  const puts = Array.from({ length: SESSIONS }, async (_, index) => {
    for (let update = 1; update <= UPDATES; update++) await put(`s${index}`, urlOf(update))
  })
  await stuck
  await dying.kill()
  await Promise.all(puts)
  await settleDown()

  t.equal(dying.taken.length, 500 + AT_A_TIME, 'it was dead for the rest')
  const waiting = (await exchanges()).filter(({ callback }) => callback?.state === 'waiting')
  t.equal(waiting.length, 0.9 * SESSIONS * UPDATES - 500)
  t.equal(living.taken.length, 0.1 * SESSIONS * UPDATES, 'the other has got all of its own')

  await dying.restart()
  await put('s0', dying.url)
  await settleDown()
  const newest = dying.taken.at(-1)
  t.match(
    newest,
    { session: 's0', update: UPDATES + 1, answered: true },
    'no retry holds up another',
  )
  await advance(RETRY_MS)

  for (const { callback } of await exchanges()) {
    const acknowledged = callback?.attempts.filter(({ outcome }) => outcome === 'delivered')
    if (callback?.state === 'delivered' && acknowledged?.length === 1) continue
    t.fail('not acknowledged once', { callback })
  }
  const all = [...dying.taken, ...living.taken]
  const answered = all.filter((request) => request.answered).map(({ delivery }) => delivery)
  t.equal(answered.length, SESSIONS * UPDATES + 1)
  t.equal(new Set(answered).size, answered.length, 'each was answered 200 once')
  const lost = all.filter((request) => !request.answered)
  t.equal(lost.length, AT_A_TIME)
  for (const { delivery, session, update } of lost) {
    const again = dying.taken.filter((request) => request.delivery === delivery)
    t.match(again, [
      { attempt: 1, session, update },
      { attempt: 2, session, update },
    ])
    t.equal(again.length, 2, 'what was in its hands came again, under the same delivery ID')
  }

  for (const receiver of [dying, living]) {
    t.equal(receiver.mostOfASession(), 1, 'of a session one at a time')
    const latest = new Map<string, number>()
    for (const { session, update, answered: isAnswered } of receiver.taken) {
      if (!isAnswered || update > UPDATES) continue
      if (update <= (latest.get(session) ?? 0)) t.fail('out of order', { session, update })
      latest.set(session, update)
    }
  }
  t.comment(`${Math.round(performance.now() - started)} ms`)
})
