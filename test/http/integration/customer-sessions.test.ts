import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { buildShopApp, isFaulty, keptBy, read, typesOf, update } from '../../helpers/integration.ts'
import { makeSession, SEGMENT_HEADERS } from '../../helpers/make-session.ts'

// Source: Integration API, "Update customer session" and "Get customer session".

const ALWAYS = ['effects', 'createdCoupons', 'createdReferrals']

const SHOP = `
attributes: { CustomerSession: { City: string } }
loyaltyPrograms: [{ id: 5, name: stars }]
campaigns:
  - id: 1
    name: Coupon
    coupons: [{ code: SAVE20, usageLimit: 1 }]
    rules:
      - title: SAVE20
        when: { coupon: valid }
        then:
          - discount: { name: 20% off, percent: 20, of: session }
          - points: { program: stars, name: Earned, amount: 10 }
          - createCoupon: { pattern: NEW-#### }
  - id: 2
    name: Off
    state: disabled
    rules: [{ title: Off, then: [{ discount: { name: Off, amount: 1 } }] }]
  - id: 3
    name: Summer
    startTime: 2026-06-01T00:00:00Z
    rules: [{ title: Summer, then: [{ discount: { name: Summer, amount: 2 } }] }]
`

// Source: Integration API, sample request of "Update customer session".
t.test('the documented request', async (t) => {
  const { app } = await buildShopApp(
    t,
    `
attributes:
  CustomerSession: { City: string }
  CartItem: { image: string, material: string }
additionalCosts: [{ name: shipping }]`,
  )
  const session = {
    profileId: 'URNGV8294NV',
    couponCodes: ['XMAS-20-2021'],
    referralCode: 'NT2K54D9',
    loyaltyCards: [],
    state: 'open',
    cartItems: [
      {
        name: 'Air Glide',
        sku: 'SKU1241028',
        quantity: 1,
        price: 99.99,
        category: 'shoes',
        weight: 1130,
        attributes: { image: '11.jpeg', material: 'leather' },
        additionalCosts: { shipping: { price: 9 } },
      },
    ],
    additionalCosts: { shipping: { price: 9 } },
    identifiers: ['d41306257915f83fe01e54092ae470f631161ea16fcf4415842eed41470386de'],
    attributes: { City: 'Berlin' },
  } as const
  const reply = await app.inject({
    method: 'PUT',
    url: '/v2/customer_sessions/session1?dry=false',
    headers: { authorization: 'ApiKey-v1 0123456789abcdef' },
    payload: { customerSession: session, responseContent: ['customerSession', 'customerProfile'] },
  })
  t.equal(reply.statusCode, 200, reply.body)
  const body = reply.json()
  t.strictSame(Object.keys(body).sort(), [...ALWAYS, 'customerProfile', 'customerSession'].sort())
  t.match(body.customerSession, {
    ...session,
    integrationId: 'session1',
    firstSession: true,
    updateCount: 1,
    cartItemTotal: 99.99,
    additionalCostTotal: 18,
    cartItemAdditionalCostTotal: 9,
    total: 117.99,
  })
  t.match(body.customerProfile, { integrationId: 'URNGV8294NV', closedSessions: 0 })
  t.strictSame(typesOf(reply), ['rejectCoupon', 'rejectReferral'])
})

// Source: Integration API, `responseContent`.
t.test('only three fields are answered unless more are asked for', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const bare = await update(app, 's1', makeSession({ couponCodes: ['SAVE20'] }))
  t.equal(bare.statusCode, 200)
  t.strictSame(Object.keys(bare.json()).sort(), [...ALWAYS].sort())
  for (const field of [
    'customerSession',
    'customerProfile',
    'coupons',
    'triggeredCampaigns',
    'loyalty',
    'event',
    'ruleFailureReasons',
  ]) {
    const body = (await update(app, 's1', {}, { content: [field] })).json()
    t.strictSame(Object.keys(body).sort(), [...ALWAYS, field].sort(), field)
  }
  const none = await update(app, 's1', {}, { content: [] })
  t.strictSame(Object.keys(none.json()).sort(), [...ALWAYS].sort())
  const { customerSession } = (await read(app, 's1')).json()
  t.match(customerSession, { couponCodes: ['SAVE20'], updateCount: 9 }, 'each was an update')
  const unknown = await update(app, 's1', {}, { content: ['nope'] })
  isFaulty(t, unknown, { title: 'enum', source: { pointer: '/responseContent/0' } })
})

// Source: docs, Errors page: texts and pointers of unknown attributes, wrong types and enums.
t.test('faults have the documented texts and pointers, and change nothing', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await update(app, 's1', makeSession())
  const before = await keptBy(app)
  isFaulty(t, await update(app, 's1', { attributes: { Foo: 1 } }), {
    title: 'Unknown',
    details: 'The attribute "Foo" is not defined on CustomerSession entities.',
    source: { pointer: '/attributes/Foo' },
  })
  isFaulty(t, await update(app, 's1', { attributes: { City: false } }), {
    title: 'Invalid type',
    details: 'Value of "City" attribute (false) is not a string',
    source: { pointer: '/attributes/City' },
  })
  const done: { state?: 'open' } = JSON.parse('{"state":"done"}')
  isFaulty(t, await update(app, 's1', done), {
    title: 'enum',
    details: /^state must be one of the following: "open", "closed", .*"cancelled"/,
    source: { pointer: '/state' },
  })
  t.strictSame(await keptBy(app), before)
})

t.test('the body must hold a session', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await app.inject({
    method: 'PUT',
    url: '/v2/customer_sessions/s1',
    headers: { authorization: 'ApiKey-v1 0123456789abcdef' },
    payload: { state: 'open' },
  })
  isFaulty(t, reply, { source: { pointer: '/customerSession' } })
})

// Source: Integration API, states: only what the update may do. Assumed: 400 with this pointer.
t.test('an illegal change of state is refused at /state', async (t) => {
  const { app } = await buildTestApp(t)
  await update(app, 's1', { state: 'closed' })
  for (const session of [{}, { state: 'open' }, { state: 'partially_returned' }] as const) {
    isFaulty(t, await update(app, 's1', session), { source: { pointer: '/state' } })
  }
})

// Source: Integration API, `dry` ("Changes are ignored").
t.test('a dry update keeps nothing: session, profile, coupon, points, IDs', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const content = ['customerSession', 'customerProfile', 'coupons', 'loyalty', 'event']
  const closing = makeSession({ couponCodes: ['SAVE20'], state: 'closed' })
  const before = await keptBy(app)
  const dry = await update(app, 's1', closing, { query: '?dry=true', content })
  t.equal(dry.statusCode, 200)
  t.strictSame(typesOf(dry), ['acceptCoupon', 'setDiscount', 'addLoyaltyPoints', 'couponCreated'])
  t.match(dry.json(), {
    customerSession: { state: 'closed' },
    customerProfile: { closedSessions: 1, totalSales: 25 },
    coupons: [{ usageCounter: 1 }],
    loyalty: { programs: { 5: { ledger: { currentBalance: 10 } } } },
  })
  t.strictSame(await keptBy(app), before)
  t.equal((await read(app, 's1')).statusCode, 404)

  const real = await update(app, 's1', closing, { content })
  t.strictSame(typesOf(real), typesOf(dry), 'the coupon was left')
  for (const field of ['customerSession', 'customerProfile', 'event']) {
    t.equal(real.json()[field].id, 1, `${field}: the dry one spent no ID`)
  }
  t.match(real.json().loyalty, { programs: { 5: { ledger: { currentBalance: 10 } } } })
  t.equal(real.json().customerSession.updateCount, 1)
})

t.test('a dry update of a session that is there keeps nothing of it either', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await update(app, 's1', makeSession())
  const before = await keptBy(app)
  const session = (await read(app, 's1')).json()
  const dry = await update(
    app,
    's1',
    { couponCodes: ['SAVE20'], cartItems: [{ sku: 'CUP', quantity: 1, price: 1 }] },
    { query: '?dry=true', content: ['customerSession'] },
  )
  t.match(dry.json().customerSession, { profileId: 'cust-7', total: 1, couponCodes: ['SAVE20'] })
  t.strictSame(await keptBy(app), before)
  t.strictSame((await read(app, 's1')).json(), session)
})

// Source: Integration API, `dry` ("considers only the payload that you pass when closing the session").
t.test('a dry closing counts its own payload alone', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await update(app, 's1', makeSession({ couponCodes: ['SAVE20'], identifiers: ['kept'] }))
  const close = async (query: string) =>
    update(
      app,
      's1',
      { profileId: 'cust-7', state: 'closed' },
      { query, content: ['customerSession'] },
    )
  const dry = await close('?dry=true')
  t.match(dry.json().customerSession, {
    state: 'closed',
    cartItems: { length: 0 },
    couponCodes: { length: 0 },
    identifiers: { length: 0 },
    total: 0,
  })
  t.strictSame(typesOf(dry), [])
  const real = await close('')
  t.match(real.json().customerSession, { total: 25, couponCodes: ['SAVE20'] })
  t.equal(typesOf(real)[0], 'acceptCoupon')
})

// Source: Integration API, `dry`, `firstSession` (always true for anonymous sessions).
t.test('a dry closing is of the profile it names, and first if its session is', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await update(app, 's1', makeSession())
  await update(app, 's2', makeSession())
  const close = async (id: string, session: object) => {
    const options = { query: '?dry=true', content: ['customerSession', 'customerProfile'] }
    const reply = await update(app, id, { ...session, state: 'closed' }, options)
    t.equal(reply.statusCode, 200)
    return reply.json()
  }
  const anonymous = await close('s2', {})
  t.match(anonymous.customerSession, { profileId: '', firstSession: true })
  t.notOk('customerProfile' in anonymous)
  t.match(await close('s1', makeSession()), {
    customerSession: { firstSession: true },
    customerProfile: { integrationId: 'cust-7', closedSessions: 1, totalSales: 25 },
  })
  t.match(await close('s2', makeSession()), { customerSession: { firstSession: false } })
  t.match(await close('s3', makeSession()), { customerSession: { firstSession: false } })
})

// Source: Integration API, `now` ("only be a date in the future", "only if dry is true").
t.test('now moves the clock of a dry update into the future', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const at = (query: string) => update(app, 's1', makeSession(), { query })
  t.strictSame(typesOf(await at('?dry=true')), [])
  const summer = await at('?dry=true&now=2026-06-02T00:00:00%2B02:00')
  t.match(summer.json().effects, [{ effectType: 'setDiscount', props: { name: 'Summer' } }])
  for (const query of [
    '?now=2026-06-02T00:00:00Z',
    '?dry=false&now=2026-06-02T00:00:00Z',
    '?dry=true&now=2025-06-02T00:00:00Z',
    '?dry=true&now=2026-06-02',
    '?dry=true&now=tomorrow',
  ]) {
    isFaulty(t, await at(query), { source: { parameter: 'now' } })
  }
  t.equal((await read(app, 's1')).statusCode, 404)
})

// Source: Integration API, `evaluableCampaignIds` ("evaluated, even if they are disabled").
t.test('a dry update evaluates the campaigns it names, disabled ones too', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const session = makeSession({ couponCodes: ['SAVE20'] })
  const dry = { query: '?dry=true' }
  const only = await update(app, 's1', { ...session, evaluableCampaignIds: [2] }, dry)
  t.strictSame(
    only
      .json()
      .effects.filter(({ effectType }: { effectType: string }) => effectType === 'setDiscount')
      .length,
    1,
  )
  t.match(
    only.json().effects.find(({ campaignId }: { campaignId: number }) => campaignId === 2),
    {
      effectType: 'setDiscount',
      props: { name: 'Off', value: 1 },
    },
  )
  t.notOk(typesOf(only).includes('acceptCoupon'), 'no other campaign is')
  isFaulty(t, await update(app, 's1', { ...session, evaluableCampaignIds: [2] }), {
    source: { pointer: '/evaluableCampaignIds' },
  })
  t.equal((await read(app, 's1')).statusCode, 404)
})

// Source: Integration API, "Get customer session". Its 404 is assumed: the service documents none.
t.test('a session is read with its effects; reading changes nothing', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const reply = await update(app, 's1', makeSession({ couponCodes: ['SAVE20'] }), {
    content: ['customerSession'],
  })
  const { customerSession, effects } = reply.json()
  for (let i = 0; i < 2; i++) {
    const got = await read(app, 's1')
    t.equal(got.statusCode, 200)
    t.strictSame(got.json(), { customerSession, effects })
  }
  const missing = await read(app, 'nope')
  t.equal(missing.statusCode, 404)
  t.match(missing.json(), { message: String, errors: Array, StatusCode: 404 })
})

// Source: Integration API, example of 409.
t.test('a conflict is answered as documented, and nothing is stored', async (t) => {
  const { app } = await buildTestApp(t)
  const fault = { where: 'request', do: { conflict: true }, times: 1 }
  const set = await app.inject({ method: 'POST', url: '/_mock/faults', payload: fault })
  t.equal(set.statusCode, 201)
  const refused = await update(app, 's1', makeSession())
  t.equal(refused.statusCode, 409)
  t.strictSame(refused.json(), {
    message: 'Too many requests are updating this session at the same time',
    errors: [],
    StatusCode: 409,
  })
  t.equal((await read(app, 's1')).statusCode, 404)
  t.equal((await update(app, 's1', makeSession())).statusCode, 200)
})

t.test('parallel updates of one session lose nothing', async (t) => {
  const { app } = await buildShopApp(
    t,
    `
attributes:
  CustomerSession: {${Array.from({ length: 50 }, (_, i) => ` a${i}: number`).join(',')} }`,
  )
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      update(
        app,
        's1',
        { profileId: 'cust-7', attributes: { [`a${i}`]: i } },
        { content: ['customerSession'] },
      ),
    ),
  )
  const counts = replies.map((reply) => reply.json().customerSession.updateCount)
  t.strictSame(
    counts.sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, i) => i + 1),
  )
  const { customerSession } = (await read(app, 's1')).json()
  t.equal(customerSession.updateCount, 50)
  t.strictSame(
    customerSession.attributes,
    Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`a${i}`, i])),
  )
})

// Assumed: what the service makes of a card that there isn't is not documented.
t.test('a loyalty card must be known; one that Segment let through may stay', async (t) => {
  const { app } = await buildShopApp(
    t,
    `
loyaltyPrograms: [{ id: 6, name: club, cardBased: true, cards: [{ identifier: card-1 }] }]`,
  )
  t.equal((await update(app, 's1', makeSession({ loyaltyCards: ['card-1'] }))).statusCode, 200)
  const before = await keptBy(app)
  for (const query of ['', '?dry=true']) {
    isFaulty(t, await update(app, 's1', { loyaltyCards: ['card-9'] }, { query }), {
      title: 'Unknown',
      details: 'there is no loyalty card "card-9"',
      source: { pointer: '/loyaltyCards/0' },
    })
  }
  t.strictSame(await keptBy(app), before)
  await app.inject({
    method: 'PUT',
    url: '/segment/v2/customer_sessions/s1',
    headers: SEGMENT_HEADERS,
    payload: { loyaltyCards: ['card-9'] },
  })
  const kept = await update(app, 's1', {}, { content: ['customerSession'] })
  t.strictSame(kept.json().customerSession.loyaltyCards, ['card-9'])
  t.equal((await update(app, 's1', { loyaltyCards: [] })).statusCode, 200)
})
