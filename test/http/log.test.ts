import t from 'tap'
import { createLoggedServer } from '../helpers/logged-server.ts'
import { makeSession, SEGMENT_HEADERS } from '../helpers/make-session.ts'

const V1 = '/segment/customer_sessions/s1'
const V2 = '/segment/v2/customer_sessions/s1'
const INFO = 30
const DEBUG = 20
const WARN = 40

const build = async (t: Parameters<typeof createLoggedServer>[0]) => {
  const { server, log } = await createLoggedServer(t)
  return {
    put: (url: string, payload: object, headers: Record<string, string> = SEGMENT_HEADERS) =>
      server.app.inject({ method: 'PUT', url, headers, payload }),
    setFault: (what: object) =>
      server.app.inject({
        method: 'POST',
        url: '/_mock/faults',
        payload: { where: 'request', do: what, times: 1 },
      }),
    lines: () => log.map((line): object => JSON.parse(line)),
  }
}

t.test('a refused request is a line at level info that shows the refusal', async (t) => {
  const { put, lines } = await build(t)
  const reply = await put(V2, makeSession(), {})
  t.match(lines(), [
    {
      level: INFO,
      msg: 'refused',
      exchange: reply.headers['x-talon-mock-exchange'],
      method: 'PUT',
      path: V2,
      status: 401,
      reply: /Missing Session Token/,
    },
  ])
})

t.test('an answered one is a line at level debug', async (t) => {
  const { put, lines } = await build(t)
  await put(V2, makeSession())
  t.match(lines(), [{ level: DEBUG, msg: 'answered', path: V2, status: 200 }])
})

t.test('the log names the fault that refused a request, or reset its connection', async (t) => {
  const { put, lines, setFault } = await build(t)
  await setFault({ status: 500 })
  await put(V2, makeSession())
  await setFault({ reset: true })
  await t.rejects(put(V2, makeSession()))
  t.match(lines(), [
    { level: INFO, msg: 'refused', status: 500, fault: 'fault_1' },
    { level: INFO, msg: 'connection reset', path: V2, fault: 'fault_2' },
  ])
})

t.test("a session in the other version's place is ignored, and the log says so", async (t) => {
  const { put, lines } = await build(t)
  t.equal((await put(V1, makeSession())).statusCode, 200)
  t.equal((await put(V2, { customerSession: makeSession() })).statusCode, 200)
  const warnings = lines().filter((line) => 'level' in line && line.level === WARN)
  t.match(warnings, [{ msg: /v1 takes it inside customerSession/ }, { msg: /v2 takes/ }])
})

t.test(
  "a reply that segment's client can't read is sent in full, and the log says so",
  async (t) => {
    // Source: Segment's Talon.One destination, observed: it hangs on replies above about 64 KB.
    const { put, lines } = await build(t)
    // Two bytes a character: bytes count, not characters.
    const item = { sku: 'MUG-1', quantity: 1, price: 1, name: 'ß'.repeat(500) }
    const big = makeSession({ cartItems: Array.from({ length: 70 }, () => item) })
    const headers = { ...SEGMENT_HEADERS, 'user-agent': 'Segment (Actions)' }
    const reply = await put(V2, big, headers)
    const bytes = Buffer.byteLength(reply.body)
    t.ok(bytes > 60_000)
    t.ok(reply.body.length < 60_000)
    t.equal(reply.json().customerSession.cartItems.length, 70)
    await put(V2, makeSession(), headers)
    await put(V2, big)
    const warnings = lines().filter((line) => 'level' in line && line.level === WARN)
    t.match(warnings, [{ msg: /too long for segment's client/, bytes }])
    t.equal(warnings.length, 1)
  },
)

t.test(
  'a loyalty card that the account does not have is ignored, and the log says so once',
  async (t) => {
    // Assumed: what the service makes of one is not documented.
    const { put, lines } = await build(t)
    for (const loyaltyCards of [['no-such-card'], ['no-such-card'], ['another'], []]) {
      const reply = await put(V2, makeSession({ loyaltyCards }))
      t.strictSame(reply.json().customerSession.loyaltyCards, loyaltyCards)
      t.strictSame(reply.json().loyalty, { programs: {} })
    }
    const warnings = lines().filter((line) => 'level' in line && line.level === WARN)
    t.match(warnings, [{ card: 'no-such-card' }, { card: 'another' }])
    t.equal(warnings.length, 2)
  },
)
