import t from 'tap'
import { keptBy } from '../../../helpers/integration.ts'
import { ask, shown } from '../../../helpers/platforms.ts'
import { buildScenarioApp, callSegment, storedProfile } from '../../../helpers/segment-shop.ts'
import { isRefused } from '../../../helpers/third-party.ts'

const SHOP = `
attributes:
  CustomerProfile: { currency: string, Age: number }
  Event: { platform: string }
events: [click_event]
audiences: [{ id: 1, name: VIP, integrationId: vip }]
loyaltyPrograms: [{ id: 5, name: stars }]
campaigns:
  - id: 1
    name: Answers
    rules:
      - title: Clicks
        when: { event: { type: click_event } }
        then: [{ points: { program: stars, name: Click, amount: 3 } }]
      - title: Members
        when: { profile: { attributes: { currency: USD } } }
        then: [{ audience: { add: VIP } }]
`

/** What every message holds, and every answer. Source: Third-party OpenAPI, `mparticleBaseFields`. */
const BASE = {
  id: '62cdcd11-3913-4c66-a2c7-01ae7a445a61',
  timestamp_ms: 1586980879793,
  firehose_version: '2.4.0',
}

const open = async (t: Parameters<typeof buildScenarioApp>[0]) => {
  const { app } = await buildScenarioApp(t, SHOP)
  const send = (type: string, body: object = {}) =>
    ask(app, 'mparticle', 'POST', '', { type: `${type}_request`, ...BASE, ...body })
  return { app, send }
}

const answer = (type: string) => ({ type: `${type}_response`, ...BASE })
const customer = (value: string) => [{ type: 'customerId', encoding: 'raw', value }]

// Source: Third-party OpenAPI, `ModuleRegistrationRequest`, `ModuleRegistrationResponse`.
t.test('a registration is answered with what the module asks for and takes', async (t) => {
  const { send } = await open(t)
  const reply = await send('module_registration')
  t.equal(reply.statusCode, 200, reply.body)
  const registered = reply.json()
  t.match(registered, answer('module_registration'))
  t.strictSame(Object.keys(registered).sort(), [
    'audience_processing_registration',
    'description',
    'event_processing_registration',
    'firehose_version',
    'id',
    'name',
    'permissions',
    'timestamp_ms',
    'type',
    'version',
  ])
  for (const part of ['audience_processing_registration', 'event_processing_registration']) {
    t.strictSame(
      registered[part].account_settings.map(({ id }: { id: string }) => id),
      ['deploymentURL', 'apiKey', 'userIdField', 'runRuleEngine'],
    )
  }
  t.strictSame(registered.event_processing_registration.supported_event_types, ['custom_event'])
})

// Source: Third-party OpenAPI, `AudienceSubscriptionRequest`, response 409. Assumed: the settings in the
// answer; an update of one that isn't there creates it, and removing it is no fault: no 404 is documented.
t.test('an audience is subscribed to, named and removed', async (t) => {
  const { app, send } = await open(t)
  const subscribe = (action: string, audience_name = 'Travel audience', audience_id = 234) =>
    send('audience_subscription', { action, audience_id, audience_name })
  const added = await subscribe('add')
  t.equal(added.statusCode, 200, added.body)
  const settings = { audience_subscription_settings: { t1AudienceID: 2 } }
  t.strictSame(added.json(), { ...answer('audience_subscription'), ...settings })
  isRefused(t, await subscribe('add'), 409, "The audience with the ID '234' already exists")
  t.strictSame((await subscribe('update', 'Travellers')).json(), added.json())
  const joined = await callSegment(app, 'PUT', '/customer_profiles/p1/audiences', {
    data: { adds: ['234'] },
  })
  t.match(joined.json().customerProfile.audienceMemberships, [{ id: 2, name: 'Travellers' }])
  const cdp = await ask(app, 'cdp', 'PUT', '/audiences/234', { audienceName: 'Travellers' })
  t.match(cdp.json(), { integration: 'mparticle', integrationId: '234' }, 'a CDP sees it')
  t.strictSame((await subscribe('remove')).json(), answer('audience_subscription'))
  t.strictSame((await storedProfile(app, 'p1')).audienceMemberships, [])
  t.strictSame((await subscribe('remove')).json(), answer('audience_subscription'))
  t.match((await subscribe('update', 'New', 235)).json(), {
    audience_subscription_settings: { t1AudienceID: 3 },
  })
})

const change = (action: string, user_attributes: object[] = [], audience_id = 234) => ({
  audience_id,
  audience_name: 'Travel audience',
  action,
  user_attributes,
})

// Source: Third-party OpenAPI, `AudienceMembershipChangeRequest`, `mparticleAudience`,
// `mparticleUserAttribute`. Assumed: audiences that aren't known come into being, attributes are skipped.
t.test('memberships and attributes of customers change, without the rules', async (t) => {
  const { app, send } = await open(t)
  const move = (...audiences: object[]) =>
    send('audience_membership_change', {
      user_profiles: [{ mpid: 'm', user_identities: customer('c1'), audiences }],
    })
  const usd = { key: 'currency', value: 'USD', action: 'upsert' }
  const reply = await move(change('add', [usd, { key: 'unknown', value: 1, action: 'upsert' }]))
  t.equal(reply.statusCode, 200, reply.body)
  t.strictSame(reply.json(), answer('audience_membership_change'))
  const stored = async () => {
    const { attributes, audienceMemberships } = await storedProfile(app, 'c1')
    return [attributes, audienceMemberships.map(({ name }: { name: string }) => name)]
  }
  t.strictSame(await stored(), [{ currency: 'USD' }, ['Travel audience']])
  await move(change('attribute_update', [{ key: 'Age', value: 30, action: 'upsert' }], 999))
  t.strictSame(await stored(), [{ currency: 'USD', Age: 30 }, ['Travel audience']])
  await move(change('delete', [{ key: 'currency', action: 'delete' }]))
  t.strictSame(await stored(), [{ Age: 30 }, []])
  const { profile } = await shown(app, '/v1/customer_profiles/c1/inventory?profile=true')
  t.strictSame(profile.attributes, { Age: 30 }, 'the Integration API sees it')
})

// Source: Third-party OpenAPI, `runRuleEngine` of the settings ("after each membership change").
t.test('the rules run with a change when the settings say so', async (t) => {
  const { app, send } = await open(t)
  const move = (runRuleEngine: boolean) =>
    send('audience_membership_change', {
      account_settings: { runRuleEngine },
      user_profiles: [
        {
          mpid: 'm',
          user_identities: customer('c1'),
          audiences: [change('add', [{ key: 'currency', value: 'USD' }])],
        },
      ],
    })
  const names = async () =>
    (await storedProfile(app, 'c1')).audienceMemberships.map(({ name }: { name: string }) => name)
  await move(false)
  t.strictSame(await names(), ['Travel audience'])
  await move(true)
  t.strictSame(await names(), ['Travel audience', 'VIP'])
})

// Source: Third-party OpenAPI, `userIdField` (`user_identities` are needed unless it is `mpid`).
t.test('customers are known by the field that the settings name', async (t) => {
  const { app, send } = await open(t)
  const user_identities = [
    { type: 'email', encoding: 'raw', value: 'john@doe.com' },
    { type: 'customer', encoding: 'raw', value: 'c2' },
  ]
  const move = (userIdField: string, user: object = { user_identities }) =>
    send('audience_membership_change', {
      account_settings: { userIdField },
      user_profiles: [{ mpid: 'm1', ...user, audiences: [change('add')] }],
    })
  for (const [field, id] of [
    ['email', 'john@doe.com'],
    ['customerId', 'c2'],
    ['mpid', 'm1'],
  ] as const) {
    t.equal((await move(field)).statusCode, 200)
    t.match(await storedProfile(app, id), { audienceMemberships: [{ name: 'Travel audience' }] })
  }
  const before = await keptBy(app)
  for (const user of [{}, { user_identities: [] }, { user_identities: customer('c') }]) {
    isRefused(t, await move('email', user), 400, /user_identities must have one of type email/)
  }
  isRefused(t, await move('phone'), 400, /userIdField must be one of the following: "email"/)
  t.strictSame(await keptBy(app), before)
})

// Source: Third-party OpenAPI, `EventProcessingRequest`, `mparticleEvent`.
t.test('events are tracked, and the rules run', async (t) => {
  const { app, send } = await open(t)
  const event = (name: string) => ({
    name,
    type: 'custom_event',
    session_id: 109,
    attributes: { platform: 'iOS', unknown: true },
  })
  const track = (...events: object[]) =>
    send('event_processing', { mpid: 'm', user_identities: customer('c1'), events })
  const reply = await track(event('click_event'), event('click_event'))
  t.equal(reply.statusCode, 200, reply.body)
  t.strictSame(reply.json(), answer('event_processing'))
  const query = 'profileIntegrationId=c1&loyaltyProgramId=5'
  const ledger = await ask(app, 'iterable', 'GET', `/loyalty?${query}`)
  t.equal(ledger.json().ledger.currentBalance, 6, 'Iterable sees it')
  isRefused(t, await track(event('nope')), 400, /"nope" is not defined.*\(\/events\/0\/name\)/)
  const screen = { ...event('click_event'), type: 'screen_view' }
  isRefused(t, await track(screen), 400, /type must be one of the following: "custom_event"/)
})

t.test('a message is judged by its type, which has to be known', async (t) => {
  const { app, send } = await open(t)
  const types = /type must be one of the following: "module_registration_request", /
  const nope = await send('nope')
  isRefused(t, nope, 400, types)
  t.equal(nope.json().Error.match(/\(\/type\)/g).length, 1, 'said once')
  isRefused(t, await ask(app, 'mparticle', 'POST', '', {}), 400, /: type is required/)
  const empty = await send('audience_subscription')
  isRefused(t, empty, 400, /audience_id is required.*audience_name is required.*action is required/)
  isRefused(t, await send('event_processing'), 400, /mpid is required.*events is required/)
})
