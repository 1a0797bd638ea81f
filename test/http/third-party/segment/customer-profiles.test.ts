import t from 'tap'
import { buildScenarioApp, callSegment, storedProfile } from '../../../helpers/segment-shop.ts'
import { isRefused } from '../../../helpers/third-party.ts'

// Source: Third-party OpenAPI, `segment/updateCustomerProfile` and its later versions, `runRuleEngine`,
// `audiencesChanges`; docs, Events. Assumed: what is said so beside it.

const SCENARIO = `
attributes: { CustomerProfile: { Age: number } }
audiences:
  - { id: 1, name: VIP, integrationId: vip }
  - { id: 2, name: Runners, integrationId: runners }
campaigns:
  - name: Welcome
    rules:
      - { title: VIP, when: { profile: { audience: VIP } }, then: [{ notify: { title: Hello VIP } }] }
      - { title: Ten, then: [{ discount: { name: Ten, amount: 10, of: session } }] }
`

t.test('v1 creates profile and attributes, and lists them', async (t) => {
  const { app } = await buildScenarioApp(t, SCENARIO)
  const reply = await callSegment(app, 'PUT', '/customer_profile/p1', {
    attributes: { Age: 3, City: 'Berlin', Club: false },
    attributesInfo: [
      { name: 'Club', type: 'string' },
      { name: 'City', type: 'weird' },
    ],
    audiencesChanges: {},
  })
  t.equal(reply.statusCode, 200)
  t.strictSame(Object.keys(reply.json()), ['customerProfile', 'createdAttributes'])
  t.match(reply.json(), {
    customerProfile: {
      integrationId: 'p1',
      attributes: { Age: 3, City: 'Berlin', Club: 'false' },
      closedSessions: 0,
      audienceMemberships: [],
    },
    createdAttributes: [
      { entity: 'CustomerProfile', name: 'City', type: 'string' },
      { entity: 'CustomerProfile', name: 'Club', type: 'string' },
    ],
  })
  const again = await callSegment(app, 'PUT', '/customer_profile/p1', {
    attributes: { City: null },
  })
  t.strictSame(again.json().customerProfile.attributes, { Age: 3, Club: 'false' })
  t.strictSame(again.json().createdAttributes, [])
})

t.test('without the rules audience changes are not applied, and nothing is raised', async (t) => {
  const { app, clock } = await buildScenarioApp(t, SCENARIO)
  await callSegment(app, 'PUT', '/v2/customer_profiles/p1', {})
  const before = await storedProfile(app, 'p1')
  clock.advance(1000)
  const reply = await callSegment(app, 'PUT', '/v2/customer_profiles/p1', {
    attributes: { Age: 4 },
    runRuleEngine: false,
    audiencesChanges: { adds: [1], deletes: [99] },
  })
  t.equal(reply.statusCode, 200)
  const { customerProfile, effects, ...rest } = reply.json()
  t.strictSame(effects, [])
  t.notOk('event' in rest)
  t.match(customerProfile, { attributes: { Age: 4 }, lastActivity: before.lastActivity })
  t.strictSame(customerProfile.audienceMemberships, [])
})

t.test(
  'with the rules they run on the new audiences; the event says created, then updated',
  async (t) => {
    const { app } = await buildScenarioApp(t, SCENARIO)
    const body = { runRuleEngine: true, audiencesChanges: { adds: ['1'] } }
    const reply = await callSegment(app, 'PUT', '/v2/customer_profiles/p1', body)
    t.match(reply.json(), {
      effects: [{ effectType: 'showNotification', props: { title: 'Hello VIP' } }],
      event: { type: 'talon_profile_created', profileId: 'p1' },
      customerProfile: { audienceMemberships: [{ id: 1, name: 'VIP' }] },
      createdCoupons: [],
      createdReferrals: [],
    })
    t.equal(reply.json().effects.length, 1, 'there is no cart to discount')
    t.match(reply.json().ruleFailureReasons, [{ ruleName: 'Ten' }])
    const both = { adds: [2], deletes: [1, 2] }
    const again = await callSegment(app, 'PUT', '/v2/customer_profiles/p1', {
      runRuleEngine: true,
      audiencesChanges: both,
    })
    t.match(again.json(), { event: { type: 'talon_profile_updated' } })
    t.strictSame(
      again.json().customerProfile.audienceMemberships,
      [],
      'deletes come last (assumed)',
    )
  },
)

t.test('v2 creates audiences under cleaned IDs, and says what became of each', async (t) => {
  const { app } = await buildScenarioApp(t, SCENARIO)
  const send = (name: string) =>
    callSegment(app, 'PUT', '/customer_profile_v2/p1', {
      runRuleEngine: true,
      audiencesChanges: {
        adds: [
          { name, integrationId: 'My Travel audience1' },
          { name: 'VIP', integrationId: 'vip' },
        ],
      },
    })
  const statuses = async (name: string) =>
    (await send(name)).json().audiences.map(({ status }: { status: string }) => status)
  const reply = await send('Travel')
  t.match(reply.json().audiences, [
    { id: 3, name: 'Travel', integrationId: 'My_Travel_audience1', status: 'new' },
    { id: 1, name: 'VIP', status: 'unmodified' },
  ])
  t.strictSame(await statuses('Travel'), ['unmodified', 'unmodified'])
  t.strictSame(await statuses('Journeys'), ['updated', 'unmodified'])
  t.match(await storedProfile(app, 'p1'), {
    audienceMemberships: [{ name: 'Journeys' }, { name: 'VIP' }],
  })
})

t.test('v3 refuses attributes that are not defined, or drops them', async (t) => {
  const { app } = await buildScenarioApp(t, SCENARIO)
  const body = { attributes: { Foo: 1, Age: 2 } }
  const path = '/v2/customer_profiles/p1'
  isRefused(
    t,
    await callSegment(app, 'PUT', path, body),
    400,
    'The submitted data was invalid: The attribute "Foo" is not defined on CustomerProfile entities. (/attributes/Foo)',
  )
  t.equal((await app.inject('/_mock/profiles/p1')).statusCode, 404, 'nothing came into being')
  const skipped = await callSegment(app, 'PUT', `${path}?skipNonExistingAttributes=true`, body)
  t.strictSame(skipped.json().customerProfile.attributes, { Age: 2 })
})

t.test(
  'audiences by external IDs run the rules; one that is not known is a 404, and nothing changes',
  async (t) => {
    const { app } = await buildScenarioApp(t, SCENARIO)
    const path = '/customer_profiles/p1/audiences'
    const reply = await callSegment(app, 'PUT', path, {
      data: { adds: ['vip'], deletes: ['runners'] },
    })
    t.match(reply.json(), {
      effects: [{ effectType: 'showNotification' }],
      customerProfile: { audienceMemberships: [{ id: 1, name: 'VIP' }] },
    })
    const unknown = { data: { adds: ['runners', 'nobody'], deletes: ['vip'] } }
    isRefused(t, await callSegment(app, 'PUT', path, unknown), 404, 'Not Found')
    t.match(await storedProfile(app, 'p1'), { audienceMemberships: [{ id: 1 }] })
  },
)

t.test('`audiences` in the place of an ID is no profile: many profiles, all or none', async (t) => {
  const { app } = await buildScenarioApp(t, SCENARIO)
  const numbered = {
    data: [
      { customerProfileId: 'p1', adds: [1, '2'] },
      { customerProfileId: 'p2', adds: [1] },
      { customerProfileId: 'p1', deletes: [1] },
    ],
  }
  const done = await callSegment(app, 'PUT', '/customer_profiles/audiences', numbered)
  t.equal(done.statusCode, 204)
  t.equal(done.body, '')
  t.match(await storedProfile(app, 'p1'), { audienceMemberships: [{ id: 2, name: 'Runners' }] })
  t.match(await storedProfile(app, 'p2'), { audienceMemberships: [{ id: 1 }] })

  const external = {
    data: [
      { customerProfileId: 'p3', adds: ['vip'] },
      { customerProfileId: 'p2', deletes: ['nobody'] },
    ],
  }
  const path = '/v2/customer_profiles/audiences'
  isRefused(t, await callSegment(app, 'PUT', path, external), 404, 'Not Found')
  t.equal((await app.inject('/_mock/profiles/p3')).statusCode, 404)
  t.equal((await app.inject('/_mock/profiles/audiences')).statusCode, 404)
  const good = { data: [{ customerProfileId: 'p2', deletes: ['vip'] }] }
  t.equal((await callSegment(app, 'PUT', path, good)).statusCode, 204)
  t.strictSame((await storedProfile(app, 'p2')).audienceMemberships, [])
})

t.test('at most 1,000 changes in a request', async (t) => {
  const { app } = await buildScenarioApp(t, SCENARIO)
  const changes = (count: number) => ({
    data: [{ customerProfileId: 'p1', adds: Array(count).fill(1), deletes: [2] }],
  })
  const path = '/customer_profiles/audiences'
  t.equal((await callSegment(app, 'PUT', path, changes(999))).statusCode, 204)
  isRefused(
    t,
    await callSegment(app, 'PUT', path, changes(1000)),
    400,
    'The submitted data was invalid: data must hold at most 1000 changes in all, got 1001 (/data)',
  )
})

t.test('an ID of a profile has at most 1,000 characters; a body is as described', async (t) => {
  const { app } = await buildScenarioApp(t, SCENARIO)
  const long = 'x'.repeat(1001)
  isRefused(t, await callSegment(app, 'PUT', `/v2/customer_profiles/${long}`, {}), 400, /1000/)
  const wrong = { runRuleEngine: 'yes' }
  isRefused(
    t,
    await callSegment(app, 'PUT', '/customer_profile/p1', wrong),
    400,
    /runRuleEngine must be a boolean/,
  )
  const url = '/segment/v2/customer_profiles/p1'
  const keyless = await app.inject({ method: 'PUT', url, payload: {} })
  isRefused(t, keyless, 401, 'Missing Session Token')
})
