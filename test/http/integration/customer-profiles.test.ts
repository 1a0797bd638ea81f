import t from 'tap'
import { type Deployment, isRefusedAt, openDeployment } from '../../helpers/open-deployment.ts'

const SHOP = `version: 1
attributes: { CustomerProfile: { Language: string, Age: number } }
audiences: [{ id: 7, name: VIP }]
profiles: [{ integrationId: anna, attributes: { Language: english, Age: 30 } }, { integrationId: ben }]
loyaltyPrograms:
  - { id: 5, name: stars, balances: { anna: 40 } }
  - { id: 6, name: club, cardBased: true, cards: [{ identifier: card-1, points: 5, profiles: [anna] }] }
giveawayPools: [{ id: 3, name: Gifts, codes: [G-1] }]
campaigns:
  - id: 1
    name: Hello
    achievements: [{ id: 9, name: regular, title: Regular, target: 2 }]
    coupons: [{ code: ANNAS, recipientIntegrationId: anna }, { code: ANYBODY }]
    referrals: [{ code: FRIEND, advocateProfileIntegrationId: anna }]
    rules: [{ title: Greet, then: [{ notify: { title: Hi, type: Info, body: x } }] }]
  - id: 2
    name: Off
    state: disabled
    rules: [{ title: Secret, then: [{ notify: { title: Off, type: Info, body: x } }] }]
`

const profileOf = async ({ call }: Deployment, id: string) =>
  (await call('GET', `/v1/customer_profiles/${id}/inventory?profile=true`)).json().profile

const ALL_CONTENT = [
  'customerProfile',
  'triggeredCampaigns',
  'loyalty',
  'event',
  'awardedGiveaways',
  'ruleFailureReasons',
  'campaignEligibility',
]

// Source: Integration API, "Update customer profile", `runRuleEngine` ("the rules are not executed and
// the `effects` property is always empty", "You cannot use `responseContent`"); Third-party OpenAPI,
// `runRuleEngine` (audience changes are not applied); Integration API, `lastActivity`.
t.test('without the rules: attributes alone, no effects, nothing that was asked for', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call, clock } = deployment
  const before = await profileOf(deployment, 'anna')
  clock.advance(60_000)
  for (const query of ['', '?runRuleEngine=false']) {
    const reply = await call('PUT', `/v2/customer_profiles/anna${query}`, {
      attributes: { Language: 'german' },
      audiencesChanges: { adds: [7], deletes: [] },
      responseContent: ALL_CONTENT,
    })
    t.equal(reply.statusCode, 200, reply.body)
    t.strictSame(reply.json(), { effects: [], createdCoupons: [], createdReferrals: [] })
  }
  t.strictSame(await profileOf(deployment, 'anna'), {
    ...before,
    attributes: { Language: 'german', Age: 30 },
  })
})

// Source: Integration API, "Update customer profile", `runRuleEngine`, `audiencesChanges`,
// `responseContent`; docs, Events (profile created and updated).
t.test('with the rules: effects, audiences, what was asked for, the activity', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call, clock } = deployment
  clock.advance(60_000)
  const put = async (id: string, body: object) => {
    const reply = await call('PUT', `/v2/customer_profiles/${id}?runRuleEngine=true`, body)
    t.equal(reply.statusCode, 200, reply.body)
    return reply.json()
  }
  const added = await put('anna', {
    attributes: { Age: null },
    audiencesChanges: { adds: [7], deletes: [] },
    responseContent: ['customerProfile', 'event'],
  })
  t.strictSame(Object.keys(added).sort(), [
    'createdCoupons',
    'createdReferrals',
    'customerProfile',
    'effects',
    'event',
  ])
  t.match(added.effects, [{ campaignId: 1, effectType: 'showNotification' }])
  t.match(added.event, { type: 'talon_profile_updated', profileId: 'anna' })
  t.strictSame(added.customerProfile.audienceMemberships, [{ id: 7, name: 'VIP' }])
  t.strictSame(added.customerProfile.attributes, { Language: 'english' })
  t.equal(added.customerProfile.lastActivity, '2026-01-02T03:05:05.000Z')
  t.strictSame(await profileOf(deployment, 'anna'), added.customerProfile)
  const removed = await put('anna', {
    audiencesChanges: { adds: [], deletes: [7] },
    responseContent: ['customerProfile'],
  })
  t.strictSame(removed.customerProfile.audienceMemberships, [])
  const created = await put('carl', { responseContent: ALL_CONTENT })
  t.equal(created.event.type, 'talon_profile_created')
  t.match(created.triggeredCampaigns, [{ id: 1 }])
  t.strictSame(created.ruleFailureReasons, [])
  t.strictSame(created.awardedGiveaways, [])
  t.ok(created.loyalty)
})

// Source: Integration API, "Update customer profile", `dry` ("Only works when `runRuleEngine=true`",
// "Changes are ignored"), `evaluableCampaignIds` ("even if they are disabled").
t.test('dry: the rules run and nothing is kept; without the rules it does not work', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call } = deployment
  const before = await profileOf(deployment, 'anna')
  const body = {
    attributes: { Language: 'german' },
    audiencesChanges: { adds: [7], deletes: [] },
    evaluableCampaignIds: [2],
    responseContent: ['customerProfile'],
  }
  const dry = await call('PUT', '/v2/customer_profiles/anna?runRuleEngine=true&dry=true', body)
  t.equal(dry.statusCode, 200, dry.body)
  t.match(dry.json().customerProfile, {
    attributes: { Language: 'german' },
    audienceMemberships: [{ id: 7 }],
  })
  t.match(dry.json().effects, [{ campaignId: 2 }])
  t.equal(dry.json().effects.length, 1)
  t.strictSame(await profileOf(deployment, 'anna'), before)
  const real = await call('PUT', '/v2/customer_profiles/anna?runRuleEngine=true', body)
  isRefusedAt(t, real, 400, '/evaluableCampaignIds')
  t.strictSame(await profileOf(deployment, 'anna'), before)
  await call('PUT', '/v2/customer_profiles/dora?runRuleEngine=true&dry=true', {})
  t.equal((await call('GET', '/v1/customer_profiles/dora/inventory')).statusCode, 404)
  const attributes = { Language: 'french' }
  await call('PUT', '/v2/customer_profiles/anna?dry=true', { attributes })
  t.match(await profileOf(deployment, 'anna'), { attributes })
})

// Source: docs, Errors page (title, details, pointer); Integration API, "Update customer profile" ("Ensure
// you create the attributes in the Campaign Manager, first").
t.test('an attribute that is not defined, or of another type, is refused', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call } = deployment
  const put = (attributes: object) => call('PUT', '/v2/customer_profiles/eve', { attributes })
  const unknown = await put({ Language: 'german', Foo: 1 })
  t.equal(unknown.statusCode, 400)
  t.strictSame(unknown.json(), {
    message: 'The submitted data was invalid',
    errors: [
      {
        title: 'Unknown',
        details: 'The attribute "Foo" is not defined on CustomerProfile entities.',
        source: { pointer: '/attributes/Foo' },
      },
    ],
    StatusCode: 400,
  })
  const wrong = await put({ Language: false })
  isRefusedAt(t, wrong, 400, '/attributes/Language')
  t.match(wrong.json().errors, [
    { title: 'Invalid type', details: 'Value of "Language" attribute (false) is not a string' },
  ])
  t.equal((await call('GET', '/v1/customer_profiles/eve/inventory')).statusCode, 404)
  const audience = await call('PUT', '/v2/customer_profiles/eve?runRuleEngine=true', {
    audiencesChanges: { adds: [99], deletes: [] },
  })
  t.equal(audience.statusCode, 404)
  t.equal((await call('GET', '/v1/customer_profiles/eve/inventory')).statusCode, 404)
  const content = await call('PUT', '/v2/customer_profiles/eve?runRuleEngine=true', {
    responseContent: ['customerSession'],
  })
  isRefusedAt(t, content, 400, '/responseContent/0')
})

// Source: Integration API, "Update multiple customer profiles" (up to 1,000 profiles, no rules; `silent`:
// `yes`, the default, 204; `no`, 200 with `integrationStates`). Assumed: all or none.
t.test('many profiles: 204, or 200 with their states when silent=no', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call } = deployment
  const body = {
    customerProfiles: [
      { integrationId: 'anna', attributes: { Language: 'german' } },
      { integrationId: 'new', attributes: { Age: 4 } },
    ],
  }
  for (const query of ['', '?silent=yes']) {
    const silent = await call('PUT', `/v2/customer_profiles${query}`, body)
    t.equal(silent.statusCode, 204)
    t.equal(silent.body, '')
  }
  t.match(await profileOf(deployment, 'new'), { attributes: { Age: 4 } })
  const told = await call('PUT', '/v2/customer_profiles?silent=no', body)
  t.equal(told.statusCode, 200)
  t.match(told.json().integrationStates, [
    { effects: [], customerProfile: { integrationId: 'anna', attributes: { Language: 'german' } } },
    { effects: [], customerProfile: { integrationId: 'new' } },
  ])
  t.equal((await call('PUT', '/v2/customer_profiles?silent=maybe', body)).statusCode, 400)
})

t.test('many profiles: all or none, and at most 1,000', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call } = deployment
  const before = await profileOf(deployment, 'anna')
  const refused = await call('PUT', '/v2/customer_profiles?silent=no', {
    customerProfiles: [
      { integrationId: 'anna', attributes: { Language: 'german' } },
      { integrationId: 'new', attributes: { Foo: 1 } },
    ],
  })
  isRefusedAt(t, refused, 400, '/customerProfiles/1/attributes/Foo')
  t.strictSame(await profileOf(deployment, 'anna'), before)
  t.equal((await call('GET', '/v1/customer_profiles/new/inventory')).statusCode, 404)
  const many = (length: number) => ({
    customerProfiles: Array.from({ length }, (_, i) => ({ integrationId: `p${i}` })),
  })
  isRefusedAt(t, await call('PUT', '/v2/customer_profiles', many(1001)), 400, '/customerProfiles')
  t.equal((await call('PUT', '/v2/customer_profiles', many(1000))).statusCode, 204)
  t.match(await profileOf(deployment, 'p999'), { integrationId: 'p999' })
  const nameless = { customerProfiles: [{ attributes: {} }] }
  t.equal((await call('PUT', '/v2/customer_profiles', nameless)).statusCode, 400)
})

// Source: Integration API, "List customer data" (each key is there when its parameter is true; 404).
t.test('an inventory has just the keys that are asked for', async (t) => {
  const { call } = await openDeployment(t, SHOP)
  const inventory = async (query: string, id = 'anna') => {
    const reply = await call('GET', `/v1/customer_profiles/${id}/inventory${query}`)
    t.equal(reply.statusCode, 200, reply.body)
    return reply.json()
  }
  t.strictSame(await inventory(''), {})
  t.strictSame(await inventory('?profile=false&loyalty=false'), {})
  for (const [key, value] of Object.entries({
    profile: { integrationId: 'anna', attributes: { Language: 'english' } },
    referrals: [{ code: 'FRIEND', campaignId: 1, referredCustomers: [] }],
    coupons: [{ value: 'ANNAS', state: 'active', profileRedemptionCount: 0 }],
    loyalty: {
      programs: { 5: { name: 'stars', ledger: { currentBalance: 40 } } },
      cards: [{ identifier: 'card-1' }],
    },
    giveaways: [],
    achievements: [{ achievementId: 9, status: 'not_started', progress: 0, target: 2 }],
  })) {
    const found = await inventory(`?${key}=true`)
    t.strictSame(Object.keys(found), [key])
    t.match(found[key], value, key)
  }
  t.equal((await inventory('?coupons=true')).coupons.length, 1, "not everybody's")
  t.strictSame(Object.keys(await inventory('?profile=true&giveaways=true')).sort(), [
    'giveaways',
    'profile',
  ])
  t.strictSame(await inventory('?coupons=true&referrals=true', 'ben'), {
    coupons: [],
    referrals: [],
  })
  const nobody = await call('GET', '/v1/customer_profiles/nobody/inventory?profile=true')
  isRefusedAt(t, nobody, 404, 'integrationId')
  const odd = await call('GET', '/v1/customer_profiles/anna/inventory?profile=perhaps')
  isRefusedAt(t, odd, 400, 'profile')
})

// Source: Integration API, "Delete customer's personal data" (attributes and data that refer to them).
t.test("a customer's data go, once", async (t) => {
  const { call } = await openDeployment(t, SHOP)
  const gone = await call('DELETE', '/v1/customer_data/anna')
  t.equal(gone.statusCode, 204)
  t.equal(gone.body, '')
  isRefusedAt(t, await call('DELETE', '/v1/customer_data/anna'), 404, 'integrationId')
  t.equal((await call('GET', '/v1/customer_profiles/anna/inventory')).statusCode, 404)
  await call('PUT', '/v2/customer_profiles/anna', {})
  const again = await call('GET', '/v1/customer_profiles/anna/inventory?profile=true&loyalty=true')
  t.match(again.json(), { profile: { attributes: {} }, loyalty: { programs: {} } })
  t.strictSame(again.json().profile.attributes, {})
  t.strictSame(again.json().loyalty.programs, {})
})

// Source: Integration API, "Delete customer's personal data". Assumed: links and reservations go too.
t.test('a customer who is gone is on no card, and no coupon is reserved for them', async (t) => {
  const { app, call, clock } = await openDeployment(
    t,
    `version: 1
profiles: [{ integrationId: anna }, { integrationId: ben }]
loyaltyPrograms:
  - { id: 6, name: club, cardBased: true, cards: [{ identifier: card-1, points: 5, profiles: [anna, ben] }] }
campaigns:
  - name: Held
    coupons: [{ code: HELD, isReservationMandatory: true, reservedBy: [anna, ben] }, { code: OTHER, reservedBy: [ben] }]
    rules: [{ title: Use, when: { coupon: valid }, then: [{ notify: { title: used } }] }]
`,
  )
  clock.advance(60_000)
  t.equal((await call('DELETE', '/v1/customer_data/anna')).statusCode, 204)
  const snapshot = (await app.inject('/_mock/snapshot')).json()
  t.match(snapshot.coupons, [
    { coupon: { value: 'HELD' }, reservedBy: ['ben'] },
    { coupon: { value: 'OTHER' }, reservedBy: ['ben'] },
  ])
  t.notMatch(JSON.stringify([snapshot.coupons, snapshot.cards]), 'anna')
  const kept = await app.inject({ method: 'PUT', url: '/_mock/snapshot', payload: snapshot })
  t.equal(kept.statusCode, 204, kept.body)

  const held = await call('GET', '/v1/coupon_reservations/customerprofiles/HELD')
  t.strictSame(held.json().data, ['ben'])
  const inventory = async (id: string) =>
    (await call('GET', `/v1/customer_profiles/${id}/inventory?coupons=true&loyalty=true`)).json()
  const { loyalty } = await inventory('ben')
  t.match(loyalty.cards, [
    { identifier: 'card-1', profiles: [{ integrationId: 'ben' }], modified: /T/ },
  ])
  t.equal(loyalty.cards[0].profiles.length, 1)
  const again = await call('PUT', '/v2/customer_sessions/s1', {
    customerSession: { profileId: 'anna', couponCodes: ['HELD'] },
  })
  t.match(again.json().effects, [
    { effectType: 'rejectCoupon', props: { rejectionReason: 'CouponReservationRequired' } },
  ])
  t.match(await inventory('anna'), { coupons: [], loyalty: { cards: [] } })
})
