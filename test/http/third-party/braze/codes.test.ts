import t from 'tap'
import { keptBy } from '../../../helpers/integration.ts'
import { CODES_SHOP, outcomeOf } from '../../../helpers/platform-shop.ts'
import { ask, shown } from '../../../helpers/platforms.ts'
import { buildScenarioApp } from '../../../helpers/segment-shop.ts'
import { isRefused } from '../../../helpers/third-party.ts'

const DATES = {
  startDate: '2021-09-30T15:35:02.371569+02:00',
  expiryDate: '2027-10-03T15:35:02.371569+02:00',
}
const LIMITS = [{ entities: ['Coupon', 'Profile'], limit: 1, action: 'redeemCoupon' }]

const open = async (t: Parameters<typeof buildScenarioApp>[0]) => {
  const { app } = await buildScenarioApp(t, CODES_SHOP)
  const coupon = (body: object) =>
    ask(app, 'braze', 'POST', '/coupon', {
      applicationId: 398,
      campaignId: 7,
      identifier: 'test-coupon',
      ...body,
    })
  return { app, coupon }
}

// Source: Third-party OpenAPI, `braze/createCoupon`, `BrazeCouponRequest`, `BrazeCouponResponse`.
t.test('a coupon is created as it is asked for, attributes and all', async (t) => {
  const { app, coupon } = await open(t)
  const reply = await coupon({
    ...DATES,
    usageLimit: 4,
    discountLimit: 30,
    reservationLimit: 45,
    integrationId: 'anna',
    validCharacters: ['A', 'B', 'C', '1', '2'],
    couponPattern: 'ew-####',
    isReservationMandatory: false,
    limits: LIMITS,
    attributes: { venueId: 'BER4271', venueName: 'Admiralspalast' },
  })
  t.equal(reply.statusCode, 200, reply.body)
  const { Value, ...rest } = reply.json()
  t.match(Value, /^ew-[ABC12]{4}$/)
  t.strictSame(rest, {
    ID: 1,
    ApplicationID: 398,
    CampaignID: 7,
    StartDate: DATES.startDate,
    ExpiryDate: DATES.expiryDate,
    RecipientIntegrationID: 'anna',
    UsageLimit: 4,
    IsReservationMandatory: false,
    Limits: LIMITS,
    Attributes: { venueId: 'BER4271', venueName: 'Admiralspalast' },
  })
  const { coupons } = await shown(app, '/v1/customer_profiles/anna/inventory?coupons=true')
  t.match(coupons, [{ value: Value, discountLimit: 30, reservationLimit: 45, limits: LIMITS }])
  const query = 'applicationId=1&campaignId=7&iterableCampaignId=x&.venueId=BER1'
  const later = await ask(app, 'iterable', 'GET', `/coupon?${query}`)
  t.match(later.json().Attributes, { venueId: 'BER1' }, 'the attribute exists from then on')
})

t.test(
  'left out: the pattern of the campaign, one use, no limits, nobody in particular',
  async (t) => {
    const { app, coupon } = await open(t)
    const { Value, ...rest } = (await coupon({})).json()
    t.match(Value, /^CAMPAIGN-[AB]{4}$/)
    t.strictSame(rest, {
      ID: 1,
      ApplicationID: 398,
      CampaignID: 7,
      UsageLimit: 1,
      IsReservationMandatory: false,
      Limits: [],
      Attributes: {},
    })
    const plain = (await coupon({ campaignId: 8, identifier: 'other' })).json()
    t.match(plain.Value, /^[A-Z\d]{8}$/, 'assumed: where the campaign has none, letters and digits')
    t.strictSame(await outcomeOf(app, { couponCodes: [Value] }), ['acceptCoupon', 'setDiscount'])
  },
)

// Source: Third-party OpenAPI, `identifier` of Braze's coupon.
t.test('an identifier that is known gets its coupon again; it stays in a snapshot', async (t) => {
  const { app, coupon } = await open(t)
  const first = (await coupon({})).json()
  const before = await keptBy(app)
  t.strictSame((await coupon({ usageLimit: 9, attributes: { other: 1 } })).json(), first)
  t.strictSame(await keptBy(app), before)
  const snapshot = (await app.inject('/_mock/snapshot')).json()
  await app.inject({ method: 'POST', url: '/_mock/reset' })
  t.equal((await coupon({ couponPattern: 'NEW-#' })).json().Value.slice(0, 4), 'NEW-')
  const put = (payload: object) => app.inject({ method: 'PUT', url: '/_mock/snapshot', payload })
  t.equal((await put(snapshot)).statusCode, 204)
  t.strictSame((await coupon({})).json(), first)
  await coupon({ identifier: 'other' })
  const two = (await app.inject('/_mock/snapshot')).json()
  two.coupons[1].identifier = 'test-coupon'
  const faulty = await put(two)
  t.equal(faulty.statusCode, 422)
  t.strictSame(faulty.json().faults, [
    'coupons/1/identifier: must not be there twice, as test-coupon is',
  ])
})

// Source: Third-party OpenAPI, `limits` (redemptions of one customer, over those of the campaign),
// `isReservationMandatory`; docs, rejection reasons.
t.test('a coupon that is created obeys its limits and needs its reservation', async (t) => {
  const { app, coupon } = await open(t)
  const limited = (await coupon({ usageLimit: 0, limits: LIMITS })).json().Value
  const use = (code: string, profileId: string, id: string) =>
    outcomeOf(app, { profileId, couponCodes: [code], state: 'closed' }, id)
  t.strictSame(await use(limited, 'anna', 's1'), ['acceptCoupon', 'setDiscount'])
  t.strictSame(await use(limited, 'anna', 's2'), ['rejectCoupon ProfileLimitReached'])
  t.strictSame(await use(limited, 'ben', 's3'), ['acceptCoupon', 'setDiscount'])
  t.strictSame(await use(limited, '', 's4'), ['rejectCoupon ProfileRequired'])
  const asked = { identifier: 'mandatory', isReservationMandatory: true }
  const reserved = (await coupon(asked)).json()
  t.equal(reserved.IsReservationMandatory, true)
  t.strictSame(await use(reserved.Value, 'anna', 's5'), ['rejectCoupon CouponReservationRequired'])
  const reservation = await ask(app, 'braze', 'POST', '/coupon_reservation', {
    couponValue: reserved.Value,
    integrationId: 'anna',
  })
  t.equal(reservation.statusCode, 200, reservation.body)
  t.strictSame(await use(reserved.Value, 'anna', 's6'), ['acceptCoupon', 'setDiscount'])
})

// Source: Third-party OpenAPI, `braze/createCouponReservation`, `CouponReservationResponse`.
t.test('a coupon is reserved for a customer', async (t) => {
  const { app, coupon } = await open(t)
  const { Value } = (await coupon({})).json()
  const reply = await ask(app, 'braze', 'POST', '/coupon_reservation', {
    couponValue: Value,
    integrationId: 'new',
  })
  t.equal(reply.statusCode, 200, reply.body)
  t.strictSame(reply.json(), {
    id: 1,
    created: '2026-01-02T03:04:05.000Z',
    campaignId: 7,
    value: Value,
    usageLimit: 1,
    usageCounter: 0,
  })
  t.strictSame(await shown(app, `/v1/coupon_reservations/customerprofiles/${Value}`), {
    totalResultSize: 1,
    data: ['new'],
  })
  const asked = {
    fields: ['value'],
    limit: 5,
    parameters: [{ campaignId: 7, integrationId: 'new' }],
  }
  const listed = await ask(app, 'emarsys', 'POST', '/customer_profiles/coupons', asked)
  t.match(listed.json().content, [{ value: Value }], 'Emarsys sees it')
})

// Source: Third-party OpenAPI, `braze/createReferral`, `ReferralRequest` (attributes are created), `dryRun`.
t.test(
  'a referral is created as it is asked for, and works in sessions; a dry one is not',
  async (t) => {
    const { app } = await open(t)
    const asked = {
      ...DATES,
      campaignId: 7,
      advocateProfileIntegrationId: 'anna',
      friendProfileIntegrationId: 'ben',
      usageLimit: 3,
      attributes: { welcome_message: 'Welcome!' },
    }
    const before = await keptBy(app)
    const dry = await ask(app, 'braze', 'POST', '/referral', asked, { 'x-dry-run': 'true' })
    t.equal(dry.statusCode, 200, dry.body)
    t.strictSame(await keptBy(app), before)
    const {
      code,
      created: _,
      ...referral
    } = (await ask(app, 'braze', 'POST', '/referral', asked)).json()
    t.strictSame(referral, { ...asked, id: 1, usageCounter: 0 })
    t.match(code, /^FRIEND-[XY]{4}$/)
    t.strictSame(await outcomeOf(app, { profileId: 'ben', referralCode: code }), [
      'acceptReferral',
      'setDiscount',
    ])
    const next = 'campaignId=7&advocateProfileIntegrationId=anna&_welcome_message=Hi'
    const later = await ask(app, 'iterable', 'GET', `/referral?${next}`)
    t.match(later.json().attributes, { welcome_message: 'Hi' }, 'the attribute exists from then on')
  },
)

t.test('what a body has wrong is named, and nothing is kept', async (t) => {
  const { app, coupon } = await open(t)
  const before = await keptBy(app)
  const faults: [object, RegExp][] = [
    [{ identifier: '' }, /identifier must have at least 1 character/],
    [{ applicationId: 0 }, /applicationId must be at least 1/],
    [{ usageLimit: 'many' }, /usageLimit must be an integer/],
    [{ couponPattern: '##' }, /couponPattern must have at least 3 characters/],
    [{ validCharacters: ['AB'] }, /validCharacters\[0\] must have at most 1 character/],
    [{ limits: [{ ...LIMITS[0], action: 'setDiscount' }] }, /action must be .*"redeemCoupon"/],
    [{ limits: [{ ...LIMITS[0], entities: ['Store'] }] }, /entities\[0\] must be one of/],
    [{ attributes: { firstName: 12 } }, /"firstName" attribute \(12\) is not a string/],
    [{ expiryDate: 'soon' }, /expiryDate must be an RFC 3339 time/],
  ]
  for (const [body, text] of faults) isRefused(t, await coupon(body), 400, text)
  const nobody = await ask(app, 'braze', 'POST', '/coupon_reservation', { couponValue: 'x' })
  isRefused(t, nobody, 400, /integrationId is required/)
  t.strictSame(await keptBy(app), before)
})
