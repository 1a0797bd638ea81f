import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'

// Source: Integration API, responses 400, 401 and 404, error schema. Assumed: the text of a 401.

const PROGRAM = '/v1/loyalty_programs/25'

/** Each operation, and the status it has for something that isn't there; undefined: there is no such thing. */
const OPERATIONS = [
  ['PUT', '/v2/customer_sessions/s9', { customerSession: {} }, undefined],
  ['GET', '/v2/customer_sessions/s8', undefined, 404],
  [
    'POST',
    '/v2/customer_sessions/s8/returns',
    { return: { returnedCartItems: [{ position: 0 }] } },
    404,
  ],
  ['PUT', '/v2/customer_sessions/s8/reopen', undefined, 404],
  ['PUT', '/v2/customer_profiles/p9', {}, undefined],
  ['PUT', '/v2/customer_profiles', { customerProfiles: [] }, undefined],
  ['GET', '/v1/customer_profiles/nobody/inventory', undefined, 404],
  ['DELETE', '/v1/customer_data/nobody', undefined, 404],
  ['POST', '/v2/events', { type: 'pageViewed', profileId: 'p9' }, undefined],
  ['POST', '/v3/events', { type: 'pageViewed', profileId: 'p9', integrationId: 'e9' }, undefined],
  ['GET', '/v3/events/nothing', undefined, 404],
  ['POST', '/v1/coupon_reservations/NOTHING', { integrationIDs: ['p9'] }, 404],
  ['DELETE', '/v1/coupon_reservations/NOTHING', { integrationIDs: ['p9'] }, 404],
  ['GET', '/v1/coupon_reservations/customerprofiles/NOTHING', undefined, 404],
  ['POST', '/v1/referrals', { campaignId: 99, advocateProfileIntegrationId: 'a' }, 404],
  [
    'POST',
    '/v1/referrals_for_multiple_advocates',
    { campaignId: 99, advocateProfileIntegrationIds: ['a'] },
    404,
  ],
  ['GET', `${PROGRAM}/profile/nobody/balances`, undefined, 404],
  ['GET', `${PROGRAM}/profile/nobody/points`, undefined, 404],
  ['GET', `${PROGRAM}/profile/nobody/transactions`, undefined, 404],
  ['POST', `${PROGRAM}/profile/nobody/delete_transactions`, { scope: 'AllSubledgers' }, 404],
  ['GET', '/v1/loyalty_programs/1/cards/none/balances', undefined, 404],
  ['GET', '/v1/loyalty_programs/1/cards/none/points', undefined, 404],
  ['GET', '/v1/loyalty_programs/1/cards/none/transactions', undefined, 404],
  ['POST', '/v1/loyalty_programs/99/cards', {}, 404],
  ['POST', '/v2/loyalty_programs/1/cards/none/link_profile', { integrationId: 'a' }, 404],
  ['POST', '/v2/loyalty_programs/1/cards/none/unlink_profile', { integrationId: 'a' }, 404],
  ['POST', '/v1/loyalty_programs/99/activate_points', { sessionId: 's' }, 404],
  ['POST', '/v2/audiences', { name: 'A' }, undefined],
  ['PUT', '/v2/audiences/99', { name: 'A' }, 404],
  ['DELETE', '/v2/audiences/99', undefined, 404],
  ['DELETE', '/v2/audiences/99/memberships', undefined, 404],
  [
    'POST',
    '/v2/customer_audiences',
    { data: [{ action: 'add', profileIntegrationId: 'a', audienceId: 99 }] },
    404,
  ],
  ['PUT', '/v2/audience_customers/99/attributes', {}, 404],
  ['GET', '/v1/integration/campaigns', undefined, undefined],
] as const

t.test('every operation asks for a key, and says in its own form what is not there', async (t) => {
  const { app } = await buildTestApp(t, { scenario: 'demo' })
  for (const [method, url, payload, missing] of OPERATIONS) {
    const send = (headers: Record<string, string>, body: object | string | undefined = payload) =>
      app.inject({ method, url, headers, ...(body !== undefined && { payload: body }) })
    const keyless = await send({})
    t.strictSame(
      [keyless.statusCode, keyless.json()],
      [401, { message: 'Missing Session Token', errors: [], StatusCode: 401 }],
      url,
    )
    const authorization = 'ApiKey-v1 a-key'
    const reply = await send({ authorization })
    if (missing === undefined) t.ok(reply.statusCode < 300, `${method} ${url}: ${reply.statusCode}`)
    else {
      t.match(reply.json(), {
        message: 'Not Found',
        StatusCode: missing,
        errors: [{ title: 'Not found' }],
      })
      t.equal(reply.statusCode, missing)
    }
    if (!payload) continue
    const bad = await send({ authorization, 'content-type': 'application/json' }, '[]')
    t.match(bad.json(), { message: 'The submitted data was invalid', StatusCode: 400 }, url)
    t.match(bad.json().errors[0], { title: 'type', source: { pointer: '/' } }, url)
  }
})
