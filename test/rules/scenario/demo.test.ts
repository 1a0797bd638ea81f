import { readFileSync } from 'node:fs'
import t from 'tap'
import { BUILT_IN } from '../../../src/rules/scenario/built-in.ts'
import { DEMO_SCENARIO } from '../../../src/rules/scenario/demo.ts'
import { readScenario } from '../../../src/scenario-files.ts'
import { accountOf, load } from '../../helpers/load-scenario.ts'

const demo = accountOf({ 'shop.yaml': DEMO_SCENARIO })

t.test('the built-in scenarios load without a warning', (t) => {
  t.match(load({ 'shop.yaml': DEMO_SCENARIO }), { ok: true, warnings: [] })
  for (const name of BUILT_IN) t.match(readScenario(name), { ok: true, warnings: [], files: [] })
  t.end()
})

const request = JSON.parse(readFileSync('test/fixtures/sample-request.json', 'utf8'))
const { customerSession: session } = request

t.test('it knows all that the documented sample request names', (t) => {
  const coupon = demo.campaigns.find(({ coupons }) =>
    coupons.some(({ code }) => code === session.couponCodes[0]),
  )
  t.match(coupon?.ruleset.rules, [
    {
      condition: ['and', ['couponValid']],
      effects: [['setDiscount', String, ['*', ['.', 'Session', 'Total'], ['/', 20, 100]]]],
    },
  ])
  const codes = demo.campaigns.flatMap(({ referrals }) => referrals.map(({ code }) => code))
  t.ok(codes.includes(session.referralCode))
  const cards = demo.loyaltyPrograms.flatMap((program) => program.cards)
  t.strictSame(
    cards.map(({ identifier }) => identifier),
    session.loyaltyCards,
  )
  t.strictSame(
    demo.additionalCosts.map(({ name }) => name),
    Object.keys(session.additionalCosts),
  )
  const names = (entity: string) =>
    demo.attributes.filter((known) => known.entity === entity).map(({ name }) => name)
  const has = (entity: string, wanted: readonly string[]) =>
    t.strictSame(
      wanted.filter((name) => !names(entity).includes(name)),
      [],
    )
  has('CustomerSession', Object.keys(session.attributes))
  has('CartItem', Object.keys(session.cartItems[0].attributes))
  t.end()
})

// Source: the service's published collection of sample requests, its Segment folder.
t.test('it knows the audiences, events and attributes of the published samples', (t) => {
  t.strictSame(
    demo.audiences.map(({ id, integrationId }) => [id, integrationId]),
    [1, 2, 3, 4, 5, 6].map((id) => [id, `external_id_${id}`]),
  )
  t.ok(demo.eventTypes.includes('mySegmentEvent'))
  const typesOf = (entity: string) =>
    demo.attributes.filter((known) => known.entity === entity).map(({ name, type }) => [name, type])
  const sample = [
    ['Language', 'string'],
    ['ShippingCountry', 'string'],
    ['ProductClicked', 'boolean'],
  ]
  for (const attribute of sample) {
    for (const entity of ['CustomerProfile', 'Event']) {
      t.ok(
        typesOf(entity).some((known) => String(known) === String(attribute)),
        `${entity} ${attribute}`,
      )
    }
  }
  t.end()
})

// Source: the service's published collection of sample requests, its other folders.
t.test('it knows what the published samples of the other platforms name', (t) => {
  const ids = demo.campaigns.map(({ id }) => id)
  for (const id of [5671, 5672, 5843, 34]) t.ok(ids.includes(id), `campaign ${id}`)
  const programs = demo.loyaltyPrograms.filter(({ cardBased }) => !cardBased)
  t.strictSame(
    programs.map(({ id }) => id),
    [25, 34],
  )
  const profiles = demo.profiles.map(({ integrationId }) => integrationId)
  for (const id of ['URN-GV8294NV', 'URNGV8294NV']) t.ok(profiles.includes(id), id)
  t.ok(demo.eventTypes.includes('myBrazeEvent'))
  const codes = demo.campaigns.flatMap(({ coupons }) => coupons.map(({ code }) => code))
  t.ok(codes.includes('EW-1BC2'))
  for (const [entity, names] of [
    ['Coupon', ['firstName', 'country', 'venueId', 'venueName']],
    ['Referral', ['firstName', 'country', 'welcome_message']],
  ] as const) {
    for (const name of names) {
      t.match(
        demo.attributes.find((known) => known.entity === entity && known.name === name),
        { type: 'string' },
      )
    }
  }
  t.end()
})
