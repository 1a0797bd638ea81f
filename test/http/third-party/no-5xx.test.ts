import fc from 'fast-check'
import t from 'tap'
import { anyJson } from '../../helpers/any-request.ts'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { type Platform, requestOf } from '../../helpers/platforms.ts'
import { notThirdPartyError } from '../../helpers/third-party.ts'

// The service documents no 5xx for these endpoints, and one form for all errors (Third-party OpenAPI).

const user = { mpid: 'm', user_identities: [{ type: 'customerId', value: 'anna' }] }
const audience = { audience_id: 1, audience_name: 'A' }

/** A request to each operation that would be taken, of which one part is changed. */
const TAKEN: [Platform, 'GET' | 'POST' | 'PUT', string, Record<string, unknown>][] = [
  [
    'cdp',
    'PUT',
    '/customer_profile/p1',
    { attributes: {}, audiencesChanges: {}, runRuleEngine: true },
  ],
  ['cdp', 'PUT', '/customer_profile/p1/audiences', { data: {} }],
  ['cdp', 'PUT', '/customer_profiles/audiences', { data: [{ customerProfileId: 'p', adds: [1] }] }],
  ['cdp', 'POST', '/audiences', { audienceId: 'a', audienceName: 'A' }],
  [
    'customer_engagement',
    'GET',
    '/coupon',
    {
      applicationId: 1,
      campaignId: 5843,
      externalCampaignId: 'c',
      '.firstName': 'x',
      identifier: 'i',
    },
  ],
  ['iterable', 'GET', '/referral', { campaignId: 5843, advocateProfileIntegrationId: 'anna' }],
  ['iterable', 'GET', '/loyalty', { profileIntegrationId: 'anna', loyaltyProgramId: 25 }],
  [
    'customer_engagement',
    'POST',
    '/add_loyalty_points',
    {
      loyaltyProgramId: 25,
      profileIntegrationId: 'anna',
      points: 1,
      pendingUntil: '2026-02-01T00:00:00Z',
      validityDuration: '5D',
      subledgerId: 's',
    },
  ],
  [
    'braze',
    'POST',
    '/coupon',
    {
      applicationId: 1,
      campaignId: 5671,
      identifier: 'i',
      limits: [],
      validCharacters: ['A'],
      couponPattern: 'A-##',
      attributes: {},
    },
  ],
  [
    'braze',
    'POST',
    '/referral',
    { campaignId: 5672, advocateProfileIntegrationId: 'a', attributes: {} },
  ],
  ['braze', 'POST', '/coupon_reservation', { couponValue: 'EW-1BC2', integrationId: 'anna' }],
  [
    'braze',
    'POST',
    '/event',
    {
      eventType: 'myBrazeEvent',
      type: 'string',
      customerProfileId: 'anna',
      identifier: 'i',
      eventAttributes: {},
    },
  ],
  [
    'emarsys',
    'POST',
    '/customer_profiles/coupons',
    { fields: ['id'], limit: 1, parameters: [{ campaignId: 34, integrationId: 'anna' }] },
  ],
  [
    'emarsys',
    'POST',
    '/loyalty_programs/profile/balance',
    { fields: [], limit: 1, parameters: [{ loyaltyProgramId: 34, integrationId: 'anna' }] },
  ],
  [
    'mparticle',
    'POST',
    '',
    { type: 'audience_subscription_request', ...audience, action: 'update' },
  ],
  [
    'mparticle',
    'POST',
    '',
    {
      type: 'audience_membership_change_request',
      user_profiles: [{ ...user, audiences: [{ ...audience, action: 'add' }] }],
    },
  ],
  [
    'mparticle',
    'POST',
    '',
    {
      type: 'event_processing_request',
      ...user,
      events: [{ name: 'pageViewed', type: 'custom_event' }],
    },
  ],
]

const queryOf = (values: Record<string, unknown>): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    query.append(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return query.toString()
}

t.test(
  'whatever stands in a request of a platform, it gives no 5xx, and errors have the form',
  async (t) => {
    const { app } = await buildTestApp(t, { scenario: 'demo' })
    const statuses = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TAKEN),
        fc.nat(),
        anyJson,
        async ([platform, method, path, values], at, put) => {
          const names = Object.keys(values)
          const changed = { ...values, [names[at % names.length] ?? '']: put }
          const request =
            method === 'GET'
              ? requestOf(platform, method, `${path}?${queryOf(changed)}`)
              : requestOf(platform, method, path, changed)
          const { statusCode, body } = await app.inject(request)
          statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1)
          if (statusCode < 300) return
          if (statusCode >= 500 || statusCode < 400) throw new Error(`${statusCode}: ${body}`)
          const fault = notThirdPartyError(statusCode, body)
          if (fault) throw new Error(`${statusCode}: ${fault}`)
        },
      ),
      { numRuns: 3000, interruptAfterTimeLimit: 6000, includeErrorInReport: true },
    )
    t.comment(Object.fromEntries(statuses))
    for (const status of [200, 400, 404]) t.ok(statuses.get(status), `the requests reach ${status}`)
    const snapshot = (await app.inject('/_mock/snapshot')).json()
    const restored = await app.inject({ method: 'PUT', url: '/_mock/snapshot', payload: snapshot })
    t.equal(restored.statusCode, 204, restored.body)
  },
)
