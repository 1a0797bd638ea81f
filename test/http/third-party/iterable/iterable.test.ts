import t from 'tap'
import { CODES_SHOP, outcomeOf } from '../../../helpers/platform-shop.ts'
import { ask, shown } from '../../../helpers/platforms.ts'
import { buildScenarioApp } from '../../../helpers/segment-shop.ts'
import { isRefused } from '../../../helpers/third-party.ts'

const REQUIRED = 'applicationId=316&campaignId=7&iterableCampaignId=iterableCampaign'

// Source: Third-party OpenAPI, `iterable/createCoupon`, `CouponResponse`.
t.test('a coupon is created and works in sessions; each request creates another', async (t) => {
  const { app } = await buildScenarioApp(t, CODES_SHOP)
  const get = (more = '') => ask(app, 'iterable', 'GET', `/coupon?${REQUIRED}${more}`)
  const reply = await get('&recipientIntegrationId=anna&discountLimit=155&.firstName=john')
  t.equal(reply.statusCode, 200, reply.body)
  const { Value, ...coupon } = reply.json()
  t.strictSame(coupon, {
    ID: 1,
    ApplicationID: 316,
    CampaignID: 7,
    RecipientIntegrationID: 'anna',
    UsageLimit: 1,
    Attributes: { firstName: 'john' },
  })
  t.strictSame(await outcomeOf(app, { profileId: 'anna', couponCodes: [Value] }), [
    'acceptCoupon',
    'setDiscount',
  ])
  const { coupons } = await shown(app, '/v1/customer_profiles/anna/inventory?coupons=true')
  t.match(coupons, [{ value: Value, attributes: { firstName: 'john' } }])
  t.not((await get('&identifier=i')).json().Value, (await get('&identifier=i')).json().Value)
  const nameless = await ask(app, 'iterable', 'GET', '/coupon?applicationId=1&campaignId=7')
  isRefused(t, nameless, 400, /iterableCampaignId is required/)
})

// Source: Third-party OpenAPI, `iterable/createReferral`, `ReferralResponse`.
t.test('a referral is created and works in sessions', async (t) => {
  const { app } = await buildScenarioApp(t, CODES_SHOP)
  const query = 'campaignId=7&advocateProfileIntegrationId=anna&usageLimit=1&.firstName=john'
  const reply = await ask(app, 'iterable', 'GET', `/referral?${query}`)
  t.equal(reply.statusCode, 200, reply.body)
  const { code, ...referral } = reply.json()
  t.strictSame(referral, {
    id: 1,
    created: '2026-01-02T03:04:05.000Z',
    usageLimit: 1,
    campaignId: 7,
    advocateProfileIntegrationId: 'anna',
    attributes: { firstName: 'john' },
    usageCounter: 0,
  })
  t.strictSame(await outcomeOf(app, { profileId: 'ben', referralCode: code }), [
    'acceptReferral',
    'setDiscount',
  ])
})

// Source: Third-party OpenAPI, `iterable/loyalty`, `LoyaltyResponse`.
t.test('the ledger shows points that another platform has added', async (t) => {
  const { app } = await buildScenarioApp(t, CODES_SHOP)
  await ask(app, 'customer_engagement', 'POST', '/add_loyalty_points', {
    loyaltyProgramId: 25,
    profileIntegrationId: 'anna',
    points: 10,
    pendingDuration: 'immediate',
  })
  const query = 'profileIntegrationId=anna&loyaltyProgramId=25'
  const reply = await ask(app, 'iterable', 'GET', `/loyalty?${query}`)
  t.equal(reply.statusCode, 200, reply.body)
  t.strictSame(Object.keys(reply.json()), ['id', 'title', 'name', 'ledger', 'subLedgers'])
  t.match(reply.json(), { id: 25, ledger: { currentBalance: 50 } })
})
