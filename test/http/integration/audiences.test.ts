import t from 'tap'
import { type Deployment, isRefusedAt, openDeployment } from '../../helpers/open-deployment.ts'

const SHOP = `version: 1
attributes: { CustomerProfile: { Language: string } }
audiences: [{ id: 7, name: VIP }, { id: 8, name: Others }]
profiles:
  - { integrationId: anna, audiences: [VIP] }
  - { integrationId: ben, audiences: [VIP, Others] }
  - { integrationId: carl }
campaigns:
  - id: 1
    name: Members
    rules:
      - title: VIP
        when: { profile: { audience: VIP } }
        then: [{ notify: { title: Hi, type: Info, body: x } }]
`

const profileOf = async ({ call }: Deployment, id: string) =>
  (await call('GET', `/v1/customer_profiles/${id}/inventory?profile=true`)).json().profile

const audiencesOf = async (shop: Deployment, id: string): Promise<string[]> =>
  (await profileOf(shop, id)).audienceMemberships.map(({ name }: { name: string }) => name)

// Source: Integration API, "Create audience" (201; required and optional fields; 409).
t.test('an audience is made, from scratch or of a platform', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const make = (body: object) => shop.call('POST', '/v2/audiences', body)
  const plain = await make({ name: 'Breakfast Regulars' })
  t.equal(plain.statusCode, 201, plain.body)
  t.strictSame(plain.json(), {
    accountId: 1,
    id: 9,
    created: '2026-01-02T03:04:05.000Z',
    name: 'Breakfast Regulars',
  })
  const full = {
    name: 'Travel audience',
    sandbox: true,
    description: 'Travel audience 18-27',
    subscribedApplicationsIds: [3, 13],
    integration: 'mparticle',
    integrationId: '382370BKDB946',
  }
  const made = await make(full)
  t.equal(made.statusCode, 201)
  t.match(made.json(), { id: 10, ...full })
  const twice = await make({ name: 'Another', integrationId: '382370BKDB946' })
  t.equal(twice.statusCode, 409)
  t.match(twice.json(), { message: /382370BKDB946/, StatusCode: 409 })
  t.equal((await make({ name: 'Next' })).json().id, 11, 'the refused one took no number')
  isRefusedAt(t, await make({}), 400, '/name')
  isRefusedAt(t, await make({ name: '' }), 400, '/name')
  isRefusedAt(t, await make({ name: 'x', integrationId: '' }), 400, '/integrationId')
  const long = { name: 'x', integrationId: 'x'.repeat(1001) }
  isRefusedAt(t, await make(long), 400, '/integrationId')
  isRefusedAt(t, await make({ name: 'x', sandbox: 'yes' }), 400, '/sandbox')
  const twins = { name: 'x', subscribedApplicationsIds: [3, 3] }
  isRefusedAt(t, await make(twins), 400, '/subscribedApplicationsIds')
})

// Source: Integration API, "Update audience name" (200; 404).
t.test('another name shows in the profiles of the members', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const renamed = await shop.call('PUT', '/v2/audiences/7', { name: 'Very important' })
  t.equal(renamed.statusCode, 200, renamed.body)
  t.match(renamed.json(), { id: 7, name: 'Very important' })
  t.strictSame(await audiencesOf(shop, 'anna'), ['Very important'])
  t.strictSame(await audiencesOf(shop, 'ben'), ['Very important', 'Others'])
  t.strictSame(await audiencesOf(shop, 'carl'), [])
  isRefusedAt(t, await shop.call('PUT', '/v2/audiences/99', { name: 'x' }), 404, 'audienceId')
  isRefusedAt(t, await shop.call('PUT', '/v2/audiences/7', { name: '' }), 400, '/name')
  isRefusedAt(t, await shop.call('PUT', '/v2/audiences/vip', { name: 'x' }), 400, 'audienceId')
})

// Source: Integration API, "Delete audience memberships" (204; 404), "Delete audience" (204; 404).
t.test('memberships go, and then the audience', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const emptied = await shop.call('DELETE', '/v2/audiences/7/memberships')
  t.equal(emptied.statusCode, 204, emptied.body)
  t.equal(emptied.body, '')
  t.strictSame(await audiencesOf(shop, 'anna'), [])
  t.strictSame(await audiencesOf(shop, 'ben'), ['Others'])
  t.equal((await shop.call('PUT', '/v2/audiences/7', { name: 'VIP' })).statusCode, 200)
  const gone = await shop.call('DELETE', '/v2/audiences/8')
  t.equal(gone.statusCode, 204)
  t.equal(gone.body, '')
  t.strictSame(await audiencesOf(shop, 'ben'), [])
  isRefusedAt(t, await shop.call('DELETE', '/v2/audiences/8'), 404, 'audienceId')
  isRefusedAt(t, await shop.call('DELETE', '/v2/audiences/8/memberships'), 404, 'audienceId')
  isRefusedAt(t, await shop.call('PUT', '/v2/audiences/8', { name: 'x' }), 404, 'audienceId')
})

// Source: Integration API, "Update multiple customer profiles' audiences" (204; up to 1,000; `add`,
// `delete`). Assumed: one that isn't known, and nothing is changed; unknown profiles come into being.
t.test('memberships of many profiles change, all or none', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const change = (...data: [string, string, number][]) =>
    shop.call('POST', '/v2/customer_audiences', {
      data: data.map(([action, profileIntegrationId, audienceId]) => ({
        action,
        profileIntegrationId,
        audienceId,
      })),
    })
  const done = await change(['add', 'carl', 8], ['delete', 'ben', 7], ['add', 'new', 7])
  t.equal(done.statusCode, 204, done.body)
  t.equal(done.body, '')
  t.strictSame(await audiencesOf(shop, 'carl'), ['Others'])
  t.strictSame(await audiencesOf(shop, 'ben'), ['Others'])
  t.strictSame(await audiencesOf(shop, 'new'), ['VIP'])
  t.equal((await change(['add', 'carl', 7], ['add', 'dora', 99])).statusCode, 404)
  t.strictSame(await audiencesOf(shop, 'carl'), ['Others'])
  t.equal((await shop.call('GET', '/v1/customer_profiles/dora/inventory')).statusCode, 404)
  t.equal((await change(['delete', 'anna', 8])).statusCode, 204, 'it was no member')
  await change(['add', 'anna', 7])
  t.strictSame(await audiencesOf(shop, 'anna'), ['VIP'], 'it is a member once')
  isRefusedAt(t, await change(['move', 'anna', 7]), 400, '/data/0/action')
  const many = (length: number) =>
    change(...Array.from({ length }, (_, i): [string, string, number] => ['add', `p${i}`, 8]))
  isRefusedAt(t, await many(1001), 400, '/data')
  t.equal((await many(1000)).statusCode, 204)
  t.strictSame(await audiencesOf(shop, 'p999'), ['Others'])
  const nothing = await shop.call('POST', '/v2/customer_audiences', {})
  isRefusedAt(t, nothing, 400, '/data')
})

t.test('whoever became a member is one to the rules', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const effects = async () => {
    const customerSession = { profileId: 'carl' }
    const reply = await shop.call('PUT', '/v2/customer_sessions/s1', { customerSession })
    return reply.json().effects
  }
  t.strictSame(await effects(), [])
  const one = { action: 'add', profileIntegrationId: 'carl', audienceId: 7 }
  await shop.call('POST', '/v2/customer_audiences', { data: [one] })
  t.match(await effects(), [{ effectType: 'showNotification' }])
  await shop.call('DELETE', '/v2/audiences/7/memberships')
  t.strictSame(await effects(), [])
})

// Source: Integration API, "Update profile attributes for all customers in an audience" (204; 404);
// docs, Errors page (form).
t.test('attributes of all members are set', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const set = (id: number, attributes: object) =>
    shop.call('PUT', `/v2/audience_customers/${id}/attributes`, attributes)
  const done = await set(7, { Language: 'german' })
  t.equal(done.statusCode, 204, done.body)
  t.equal(done.body, '')
  for (const id of ['anna', 'ben']) {
    t.strictSame((await profileOf(shop, id)).attributes, { Language: 'german' }, id)
  }
  t.strictSame((await profileOf(shop, 'carl')).attributes, {})
  isRefusedAt(t, await set(7, { Language: 'french', Foo: 1 }), 400, '/Foo')
  isRefusedAt(t, await set(7, { Language: 1 }), 400, '/Language')
  isRefusedAt(t, await set(99, { Language: 'french' }), 404, 'audienceId')
  t.strictSame((await profileOf(shop, 'anna')).attributes, { Language: 'german' })
})
