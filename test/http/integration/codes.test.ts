import t from 'tap'
import { keptBy } from '../../helpers/integration.ts'
import { type Deployment, isRefusedAt, openDeployment } from '../../helpers/open-deployment.ts'

const SHOP = `version: 1
profiles: [{ integrationId: anna }, { integrationId: ben }]
campaigns:
  - id: 1
    name: Codes
    coupons: [{ code: HARD, isReservationMandatory: true }, { code: "S/OFT", usageLimit: 3 }]
    rules:
      - title: Coupon
        when: { coupon: valid }
        then: [{ discount: { name: Ten, amount: 10, of: session } }]
      - title: Referral
        when: { referral: valid }
        then: [{ notify: { title: Hi, type: Info, body: x } }]
`

/** The effects that a session has with these codes. */
const effectsOf = async ({ call }: Deployment, id: string, session: object) => {
  const reply = await call('PUT', `/v2/customer_sessions/${id}`, {
    customerSession: { cartItems: [{ sku: 'a', quantity: 1, price: 50 }], ...session },
  })
  return reply.json().effects
}

// Source: Integration API, "Create coupon reservation" (201 with the coupon; the code is URL-encoded), "List
// customers that have this coupon reserved", "Delete coupon reservations" (204).
t.test('a coupon is reserved, listed and released', async (t) => {
  const { call } = await openDeployment(t, SHOP)
  const path = '/v1/coupon_reservations/S%2FOFT'
  const reserved = await call('POST', path, { integrationIDs: ['anna', 'new'] })
  t.equal(reserved.statusCode, 201, reserved.body)
  t.match(reserved.json(), {
    id: Number,
    created: String,
    campaignId: 1,
    value: 'S/OFT',
    usageLimit: 3,
    usageCounter: 0,
  })
  await call('POST', path, { integrationIDs: ['anna', 'ben'] })
  const list = async () =>
    (await call('GET', '/v1/coupon_reservations/customerprofiles/S%2FOFT')).json()
  t.strictSame(await list(), { totalResultSize: 3, data: ['anna', 'new', 'ben'] })
  const released = await call('DELETE', path, { integrationIDs: ['anna', 'ben'] })
  t.equal(released.statusCode, 204)
  t.equal(released.body, '')
  t.strictSame(await list(), { totalResultSize: 1, data: ['new'] })
  const inventory = await call('GET', '/v1/customer_profiles/new/inventory?coupons=true')
  t.match(inventory.json().coupons, [{ value: 'S/OFT' }])
})

// Source: Third-party OpenAPI, coupon `isReservationMandatory`; docs, rejection reasons
// (`CouponReservationRequired`).
t.test('a coupon that needs a reservation is accepted of those who have one', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call } = deployment
  const rejected = [
    {
      effectType: 'rejectCoupon',
      props: { value: 'HARD', rejectionReason: 'CouponReservationRequired' },
    },
  ]
  const session = { profileId: 'anna', couponCodes: ['HARD'] }
  t.match(await effectsOf(deployment, 's1', session), rejected)
  await call('POST', '/v1/coupon_reservations/HARD', { integrationIDs: ['anna'] })
  t.match(await effectsOf(deployment, 's1', session), [
    { effectType: 'acceptCoupon', props: { value: 'HARD' } },
    { effectType: 'setDiscount', props: { value: 10 } },
  ])
  t.match(await effectsOf(deployment, 's2', { ...session, profileId: 'ben' }), rejected)
  await call('DELETE', '/v1/coupon_reservations/HARD', { integrationIDs: ['anna'] })
  t.match(await effectsOf(deployment, 's1', session), rejected)
})

// Source: Integration API, "Create coupon reservation" (`integrationIDs` up to 1,000; 404; a soft one keeps
// nobody out).
t.test(
  'a reservation needs a coupon and 1 to 1,000 profiles; a soft one keeps nobody out',
  async (t) => {
    const deployment = await openDeployment(t, SHOP)
    const { call } = deployment
    const soft = '/v1/coupon_reservations/S%2FOFT'
    const body = { integrationIDs: ['anna'] }
    isRefusedAt(t, await call('POST', '/v1/coupon_reservations/NONE', body), 404, 'couponValue')
    isRefusedAt(t, await call('DELETE', '/v1/coupon_reservations/NONE', body), 404, 'couponValue')
    const list = await call('GET', '/v1/coupon_reservations/customerprofiles/NONE')
    isRefusedAt(t, list, 404, 'couponValue')
    const many = (length: number) => ({ integrationIDs: Array.from({ length }, (_, i) => `p${i}`) })
    isRefusedAt(t, await call('POST', soft, many(1001)), 400, '/integrationIDs')
    isRefusedAt(t, await call('POST', soft, { integrationIds: ['anna'] }), 400, '/integrationIDs')
    t.equal((await call('POST', soft, many(1000))).statusCode, 201)
    const session = { profileId: 'ben', couponCodes: ['S/OFT'] }
    t.match(await effectsOf(deployment, 's1', session), [{ effectType: 'acceptCoupon' }])
  },
)

// Source: Integration API, "Create referral code for an advocate" (201), referral schema.
t.test('a referral that is made can be used in a session at once', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call } = deployment
  const made = await call('POST', '/v1/referrals', {
    campaignId: 1,
    advocateProfileIntegrationId: 'anna',
    friendProfileIntegrationId: 'ben',
    expiryDate: '2026-02-01T00:00:00Z',
    usageLimit: 1,
  })
  t.equal(made.statusCode, 201, made.body)
  const referral = made.json()
  t.match(referral, {
    id: Number,
    created: '2026-01-02T03:04:05.000Z',
    campaignId: 1,
    advocateProfileIntegrationId: 'anna',
    friendProfileIntegrationId: 'ben',
    code: /^.{4,}$/,
    usageCounter: 0,
    usageLimit: 1,
    expiryDate: '2026-02-01T00:00:00Z',
  })
  const use = { referralCode: referral.code }
  t.match(await effectsOf(deployment, 's1', { ...use, profileId: 'carl' }), [
    { effectType: 'rejectReferral' },
  ])
  t.match(await effectsOf(deployment, 's2', { ...use, profileId: 'ben', state: 'closed' }), [
    { effectType: 'acceptReferral', props: { value: referral.code } },
    { effectType: 'showNotification' },
  ])
  const inventory = await call('GET', '/v1/customer_profiles/anna/inventory?referrals=true')
  t.match(inventory.json().referrals, [
    { code: referral.code, usageCounter: 1, referredCustomers: ['ben'] },
  ])
})

// Source: Integration API, "Create referral codes for multiple advocates" (`silent`, 1 to 1,000 advocates,
// `validCharacters`, `referralPattern` of 3 to 100).
t.test('referrals of many advocates: 204, or 201 with one for each when silent=no', async (t) => {
  const { call } = await openDeployment(t, SHOP)
  const path = '/v1/referrals_for_multiple_advocates'
  const body = { campaignId: 1, advocateProfileIntegrationIds: ['anna', 'new'] }
  for (const query of ['', '?silent=yes']) {
    const silent = await call('POST', `${path}${query}`, body)
    t.equal(silent.statusCode, 204)
    t.equal(silent.body, '')
  }
  const told = await call('POST', `${path}?silent=no`, {
    ...body,
    referralPattern: 'FR-####',
    validCharacters: ['A', 'B'],
  })
  t.equal(told.statusCode, 201, told.body)
  t.match(told.json(), {
    totalResultSize: 2,
    data: [
      { advocateProfileIntegrationId: 'anna', code: /^FR-[AB]{4}$/ },
      { advocateProfileIntegrationId: 'new', code: /^FR-[AB]{4}$/ },
    ],
  })
  const inventory = await call('GET', '/v1/customer_profiles/new/inventory?referrals=true')
  t.equal(inventory.json().referrals.length, 3)
  const advocates = (length: number) => ({
    campaignId: 1,
    advocateProfileIntegrationIds: Array.from({ length }, (_, i) => `p${i}`),
  })
  for (const length of [0, 1001]) {
    const refused = await call('POST', path, advocates(length))
    isRefusedAt(t, refused, 400, '/advocateProfileIntegrationIds')
  }
  for (const referralPattern of ['##', '#'.repeat(101)]) {
    const refused = await call('POST', path, { ...body, referralPattern })
    isRefusedAt(t, refused, 400, '/referralPattern')
  }
})

// Source: Integration API, "Create referral code for an advocate" (404 where an ID is looked up, `usageLimit`
// 0 to 999,999).
t.test('a referral needs a campaign and an advocate', async (t) => {
  const { call } = await openDeployment(t, SHOP)
  const one = { campaignId: 9, advocateProfileIntegrationId: 'new' }
  isRefusedAt(t, await call('POST', '/v1/referrals', one), 404, '/campaignId')
  const many = { campaignId: 9, advocateProfileIntegrationIds: ['new'] }
  const refused = await call('POST', '/v1/referrals_for_multiple_advocates', many)
  isRefusedAt(t, refused, 404, '/campaignId')
  t.equal((await call('GET', '/v1/customer_profiles/new/inventory')).statusCode, 404)
  const nobody = await call('POST', '/v1/referrals', { campaignId: 1 })
  isRefusedAt(t, nobody, 400, '/advocateProfileIntegrationId')
  const often = await call('POST', '/v1/referrals', {
    ...one,
    campaignId: 1,
    usageLimit: 1_000_000,
  })
  isRefusedAt(t, often, 400, '/usageLimit')
})

// Source: docs, Errors page (attributes have to be defined); Third-party OpenAPI, `attribute`.
t.test('attributes of referrals have to exist, with their type', async (t) => {
  const { app, call } = await openDeployment(
    t,
    `${SHOP}attributes: { Referral: { welcome: string } }\n`,
  )
  const create = (attributes: object) =>
    call('POST', '/v1/referrals', {
      campaignId: 1,
      advocateProfileIntegrationId: 'anna',
      attributes,
    })
  const before = await keptBy(app)
  isRefusedAt(t, await create({ nope: 1 }), 400, '/attributes/nope')
  isRefusedAt(t, await create({ welcome: 1 }), 400, '/attributes/welcome')
  t.strictSame(await keptBy(app), before)
  const created = await create({ welcome: 'Hi' })
  t.equal(created.statusCode, 201, created.body)
  t.strictSame(created.json().attributes, { welcome: 'Hi' })
})
