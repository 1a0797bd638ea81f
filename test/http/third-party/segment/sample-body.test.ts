import { readFileSync } from 'node:fs'
import t from 'tap'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { isRefused, putV1, putV2 } from '../../../helpers/third-party.ts'

// The documented sample body of the v1 endpoint. Source: the service's API reference.
const sample = readFileSync('test/fixtures/sample-request.json', 'utf8')
const { customerSession } = JSON.parse(sample)

t.test('the documented sample body is accepted on v1 as it is', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await putV1(app, sample, { id: 'session1' })
  t.equal(reply.statusCode, 200)
  t.match(reply.json(), {
    customerSession: {
      integrationId: 'session1',
      profileId: 'URN-GV8294NV',
      state: 'open',
      couponCodes: ['XMAS-20-2021'],
      referralCode: 'NT2K54D9',
      loyaltyCards: ['loyalty-card-1'],
      identifiers: ['91.11.156.141'],
      attributes: { ShippingCity: 'Berlin' },
      additionalCosts: { shipping: { price: 9 } },
      cartItemTotal: 199.98,
      additionalCostTotal: 27,
      cartItemAdditionalCostTotal: 18,
      total: 226.98,
    },
    customerProfile: { integrationId: 'URN-GV8294NV' },
    event: { type: 'talon_session_created', sessionId: 'session1', profileId: 'URN-GV8294NV' },
  })
})

t.test('its session is accepted on v2 when unknown attributes are skipped', async (t) => {
  const { app } = await buildTestApp(t)
  const skipped = await putV2(app, customerSession, { id: 's1?skipNonExistingAttributes=true' })
  t.equal(skipped.statusCode, 200)
  t.match(skipped.json().customerSession, { total: 226.98, attributes: {} })
  isRefused(t, await putV2(app, customerSession), 400, /"ShippingCity" is not defined/)
})

t.test('read-only fields of an item are ignored, whatever is in them', async (t) => {
  const { app } = await buildTestApp(t)
  for (const junk of [-78974619.5110606, 1e308, '7', 'seven', null, [], {}, true]) {
    const cartItems = [
      {
        sku: 'MUG-1',
        quantity: 3,
        price: 1,
        position: junk,
        returnedQuantity: junk,
        remainingQuantity: junk,
        catalogItemID: junk,
        selectedPriceType: junk,
        adjustmentReferenceId: junk,
        adjustmentEffectiveFrom: junk,
        prices: junk,
      },
    ]
    const reply = await putV2(app, { cartItems })
    t.equal(reply.statusCode, 200)
    t.strictSame(reply.json().customerSession.cartItems, [
      {
        sku: 'MUG-1',
        quantity: 3,
        position: 0,
        returnedQuantity: 0,
        remainingQuantity: 3,
        price: 1,
      },
    ])
  }
})

t.test('computed fields of a session are ignored', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await putV1(app, {
    customerSession: {
      id: 99,
      integrationId: 'other',
      applicationId: 9,
      firstSession: false,
      created: 'yesterday',
      updated: 0,
      updateCount: -1,
      total: 1e9,
    },
  })
  t.match(reply.json().customerSession, {
    id: 1,
    integrationId: 's1',
    applicationId: 1,
    firstSession: true,
    created: '2026-01-02T03:04:05.000Z',
    updated: '2026-01-02T03:04:05.000Z',
    updateCount: 1,
    total: 0,
  })
})

t.test('the measures of an item may be numbers as text, as Segment sends them', async (t) => {
  const { app } = await buildTestApp(t)
  // Source: Segment's Talon.One destination, whose schema types them as text.
  for (const [sent, kept] of [
    ['1130', 1130],
    ['0', 0],
    ['-5', -5],
    ['12.75', 12.75],
    ['7837764.22103864', 7837764.22103864],
    ['1e+21', 1e21],
    ['1.5e-7', 1.5e-7],
    ['1e+300', 1e300],
    [1130, 1130],
    [0.5, 0.5],
  ] as const) {
    const measures = { weight: sent, height: sent, width: sent, length: sent }
    const reply = await putV1(app, {
      customerSession: { cartItems: [{ sku: 'MUG-1', quantity: 1, ...measures }] },
    })
    t.equal(reply.statusCode, 200)
    const expected = { weight: kept, height: kept, width: kept, length: kept }
    t.match(reply.json().customerSession.cartItems[0], expected)
  }
})
