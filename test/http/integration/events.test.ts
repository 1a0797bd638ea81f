import t from 'tap'
import { type Deployment, isRefusedAt, openDeployment } from '../../helpers/open-deployment.ts'

const SHOP = `version: 1
attributes: { Event: { Page: string }, CustomerProfile: { Language: string } }
events: [shared, viewed]
profiles: [{ integrationId: anna }, { integrationId: ben }]
loyaltyPrograms:
  - { id: 5, name: stars, balances: { anna: 40 } }
  - { id: 6, name: club, cardBased: true, cards: [{ identifier: card-1, profiles: [anna] }] }
campaigns:
  - id: 1
    name: Sharing
    rules:
      - title: Shared
        when: { event: { type: shared } }
        then: [{ points: { program: stars, name: Thanks, amount: 10 } }]
  - id: 2
    name: Viewing
    rules:
      - title: Viewed
        when: { event: { type: viewed, attributes: { Page: sale } } }
        then: [{ notify: { title: Hi, type: Info, body: x } }]
  - id: 3
    name: Everything
    rules:
      - title: Discount
        when: { event: { type: viewed } }
        then: [{ discount: { name: Ten, amount: 10, of: session } }]
  - id: 4
    name: Off
    state: disabled
    rules: [{ title: Off, then: [{ notify: { title: Off, type: Info, body: x } }] }]
`

const activeOf = async ({ call }: Deployment, id: string) =>
  (await call('GET', `/v1/loyalty_programs/5/profile/${id}/balances`)).json().balance?.activePoints

// Source: Integration API, "Track event", `silent` (`yes`, the default: 204; `no`: 200), `responseContent`;
// "If the customer profile ID is new, a new profile is automatically created".
t.test('an event is answered 204, or 200 with what was asked for', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call } = deployment
  const event = { type: 'viewed', profileId: 'new', attributes: { Page: 'sale' } }
  for (const query of ['', '?silent=yes']) {
    const silent = await call('POST', `/v2/events${query}`, event)
    t.equal(silent.statusCode, 204, silent.body)
    t.equal(silent.body, '')
  }
  const told = await call('POST', '/v2/events?silent=no', event)
  t.equal(told.statusCode, 200)
  t.strictSame(Object.keys(told.json()).sort(), ['createdCoupons', 'createdReferrals', 'effects'])
  const more = await call('POST', '/v2/events?silent=no', {
    ...event,
    responseContent: ['event', 'customerProfile', 'triggeredCampaigns', 'loyalty'],
  })
  t.match(more.json(), {
    event: { type: 'viewed', profileId: 'new', attributes: { Page: 'sale' }, effects: [] },
    customerProfile: { integrationId: 'new', lastActivity: '2026-01-02T03:04:05.000Z' },
    triggeredCampaigns: [{ id: 2 }],
    loyalty: { programs: {} },
  })
  t.notOk('sessionId' in more.json().event)
})

// Source: Integration API, "Track event", `type` ("Must be a custom event, not a built-in event"),
// "`profileId` is required even though the schema does not specify it"; docs, Errors page (form).
t.test('a type, a profile and attributes that can not be are refused', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call } = deployment
  const send = (body: object) => call('POST', '/v2/events?silent=no', { profileId: 'eve', ...body })
  for (const type of [
    'unknown',
    'talon_session_created',
    'talon_session_updated',
    'talon_session_closed',
    'talon_session_cancelled',
    'talon_session_revoked',
    'talon_session_partially_returned',
    'talon_session_reopened',
    'talon_profile_created',
    'talon_profile_updated',
    '',
    undefined,
    7,
  ]) {
    isRefusedAt(t, await send({ type }), 400, '/type')
  }
  for (const profileId of [undefined, null, '']) {
    isRefusedAt(t, await send({ type: 'viewed', profileId }), 400, '/profileId')
  }
  const foo = await send({ type: 'viewed', attributes: { Foo: 1 } })
  isRefusedAt(t, foo, 400, '/attributes/Foo')
  t.match(foo.json().errors, [{ details: 'The attribute "Foo" is not defined on Event entities.' }])
  isRefusedAt(t, await send({ type: 'viewed', attributes: { Page: 1 } }), 400, '/attributes/Page')
  t.equal((await call('GET', '/v1/customer_profiles/eve/inventory')).statusCode, 404)
})

// Source: docs, Events ("use an event in a rule") and effects (discounts are of sessions); Integration API,
// "Track event". Assumed: points that an event gives are booked at once, there is nothing to close.
t.test('the rules run, points are booked at once, and discounts can not be given', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call } = deployment
  const send = async (body: object) =>
    (await call('POST', '/v2/events?silent=no', { profileId: 'anna', ...body })).json()
  const shared = await send({ type: 'shared', responseContent: ['loyalty'] })
  t.match(shared.effects, [
    { campaignId: 1, effectType: 'addLoyaltyPoints', props: { programId: 5, value: 10 } },
  ])
  t.equal(shared.effects.length, 1)
  t.match(shared.loyalty.programs['5'].ledger, { currentBalance: 50, tentativeCurrentBalance: 50 })
  t.equal(await activeOf(deployment, 'anna'), 50)
  await send({ type: 'shared' })
  t.equal(await activeOf(deployment, 'anna'), 60)
  const { data } = (await call('GET', '/v1/loyalty_programs/5/profile/anna/transactions')).json()
  t.match(data[0], { type: 'addition', amount: 10, name: 'Thanks', ruleName: 'Shared' })
  const viewed = await send({ type: 'viewed', attributes: { Page: 'sale' } })
  t.match(viewed.effects, [{ campaignId: 2, effectType: 'showNotification' }])
  t.equal(viewed.effects.length, 1, 'no discount')
  t.strictSame((await send({ type: 'viewed' })).effects, [])
})

// Source: Integration API, "Track event", `loyaltyCards` (at most one). Assumed: a card that isn't known is
// refused, as it is in a session.
t.test('an event may name one loyalty card, which must be known', async (t) => {
  const { call } = await openDeployment(t, SHOP)
  const send = (loyaltyCards: unknown) =>
    call('POST', '/v2/events?silent=no', {
      type: 'viewed',
      profileId: 'anna',
      loyaltyCards,
      responseContent: ['loyalty'],
    })
  const told = await send(['card-1'])
  t.equal(told.statusCode, 200, told.body)
  t.match(told.json().loyalty.cards, [{ identifier: 'card-1', programID: 6 }])
  isRefusedAt(t, await send(['card-1', 'card-2']), 400, '/loyaltyCards')
  isRefusedAt(t, await send(['card-9']), 400, '/loyaltyCards/0')
})

// Source: Integration API, "Track event", `dry` ("Changes are ignored"), `evaluableCampaignIds` ("even if
// they are disabled").
t.test('dry: the rules run and nothing is kept', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call } = deployment
  const dry = (body: object) =>
    call('POST', '/v2/events?silent=no&dry=true', { type: 'shared', ...body })
  const reply = await dry({ profileId: 'anna' })
  t.match(reply.json().effects, [{ effectType: 'addLoyaltyPoints' }])
  t.equal(await activeOf(deployment, 'anna'), 40)
  const chosen = await dry({ profileId: 'nobody', evaluableCampaignIds: [4] })
  t.match(chosen.json().effects, [{ campaignId: 4 }])
  t.equal(chosen.json().effects.length, 1)
  t.equal((await call('GET', '/v1/customer_profiles/nobody/inventory')).statusCode, 404)
  const real = { type: 'shared', profileId: 'anna', evaluableCampaignIds: [4] }
  isRefusedAt(t, await call('POST', '/v2/events?silent=no', real), 400, '/evaluableCampaignIds')
  t.equal(await activeOf(deployment, 'anna'), 40)
  const v3 = { type: 'shared', profileId: 'anna', integrationId: 'e1' }
  t.equal((await call('POST', '/v3/events?silent=no&dry=true', v3)).statusCode, 200)
  t.equal((await call('GET', '/v3/events/e1')).statusCode, 404)
})

// Source: Integration API, "Track advanced event" (`integrationId` is unique: 409; `profileId` required), "Get
// advanced event" (404).
t.test('an event with an ID of its own is there once, and can be looked at', async (t) => {
  const deployment = await openDeployment(t, SHOP)
  const { call } = deployment
  const event = {
    type: 'shared',
    profileId: 'anna',
    integrationId: 'e/1',
    attributes: { Page: 'home' },
  }
  const told = await call('POST', '/v3/events?silent=no', { ...event, responseContent: ['event'] })
  t.equal(told.statusCode, 200, told.body)
  t.match(told.json().effects, [{ effectType: 'addLoyaltyPoints' }])
  const twice = await call('POST', '/v3/events', event)
  t.equal(twice.statusCode, 409)
  t.match(twice.json(), { message: String, StatusCode: 409 })
  t.equal(await activeOf(deployment, 'anna'), 50, 'nothing is booked for the second')
  const found = await call('GET', '/v3/events/e%2F1')
  t.equal(found.statusCode, 200)
  t.match(found.json(), { type: 'shared', profileId: 'anna', attributes: { Page: 'home' } })
  t.strictSame(found.json(), told.json().event)
  isRefusedAt(t, await call('GET', '/v3/events/e2'), 404, 'eventId')
  const { integrationId: _, ...nameless } = event
  isRefusedAt(t, await call('POST', '/v3/events', nameless), 400, '/integrationId')
  const { profileId: __, ...nobodys } = { ...event, integrationId: 'e3' }
  isRefusedAt(t, await call('POST', '/v3/events', nobodys), 400, '/profileId')
  const long = { ...event, integrationId: 'x'.repeat(1001) }
  isRefusedAt(t, await call('POST', '/v3/events', long), 400, '/integrationId')
})

// Source: Integration API, "Track advanced event", `connectedSessionId` (of a closed session); Events ("must
// belong to the same profileId, or an error is returned").
t.test('an event may be connected with a closed session of its profile', async (t) => {
  const { call } = await openDeployment(t, SHOP)
  const send = (connectedSessionId: string, rest: object = {}) =>
    call('POST', '/v3/events?silent=no', {
      type: 'viewed',
      profileId: 'anna',
      integrationId: `e-${connectedSessionId}`,
      connectedSessionId,
      responseContent: ['event'],
      ...rest,
    })
  const put = (id: string, state: string) =>
    call('PUT', `/v2/customer_sessions/${id}`, { customerSession: { profileId: 'anna', state } })
  await put('s1', 'closed')
  await put('s2', 'open')
  await put('s3', 'open')
  await put('s3', 'cancelled')
  for (const id of ['s2', 's3', 'none']) isRefusedAt(t, await send(id), 400, '/connectedSessionId')
  t.equal((await send('s1', { profileId: 'ben' })).statusCode, 400)
  const connected = await send('s1')
  t.equal(connected.statusCode, 200, connected.body)
  t.equal(connected.json().event.sessionId, 's1')
  t.match((await call('GET', '/v3/events/e-s1')).json(), { sessionId: 's1' })
  const session = (await call('GET', '/v2/customer_sessions/s1')).json().customerSession
  t.equal(session.state, 'closed')
})
