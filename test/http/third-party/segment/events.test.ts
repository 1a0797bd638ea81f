import t from 'tap'
import { buildScenarioApp, callSegment, storedProfile } from '../../../helpers/segment-shop.ts'
import { isRefused, putV2 } from '../../../helpers/third-party.ts'

// Source: Third-party OpenAPI, `segment/trackEvent`, `segment/trackEventV2`; docs, Events.

const SCENARIO = `
attributes: { Event: { Page: string } }
events: [viewed]
loyaltyPrograms: [{ id: 5, name: stars }]
campaigns:
  - name: Views
    rules:
      - title: Points for looking
        when: { event: { type: viewed } }
        then: [{ points: { program: stars, name: Look, amount: 3 } }]
      - { title: Ten, then: [{ discount: { name: Ten, amount: 10, of: session } }] }
      - { title: Gift, when: { sessionTotal: { atMost: 1000 } }, then: [{ notify: { title: x } }] }
`
const VIEWED = { eventType: 'viewed', customerProfileId: 'p1', eventAttributes: { Page: 'home' } }

t.test(
  'an event creates its profile, runs the rules, and books their points at once',
  async (t) => {
    const { app } = await buildScenarioApp(t, SCENARIO)
    const reply = await callSegment(app, 'PUT', '/v2/events', VIEWED)
    t.equal(reply.statusCode, 200)
    t.match(reply.json(), {
      effects: [
        { effectType: 'addLoyaltyPoints', props: { value: 3, recipientIntegrationId: 'p1' } },
      ],
      createdCoupons: [],
      createdReferrals: [],
      event: { type: 'viewed', profileId: 'p1', attributes: { Page: 'home' }, effects: [] },
      customerProfile: { integrationId: 'p1', closedSessions: 0 },
      loyalty: { programs: { 5: { ledger: { currentBalance: 3 } } } },
    })
    t.equal(
      reply.json().effects.length,
      1,
      'there is no cart to discount, and no session to ask about',
    )
    t.match(reply.json().ruleFailureReasons, [{ ruleName: 'Ten' }, { ruleName: 'Gift' }])
    t.notOk('sessionId' in reply.json().event)
    const session = await putV2(app, { profileId: 'p1' })
    t.match(session.json().loyalty.programs['5'].ledger, { currentBalance: 3 })
  },
)

t.test(
  'v2 refuses a type that is not defined, and attributes that are not, or drops these',
  async (t) => {
    const { app } = await buildScenarioApp(t, SCENARIO)
    const track = (more: object, query = '') =>
      callSegment(app, 'PUT', `/v2/events${query}`, { ...VIEWED, ...more })
    isRefused(
      t,
      await track({ eventType: 'clicked' }),
      400,
      /event type "clicked" is not defined.*\/eventType/,
    )
    const attributes = { eventAttributes: { Foo: 1, Page: 'a' } }
    isRefused(
      t,
      await track(attributes),
      400,
      'The submitted data was invalid: The attribute "Foo" is not defined on Event entities. (/eventAttributes/Foo)',
    )
    t.equal((await app.inject('/_mock/profiles/p1')).statusCode, 404)
    const skipped = await track(attributes, '?skipNonExistingAttributes=true')
    t.strictSame(skipped.json().event.attributes, { Page: 'a' })
  },
)

t.test('v1 creates the type and the attributes', async (t) => {
  const { app } = await buildScenarioApp(t, SCENARIO)
  const body = {
    eventType: 'clicked',
    type: 'string',
    customerProfileId: 'p1',
    eventAttributes: { Count: 2, Flag: true },
    attributesInfo: [
      { name: 'Flag', type: 'string' },
      { name: 'Count', type: 'weird' },
    ],
  }
  const reply = await callSegment(app, 'PUT', '/event', body)
  t.match(reply.json().event, { type: 'clicked', attributes: { Count: 2, Flag: 'true' } })
  const known = { eventType: 'clicked', customerProfileId: 'p1', eventAttributes: { Count: 1 } }
  t.equal((await callSegment(app, 'PUT', '/v2/events', known)).statusCode, 200, 'now v2 knows both')
})

t.test('built-in names are reserved', async (t) => {
  const { app } = await buildScenarioApp(t, SCENARIO)
  for (const path of ['/event', '/v2/events']) {
    const body = { eventType: 'talon_session_closed', customerProfileId: 'p1' }
    isRefused(t, await callSegment(app, 'PUT', path, body), 400, /must not be talon_session_closed/)
  }
})

t.test('a profile is required', async (t) => {
  const { app } = await buildScenarioApp(t, SCENARIO)
  for (const customerProfileId of [undefined, null, '']) {
    const reply = await callSegment(app, 'PUT', '/v2/events', { ...VIEWED, customerProfileId })
    isRefused(t, reply, 400, /a profile is required.*\/customerProfileId/)
  }
  isRefused(t, await callSegment(app, 'PUT', '/v2/events', {}), 400, /eventType is required/)
})

t.test("an event moves its profile's last activity", async (t) => {
  const { app, clock } = await buildScenarioApp(t, SCENARIO)
  await callSegment(app, 'PUT', '/v2/events', VIEWED)
  const before = await storedProfile(app, 'p1')
  clock.advance(60_000)
  await callSegment(app, 'PUT', '/v2/events', VIEWED)
  t.equal(
    Date.parse((await storedProfile(app, 'p1')).lastActivity) - Date.parse(before.lastActivity),
    60_000,
  )
})
