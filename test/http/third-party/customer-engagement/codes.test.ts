import t from 'tap'
import { keptBy } from '../../../helpers/integration.ts'
import { CODES_SHOP, outcomeOf } from '../../../helpers/platform-shop.ts'
import { ask, shown } from '../../../helpers/platforms.ts'
import { buildScenarioApp } from '../../../helpers/segment-shop.ts'
import { isRefused } from '../../../helpers/third-party.ts'

const FROM = '2025-09-30T15:35:02Z'
const UNTIL = '2026-10-30T15:35:02.371569+02:00'
const DATES = `startDate=${FROM}&expiryDate=${encodeURIComponent(UNTIL)}`
const REQUIRED = 'applicationId=316&campaignId=7&externalCampaignId=testCampaignId'
const FULL = `/coupon?${REQUIRED}&${DATES}&discountLimit=155&recipientIntegrationId=anna&usageLimit=2&.firstName=john&_country=DE`

const open = async (t: Parameters<typeof buildScenarioApp>[0]) => {
  const { app } = await buildScenarioApp(t, CODES_SHOP)
  const get = (path: string, headers?: Record<string, string>) =>
    ask(app, 'customer_engagement', 'GET', path, undefined, headers)
  return { app, get }
}

// Source: Third-party OpenAPI, `cep/createCoupon`, `CouponResponse`, `usageLimitCoupons` (1 by default).
t.test('a coupon is created as it is asked for, and works in sessions at once', async (t) => {
  const { app, get } = await open(t)
  const reply = await get(FULL)
  t.equal(reply.statusCode, 200, reply.body)
  const { Value, ...coupon } = reply.json()
  t.strictSame(coupon, {
    ID: 1,
    ApplicationID: 316,
    CampaignID: 7,
    StartDate: FROM,
    ExpiryDate: UNTIL,
    RecipientIntegrationID: 'anna',
    UsageLimit: 2,
    Attributes: { firstName: 'john', country: 'DE' },
  })
  t.match(Value, /^CAMPAIGN-[AB]{4}$/, "by the campaign's own pattern")
  const used = { profileId: 'anna', couponCodes: [Value] }
  t.strictSame(await outcomeOf(app, used), ['acceptCoupon', 'setDiscount'])
  t.strictSame(await outcomeOf(app, { ...used, profileId: 'ben' }, 's2'), [
    'rejectCoupon CouponRecipientDoesNotMatch',
  ])
  const { coupons } = await shown(app, '/v1/customer_profiles/anna/inventory?coupons=true')
  t.match(coupons, [
    { value: Value, discountLimit: 155, discountRemainder: 155, reservation: false, usageLimit: 2 },
  ])
  const { Value: plain, ...bare } = (await get(`/coupon?${REQUIRED}`)).json()
  t.strictSame(Object.keys(bare).sort(), [
    'ApplicationID',
    'Attributes',
    'CampaignID',
    'ID',
    'UsageLimit',
  ])
  t.equal(bare.UsageLimit, 1)
  const closed = { profileId: 'ben', couponCodes: [plain], state: 'closed' }
  t.strictSame(await outcomeOf(app, closed, 's3'), ['acceptCoupon', 'setDiscount'])
  t.strictSame(await outcomeOf(app, { couponCodes: [plain] }, 's4'), [
    'rejectCoupon CouponLimitReached',
  ])
})

// Source: Third-party OpenAPI, `discountLimit`, `startDate`, `expiryDate`; docs, rejection reasons.
t.test('a coupon that is created obeys its dates and its worth', async (t) => {
  const { app, get } = await open(t)
  const value = async (more: string) => (await get(`/coupon?${REQUIRED}&${more}`)).json().Value
  const outcome = async (more: string, id: string) =>
    outcomeOf(app, { couponCodes: [await value(more)] }, id)
  t.strictSame(await outcome('startDate=2030-01-01T00:00:00Z', 's1'), [
    'rejectCoupon CouponStartDateInFuture',
  ])
  t.strictSame(await outcome('expiryDate=2025-01-01T00:00:00Z', 's2'), [
    'rejectCoupon CouponExpired',
  ])
  const code = await value('discountLimit=12&usageLimit=0')
  const use = (id: string) => outcomeOf(app, { couponCodes: [code], state: 'closed' }, id)
  t.strictSame(await use('s3'), ['acceptCoupon', 'setDiscount'])
  t.strictSame(await use('s4'), ['acceptCoupon', 'setDiscount'], 'what is left of it')
  t.strictSame(await use('s5'), ['rejectCoupon EffectCouldNotBeApplied'])
})

// Source: Third-party OpenAPI, `identifier` of the query.
t.test('an identifier that is known gets its coupon again, as it is now', async (t) => {
  const { app, get } = await open(t)
  const first = (await get(`/coupon?${REQUIRED}&identifier=i-1`)).json()
  const other = (await get(`/coupon?${REQUIRED}&identifier=i-2`)).json()
  t.not(other.Value, first.Value)
  await outcomeOf(app, { couponCodes: [first.Value], state: 'closed' })
  const before = await keptBy(app)
  const again = await get(
    '/coupon?applicationId=316&campaignId=8&externalCampaignId=x&identifier=i-1',
  )
  t.strictSame(again.json(), first)
  t.strictSame(await keptBy(app), before)
  const braze = { applicationId: 1, campaignId: 7, identifier: 'i-1' }
  const elsewhere = await ask(app, 'braze', 'POST', '/coupon', braze)
  t.equal(elsewhere.json().Value, first.Value, 'assumed: whatever the family')
  t.equal((await get(`/coupon?${REQUIRED}&identifier=`)).json().ID, 3, 'an empty one is none')
})

// Source: Third-party OpenAPI, `dryRun`. Assumed: the reply does not say so, as the published samples don't.
t.test('a dry run answers and keeps nothing', async (t) => {
  const { app, get } = await open(t)
  const before = await keptBy(app)
  const dry = { 'x-dry-run': 'true' }
  const coupon = await get(`${FULL}&identifier=3495-4323`, dry)
  t.equal(coupon.statusCode, 200)
  t.match(coupon.json().Value, /^CAMPAIGN-/)
  const referral = await get('/referral?campaignId=7&advocateProfileIntegrationId=new', dry)
  t.equal(referral.statusCode, 200)
  t.notOk('dryRun' in referral.json())
  t.strictSame(await keptBy(app), before)
  t.strictSame(await outcomeOf(app, { couponCodes: [coupon.json().Value] }), [
    'rejectCoupon CouponNotFound',
  ])
  const wet = await get(FULL, { 'x-dry-run': 'false' })
  t.strictSame(await outcomeOf(app, { profileId: 'anna', couponCodes: [wet.json().Value] }, 's2'), [
    'acceptCoupon',
    'setDiscount',
  ])
  isRefused(t, await get(FULL, { 'x-dry-run': 'maybe' }), 400, /x-dry-run must be one of/)
})

// Source: Third-party OpenAPI, `cep/createReferral`, `ReferralResponse`.
t.test('a referral is created as it is asked for, and works in sessions at once', async (t) => {
  const { app, get } = await open(t)
  const reply = await get(
    `/referral?campaignId=7&advocateProfileIntegrationId=new&friendProfileIntegrationId=ben&${DATES}&usageLimit=1&.firstName=john`,
  )
  t.equal(reply.statusCode, 200, reply.body)
  const { code, created, ...referral } = reply.json()
  t.strictSame(referral, {
    id: 1,
    startDate: FROM,
    expiryDate: UNTIL,
    usageLimit: 1,
    campaignId: 7,
    advocateProfileIntegrationId: 'new',
    friendProfileIntegrationId: 'ben',
    attributes: { firstName: 'john' },
    usageCounter: 0,
  })
  t.match(code, /^FRIEND-[XY]{4}$/)
  t.equal(created, '2026-01-02T03:04:05.000Z')
  t.strictSame(await outcomeOf(app, { profileId: 'ben', referralCode: code }), [
    'acceptReferral',
    'setDiscount',
  ])
  t.strictSame(await outcomeOf(app, { profileId: 'anna', referralCode: code }, 's2'), [
    'rejectReferral ReferralRecipientDoesNotMatch',
  ])
  const { referrals } = await shown(app, '/v1/customer_profiles/new/inventory?referrals=true')
  t.match(referrals, [{ code }])
})

// Source: Third-party OpenAPI, `attributes` (types have to match, quotes make text); required parameters.
t.test('what a query has wrong is named', async (t) => {
  const { app, get } = await open(t)
  const before = await keptBy(app)
  const faults: [string, RegExp][] = [
    ['/coupon?campaignId=7&externalCampaignId=x', /applicationId is required/],
    ['/coupon?applicationId=1&externalCampaignId=x', /campaignId is required/],
    ['/coupon?applicationId=1&campaignId=7', /externalCampaignId is required/],
    [`/coupon?${REQUIRED}&usageLimit=-1`, /usageLimit must be at least 0/],
    [`/coupon?${REQUIRED}&discountLimit=1000000`, /discountLimit must be at most 999999/],
    [`/coupon?${REQUIRED}&expiryDate=tomorrow`, /expiryDate must be an RFC 3339 time/],
    [`/coupon?${REQUIRED}&.firstName=12`, /"firstName" attribute \(12\) is not a string/],
    [`/coupon?${REQUIRED}&.vip=yes`, /"vip" attribute \("yes"\) is not a boolean/],
    [`/coupon?${REQUIRED}&_nope=1`, /"nope" is not defined on Coupon/],
    ['/referral?campaignId=7', /advocateProfileIntegrationId is required/],
    ['/referral?campaignId=7&advocateProfileIntegrationId=a&.nope=1', /"nope" is not defined/],
  ]
  for (const [path, text] of faults) isRefused(t, await get(path), 400, text)
  t.strictSame(await keptBy(app), before)
  const typed = await get(`/coupon?${REQUIRED}&.firstName=%2212%22&.age=12&.vip=true`)
  t.strictSame(typed.json().Attributes, { firstName: '12', age: 12, vip: true })
})
