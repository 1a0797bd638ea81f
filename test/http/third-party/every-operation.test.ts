import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { keptBy } from '../../helpers/integration.ts'
import { type Platform, requestOf, SENDER } from '../../helpers/platforms.ts'
import { isRefused } from '../../helpers/third-party.ts'

// Source: Third-party OpenAPI, responses of every operation (all texts), `/cdp` to `/mparticle`.

const COUPON = 'applicationId=1&campaignId=5843&usageLimit=1'
const REFERRAL = 'campaignId=5843&advocateProfileIntegrationId=anna'
const LEDGER = 'profileIntegrationId=anna&loyaltyProgramId=25'
const asked = (parameter: object) => ({ fields: [], limit: 10, parameters: [parameter] })
const user = { mpid: 'm', user_identities: [{ type: 'customerId', value: 'anna' }] }
const subscription = { type: 'audience_subscription_request', audience_name: 'A' }

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE'
type Operation = readonly [Platform, Method, path: string, payload?: object]

/** Each operation, as it is taken, and as it names something that there isn't; undefined: it can't. */
const OPERATIONS: readonly { taken: Operation; missing?: Operation }[] = [
  {
    taken: ['cdp', 'PUT', '/customer_profile/p1', {}],
    missing: [
      'cdp',
      'PUT',
      '/customer_profile/p1',
      { runRuleEngine: true, audiencesChanges: { adds: [99] } },
    ],
  },
  {
    taken: ['cdp', 'PUT', '/customer_profile/p1/audiences', { data: {} }],
    missing: ['cdp', 'PUT', '/customer_profile/p1/audiences', { data: { adds: ['none'] } }],
  },
  {
    taken: ['cdp', 'PUT', '/customer_profiles/audiences', { data: [] }],
    missing: [
      'cdp',
      'PUT',
      '/customer_profiles/audiences',
      { data: [{ customerProfileId: 'p1', adds: [99] }] },
    ],
  },
  {
    taken: ['cdp', 'PUT', '/v2/customer_profiles/audiences', { data: [] }],
    missing: [
      'cdp',
      'PUT',
      '/v2/customer_profiles/audiences',
      { data: [{ customerProfileId: 'p1', adds: ['none'] }] },
    ],
  },
  { taken: ['cdp', 'POST', '/audiences', { audienceId: 'a', audienceName: 'A' }] },
  {
    taken: ['cdp', 'PUT', '/audiences/a', { audienceName: 'B' }],
    missing: ['cdp', 'PUT', '/audiences/none', { audienceName: 'B' }],
  },
  {
    taken: ['cdp', 'DELETE', '/audiences/a'],
    missing: ['cdp', 'DELETE', '/audiences/none'],
  },
  {
    taken: ['customer_engagement', 'GET', `/coupon?${COUPON}&externalCampaignId=c`],
    missing: [
      'customer_engagement',
      'GET',
      '/coupon?applicationId=1&campaignId=99&externalCampaignId=c',
    ],
  },
  {
    taken: ['customer_engagement', 'GET', `/referral?${REFERRAL}`],
    missing: [
      'customer_engagement',
      'GET',
      '/referral?campaignId=99&advocateProfileIntegrationId=anna',
    ],
  },
  {
    taken: ['customer_engagement', 'GET', `/loyalty?${LEDGER}`],
    missing: [
      'customer_engagement',
      'GET',
      '/loyalty?profileIntegrationId=nobody&loyaltyProgramId=25',
    ],
  },
  {
    taken: [
      'customer_engagement',
      'POST',
      '/add_loyalty_points',
      { loyaltyProgramId: 25, profileIntegrationId: 'anna', points: 1 },
    ],
    missing: [
      'customer_engagement',
      'POST',
      '/add_loyalty_points',
      { loyaltyProgramId: 99, profileIntegrationId: 'anna', points: 1 },
    ],
  },
  {
    taken: ['iterable', 'GET', `/coupon?${COUPON}&iterableCampaignId=c`],
    missing: ['iterable', 'GET', '/coupon?applicationId=1&campaignId=99&iterableCampaignId=c'],
  },
  {
    taken: ['iterable', 'GET', `/referral?${REFERRAL}`],
    missing: ['iterable', 'GET', '/referral?campaignId=99&advocateProfileIntegrationId=anna'],
  },
  {
    taken: ['iterable', 'GET', `/loyalty?${LEDGER}`],
    missing: ['iterable', 'GET', '/loyalty?profileIntegrationId=anna&loyaltyProgramId=99'],
  },
  {
    taken: [
      'braze',
      'POST',
      '/referral',
      { campaignId: 5672, advocateProfileIntegrationId: 'anna' },
    ],
    missing: [
      'braze',
      'POST',
      '/referral',
      { campaignId: 99, advocateProfileIntegrationId: 'anna' },
    ],
  },
  {
    taken: ['braze', 'POST', '/coupon', { applicationId: 1, campaignId: 5671, identifier: 'i' }],
    missing: ['braze', 'POST', '/coupon', { applicationId: 1, campaignId: 99, identifier: 'j' }],
  },
  {
    taken: [
      'braze',
      'POST',
      '/coupon_reservation',
      { couponValue: 'EW-1BC2', integrationId: 'anna' },
    ],
    missing: [
      'braze',
      'POST',
      '/coupon_reservation',
      { couponValue: 'NOTHING', integrationId: 'anna' },
    ],
  },
  {
    taken: [
      'braze',
      'POST',
      '/event',
      { eventType: 'myBrazeEvent', type: 'string', customerProfileId: 'anna', identifier: 'i' },
    ],
  },
  {
    taken: [
      'emarsys',
      'POST',
      '/customer_profiles/coupons',
      asked({ campaignId: '34', integrationId: 'anna' }),
    ],
    missing: [
      'emarsys',
      'POST',
      '/customer_profiles/coupons',
      asked({ campaignId: '99', integrationId: 'anna' }),
    ],
  },
  {
    taken: [
      'emarsys',
      'POST',
      '/loyalty_programs/profile/balance',
      asked({ loyaltyProgramId: '34', integrationId: 'anna' }),
    ],
    missing: [
      'emarsys',
      'POST',
      '/loyalty_programs/profile/balance',
      asked({ loyaltyProgramId: '34', integrationId: 'nobody' }),
    ],
  },
  {
    taken: [
      'emarsys',
      'POST',
      '/customer_profiles/audiences',
      { parameters: [{ customerProfileId: 'anna', audienceId: '1', actionType: 'add' }] },
    ],
    missing: [
      'emarsys',
      'POST',
      '/customer_profiles/audiences',
      { parameters: [{ customerProfileId: 'anna', audienceId: '99', actionType: 'add' }] },
    ],
  },
  { taken: ['mparticle', 'POST', '', { type: 'module_registration_request' }] },
  {
    taken: [
      'mparticle',
      'POST',
      '',
      { type: 'audience_membership_change_request', user_profiles: [user] },
    ],
  },
  { taken: ['mparticle', 'POST', '', { ...subscription, audience_id: 7, action: 'add' }] },
  {
    taken: [
      'mparticle',
      'POST',
      '',
      {
        type: 'event_processing_request',
        ...user,
        events: [{ name: 'pageViewed', type: 'custom_event' }],
      },
    ],
  },
]

t.test('every operation refuses a request without a key, a deployment, or a turn', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo', rateLimit: 1 })
  for (const [i, { taken }] of OPERATIONS.entries()) {
    const name = taken.join(' ')
    const send = (sender: object) => app.inject(requestOf(...withBody(taken), sender))
    const { key, deployment } = SENDER
    isRefused(t, await send({ deployment }), 401, 'Missing Session Token')
    isRefused(t, await send({ key }), 400, 'No Deployment URL specified')
    isRefused(t, await send({ key, deployment: '' }), 400, 'No Deployment URL specified')
    const own = { deployment, key: `key-${i}` }
    const first = await send(own)
    t.ok(first.statusCode < 300, `${name}: ${first.statusCode} ${first.body}`)
    isRefused(t, await send(own), 429, 'Too many requests')
  }
})

const withBody = ([platform, method, path, payload]: Operation) =>
  [platform, method, path, payload] as const

t.test('every operation says that something is not there; nothing is changed then', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo' })
  const before = await keptBy(app)
  for (const { missing } of OPERATIONS) {
    if (!missing) continue
    isRefused(t, await app.inject(requestOf(...withBody(missing))), 404, 'Not Found')
    t.strictSame(await keptBy(app), before, missing.join(' '))
  }
})

// Assumed: a wrong key is refused as none is. The emulator's own: --api-key, --deployment.
t.test('with keys and deployments that are known, every operation refuses others', async (t) => {
  const known = { key: 'known', deployment: 'known.talon.one' }
  const { app } = await buildTestApp(t, {
    scenario: 'demo',
    apiKey: [known.key],
    deployment: [known.deployment],
  })
  for (const { taken } of OPERATIONS) {
    const send = (sender: object) => app.inject(requestOf(...withBody(taken), sender))
    const stranger = await send({ ...known, key: 'unknown' })
    isRefused(t, stranger, 401, 'Missing Session Token')
    const elsewhere = await send({ ...known, deployment: 'unknown.talon.one' })
    isRefused(t, elsewhere, 404, 'Not Found')
    const reply = await send({ ...known, deployment: `https://${known.deployment}/` })
    t.ok(reply.statusCode < 300, `${taken.join(' ')}: ${reply.body}`)
  }
})

t.test('every operation that takes a body refuses one that is none', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo' })
  for (const { taken } of OPERATIONS) {
    const { headers, ...request } = requestOf(...withBody(taken))
    if (!request.payload) continue
    const payload = '{"deploymentUrl": '
    const json = { ...headers, 'content-type': 'application/json' }
    isRefused(
      t,
      await app.inject({ ...request, headers: json, payload }),
      400,
      /must be valid JSON/,
    )
    const text = { ...headers, 'content-type': 'text/plain' }
    const other = await app.inject({ ...request, headers: text, payload })
    isRefused(t, other, 415, 'Content-Type must be application/json')
  }
})

// Source: Third-party OpenAPI, `customer-data-platform-name`, `customer-engagement-platform-name` (required).
t.test('the platforms that share a family say which one they are', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo' })
  for (const { taken } of OPERATIONS) {
    const { headers, ...request } = requestOf(...withBody(taken))
    const [name] = Object.keys(headers).filter((header) => header.endsWith('-platform-name'))
    if (name === undefined) continue
    const { [name]: _, ...others } = headers
    const reply = await app.inject({ ...request, headers: others })
    isRefused(t, reply, 400, new RegExp(`${name} is required`))
  }
})
