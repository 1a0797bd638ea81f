import type { FastifyInstance } from 'fastify'
import t from 'tap'
import {
  buildShopApp,
  isFaulty,
  keptBy,
  read,
  reopen,
  takeBack,
  typesOf,
  update,
} from '../../helpers/integration.ts'
import { SEGMENT_HEADERS } from '../../helpers/make-session.ts'

// Source: Integration API, "Reopen customer session", with its list of what stays; rollback effects.

const SHOP = `
attributes: { CustomerProfile: { Tier: string }, CustomerSession: { Seen: string } }
events: [Looked]
loyaltyPrograms: [{ id: 5, name: stars, balances: { anna: 40 } }]
giveawayPools: [{ id: 3, name: Gifts, codes: [G-1, G-2] }]
profiles: [{ integrationId: ben }]
campaigns:
  - id: 1
    name: All
    limits: [{ action: redeemCoupon, limit: 1 }, { action: createCoupon, limit: 1 }]
    coupons: [{ code: SAVE, usageLimit: 1 }]
    referrals: [{ code: FRIEND-1, advocateProfileIntegrationId: ben, usageLimit: 1 }]
    rules:
      - title: Coupon
        when: { coupon: valid }
        then:
          - discount: { name: Three off, amount: 3 }
          - itemDiscount: { name: One off, amount: 1 }
      - title: Referral
        when: { referral: valid }
        then: [{ discount: { name: Friend, amount: 2 } }]
      - title: Points
        then:
          - points: { program: stars, name: Earned, amount: 10 }
          - redeem: { program: stars, name: Spent, points: 15 }
      - title: Kept
        when: { cartTotal: { atLeast: 20 } }
        then:
          - giveaway: { pool: Gifts }
          - freeItem: { sku: spoon, name: Spoon }
          - custom: { name: Hello }
          - setAttribute: { path: Profile.Attributes.Tier, value: gold }
          - setAttribute: { path: Session.Attributes.Seen, value: 'yes' }
      - title: New
        when: { coupon: valid }
        then: [{ createCoupon: { pattern: NEW-## } }]
`

const CART = {
  profileId: 'anna',
  couponCodes: ['SAVE'],
  referralCode: 'FRIEND-1',
  cartItems: [{ sku: 'MUG', quantity: 2, price: 20 }],
}

const CONTENT = [
  'customerSession',
  'customerProfile',
  'coupons',
  'referral',
  'loyalty',
  'event',
  'awardedGiveaways',
]

const close = (app: FastifyInstance, id = 's1', session: object = CART) =>
  update(app, id, { ...session, state: 'closed' }, { content: CONTENT })

const inventory = async (app: FastifyInstance, id: string) => {
  const url = `/v1/customer_profiles/${id}/inventory?profile=true&coupons=true&giveaways=true&loyalty=true`
  const reply = await app.inject({ url, headers: SEGMENT_HEADERS })
  if (reply.statusCode !== 200) throw new Error(reply.body)
  return reply.json()
}

const points = (state: { loyalty: { programs: Record<string, { ledger: object }> } }) =>
  state.loyalty.programs['5']?.ledger

t.test('it answers the effects that undo those of the closing, and nothing else', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const closed = await close(app)
  t.equal(closed.statusCode, 200, closed.body)
  t.match(points(closed.json()), { currentBalance: 35 })
  const reply = await reopen(app, 's1')
  t.equal(reply.statusCode, 200, reply.body)
  t.strictSame(Object.keys(reply.json()), ['effects'])
  t.strictSame([...typesOf(reply)].sort(), [
    'rollbackAddedLoyaltyPoints',
    'rollbackCoupon',
    'rollbackDeductedLoyaltyPoints',
    'rollbackDiscount',
    'rollbackDiscount',
    'rollbackDiscount',
    'rollbackDiscount',
    'rollbackReferral',
  ])
  const propsOf = (type: string) =>
    reply
      .json()
      .effects.filter(({ effectType }: { effectType: string }) => effectType === type)
      .map(({ props }: { props: object }) => props)
  t.strictSame(propsOf('rollbackCoupon'), [{ value: 'SAVE' }])
  t.strictSame(propsOf('rollbackReferral'), [{ value: 'FRIEND-1' }])
  t.match(propsOf('rollbackAddedLoyaltyPoints'), [
    { programId: 5, subLedgerId: '', value: 10, recipientIntegrationId: 'anna' },
  ])
  t.match(propsOf('rollbackDeductedLoyaltyPoints'), [
    { programId: 5, subLedgerId: '', value: 15, recipientIntegrationId: 'anna' },
  ])
  t.match((await read(app, 's1')).json().customerSession, { state: 'open', updateCount: 2 })
})

t.test('coupon, referral, points and sales are as before the closing', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const closed = await close(app)
  t.match(closed.json(), {
    customerProfile: { closedSessions: 1, totalSales: 40 },
    coupons: [{ value: 'SAVE', usageCounter: 1 }],
    referral: { code: 'FRIEND-1', usageCounter: 1 },
  })
  await reopen(app, 's1')
  const after = await inventory(app, 'anna')
  t.match(after.profile, { closedSessions: 0, totalSales: 0 })
  t.match(points(after), { currentBalance: 40 })
  const other = await close(app, 's2')
  t.ok(typesOf(other).includes('acceptCoupon'), 'the coupon and its budget are free again')
  t.ok(typesOf(other).includes('acceptReferral'))
  t.match(other.json(), { coupons: [{ usageCounter: 1 }], referral: { usageCounter: 1 } })
})

// Source: Integration API, "Effects and budgets unimpacted by a session reopening".
t.test('giveaway, created coupon, its budget and attributes stay', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const closed = (await close(app)).json()
  const [created] = closed.createdCoupons
  t.match(created, { value: /^NEW-/ })
  t.match(closed.awardedGiveaways, [{ code: 'G-1' }])
  const rolledBack = typesOf(await reopen(app, 's1'))
  for (const type of rolledBack) t.match(type, /^rollback/)
  const after = await inventory(app, 'anna')
  t.match(after.giveaways, [{ code: 'G-1' }])
  t.match(after.profile.attributes, { Tier: 'gold' })
  t.match((await read(app, 's1')).json().customerSession.attributes, { Seen: 'yes' })
  const again = (await close(app, 's2', CART)).json()
  t.match(again.awardedGiveaways, [{ code: 'G-2' }], 'the first code is gone')
  t.strictSame(again.createdCoupons, [], 'the budget of created coupons is used up')
  const { effects } = (
    await update(app, 's3', { profileId: 'anna', couponCodes: [created.value] })
  ).json()
  t.not(
    effects.find(({ effectType }: { effectType: string }) => effectType === 'rejectCoupon')?.props
      .rejectionReason,
    'CouponNotFound',
  )
})

// Source: Integration API, "A reopen session is treated like a standard open session".
t.test('it is an open session again: it takes updates, and closes', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app)
  await reopen(app, 's1')
  const updated = await update(
    app,
    's1',
    { cartItems: [{ sku: 'MUG', quantity: 1, price: 20 }] },
    { content: CONTENT },
  )
  t.match(updated.json(), {
    customerSession: { state: 'open', total: 20, couponCodes: ['SAVE'] },
    event: { type: 'talon_session_updated' },
  })
  t.ok(typesOf(updated).includes('acceptCoupon'))
  const closed = await update(app, 's1', { state: 'closed' }, { content: CONTENT })
  t.match(closed.json(), {
    event: { type: 'talon_session_closed' },
    customerProfile: { closedSessions: 1, totalSales: 20 },
    coupons: [{ usageCounter: 1 }],
  })
  t.match(points(closed.json()), { currentBalance: 35 })
  t.strictSame(typesOf(await read(app, 's1')), typesOf(closed))
  t.equal((await reopen(app, 's1')).statusCode, 200, 'and can be opened again')
  t.match(points(await inventory(app, 'anna')), { currentBalance: 40 })
})

// Source: Integration API, "Get customer session": pairs of effect and rollback are left out.
t.test('reading it leaves out what was undone', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app)
  await reopen(app, 's1')
  for (const type of typesOf(await read(app, 's1'))) {
    t.notMatch(type, /Coupon$|Referral$|Discount|LoyaltyPoints|^rollback/)
  }
})

// Source: docs, Events: each update of a session raises one; reopening, `talon_session_reopened`.
t.test('the event that it raises takes a number', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const closed = (await close(app)).json()
  await reopen(app, 's1')
  const after = (await update(app, 's1', {}, { content: ['event'] })).json()
  t.equal(after.event.id, closed.event.id + 2)
})

t.test('only closed sessions can be reopened', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  t.equal((await reopen(app, 'nope')).statusCode, 404)
  await update(app, 'open', { profileId: 'anna' })
  await update(app, 'left', { profileId: 'anna' })
  await update(app, 'left', { state: 'cancelled' })
  await close(app, 'revoked', { profileId: 'anna' })
  await update(app, 'revoked', { state: 'cancelled' })
  await close(app, 'returned')
  await takeBack(app, 'returned', [{ position: 0, quantity: 1 }])
  const before = await keptBy(app)
  for (const id of ['open', 'left', 'revoked', 'returned']) {
    isFaulty(t, await reopen(app, id), { source: { pointer: '/state' } })
  }
  t.strictSame(await keptBy(app), before)
})

t.test('a session of nobody', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await close(app, 's1', { couponCodes: ['SAVE'] })
  const reply = await reopen(app, 's1')
  t.equal(reply.statusCode, 200)
  t.ok(typesOf(reply).includes('rollbackCoupon'))
})
