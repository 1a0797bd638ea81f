import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { CustomerSessionInput } from '../../src/contract/service/customer-sessions.ts'
import {
  buildShopApp,
  INTEGRATION_HEADERS,
  read,
  reopen,
  takeBack,
  typesOf,
  update,
} from '../helpers/integration.ts'
import { putV1, putV2 } from '../helpers/third-party.ts'

/**
 * A shop that sends sessions through Segment, and a back office that talks to the deployment itself:
 * both see one account. Source: Third-party OpenAPI, the Segment family (it relays to the deployment);
 * Integration API.
 */

const SHOP = `
loyaltyPrograms: [{ id: 5, name: stars }]
attributes: { CustomerProfile: { Tier: string } }
campaigns:
  - id: 1
    name: Coupon
    coupons: [{ code: SAVE, usageLimit: 1 }]
    rules:
      - title: Coupon
        when: { coupon: valid }
        then: [{ discount: { name: Three off, amount: 3 } }]
      - title: Items
        then:
          - itemDiscount: { name: One off, amount: 1 }
          - points: { program: stars, name: Earned, perUnit: 1 }
`

const CART = {
  profileId: 'anna',
  couponCodes: ['SAVE'],
  cartItems: [{ sku: 'MUG', quantity: 2, price: 20 }],
} satisfies CustomerSessionInput

/** What a Segment reply always holds. */
const ALL = [
  'customerSession',
  'customerProfile',
  'event',
  'loyalty',
  'coupons',
  'triggeredCampaigns',
  'ruleFailureReasons',
  'awardedGiveaways',
  'previousReturns',
]

const viaDeployment = (app: FastifyInstance, session: CustomerSessionInput, id = 's1') =>
  update(app, id, session, { content: ALL })

const viaV1 = (app: FastifyInstance, customerSession: CustomerSessionInput, id = 's1') =>
  putV1(app, { customerSession }, { id })

const viaV2 = (app: FastifyInstance, session: CustomerSessionInput, id = 's1') =>
  putV2(app, session, { id })

const CLIENTS = { v1: viaV1, v2: viaV2, deployment: viaDeployment }

const LIFE: CustomerSessionInput[] = [
  CART,
  { cartItems: [{ sku: 'MUG', quantity: 3, price: 20 }] },
  { state: 'closed' },
  { state: 'cancelled' },
]

/** A state without what v1 alone answers. */
const plain = (body: Record<string, unknown>) => {
  const { createdAttributes: _, ...rest } = body
  return rest
}

t.test('the same requests get the same replies, whichever way they come', async (t) => {
  const lives: Record<string, unknown[]> = {}
  for (const [name, put] of Object.entries(CLIENTS)) {
    await t.test(name, async (t) => {
      const { app } = await buildShopApp(t, SHOP)
      const life: unknown[] = []
      for (const session of LIFE) {
        const reply = await put(app, session)
        t.equal(reply.statusCode, 200, reply.body)
        life.push(plain(reply.json()))
      }
      lives[name] = life
    })
  }
  t.strictSame(lives.v1, lives.deployment)
  t.strictSame(lives.v2, lives.deployment)
})

t.test('updates of one session build upon each other', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await viaV1(app, CART)
  const second = await viaDeployment(app, { identifiers: ['device-1'] })
  t.match(second.json(), {
    customerSession: { ...CART, identifiers: ['device-1'], updateCount: 2, total: 40 },
    event: { type: 'talon_session_updated' },
  })
  const third = await viaV2(app, { referralCode: 'FRIEND-1' })
  t.match(third.json().customerSession, { ...CART, identifiers: ['device-1'], updateCount: 3 })
  const { customerSession, effects } = (await read(app, 's1')).json()
  t.strictSame(customerSession, third.json().customerSession)
  t.strictSame(effects, third.json().effects)
})

t.test('a coupon that one client has used up is used up for the other', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const limit = { effectType: 'rejectCoupon', props: { rejectionReason: 'CouponLimitReached' } }
  await viaV2(app, CART, 'segment')
  await viaDeployment(app, CART, 'direct')
  await viaV2(app, { state: 'closed' }, 'segment')
  const direct = (await viaDeployment(app, {}, 'direct')).json()
  t.match(
    direct.effects.find(({ effectType }: { effectType: string }) => /Coupon$/.test(effectType)),
    limit,
  )
  t.match(direct.coupons, [{ value: 'SAVE', usageCounter: 1 }])
  const undone = await viaDeployment(app, { state: 'cancelled' }, 'segment')
  t.ok(typesOf(undone).includes('rollbackCoupon'))
  t.match((await viaDeployment(app, {}, 'direct')).json().coupons, [{ usageCounter: 0 }])
  const closed = await viaV1(app, { state: 'closed' }, 'direct')
  t.ok(typesOf(closed).includes('acceptCoupon'))
})

t.test('profile and points are the same to both', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await viaV1(app, { ...CART, state: 'closed' }, 'segment')
  const attributes = await app.inject({
    method: 'PUT',
    url: '/v2/customer_profiles/anna',
    headers: INTEGRATION_HEADERS,
    payload: { attributes: { Tier: 'gold' } },
  })
  t.equal(attributes.statusCode, 200)
  await viaDeployment(app, { ...CART, state: 'closed' }, 'direct')
  const seen = (await viaV2(app, { profileId: 'anna' }, 'next')).json()
  t.match(seen, {
    customerSession: { firstSession: false },
    customerProfile: { attributes: { Tier: 'gold' }, closedSessions: 2, totalSales: 80 },
    loyalty: { programs: { 5: { ledger: { currentBalance: 80 } } } },
  })
  const balances = await app.inject({
    url: '/v1/loyalty_programs/5/profile/anna/balances',
    headers: INTEGRATION_HEADERS,
  })
  t.match(balances.json(), { balance: { activePoints: 80 } })
})

t.test('what the back office returns and reopens, Segment sees', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  await viaV2(app, { ...CART, state: 'closed' }, 'returned')
  const made = await takeBack(app, 'returned', [{ position: 0, quantity: 1 }])
  const cancelled = (await viaV1(app, { state: 'cancelled' }, 'returned')).json()
  t.match(cancelled, {
    customerSession: {
      state: 'cancelled',
      cartItems: [{ quantity: 2, returnedQuantity: 1, remainingQuantity: 1 }],
    },
    customerProfile: { closedSessions: 0, totalSales: 0 },
    previousReturns: [made.json().return],
  })

  await viaV2(app, { ...CART, state: 'closed' }, 'again')
  t.equal((await viaV2(app, {}, 'again')).statusCode, 400, 'it is closed')
  t.equal((await reopen(app, 'again')).statusCode, 200)
  const updated = await viaV2(app, { identifiers: ['device-1'] }, 'again')
  t.match(updated.json(), {
    customerSession: { state: 'open', identifiers: ['device-1'] },
    customerProfile: { closedSessions: 0 },
    event: { type: 'talon_session_updated' },
    coupons: [{ usageCounter: 0 }],
  })
})

t.test('both at once on one session lose nothing', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const clients = Object.values(CLIENTS)
  const replies = await Promise.all(
    Array.from({ length: 10 }, () => clients.map((put) => put(app, CART))).flat(),
  )
  const counts = replies.map((reply) => reply.json().customerSession.updateCount)
  t.strictSame(
    counts.sort((a, b) => a - b),
    Array.from({ length: 30 }, (_, i) => i + 1),
  )
})

t.test('and both at once closing sessions use a coupon up once', async (t) => {
  const { app } = await buildShopApp(t, SHOP)
  const clients = Object.values(CLIENTS)
  const replies = await Promise.all(
    Array.from({ length: 4 }, (_, i) =>
      clients.map((put, j) => put(app, { ...CART, state: 'closed' }, `s${i}-${j}`)),
    ).flat(),
  )
  const accepted = replies.filter((reply) => typesOf(reply).includes('acceptCoupon'))
  t.equal(accepted.length, 1)
  const last = (await viaDeployment(app, { profileId: 'anna' }, 'last')).json()
  t.match(last.customerProfile, { closedSessions: 12, totalSales: 480 })
})
