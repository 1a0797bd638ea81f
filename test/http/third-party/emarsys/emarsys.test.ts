import t from 'tap'
import { keptBy } from '../../../helpers/integration.ts'
import { ask, requestOf } from '../../../helpers/platforms.ts'
import { buildScenarioApp, callSegment } from '../../../helpers/segment-shop.ts'
import { isRefused } from '../../../helpers/third-party.ts'

const SHOP = `
attributes: { Coupon: { venue: string, value: string, seats: (list number) } }
audiences: [{ id: 1, name: VIP, integrationId: vip }, { id: 2, name: Runners }]
profiles: [{ integrationId: anna }, { integrationId: ben }]
loyaltyPrograms:
  - { id: 34, name: stars, balances: { anna: 100 }, defaultPending: immediate }
  - { id: 35, name: club, cardBased: true }
campaigns:
  - id: 34
    name: Own
    coupons:
      - { code: ANNA-1, recipientIntegrationId: anna, usageLimit: 1, attributes: { venue: BER, value: x, seats: [1] } }
      - { code: BEN-1, recipientIntegrationId: ben }
      - { code: HELD, reservedBy: [anna], expiryDate: 2020-01-01T00:00:00Z }
      - { code: ANYONE }
  - { id: 35, name: Other, coupons: [{ code: ANNA-2, recipientIntegrationId: anna }] }
`

const open = async (t: Parameters<typeof buildScenarioApp>[0]) => {
  const { app } = await buildScenarioApp(t, SHOP)
  return { app, post: (path: string, body: object) => ask(app, 'emarsys', 'POST', path, body) }
}

const COUPONS = '/customer_profiles/coupons'
const of = (integrationId: string, campaignId: unknown = '34') => ({ campaignId, integrationId })

// Source: Third-party OpenAPI, `ApiKeyBasicAuth` (base64 of `ApiKey-v1 <key>:`); the published collection
// sends the header of the other families.
t.test('the key is the user of HTTP Basic, or in the usual header', async (t) => {
  const { app } = await buildScenarioApp(t, SHOP)
  const { headers: _, ...request } = requestOf('emarsys', 'POST', COUPONS, {
    fields: [],
    limit: 1,
    parameters: [],
  })
  const send = (authorization: string) => app.inject({ ...request, headers: { authorization } })
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  for (const good of [basic('ApiKey-v1 a:'), basic('ApiKey-v1 a'), 'ApiKey-v1 a']) {
    t.equal((await send(good)).statusCode, 200, good)
  }
  for (const bad of [
    basic('a:'),
    basic(':ApiKey-v1 a'),
    'Basic !',
    'Bearer a',
    basic('ApiKey-v1 '),
  ]) {
    isRefused(t, await send(bad), 401, 'Missing Session Token')
  }
})

// Source: Third-party OpenAPI, `emarsys/getCoupon`, `EmarsysCouponRequest`. Assumed: all coupons of the
// customer in the campaign, and what the limit counts.
t.test(
  'coupons of customers in campaigns are listed, with the fields that are asked for',
  async (t) => {
    const { post } = await open(t)
    const fields = [
      'id',
      'created',
      'value',
      'usageLimit',
      'state',
      'limits',
      'venue',
      'seats',
      'none',
    ]
    const parameters = [of('anna'), of('ben', 34), of('anna', '35')]
    const reply = await post(COUPONS, { fields, limit: 1000, parameters })
    t.equal(reply.statusCode, 200, reply.body)
    const created = '2026-01-02T03:04:05.000Z'
    const anna = { campaignId: '34', integrationId: 'anna', created }
    t.strictSame(reply.json(), {
      content: [
        { ...anna, id: 1, value: 'ANNA-1', usageLimit: 1, state: 'active', venue: 'BER' },
        { ...anna, id: 3, value: 'HELD', usageLimit: 0, state: 'expired' },
        { ...anna, integrationId: 'ben', id: 2, value: 'BEN-1', usageLimit: 0, state: 'active' },
        { ...anna, campaignId: '35', id: 5, value: 'ANNA-2', usageLimit: 0, state: 'active' },
      ],
    })
    const two = await post(COUPONS, { fields: ['value'], limit: 2.5, parameters })
    t.match(two.json().content, [{ value: 'ANNA-1' }, { value: 'HELD' }])
    t.equal(two.json().content.length, 2)
    const bare = await post(COUPONS, { fields: [], limit: 1, parameters: [of('anna')] })
    t.strictSame(bare.json(), { content: [{ campaignId: '34', integrationId: 'anna' }] })
  },
)

t.test(
  'a coupon that another platform creates is listed; who is unknown is not found',
  async (t) => {
    const { app, post } = await open(t)
    const made = await ask(app, 'braze', 'POST', '/coupon', {
      applicationId: 1,
      campaignId: 35,
      identifier: 'i',
      integrationId: 'ben',
    })
    const asked = { fields: ['value'], limit: 9, parameters: [of('ben', '35')] }
    t.match((await post(COUPONS, asked)).json().content, [{ value: made.json().Value }])
    for (const missing of [of('nobody'), of('anna', '99')]) {
      isRefused(
        t,
        await post(COUPONS, { ...asked, parameters: [of('anna'), missing] }),
        404,
        'Not Found',
      )
    }
    isRefused(t, await post(COUPONS, { limit: 1, parameters: [] }), 400, /fields is required/)
    isRefused(t, await post(COUPONS, { fields: [], parameters: [] }), 400, /limit is required/)
  },
)

// Source: Third-party OpenAPI, `emarsys/getLoyaltyProgramBalance`, `EmarsysLoyaltyBalanceRequest`.
t.test('balances are listed, of the main ledger or a subledger', async (t) => {
  const { app, post } = await open(t)
  await ask(app, 'customer_engagement', 'POST', '/add_loyalty_points', {
    loyaltyProgramId: 34,
    profileIntegrationId: 'anna',
    points: 7,
    subledgerId: 'sub',
    pendingDuration: '1D',
  })
  const ask34 = (more: object = {}) => ({ loyaltyProgramId: '34', integrationId: 'anna', ...more })
  const balances = (body: object) => post('/loyalty_programs/profile/balance', body)
  const all = ['activeBalance', 'pendingBalance', 'expiredBalance', 'spentBalance']
  const reply = await balances({
    fields: all,
    limit: 2958.84,
    parameters: [
      ask34(),
      ask34({ subledgerId: 'sub' }),
      ask34({ loyaltyProgramId: 34, integrationId: 'ben' }),
    ],
  })
  t.equal(reply.statusCode, 200, reply.body)
  const none = { activeBalance: 0, pendingBalance: 0, expiredBalance: 0, spentBalance: 0 }
  t.strictSame(reply.json(), {
    content: [
      ask34({ ...none, activeBalance: 100 }),
      ask34({ ...none, subledgerId: 'sub', pendingBalance: 7 }),
      ask34({ ...none, integrationId: 'ben' }),
    ],
  })
  const some = await balances({
    fields: ['activeBalance'],
    limit: 1,
    parameters: [ask34(), ask34()],
  })
  t.strictSame(some.json().content, [ask34({ activeBalance: 100 })])
  const wrong = { fields: ['totalPoints'], limit: 1, parameters: [] }
  isRefused(t, await balances(wrong), 400, /fields\[0\] must be one of .*"activeBalance"/)
  for (const loyaltyProgramId of ['99', 'x', '35']) {
    const asked = { fields: [], limit: 1, parameters: [ask34({ loyaltyProgramId })] }
    const refused = await balances(asked)
    if (loyaltyProgramId === '99') isRefused(t, refused, 404, 'Not Found')
    else isRefused(t, refused, 400, /loyaltyProgramId|card-based/)
  }
})

// Source: Third-party OpenAPI, `emarsys/v2/updateCustomerProfilesAudiences` (a profile is created).
t.test('audiences of several profiles change; the changes are answered, IDs as text', async (t) => {
  const { app, post } = await open(t)
  const change = (customerProfileId: string, audienceId: unknown, actionType = 'add') => ({
    customerProfileId,
    audienceId,
    actionType,
  })
  const update = (...parameters: object[]) => post('/customer_profiles/audiences', { parameters })
  const reply = await update(change('anna', 1), change('new', '2'), change('anna', '2', 'delete'))
  t.equal(reply.statusCode, 200, reply.body)
  t.strictSame(reply.json(), {
    content: [change('anna', '1'), change('new', '2'), change('anna', '2', 'delete')],
  })
  const memberships = async (id: string) =>
    (await callSegment(app, 'PUT', `/v2/customer_profiles/${id}`, {})).json().customerProfile
      .audienceMemberships
  t.match([await memberships('anna'), await memberships('new')], [[{ id: 1 }], [{ id: 2 }]])
  const before = await keptBy(app)
  isRefused(t, await update(change('ben', 1), change('ben', 99)), 404, 'Not Found')
  t.strictSame(await keptBy(app), before, 'all or nothing')
  isRefused(t, await update(change('ben', 1, 'toggle')), 400, /actionType must be one of/)
  isRefused(t, await update(change('ben', 'vip')), 400, /audienceId/)
  const many = Array.from({ length: 1001 }, () => change('ben', 1))
  isRefused(t, await update(...many), 400, /parameters must have at most 1000 items/)
})
