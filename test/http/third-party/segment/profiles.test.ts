import t from 'tap'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { ENDPOINTS, isRefused, putV1, putV2, storedSessions } from '../../../helpers/third-party.ts'

// Source: Third-party OpenAPI, `profileId` ("an empty profile is created", `""` is anonymous),
// `firstSession`; Integration API, Events ("must belong to the same profileId, or an error is returned").
// Assumed: text and status of that error, and that an anonymous session may be given a profile.

for (const { version, pointer, wrap } of ENDPOINTS) {
  const put = version === 'v1' ? putV1 : putV2

  t.test(`${version}: an unknown profile comes into being, empty`, async (t) => {
    const { app } = await buildTestApp(t)
    const reply = await put(app, wrap({ profileId: 'cust-7' }))
    t.strictSame(reply.json().customerProfile, {
      id: 1,
      created: '2026-01-02T03:04:05.000Z',
      accountId: 1,
      integrationId: 'cust-7',
      attributes: {},
      closedSessions: 0,
      totalSales: 0,
      audienceMemberships: [],
      lastActivity: '2026-01-02T03:04:05.000Z',
    })
    t.equal(reply.json().event.profileId, 'cust-7')
    t.equal(reply.json().customerSession.firstSession, true)
  })

  t.test(
    `${version}: a profile may have several sessions, one of which is its first`,
    async (t) => {
      const { app } = await buildTestApp(t)
      const first = await put(app, wrap({ profileId: 'cust-7' }), { id: 's1' })
      const second = await put(app, wrap({ profileId: 'cust-7' }), { id: 's2' })
      t.equal(second.json().customerProfile.id, first.json().customerProfile.id)
      t.equal(second.json().customerSession.firstSession, false)
      const again = await put(app, wrap({}), { id: 's1' })
      t.equal(again.json().customerSession.firstSession, true)
    },
  )

  t.test(`${version}: an anonymous session has no profile and is always a first one`, async (t) => {
    const { app } = await buildTestApp(t)
    for (const [id, session] of [
      ['a1', {}],
      ['a2', { profileId: '' }],
      ['a2', { profileId: '' }],
      ['a3', { profileId: null }],
    ] as const) {
      const state = (await put(app, wrap(session), { id })).json()
      t.match(state.customerSession, { profileId: '', firstSession: true })
      t.notOk('customerProfile' in state)
      t.notOk('profileId' in state.event)
    }
  })

  t.test(`${version}: an anonymous session may be given a profile, as at checkout`, async (t) => {
    const { app } = await buildTestApp(t)
    await put(app, wrap({ couponCodes: ['KEEP'] }))
    const state = (await put(app, wrap({ profileId: 'cust-7' }))).json()
    t.match(state.customerSession, { id: 1, profileId: 'cust-7', couponCodes: ['KEEP'] })
    t.match(state.customerProfile, { integrationId: 'cust-7' })
    const second = await put(app, wrap({}), { id: 's2' })
    t.equal(second.json().customerSession.firstSession, true)
    const joined = (await put(app, wrap({ profileId: 'cust-7' }), { id: 's2' })).json()
    t.equal(joined.customerSession.firstSession, false, 'not the first of the profile it joins')
  })

  t.test(`${version}: a session keeps the profile it has`, async (t) => {
    const { app } = await buildTestApp(t)
    await put(app, wrap({ profileId: 'cust-7' }))
    const before = await storedSessions(app)
    for (const profileId of ['cust-8', 'CUST-7', '']) {
      const reply = await put(app, wrap({ profileId, couponCodes: ['LOST'] }))
      const text = 'profileId must stay "cust-7", the profile this session belongs to'
      isRefused(t, reply, 400, `The submitted data was invalid: ${text} (${pointer}/profileId)`)
    }
    t.strictSame(await storedSessions(app), before)
    const other = await put(app, wrap({ profileId: 'cust-8' }), { id: 's2' })
    t.equal(other.json().customerProfile.id, 2, 'the refused request made no profile')
    t.equal((await put(app, wrap({ profileId: 'cust-7' }))).statusCode, 200)
  })
}

t.test('closing counts for the profile, cancelling takes it off again', async (t) => {
  const { app } = await buildTestApp(t)
  // Source: Integration API, `closedSessions` and `totalSales` (before discounts).
  const cart = { cartItems: [{ sku: 'MUG-1', quantity: 3, price: 0.1 }], profileId: 'cust-7' }
  const profileAfter = async (session: object, id: string) =>
    (await putV2(app, session, { id })).json().customerProfile
  t.match(await profileAfter(cart, 's1'), { closedSessions: 0, totalSales: 0 })
  t.match(await profileAfter({ state: 'closed' }, 's1'), { closedSessions: 1, totalSales: 0.3 })
  const closed = { ...cart, state: 'closed' }
  t.match(await profileAfter(closed, 's2'), { closedSessions: 2, totalSales: 0.6 })
  t.match(await profileAfter({ state: 'cancelled' }, 's1'), { closedSessions: 1, totalSales: 0.3 })
  await putV2(app, cart, { id: 's3' })
  t.match(await profileAfter({ state: 'cancelled' }, 's3'), { closedSessions: 1, totalSales: 0.3 })
})

t.test("a sale that the profile's sum can't hold is refused", async (t) => {
  const { app } = await buildTestApp(t)
  const huge = {
    profileId: 'cust-7',
    state: 'closed',
    cartItems: [{ sku: 'MUG-1', quantity: 1, price: 1e308 }],
  }
  t.equal((await putV2(app, huge, { id: 's1' })).statusCode, 200)
  const before = await storedSessions(app)
  for (let i = 0; i < 2; i++) {
    isRefused(
      t,
      await putV2(app, huge, { id: 's2' }),
      400,
      /totalSales below 1\.8e308 \(\/cartItems\)$/,
    )
  }
  t.strictSame(await storedSessions(app), before)
  const next = await putV2(app, { profileId: 'cust-7' }, { id: 's2' })
  t.match(next.json(), { customerSession: { id: 2 }, customerProfile: { totalSales: 1e308 } })
})
