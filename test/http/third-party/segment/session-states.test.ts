import t from 'tap'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { ENDPOINTS, isRefused, putV1, putV2, storedSessions } from '../../../helpers/third-party.ts'

// Source: Integration API, "Update customer session", states; docs, Events. Assumed: status and text of
// the refusal; that a session created as closed raises `talon_session_closed`; that a final state
// repeated is refused.

/** Updates that lead to the state; the last one raises the event. */
const LEGAL: [states: (string | undefined)[], event: string][] = [
  [[undefined], 'talon_session_created'],
  [['open'], 'talon_session_created'],
  [['closed'], 'talon_session_closed'],
  [['open', undefined], 'talon_session_updated'],
  [['open', 'open'], 'talon_session_updated'],
  [['open', 'closed'], 'talon_session_closed'],
  [['open', 'cancelled'], 'talon_session_cancelled'],
  [['open', 'closed', 'cancelled'], 'talon_session_revoked'],
]

/** The same, but the last update is refused. */
const ILLEGAL: (string | undefined)[][] = [
  ['cancelled'],
  ['partially_returned'],
  ['open', 'partially_returned'],
  ['closed', 'closed'],
  ['closed', undefined],
  ['closed', 'open'],
  ['closed', 'partially_returned'],
  ['open', 'cancelled', 'cancelled'],
  ['open', 'cancelled', undefined],
  ['open', 'cancelled', 'open'],
  ['open', 'cancelled', 'closed'],
]

const inState = (state: string | undefined) => (state === undefined ? {} : { state })

for (const { version, pointer, wrap } of ENDPOINTS) {
  const put = version === 'v1' ? putV1 : putV2

  t.test(`${version}: each legal change raises its event`, async (t) => {
    const { app } = await buildTestApp(t)
    for (const [states, event] of LEGAL) {
      const id = `s-${states.join('-')}`
      let last: unknown
      for (const state of states) last = (await put(app, wrap(inState(state)), { id })).json()
      const state = states.at(-1) ?? 'open'
      t.match(last, { customerSession: { state }, event: { type: event, sessionId: id } })
    }
  })

  t.test(`${version}: every other change is refused and changes nothing`, async (t) => {
    const { app } = await buildTestApp(t)
    for (const states of ILLEGAL) {
      const id = `s-${states.join('-')}`
      for (const state of states.slice(0, -1)) {
        t.equal((await put(app, wrap(inState(state)), { id })).statusCode, 200)
      }
      const before = await storedSessions(app)
      const session = { ...inState(states.at(-1)), couponCodes: ['LOST'], profileId: 'cust-7' }
      const reply = await put(app, wrap(session), { id })
      isRefused(t, reply, 400, /^The submitted data was invalid: state can't become "/)
      t.ok(reply.json().Error.endsWith(`(${pointer}/state)`))
      t.strictSame(await storedSessions(app), before)
    }
  })
}

t.test('a closed session is cancelled as it is: nothing else of the request counts', async (t) => {
  const { app } = await buildTestApp(t)
  await putV2(app, { state: 'closed', couponCodes: ['USED'] })
  const reply = await putV2(app, { state: 'cancelled', couponCodes: ['LATE'], cartItems: [] })
  t.match(reply.json().customerSession, { state: 'cancelled', couponCodes: ['USED'] })
})

t.test('the update that closes an open session brings its last content', async (t) => {
  const { app } = await buildTestApp(t)
  await putV2(app, { profileId: 'cust-7' })
  const cartItems = [{ sku: 'MUG-1', quantity: 2, price: 12.5 }]
  const reply = await putV2(app, { state: 'closed', cartItems })
  t.match(reply.json(), {
    customerSession: { state: 'closed', total: 25 },
    customerProfile: { closedSessions: 1, totalSales: 25 },
  })
})

// Source: docs, Events, where one page says created and another one closed.
t.test('a session created as closed can be said to raise that it was created', async (t) => {
  const { app } = await buildTestApp(t, { createdClosedEvent: 'talon_session_created' })
  const put = async (id: string, state: string) =>
    (await putV2(app, { profileId: 'anna', state }, { id })).json()
  t.match(await put('s1', 'closed'), {
    event: { type: 'talon_session_created' },
    customerSession: { state: 'closed' },
    customerProfile: { closedSessions: 1 },
  })
  t.match(await put('s2', 'open'), { event: { type: 'talon_session_created' } })
  t.match(await put('s2', 'closed'), { event: { type: 'talon_session_closed' } })
  t.match(await put('s1', 'cancelled'), { event: { type: 'talon_session_revoked' } })
})
