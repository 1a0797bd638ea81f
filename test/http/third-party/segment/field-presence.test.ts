import t from 'tap'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { ENDPOINTS, isRefused, putV1, putV2, storedSessions } from '../../../helpers/third-party.ts'

// Source: Integration API, `dry` ("each update builds upon the previous ones"), `couponCodes`,
// `referralCode`; Third-party OpenAPI, `attributes`. Assumed: that `null` counts as omitted, that every
// other empty list or map empties its field, and that additional costs are replaced as a whole.

/** A field, what it holds first, what is empty for it, and what an empty one leaves. */
const FIELDS: { field: string; first: unknown; empty: unknown; emptied: unknown }[] = [
  { field: 'couponCodes', first: ['SPRING-1'], empty: [], emptied: [] },
  { field: 'referralCode', first: 'REF-1', empty: '', emptied: '' },
  { field: 'loyaltyCards', first: ['card-1'], empty: [], emptied: [] },
  { field: 'identifiers', first: ['h-91'], empty: [], emptied: [] },
  { field: 'additionalCosts', first: { gift: { price: 3 } }, empty: {}, emptied: {} },
  { field: 'attributes', first: { City: 'Berlin' }, empty: {}, emptied: { City: 'Berlin' } },
  {
    field: 'cartItems',
    first: [
      {
        sku: 'MUG-1',
        quantity: 1,
        position: 0,
        returnedQuantity: 0,
        remainingQuantity: 1,
        price: 2,
      },
    ],
    empty: [],
    emptied: [],
  },
]

for (const { version, wrap } of ENDPOINTS) {
  const put = version === 'v1' ? putV1 : putV2

  t.test(`${version}: omitted and null keep a field, empty empties it`, async (t) => {
    const { app } = await buildTestApp(t)
    for (const { field, first, empty, emptied } of FIELDS) {
      const id = field
      await t.test(field, async (t) => {
        const now = async (session: object) => {
          const reply = await put(app, wrap(session), { id })
          t.equal(reply.statusCode, 200)
          return reply.json().customerSession[field]
        }
        // v1 creates the attribute that v2 then knows.
        await putV1(app, { customerSession: { [field]: first } }, { id })
        t.strictSame(await now({}), first, 'omitted')
        t.strictSame(await now({ [field]: null }), first, 'null')
        t.strictSame(await now({ [field]: empty }), emptied, 'empty')
        t.strictSame(await now({ [field]: null }), emptied, 'null once it is empty')
      })
    }
  })

  t.test(`${version}: profileId and state stay when they are omitted or null`, async (t) => {
    const { app } = await buildTestApp(t)
    await put(app, wrap({ profileId: 'cust-7', state: 'open' }))
    for (const session of [{}, { profileId: null, state: null }]) {
      const reply = await put(app, wrap(session))
      t.equal(reply.statusCode, 200)
      t.match(reply.json(), {
        customerSession: { profileId: 'cust-7', state: 'open' },
        customerProfile: { integrationId: 'cust-7' },
      })
    }
  })

  t.test(`${version}: a new session may leave out everything`, async (t) => {
    const { app } = await buildTestApp(t)
    const reply = await put(app, wrap({}))
    t.match(reply.json().customerSession, {
      profileId: '',
      state: 'open',
      couponCodes: { length: 0 },
      referralCode: '',
      loyaltyCards: { length: 0 },
      identifiers: { length: 0 },
      cartItems: { length: 0 },
      total: 0,
    })
  })

  t.test(
    `${version}: a cart that is given replaces the whole cart, attributes included`,
    async (t) => {
      const { app } = await buildTestApp(t)
      const mug = { sku: 'MUG-1', quantity: 2, price: 12.5, attributes: { colour: 'blue' } }
      await putV1(app, { customerSession: { cartItems: [mug, { sku: 'CUP-1', quantity: 1 }] } })
      const reply = await put(
        app,
        wrap({ cartItems: [{ sku: 'MUG-1', quantity: 3, attributes: {} }] }),
      )
      t.strictSame(reply.json().customerSession.cartItems, [
        {
          sku: 'MUG-1',
          quantity: 3,
          position: 0,
          returnedQuantity: 0,
          remainingQuantity: 3,
          attributes: {},
        },
      ])
      t.equal(reply.json().customerSession.total, 0)
    },
  )
}

t.test('v1: a body without a session counts as an empty one', async (t) => {
  const { app } = await buildTestApp(t)
  for (const body of [{}, { customerSession: null }, { sessionAttributesInfo: null }]) {
    t.equal((await putV1(app, body)).statusCode, 200)
  }
  t.match(await storedSessions(app), { items: [{ integrationId: 's1', updateCount: 3 }] })
})

t.test('v1: the fields of a session count inside customerSession alone', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await putV1(app, { profileId: 'cust-7', state: 'closed' })
  t.match(reply.json().customerSession, { profileId: '', state: 'open' })
})

t.test('attributes are merged by name, and null deletes one', async (t) => {
  const { app } = await buildTestApp(t)
  const now = async (attributes: object) =>
    (await putV1(app, { customerSession: { attributes } })).json().customerSession.attributes
  t.strictSame(await now({ City: 'Berlin', Tier: 2 }), { City: 'Berlin', Tier: 2 })
  t.strictSame(await now({ Tier: 3, Gift: true }), { City: 'Berlin', Tier: 3, Gift: true })
  t.strictSame(await now({ City: null }), { Tier: 3, Gift: true })
  t.strictSame(await now({ City: '' }), { Tier: 3, Gift: true, City: '' })
  const v2 = await putV2(app, { attributes: { Tier: null } })
  t.strictSame(v2.json().customerSession.attributes, { Gift: true, City: '' })
})

t.test('coupon codes that come twice are kept once', async (t) => {
  const { app } = await buildTestApp(t)
  // Assumed: the service doesn't say.
  const reply = await putV2(app, { couponCodes: ['A-1', 'B-1', 'A-1', 'a-1'] })
  t.strictSame(reply.json().customerSession.couponCodes, ['A-1', 'B-1', 'a-1'])
})

t.test('every update counts and moves `updated`', async (t) => {
  const { app, clock } = await buildTestApp(t)
  const first = (await putV2(app, { profileId: 'cust-7' })).json()
  clock.advance(90_000)
  const second = (await putV2(app, {})).json()
  t.match(first.customerSession, { updateCount: 1, updated: '2026-01-02T03:04:05.000Z' })
  t.match(second.customerSession, {
    updateCount: 2,
    created: '2026-01-02T03:04:05.000Z',
    updated: '2026-01-02T03:05:35.000Z',
  })
  t.equal(second.customerProfile.lastActivity, '2026-01-02T03:05:35.000Z')
  isRefused(t, await putV2(app, { state: 'done' }), 400, /state/)
  t.match((await putV2(app, {})).json().customerSession, { updateCount: 3 })
})
