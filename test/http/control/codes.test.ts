import t from 'tap'
import { isProblem } from '../../helpers/is-problem.ts'
import { openDeployment } from '../../helpers/open-deployment.ts'
import { walk } from '../../helpers/put-session.ts'

const SHOP = `version: 1
profiles: [{ integrationId: anna }, { integrationId: ben }]
campaigns:
  - id: 4
    name: Thanks
    features: [coupons, referrals]
    couponSettings: { validCharacters: [A], couponPattern: THANKS-#### }
    referralSettings: { validCharacters: [A], couponPattern: FRIEND-#### }
    coupons:
      - { code: TWICE, usageLimit: 2, expiryDate: 2030-01-01T00:00:00Z, recipientIntegrationId: anna }
    referrals: [{ code: ANNAS, advocateProfileIntegrationId: anna, usageLimit: 3 }]
    rules:
      - title: Ten
        when: { coupon: valid }
        then: [{ discount: { name: Ten, amount: 10, of: session } }, { createCoupon: { for: profile } }]
      - title: Friend
        when: { referral: valid }
        then: [{ notify: { title: Welcome } }]
  - { id: 9, name: Later, coupons: [{ code: LATER, startDate: 2030-01-01T00:00:00Z }, { code: MANY }] }
`

/** Closes a session that uses codes. */
const close = async (
  { call }: Awaited<ReturnType<typeof openDeployment>>,
  id: string,
  session: object,
) => {
  const customerSession = { state: 'closed', cartItems: CART, ...session }
  const reply = await call('PUT', `/v2/customer_sessions/${id}`, { customerSession })
  if (reply.statusCode !== 200) throw new Error(reply.body)
}
const CART = [{ name: 'A', sku: 'a', quantity: 1, price: 50 }]

t.test('coupons are shown as the scenario has them, with the name of the campaign', async (t) => {
  const { app } = await openDeployment(t, SHOP)
  const page = (await app.inject('/_mock/coupons')).json()
  t.equal(page.next, null)
  t.strictSame(page.items[0], {
    id: 1,
    created: '2026-01-02T03:04:05.000Z',
    campaignId: 4,
    value: 'TWICE',
    usageLimit: 2,
    usageCounter: 0,
    discountCounter: 0,
    expiryDate: '2030-01-01T00:00:00Z',
    limits: [],
    attributes: {},
    recipientIntegrationId: 'anna',
    reservation: false,
    isReservationMandatory: false,
    campaignName: 'Thanks',
    reservationCounter: 0,
    reservedBy: [],
  })
  t.match(page.items.slice(1), [
    { value: 'LATER', campaignName: 'Later', startDate: '2030-01-01T00:00:00Z' },
    { value: 'MANY', campaignName: 'Later', usageLimit: 0 },
  ])
})

t.test('counters stand where the state stands: used, reserved, given back, reset', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const { app, call } = shop
  const coupons = async () => (await app.inject('/_mock/coupons')).json().items
  await call('POST', '/v1/coupon_reservations/TWICE', { integrationIDs: ['anna', 'ben'] })
  await close(shop, 's1', { profileId: 'anna', couponCodes: ['TWICE'] })
  t.match(await coupons(), [
    {
      value: 'TWICE',
      usageCounter: 1,
      discountCounter: 10,
      reservationCounter: 2,
      reservedBy: ['anna', 'ben'],
    },
    {},
    {},
    { value: 'THANKS-AAAA', campaignId: 4, recipientIntegrationId: 'anna', usageCounter: 0 },
  ])
  await call('DELETE', '/v1/coupon_reservations/TWICE', { integrationIDs: ['ben'] })
  await call('PUT', '/v2/customer_sessions/s1', { customerSession: { state: 'cancelled' } })
  t.match(await coupons(), [
    { usageCounter: 0, discountCounter: 0, reservationCounter: 1, reservedBy: ['anna'] },
  ])
  await app.inject({ method: 'POST', url: '/_mock/reset' })
  t.equal((await coupons()).length, 3, 'what rules have made is gone')
  t.match(await coupons(), [{ reservationCounter: 0, reservedBy: { length: 0 } }])
})

t.test('referrals are shown with their counters and who used them', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const { app, call } = shop
  await call('POST', '/v1/referrals', { campaignId: 4, advocateProfileIntegrationId: 'ben' })
  await close(shop, 's1', { profileId: 'ben', referralCode: 'ANNAS' })
  const { items, next } = (await app.inject('/_mock/referrals')).json()
  t.equal(next, null)
  t.strictSame(items[0], {
    id: 1,
    created: '2026-01-02T03:04:05.000Z',
    campaignId: 4,
    advocateProfileIntegrationId: 'anna',
    code: 'ANNAS',
    usageLimit: 3,
    usageCounter: 1,
    attributes: {},
    referredCustomers: ['ben'],
    campaignName: 'Thanks',
  })
  t.match(items.slice(1), [{ code: 'FRIEND-AAAA', advocateProfileIntegrationId: 'ben' }])
})

t.test('codes are paged, and those of one campaign picked', async (t) => {
  const { app } = await openDeployment(t, SHOP)
  const valuesOf = async (query: string, limit: number) =>
    (await walk<{ value: string }>(app, `/_mock/coupons${query}`, limit)).map(({ value }) => value)
  for (const limit of [1, 2, 3, 500]) {
    t.strictSame(await valuesOf('', limit), ['TWICE', 'LATER', 'MANY'])
  }
  const of = async (campaign: string) => (await app.inject(`/_mock/coupons${campaign}`)).json()
  t.match(await of('?campaignId=9&limit=1'), { items: [{ value: 'LATER' }], next: '2' })
  t.match(await of('?campaignId=9&limit=1&cursor=2'), { items: [{ value: 'MANY' }], next: null })
  t.strictSame(await of('?campaignId=5'), { items: [], next: null })
  t.strictSame((await app.inject('/_mock/referrals?campaignId=9')).json().items, [])
})

t.test('a campaign that is no number and a filter that is not known are refused', async (t) => {
  const { app } = await openDeployment(t, SHOP)
  for (const query of ['campaignId=Thanks', 'campaignId=0', 'value=TWICE', 'cursor=x']) {
    for (const list of ['coupons', 'referrals']) {
      isProblem(t, await app.inject(`/_mock/${list}?${query}`), 400, 'bad-request')
    }
  }
})
