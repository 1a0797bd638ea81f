import t from 'tap'
import { ask, shown } from '../../../helpers/platforms.ts'
import { buildScenarioApp, callSegment, storedProfile } from '../../../helpers/segment-shop.ts'
import { isRefused } from '../../../helpers/third-party.ts'

const SHOP = `
attributes: { CustomerProfile: { Language: string, ShippingCountry: string, ProductClicked: boolean } }
audiences:
  - { id: 1, name: VIP, integrationId: vip }
  - { id: 2, name: Runners, integrationId: runners }
campaigns:
  - id: 1
    name: Hello
    rules:
      - title: Members
        when: { profile: { audience: VIP } }
        then: [{ notify: { title: Hi, type: Info, body: x } }]
`

const ATTRIBUTES = { Language: 'english', ShippingCountry: 'DE', ProductClicked: true }

const typesOf = (reply: { json: () => { effects: { effectType: string }[] } }) =>
  reply.json().effects.map(({ effectType }) => effectType)

// Source: Third-party OpenAPI, `cdp/updateCustomerProfile`, `runRuleEngine` (false; audience changes set it).
t.test(
  'a profile is updated; changes of its audiences run the rules, attributes do not',
  async (t) => {
    const { app } = await buildScenarioApp(t, SHOP)
    const put = (body: object, query = '') =>
      ask(app, 'cdp', 'PUT', `/customer_profile/p1${query}`, body)
    const quiet = await put({ attributes: ATTRIBUTES, runRuleEngine: false, audiencesChanges: {} })
    t.equal(quiet.statusCode, 200, quiet.body)
    t.match(quiet.json(), { effects: [], createdCoupons: [], createdReferrals: [] })
    t.match(quiet.json().customerProfile, { integrationId: 'p1', attributes: ATTRIBUTES })
    t.notOk('event' in quiet.json(), 'no rules, no event')
    const joined = await put({
      runRuleEngine: false,
      audiencesChanges: { adds: [1], deletes: [2] },
    })
    t.strictSame(typesOf(joined), ['showNotification'])
    t.match(joined.json().customerProfile.audienceMemberships, [{ id: 1, name: 'VIP' }])
    t.strictSame(typesOf(await put({ runRuleEngine: true })), ['showNotification'])
    t.strictSame(typesOf(await put({})), [])
    isRefused(t, await put({ attributes: { Nope: 1 } }), 400, /"Nope" is not defined/)
    const skipped = await put({ attributes: { Nope: 1 } }, '?skipNonExistingAttributes=true')
    t.equal(skipped.statusCode, 200)
    const updated = await callSegment(app, 'PUT', '/v2/customer_profiles/p1', {})
    t.strictSame(updated.json().customerProfile.attributes, ATTRIBUTES, 'Segment sees it')
  },
)

// Source: Third-party OpenAPI, `cdp/updateCustomerProfileAudiences`.
t.test(
  'audiences of a profile change by what the platform calls them, with the rules',
  async (t) => {
    const { app } = await buildScenarioApp(t, SHOP)
    const url = '/customer_profile/p1/audiences'
    const reply = await ask(app, 'cdp', 'PUT', url, {
      data: { adds: ['vip', 'runners'], deletes: [] },
    })
    t.equal(reply.statusCode, 200, reply.body)
    t.strictSame(typesOf(reply), ['showNotification'])
    await ask(app, 'cdp', 'PUT', url, { data: { deletes: ['vip'] } })
    const { profile } = await shown(app, '/v1/customer_profiles/p1/inventory?profile=true')
    t.strictSame(profile.audienceMemberships, [{ id: 2, name: 'Runners' }])
  },
)

// Source: Third-party OpenAPI, `cdp/updateCustomerProfilesAudiences` and its v2.
for (const [path, vip, runners] of [
  ['/customer_profiles/audiences', 1, 2],
  ['/v2/customer_profiles/audiences', 'vip', 'runners'],
] as const) {
  t.test(`audiences of several profiles change at once: ${path}`, async (t) => {
    const { app } = await buildScenarioApp(t, SHOP)
    const change = (customerProfileId: string, adds: unknown[], deletes: unknown[]) => ({
      customerProfileId,
      adds,
      deletes,
    })
    const data = [change('p1', [vip], [runners]), change('p2', [vip, runners], [])]
    const reply = await ask(app, 'cdp', 'PUT', path, { data })
    t.equal(reply.statusCode, 204, reply.body)
    t.equal(reply.body, '')
    await ask(app, 'cdp', 'PUT', path, { data: [change('p2', [], [vip])] })
    const of = async (id: string) =>
      (await callSegment(app, 'PUT', `/v2/customer_profiles/${id}`, {}))
        .json()
        .customerProfile.audienceMemberships.map(({ id }: { id: number }) => id)
    t.strictSame([await of('p1'), await of('p2')], [[1], [2]])
  })
}

// Source: Third-party OpenAPI, `cdp/createAudience`, `cdp/updateAudience`, `cdp/deleteAudience`.
t.test('an audience is created, named and deleted; it comes from the platform', async (t) => {
  const { app } = await buildScenarioApp(t, SHOP)
  const created = { audienceId: '382370BKDB946', audienceName: 'Travel audience' }
  const reply = await ask(app, 'cdp', 'POST', '/audiences', created)
  t.equal(reply.statusCode, 201, reply.body)
  t.strictSame(Object.keys(reply.json()).sort(), [
    'accountId',
    'created',
    'id',
    'integration',
    'integrationId',
    'name',
  ])
  t.match(reply.json(), {
    id: 3,
    name: 'Travel audience',
    integration: 'Tealium',
    integrationId: '382370BKDB946',
  })
  isRefused(
    t,
    await ask(app, 'cdp', 'POST', '/audiences', created),
    409,
    "The audience with the ID '382370BKDB946' already exists",
  )
  const named = await ask(app, 'cdp', 'PUT', '/audiences/382370BKDB946', {
    ...created,
    audienceName: 'Travellers',
  })
  t.equal(named.statusCode, 200)
  t.match(named.json(), { id: 3, name: 'Travellers', integration: 'Tealium' })
  const join = { data: { adds: ['382370BKDB946'] } }
  const joined = await callSegment(app, 'PUT', '/customer_profiles/p1/audiences', join)
  t.match(joined.json().customerProfile.audienceMemberships, [{ id: 3, name: 'Travellers' }])
  const gone = await ask(app, 'cdp', 'DELETE', '/audiences/382370BKDB946')
  t.equal(gone.statusCode, 204)
  t.strictSame((await storedProfile(app, 'p1')).audienceMemberships, [])
  isRefused(
    t,
    await callSegment(app, 'PUT', '/customer_profiles/p1/audiences', join),
    404,
    'Not Found',
  )
})
