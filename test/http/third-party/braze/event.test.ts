import t from 'tap'
import { keptBy } from '../../../helpers/integration.ts'
import { CODES_SHOP, outcomeOf } from '../../../helpers/platform-shop.ts'
import { ask, shown } from '../../../helpers/platforms.ts'
import { buildScenarioApp } from '../../../helpers/segment-shop.ts'
import { isRefused } from '../../../helpers/third-party.ts'

const open = async (t: Parameters<typeof buildScenarioApp>[0]) => {
  const { app, clock } = await buildScenarioApp(t, CODES_SHOP)
  const track = (body: object = {}) =>
    ask(app, 'braze', 'POST', '/event', {
      eventType: 'shared',
      type: 'string',
      customerProfileId: 'URN-GV8294NV',
      identifier: 'NNjETb6XxDV7hQhLMA',
      eventAttributes: { Language: 'english' },
      ...body,
    })
  return { app, clock, track }
}

// Source: Third-party OpenAPI, `braze/trackEvent`.
t.test('an event is tracked, its profile comes into being, and the rules run', async (t) => {
  const { app, track } = await open(t)
  const reply = await track()
  t.equal(reply.statusCode, 200, reply.body)
  const { effects, createdCoupons, customerProfile, event } = reply.json()
  t.match(effects, [{ effectType: 'couponCreated', props: { profileId: 'URN-GV8294NV' } }])
  t.match(customerProfile, { integrationId: 'URN-GV8294NV' })
  t.match(event, { type: 'shared', attributes: { Language: 'english' } })
  const [{ value }] = createdCoupons
  const session = { profileId: 'URN-GV8294NV', couponCodes: [value] }
  t.strictSame(await outcomeOf(app, session), ['acceptCoupon', 'setDiscount'])
  const read = await shown(app, '/v3/events/NNjETb6XxDV7hQhLMA')
  t.match(read, { type: 'shared', profileId: 'URN-GV8294NV' }, 'the Integration API sees it')
})

// Source: Third-party OpenAPI, `identifier` of an event. Assumed: what is answered is the first reply.
t.test('an identifier that is known gets its event again, and nothing else happens', async (t) => {
  const { app, clock, track } = await open(t)
  const first = await track()
  clock.advance(1000)
  const before = await keptBy(app)
  const again = await track({ eventType: 'shared', eventAttributes: {}, customerProfileId: 'ben' })
  t.equal(again.statusCode, 200)
  t.strictSame(again.json(), first.json())
  t.strictSame(await keptBy(app), before)
  const other = await track({ identifier: 'another' })
  t.not(other.json().event.id, first.json().event.id)
  t.not(other.json().createdCoupons[0].value, first.json().createdCoupons[0].value)
})

t.test('it is known after a snapshot, too, and so is one of the Integration API', async (t) => {
  const { app, track } = await open(t)
  const first = await track()
  const snapshot = (await app.inject('/_mock/snapshot')).json()
  await app.inject({ method: 'POST', url: '/_mock/reset' })
  const put = await app.inject({ method: 'PUT', url: '/_mock/snapshot', payload: snapshot })
  t.equal(put.statusCode, 204, put.body)
  t.strictSame((await track()).json(), first.json())
  await app.inject({
    method: 'POST',
    url: '/v3/events',
    headers: { authorization: 'ApiKey-v1 k' },
    payload: { integrationId: 'advanced', type: 'shared', profileId: 'anna' },
  })
  const known = await track({ identifier: 'advanced' })
  t.equal(known.statusCode, 200, known.body)
  t.match(known.json(), { effects: [], event: { type: 'shared', profileId: 'anna' } })
})

// Source: Third-party OpenAPI, `eventType`, `eventAttributes` (both have to exist), `TrackEventRequest`.
t.test('an event that there is not, or that says too little, is refused', async (t) => {
  const { app, track } = await open(t)
  const before = await keptBy(app)
  const faults: [object, RegExp][] = [
    [{ eventType: 'nope' }, /event type "nope" is not defined.*\(\/eventType\)/],
    [{ eventAttributes: { Nope: 1 } }, /"Nope" is not defined on Event.*\/eventAttributes\/Nope/],
    [{ type: 'text' }, /type must be one of the following: "string"/],
    [{ customerProfileId: '' }, /customerProfileId must have at least 1 character/],
    [{ identifier: '' }, /identifier must have at least 1 character/],
  ]
  for (const [body, text] of faults) isRefused(t, await track(body), 400, text)
  t.strictSame(await keptBy(app), before)
})
