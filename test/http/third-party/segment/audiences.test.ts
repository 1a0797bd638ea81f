import t from 'tap'
import { buildScenarioApp, callSegment, storedProfile } from '../../../helpers/segment-shop.ts'
import { isRefused } from '../../../helpers/third-party.ts'

// Source: Third-party OpenAPI, `segment/createAudience`, `segment/updateAudience`, `segment/deleteAudience`
// (statuses and texts); Segment's Talon.One destination, which sends the name alone.

const SCENARIO = 'audiences: [{ id: 4, name: VIP, integrationId: vip }]'
const TRAVEL = { audienceId: '382370BKDB946', audienceName: 'Travel audience' }

t.test('an audience is created once', async (t) => {
  const { app } = await buildScenarioApp(t, SCENARIO)
  const reply = await callSegment(app, 'POST', '/audiences', TRAVEL)
  t.equal(reply.statusCode, 201)
  t.strictSame(reply.json(), {
    accountId: 1,
    id: 5,
    created: '2026-01-02T03:04:05.000Z',
    name: 'Travel audience',
    integration: 'segment',
    integrationId: '382370BKDB946',
  })
  const text = "The audience with the ID '382370BKDB946' already exists"
  isRefused(t, await callSegment(app, 'POST', '/audiences', TRAVEL), 409, text)
  isRefused(
    t,
    await callSegment(app, 'POST', '/audiences', { audienceName: 'x' }),
    400,
    /audienceId is required/,
  )
  const long = { ...TRAVEL, audienceName: 'x'.repeat(1001) }
  isRefused(
    t,
    await callSegment(app, 'POST', '/audiences', long),
    400,
    /audienceName must have at most 1000/,
  )
})

t.test('an update takes the name alone, and the ID of the path; members show it', async (t) => {
  const { app } = await buildScenarioApp(t, SCENARIO)
  const member = { data: { adds: ['vip'] } }
  await callSegment(app, 'PUT', '/customer_profiles/p1/audiences', member)
  const reply = await callSegment(app, 'PUT', '/audiences/vip', { audienceName: 'Very important' })
  t.equal(reply.statusCode, 200)
  t.match(reply.json(), { id: 4, name: 'Very important', integrationId: 'vip' })
  t.match(await storedProfile(app, 'p1'), {
    audienceMemberships: [{ id: 4, name: 'Very important' }],
  })
  const unknown = await callSegment(app, 'PUT', '/audiences/4', { audienceName: 'x' })
  isRefused(t, unknown, 404, 'Not Found')
})

t.test('a deleted audience goes with its memberships; it can be deleted once', async (t) => {
  const { app } = await buildScenarioApp(t, SCENARIO)
  const change = { data: { adds: ['vip'] } }
  await callSegment(app, 'PUT', '/customer_profiles/p1/audiences', change)
  const reply = await callSegment(app, 'DELETE', '/audiences/vip')
  t.equal(reply.statusCode, 204)
  t.equal(reply.body, '')
  t.strictSame((await storedProfile(app, 'p1')).audienceMemberships, [])
  isRefused(t, await callSegment(app, 'DELETE', '/audiences/vip'), 404, 'Not Found')
  isRefused(
    t,
    await callSegment(app, 'PUT', '/customer_profiles/p1/audiences', change),
    404,
    'Not Found',
  )
  t.equal(
    (await callSegment(app, 'POST', '/audiences', { audienceId: 'vip', audienceName: 'VIP' }))
      .statusCode,
    201,
  )
})
