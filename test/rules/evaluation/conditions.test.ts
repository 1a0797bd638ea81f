import t from 'tap'
import { createShop, type Shop } from '../../helpers/create-shop.ts'

/** What conditions see of session, profile, event and time. Source: published rulesets; assumed, other slots. */

const shopOf = (rules: string, more = ''): Shop =>
  createShop(`
application: { timezone: Europe/Berlin }
attributes: { CustomerProfile: { Tier: string }, CustomerSession: { City: string } }
events: [wishlist]
audiences: [{ id: 2, name: VIP, integrationId: vip }]
profiles:
  - { integrationId: p1, audiences: [vip], closedSessions: 2, totalSales: 99.5, attributes: { Tier: gold } }
collections: { hot: [SHOE] }
loyaltyPrograms: [{ id: 1, name: stars, balances: { p1: 40 } }]
campaigns: [{ name: C, attributes: { Season: spring }, ${more} rules: [${rules}] }]
`)

/** Whether a rule with this condition fires for a session. */
const fires = (condition: string, session = {}, more = '') => {
  const shop = shopOf(`{ title: R, ${condition}, then: [{ notify: { title: x } }] }`, more)
  return shop.effects(session).length > 0
}
const holds = (tree: string, session = {}) => fires(`when: { expr: ${tree} }`, session)

t.test('slots go by their names in the reply, in PascalCase or lower case', (t) => {
  const TREES = [
    '["=", [., Session, Total], 125]',
    '["=", [., Session, total], 125]',
    '["=", [., Session, cartItemTotal], 120]',
    '["=", [., Session, CartItemTotal], 120]',
    '["=", [., Session, AdditionalCostTotal], 5]',
    '["=", [., Session, additionalcosts, shipping], 5]',
    '["=", [., Session, ItemCount], 3]',
    '["=", [., Session, State], open]',
    '["=", [., Session, ProfileId], p1]',
    '["=", [., Profile, IntegrationId], p1]',
    '["=", [., Profile, ClosedSessions], 2]',
    '["=", [., Profile, TotalSales], 99.5]',
    '["=", [., Profile, Attributes, Tier], gold]',
    '["=", [head, [., Profile, AudienceMemberships]], VIP]',
    '["=", [., Campaign, Attributes, Season], spring]',
    '["=", [., Campaign, Name], C]',
    '["=", [., Application, Currency], EUR]',
    '["=", [sum, [., Session, CartItems], Item, [., Item, Quantity]], 3]',
    '[exists, [., Session, CartItems], [[Item], ["=", [., Item, sku], MUG]]]',
    '[exists, [., Session, CartItems], [[Item], ["=", [., Item, SKU], MUG]]]',
    '[exists, [., Session, CartItems], [[Item], ["=", [., Item, Sku], MUG]]]',
    '[every, [., Session, CartItems], [[Item], [">=", [., Item, Price], 20]]]',
  ]
  for (const tree of TREES) t.ok(holds(tree), tree)
  t.notOk(
    holds('["=", [., Profile, ClosedSessions], 0]', { profileId: '' }),
    'nobody has no profile',
  )
  t.end()
})

t.test('rules see the code that they are evaluated for', (t) => {
  const shop = createShop(`
attributes: { Coupon: { Colour: string }, Referral: { Colour: string }, CustomerProfile: { Tier: string } }
profiles: [{ integrationId: advocate, attributes: { Tier: gold } }]
campaigns:
  - name: C
    coupons: [{ code: RED, attributes: { Colour: red } }, { code: BLUE, attributes: { Colour: blue } }]
    referrals: [{ code: REF-1, advocateProfileIntegrationId: advocate, attributes: { Colour: green } }]
    rules:
      - title: Coupon
        condition: [and, [couponValid], ["=", [., Coupon, Attributes, Colour], blue], ["=", [., Coupon, Value], BLUE]]
        effects: [[notification, [concat, "coupon ", [., Coupon, Value]]]]
      - title: Referral
        condition: [and, [referralValid], ["=", [., Referral, Attributes, Colour], green], ["=", [., Advocate, Attributes, Tier], gold]]
        effects: [[notification, [concat, "referral ", [., Referral, Code]]]]
      - { title: None, condition: [and, [., Coupon]], effects: [[notification, never]] }
`)
  const { effects } = shop.put('s1', { couponCodes: ['RED', 'BLUE'], referralCode: 'REF-1' })
  t.strictSame(
    effects.map(({ props }) => ('title' in props ? props.title : Object(props).value)),
    ['BLUE', 'coupon BLUE', 'REF-1', 'referral REF-1', 'RED'],
  )
  t.end()
})

t.test('a missing attribute fails its rule, or gives way to what `catch` says', (t) => {
  const tree = '["=", [., Session, Attributes, City], Berlin]'
  t.notOk(holds(tree))
  t.ok(holds(`[catch, true, ${tree}]`))
  t.ok(holds(tree, { attributes: { City: 'Berlin' } }))
  t.end()
})

t.test('audiences, collections, points', (t) => {
  for (const audience of ['2', 'VIP', 'vip']) {
    t.ok(holds(`[inAudience, ${audience}]`), audience)
    t.notOk(holds(`[inAudience, ${audience}]`, { profileId: 'anna' }))
    t.notOk(holds(`[inAudience, ${audience}]`, { profileId: '' }))
  }
  t.ok(holds('[inCollection, hot, SHOE]'))
  t.notOk(holds('[inCollection, hot, MUG]'))
  t.ok(holds('["=", [loyaltyBalance, 1], 40]'))
  t.ok(holds('["=", [loyaltyBalance, 1, sub], 0]'))
  t.ok(holds('["=", [loyaltyBalance, 1], 0]', { profileId: '' }))
  const unknown = shopOf(
    '{ title: R, when: { expr: [inAudience, 9] }, then: [{ notify: { title: x } }] }',
  )
  t.match(unknown.put('s1').ruleFailureReasons, [{ details: 'there is no audience 9' }])
  t.end()
})

t.test('time is that of the Application’s zone', (t) => {
  const at = (now: string, time: string) => {
    const shop = shopOf(
      `{ title: R, when: { time: { ${time} } }, then: [{ notify: { title: x } }] }`,
    )
    shop.now = now
    return shop.effects().length > 0
  }
  // A Sunday evening in UTC is Monday in Berlin.
  t.ok(at('2026-01-04T23:30:00Z', 'weekdays: [monday]'))
  t.notOk(at('2026-01-04T22:30:00Z', 'weekdays: [monday]'))
  t.ok(at('2026-01-05T08:00:00Z', "hours: '09:00-17:00'"))
  t.notOk(at('2026-01-05T16:00:00Z', "hours: '09:00-17:00'"), 'the end is not part of it')
  t.ok(at('2026-07-06T07:00:00Z', "hours: '09:00-17:00'"), 'in summer an hour earlier')
  for (const [now, expected] of [
    ['2026-01-05T21:00:00Z', true],
    ['2026-01-05T03:00:00Z', true],
    ['2026-01-05T12:00:00Z', false],
  ] as const) {
    t.equal(at(now, "hours: '22:00-06:00'"), expected, 'over midnight')
  }
  t.ok(at('2026-01-05T12:00:00Z', 'after: 2026-01-05T12:59:59+01:00, before: 2026-01-05T12:00:01Z'))
  t.notOk(at('2026-01-05T12:00:00Z', 'after: 2026-01-05T12:00:00Z'))
  t.end()
})

t.test('conditions see the event that the rules are run for', (t) => {
  const shop = shopOf(
    '{ title: R, when: { event: { type: wishlist } }, then: [{ notify: { title: x } }] },' +
      '{ title: S, condition: ["=", [., Event, Attributes, Items], 2], effects: [[notification, y]] }',
  )
  t.strictSame(shop.put('s1').effects, [], 'an update is another event')
  const event = { type: 'wishlist', attributes: { Items: 2 } }
  const { effects } = shop.program.evaluate({ ...shop.factsOf('s1'), event })
  t.match(effects, [{ ruleName: 'R' }, { ruleName: 'S' }])
  t.equal(effects.length, 2)
  t.end()
})

t.test('bindings are read by name, those of the rule before those of the ruleset', (t) => {
  const shop = createShop(`
campaigns:
  - name: C
    bindings:
      - { name: Big, expression: [filter, [., Session, CartItems], [[Item], [">", [., Item, Price], 30]]] }
      - { name: Rest, expression: ["-", 3, [count, [., Big]]] }
      - { name: Limit, expression: [+, 1, 0] }
    rules:
      - { title: A, condition: ["=", [count, [., Big]], 1], effects: [[notification, a]] }
      - { title: B, condition: ["=", [., Rest], 2], effects: [[notification, b]] }
      - title: C
        condition: [and, ["=", [., Limit], 2], ["=", [., Rest], 2]]
        bindings: [{ name: Limit, expression: [+, 1, 1] }]
        effects: [[notification, c]]
      - { title: D, condition: ["=", [., Limit], 1], effects: [[notification, d]] }
`)
  t.match(shop.effects(), [
    ['showNotification', { title: 'a' }],
    ['showNotification', { title: 'b' }],
    ['showNotification', { title: 'c' }],
    ['showNotification', { title: 'd' }],
  ])
  t.end()
})

t.test('a binding that reads itself fails its rule, or reads the slot of its name', (t) => {
  const shop = createShop(`
campaigns:
  - name: C
    bindings:
      - { name: Loop, expression: [+, 1, [., Loop]] }
      - { name: Ping, expression: [+, 1, [., Pong]] }
      - { name: Pong, expression: [+, 1, [., Ping]] }
      - { name: Profile, expression: [., Profile, IntegrationId] }
    rules:
      - { title: A, condition: [">", [., Loop], 0], effects: [[noop]] }
      - { title: B, condition: [">", [., Ping], 0], effects: [[noop]] }
      - { title: C, condition: ["=", [., Profile], p1], effects: [[notification, c]] }
`)
  const state = shop.put('s1')
  t.match(state.ruleFailureReasons, [
    { ruleName: 'A', details: 'Unable to find Loop' },
    { ruleName: 'B', details: 'Unable to find Ping' },
  ])
  t.equal(state.effects.length, 1)
  t.end()
})

// Source: exported rulesets; a template's parameter may be a bare list of values.
t.test('a list of values as parameter of a template stands for itself', (t) => {
  const parameter = (name: string, expression: unknown[]) => ({
    name,
    type: 'templateParameter',
    expression,
  })
  const bindings = [
    parameter('Skus', ['SHOE', 'MUG']),
    parameter('Sizes', [1, 2]),
    parameter('Sum', ['+', 1, 2]),
  ]
  const condition = [
    'and',
    ['=', ['count', ['.', 'Skus']], 2],
    ['=', ['item', ['.', 'Sizes'], 1], 2],
    ['=', ['.', 'Sum'], 3],
  ]
  const rules = [{ title: 'R', condition, effects: [['notification', 'x', ['kv', ['body', 'b']]]] }]
  const shop = createShop({
    'shop.yaml': 'version: 1\ncampaigns: [{ name: C, ruleset: r.json }]',
    'r.json': JSON.stringify({ rules, bindings }),
  })
  t.strictSame(shop.warnings, [])
  t.strictSame(shop.effects(), [
    ['showNotification', { notificationType: 'Info', title: 'x', body: 'b' }],
  ])
  t.end()
})
