import type { FastifyInstance } from 'fastify'
import t from 'tap'
import {
  buildShopApp,
  isFaulty,
  keptBy,
  read,
  takeBack,
  typesOf,
  update,
} from '../../helpers/integration.ts'

// Source: Integration API, "Return cart items"; docs, the tutorial "Partially returning a session".

const SHOP = `
loyaltyPrograms: [{ id: 5, name: stars }]
campaigns:
  - id: 1
    name: Items
    coupons: [{ code: SAVE, usageLimit: 1 }]
    rules:
      - title: Five off
        then: [{ itemDiscount: { name: Five off, amount: 5 } }]
      - title: Coupon
        when: { coupon: valid }
        then:
          - discount: { name: Three off, amount: 3 }
          - points: { program: stars, name: Earned, amount: 10 }
`

const CART = {
  profileId: 'anna',
  cartItems: [
    { name: 'Shoes', sku: 'shoes', quantity: 1, price: 50 },
    { name: 'Shirt', sku: 'shirt', quantity: 2, price: 20 },
  ],
}

const CONTENT = ['customerSession', 'customerProfile', 'event', 'previousReturns', 'coupons']

const close = (app: FastifyInstance, id = 's1', session: object = CART) =>
  update(app, id, { ...session, state: 'closed' }, { content: CONTENT })

interface Reply {
  json(): { effects: { effectType: string; props: Record<string, unknown> }[] }
}

/** Units whose discount was given or undone, as [position, sub-position]. */
const unitsOf = (reply: Reply, effectType: string) =>
  reply
    .json()
    .effects.filter((effect) => effect.effectType === effectType)
    .map(({ props }) =>
      effectType === 'rollbackDiscount'
        ? [props.cartItemPosition, props.cartItemSubPosition]
        : [props.position, props.subPosition],
    )

const givenBy = (reply: Reply) => unitsOf(reply, 'setDiscountPerItem')
const undoneBy = (reply: Reply) => unitsOf(reply, 'rollbackDiscount')

t.test('the tutorial: what was given for a unit that comes back is undone', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const closed = await close(app)
  t.strictSame(givenBy(closed), [
    [0, 0],
    [1, 0],
    [1, 1],
  ])

  const first = await takeBack(app, 's1', [{ position: 1, quantity: 1 }], { content: CONTENT })
  t.equal(first.statusCode, 200, first.body)
  t.strictSame(typesOf(first), ['rollbackDiscount'])
  const [given] = closed
    .json()
    .effects.filter(({ props }: { props: { position: number } }) => props.position === 1)
  t.match(first.json().effects[0], {
    campaignId: 1,
    rulesetId: given.rulesetId,
    ruleIndex: 0,
    ruleName: 'Five off',
    props: { name: given.props.name, value: 5, cartItemPosition: 1, cartItemSubPosition: 0 },
  })
  t.match(first.json(), {
    customerSession: {
      state: 'partially_returned',
      updateCount: 2,
      cartItems: [
        { position: 0, quantity: 1, returnedQuantity: 0, remainingQuantity: 1 },
        { position: 1, quantity: 2, returnedQuantity: 1, remainingQuantity: 1 },
      ],
      total: 90,
    },
    event: { type: 'talon_session_partially_returned', sessionId: 's1', profileId: 'anna' },
    return: {
      id: 1,
      created: '2026-01-02T03:04:05.000Z',
      applicationId: Number,
      accountId: Number,
      returnedCartItems: [{ position: 1, quantity: 1, sku: 'shirt' }],
      eventId: first.json().event.id,
      sessionId: closed.json().customerSession.id,
      sessionIntegrationId: 's1',
      profileId: closed.json().customerProfile.id,
      profileIntegrationId: 'anna',
    },
  })

  t.notOk('previousReturns' in first.json(), 'there are none')

  const second = await takeBack(app, 's1', [{ position: 1, quantity: 1 }], { content: CONTENT })
  t.strictSame(undoneBy(second), [[1, 1]])
  t.match(second.json().customerSession, {
    state: 'partially_returned',
    cartItems: [{ returnedQuantity: 0 }, { returnedQuantity: 2, remainingQuantity: 0 }],
  })
  t.strictSame(second.json().previousReturns, [first.json().return])
  t.equal(second.json().return.id, 2)
})

// Source: Integration API, `responseContent`; schema of the reply.
t.test('without asking, a return answers effects, codes and the return', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app)
  const reply = await takeBack(app, 's1', [{ position: 0 }])
  t.strictSame(Object.keys(reply.json()).sort(), [
    'createdCoupons',
    'createdReferrals',
    'effects',
    'return',
  ])
})

// Source: Integration API, states: closed -> partially_returned. Assumed: again from there.
t.test('only closed and partially returned sessions take returns', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const items = [{ position: 0, quantity: 1 }]
  t.equal((await takeBack(app, 'nope', items)).statusCode, 404)
  await update(app, 'open', CART)
  await update(app, 'left', CART)
  await update(app, 'left', { state: 'cancelled' })
  await close(app, 'revoked')
  await update(app, 'revoked', { state: 'cancelled' })
  for (const id of ['open', 'left', 'revoked']) {
    const before = (await read(app, id)).json()
    isFaulty(t, await takeBack(app, id, items), { source: { pointer: '/state' } })
    t.strictSame((await read(app, id)).json(), before)
  }
})

t.test('no more comes back than is left; what is named must be there', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app)
  await takeBack(app, 's1', [{ position: 1, quantity: 1 }])
  const before = (await read(app, 's1')).json()
  const at = '/return/returnedCartItems'
  for (const [items, pointer] of [
    [[{ position: 1, quantity: 2 }], `${at}/0/quantity`],
    [[{ sku: 'shirt', quantity: 2 }], `${at}/0/quantity`],
    [[{ position: 1 }, { position: 1, quantity: 1 }], `${at}/1/quantity`],
    [
      [
        { position: 1, quantity: 1 },
        { sku: 'shirt', quantity: 1 },
      ],
      `${at}/1/quantity`,
    ],
    [[{ position: 1, quantity: 0 }], `${at}/0/quantity`],
    [[{ position: 2, quantity: 1 }], `${at}/0/position`],
    [[{ position: -1, quantity: 1 }], `${at}/0/position`],
    [[{ sku: 'hat', quantity: 1 }], `${at}/0/sku`],
    [[{ quantity: 1 }], `${at}/0/position`],
  ] as const) {
    isFaulty(t, await takeBack(app, 's1', items), { source: { pointer } })
  }
  t.strictSame((await read(app, 's1')).json(), before)
})

// Source: Integration API, `sku`. Assumed: it takes the lines of that SKU in order.
t.test('a SKU instead of a position', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app, 's1', {
    ...CART,
    cartItems: [...CART.cartItems, { sku: 'shirt', quantity: 1, price: 20 }],
  })
  const first = await takeBack(app, 's1', [{ sku: 'shirt', quantity: 1 }])
  t.strictSame(undoneBy(first), [[1, 0]])
  t.strictSame(first.json().return.returnedCartItems, [{ position: 1, quantity: 1, sku: 'shirt' }])
  const second = await takeBack(app, 's1', [{ sku: 'shirt', quantity: 2 }])
  t.strictSame(undoneBy(second), [
    [1, 1],
    [2, 0],
  ])
})

// Assumed: without a quantity all that is left of the line comes back.
t.test('a quantity left out', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app)
  const whole = await takeBack(app, 's1', [{ position: 1 }])
  t.strictSame(undoneBy(whole), [
    [1, 0],
    [1, 1],
  ])
  t.match(whole.json().return.returnedCartItems, [{ position: 1, quantity: 2 }])
  await close(app, 's2')
  await takeBack(app, 's2', [{ position: 1, quantity: 1 }])
  t.strictSame(undoneBy(await takeBack(app, 's2', [{ position: 1 }])), [[1, 1]])
})

// Source: Integration API, `totalSales` (excludes returned items), `closedSessions` (not returns).
t.test('sales fall by what came back, closed sessions do not', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  t.match((await close(app)).json().customerProfile, { closedSessions: 1, totalSales: 90 })
  const one = await takeBack(app, 's1', [{ position: 1, quantity: 1 }], { content: CONTENT })
  t.match(one.json().customerProfile, { closedSessions: 1, totalSales: 70 })
  const all = await takeBack(app, 's1', [{ position: 0 }, { position: 1 }], { content: CONTENT })
  t.match(all.json().customerProfile, { closedSessions: 1, totalSales: 0 })
  t.match(all.json().customerSession, { state: 'partially_returned' })
})

// Source: Integration API, "Return cart items": effects tied to these items alone.
t.test('the coupon, the discount of the session and its points stay', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app, 's1', { ...CART, couponCodes: ['SAVE'] })
  const returned = await takeBack(app, 's1', [{ position: 0 }, { position: 1 }], {
    content: [...CONTENT, 'loyalty'],
  })
  t.strictSame(typesOf(returned), ['rollbackDiscount', 'rollbackDiscount', 'rollbackDiscount'])
  t.match(returned.json(), {
    coupons: [{ value: 'SAVE', usageCounter: 1 }],
    loyalty: { programs: { 5: { ledger: { currentBalance: 10 } } } },
  })
})

// Source: Integration API, states: partially_returned -> cancelled; docs, rolling back effects.
t.test('cancelling later undoes only what is left', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app, 's1', { ...CART, couponCodes: ['SAVE'] })
  await takeBack(app, 's1', [{ position: 1, quantity: 1 }])
  const cancelled = await update(
    app,
    's1',
    { state: 'cancelled' },
    { content: [...CONTENT, 'loyalty'] },
  )
  t.equal(cancelled.statusCode, 200, cancelled.body)
  t.strictSame([...typesOf(cancelled)].sort(), [
    'rollbackAddedLoyaltyPoints',
    'rollbackCoupon',
    'rollbackDiscount',
    'rollbackDiscount',
    'rollbackDiscount',
  ])
  t.strictSame(
    undoneBy(cancelled).filter(([position]) => position !== undefined),
    [
      [0, 0],
      [1, 1],
    ],
  )
  t.match(cancelled.json(), {
    customerSession: { state: 'cancelled' },
    customerProfile: { closedSessions: 0, totalSales: 0 },
    event: { type: 'talon_session_revoked' },
    coupons: [{ usageCounter: 0 }],
    loyalty: { programs: { 5: { ledger: { currentBalance: 0 } } } },
    previousReturns: [{ returnedCartItems: [{ position: 1, quantity: 1 }] }],
  })
  t.strictSame((await read(app, 's1')).json().effects, [])
})

t.test('a dry return keeps nothing', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app)
  const before = await keptBy(app)
  const items = [{ position: 1, quantity: 1 }]
  const dry = await takeBack(app, 's1', items, { query: '?dry=true', content: CONTENT })
  t.strictSame(undoneBy(dry), [[1, 0]])
  t.match(dry.json(), {
    customerSession: { state: 'partially_returned' },
    customerProfile: { totalSales: 70 },
  })
  t.strictSame(await keptBy(app), before)
  const real = await takeBack(app, 's1', items, { content: CONTENT })
  t.strictSame(real.json(), dry.json(), 'the same numbers: the dry one spent none')
})

// Source: Integration API, "Get customer session": pairs of effect and rollback are left out.
t.test('reading the session leaves out pairs of effect and rollback', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app)
  await takeBack(app, 's1', [{ position: 1, quantity: 1 }])
  const got = await read(app, 's1')
  t.match(got.json().customerSession, { state: 'partially_returned' })
  t.strictSame(typesOf(got), ['setDiscountPerItem', 'setDiscountPerItem'])
  t.strictSame(givenBy(got), [
    [0, 0],
    [1, 1],
  ])
  await takeBack(app, 's1', [{ position: 0 }, { position: 1 }])
  t.strictSame(typesOf(await read(app, 's1')), [])
})

// Source: Integration API, rollback effects: one for each per-item effect on additional costs, too.
t.test('sales fall by the additional costs of the units, too', async (t) => {
  const { app } = await buildShopApp(t, `additionalCosts: [{ name: shipping }]${SHOP}`)
  const closed = await close(app, 's1', {
    profileId: 'anna',
    cartItems: [
      { sku: 'shoes', quantity: 2, price: 50, additionalCosts: { shipping: { price: 4 } } },
    ],
    additionalCosts: { shipping: { price: 7 } },
  })
  const { totalSales } = closed.json().customerProfile
  t.equal(totalSales, closed.json().customerSession.total)
  await takeBack(app, 's1', [{ position: 0, quantity: 1 }])
  const all = await takeBack(app, 's1', [{ position: 0 }], { content: CONTENT })
  t.equal(all.json().customerProfile.totalSales, 7, 'the costs of the session itself stay')
})

t.test('a session of nobody', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app, 's1', { cartItems: CART.cartItems })
  const reply = await takeBack(app, 's1', [{ position: 0 }], { content: CONTENT })
  t.equal(reply.statusCode, 200)
  t.notOk('customerProfile' in reply.json())
  t.notOk('profileIntegrationId' in reply.json().return)
})

t.test('parallel returns never take back more than there is', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app)
  const replies = await Promise.all(
    Array.from({ length: 5 }, () => takeBack(app, 's1', [{ position: 1, quantity: 1 }])),
  )
  t.strictSame(replies.map(({ statusCode }) => statusCode).sort(), [200, 200, 400, 400, 400])
})
