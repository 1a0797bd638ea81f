import t from 'tap'
import { accountOf } from '../../helpers/load-scenario.ts'

const effectOf = (effect: string, application = ''): unknown =>
  accountOf(`
application: { ${application} }
attributes: { CustomerSession: { City: string, Tags: (list string) }, CustomerProfile: { Age: number } }
additionalCosts: [{ name: shipping }]
audiences: [{ id: 7, name: VIP, integrationId: vip }]
loyaltyPrograms: [{ id: 5, name: stars }]
giveawayPools: [{ id: 3, name: Cards }]
campaigns:
  - name: A
    rules:
      - { title: R, then: [{ ${effect} }] }
  - name: B
    achievements: [{ id: 9, name: regular, target: 5 }]
`).campaigns[0]?.ruleset.rules[0]?.effects[0]

const slot = (...steps: string[]) => ['.', ...steps]
const percentOf = (whole: unknown, percent: unknown) => ['*', whole, ['/', percent, 100]]
const CART = slot('Session', 'CartItems')
const ADVOCATE = slot('Advocate', 'IntegrationId')
const PROFILE = slot('Profile', 'IntegrationId')

const TREES: [effect: string, tree: unknown][] = [
  [
    'discount: { name: x, percent: 20, of: session }',
    ['setDiscount', 'x', percentOf(slot('Session', 'Total'), 20), 'sessionTotal'],
  ],
  [
    'discount: { name: x, percent: 20, of: items }',
    ['setDiscount', 'x', percentOf(slot('Session', 'CartItemTotal'), 20), 'cartItems'],
  ],
  [
    'discount: { name: x, percent: 20, of: costs }',
    ['setDiscount', 'x', percentOf(slot('Session', 'AdditionalCostTotal'), 20), 'additionalCosts'],
  ],
  ['discount: { name: x, amount: 4.5 }', ['setDiscount', 'x', 4.5, 'sessionTotal']],
  [
    'discount: { name: x, percent: { expr: [+, 1, 2] } }',
    ['setDiscount', 'x', percentOf(slot('Session', 'Total'), ['+', 1, 2]), 'sessionTotal'],
  ],
  [
    'discount: { name: x, amount: { expr: [+, 1, 2] } }',
    ['setDiscount', 'x', ['+', 1, 2], 'sessionTotal'],
  ],
  [
    'itemDiscount: { name: x, percent: 10, where: { category: shoes } }',
    [
      'setDiscountPerItem',
      'x',
      ['filter', CART, [['Item'], ['catch', false, ['=', slot('Item', 'Category'), 'shoes']]]],
      [['Item'], percentOf(slot('Item', 'Price'), 10)],
    ],
  ],
  ['itemDiscount: { name: x, amount: 2 }', ['setDiscountPerItem', 'x', CART, [['Item'], 2]]],
  [
    'costDiscount: { name: x, cost: shipping, percent: 100 }',
    [
      'setDiscountPerAdditionalCost',
      'x',
      'shipping',
      percentOf(slot('Session', 'AdditionalCosts', 'shipping'), 100),
    ],
  ],
  [
    'costDiscount: { name: x, cost: shipping, amount: 3 }',
    ['setDiscountPerAdditionalCost', 'x', 'shipping', 3],
  ],
  ['freeItem: { sku: a, name: b }', ['addFreeItem', 'a', 'b']],
  ['freeItem: { sku: a, name: b, quantity: 2 }', ['addFreeItem', 'a', 'b', 2]],
  ['points: { program: stars, name: x, amount: 10 }', ['addLoyaltyPoints', 5, 'x', 10]],
  [
    'points: { program: 5, name: x, perUnit: 2 }',
    ['addLoyaltyPoints', 5, 'x', ['floor', ['*', slot('Session', 'CartItemTotal'), 2]]],
  ],
  [
    'points: { program: stars, name: x, amount: 10, subledger: gold, for: profile }',
    ['addLoyaltyPoints', 5, 'x', 10, 'gold'],
  ],
  [
    'points: { program: stars, name: x, amount: 10, for: advocate }',
    ['addLoyaltyPoints', 5, 'x', 10, '', ADVOCATE],
  ],
  [
    'itemPoints: { program: stars, name: x, amount: 3 }',
    ['addLoyaltyPointsPerItem', 5, 'x', ['.', 'Session', 'CartItems'], [['Item'], 3]],
  ],
  ['redeem: { program: stars, name: x, points: 10 }', ['deductLoyaltyPoints', 5, 'x', 10]],
  [
    'redeem: { program: stars, name: x, points: { expr: [+, 1, 2] }, subledger: gold }',
    ['deductLoyaltyPoints', 5, 'x', ['+', 1, 2], 'gold'],
  ],
  ['createCoupon: {}', ['createCoupon', PROFILE]],
  ['createCoupon: { for: advocate, pattern: X-### }', ['createCoupon', ADVOCATE, 'X-###']],
  ['createCoupon: { usageLimit: 3 }', ['createCoupon', PROFILE, '', 3]],
  ['createCoupon: { validFor: 30D }', ['createCoupon', PROFILE, '', 1, '30D']],
  [
    'createReferral: { pattern: X-###, usageLimit: 0, validFor: 30D }',
    ['createReferral', PROFILE, 'X-###', 0, '30D'],
  ],
  [
    'pointsExpiry: { program: stars, at: 2027-01-01T00:00:00Z }',
    ['setLoyaltyPointsExpiryDate', 5, '', '2027-01-01T00:00:00Z'],
  ],
  [
    'pointsExpiry: { program: 5, subledger: gold, extendBy: 1M_U }',
    ['extendLoyaltyPointsExpiryDate', 5, 'gold', '1M_U'],
  ],
  ['reserveCoupon: { code: HELD }', ['reserveCoupon', 'HELD']],
  ['reserveCoupon: { code: HELD, for: advocate }', ['reserveCoupon', 'HELD', ADVOCATE]],
  ['progress: { achievement: regular }', ['increaseAchievementProgress', 9, 1]],
  [
    'progress: { achievement: 9, by: { expr: [+, 1, 2] } }',
    ['increaseAchievementProgress', 9, ['+', 1, 2]],
  ],
  ['giveaway: { pool: Cards }', ['awardGiveaway', 3]],
  ['giveaway: { pool: 3, for: advocate }', ['awardGiveaway', 3, ADVOCATE]],
  [
    'setAttribute: { path: Session.Attributes.City, value: Berlin }',
    ['updateAttribute', 'Session.Attributes.City', 'Berlin'],
  ],
  [
    'setAttribute: { path: Session.Attributes.Tags, value: [a, b] }',
    ['updateAttribute', 'Session.Attributes.Tags', ['list', 'a', 'b']],
  ],
  [
    'setAttribute: { path: Profile.Attributes.Age, value: { expr: [+, 1, 2] } }',
    ['updateAttribute', 'Profile.Attributes.Age', ['+', 1, 2]],
  ],
  ['audience: { add: vip }', ['addToAudience', 7]],
  ['audience: { remove: VIP }', ['removeFromAudience', 7]],
  ['notify: { title: a }', ['showNotification', 'Info', 'a', '']],
  ['notify: { type: error, title: a, body: b }', ['showNotification', 'error', 'a', 'b']],
  ['custom: { name: x }', ['customEffect', 'x', {}]],
  [
    'custom: { name: x, payload: { a: [1, { b: 2 }] } }',
    ['customEffect', 'x', { a: [1, { b: 2 }] }],
  ],
  ['webhook: { id: 189, name: Ship }', ['triggerWebhook', 189, 'Ship']],
  ['expr: [setDiscount, x, 1]', ['setDiscount', 'x', 1]],
]
for (const [effect, tree] of TREES) {
  t.test(`then ${effect}`, (t) => {
    t.strictSame(effectOf(effect), tree)
    t.end()
  })
}

t.test("a discount that names no total is of the Application's discountScope", (t) => {
  t.strictSame(effectOf('discount: { name: x, percent: 20 }', 'discountScope: cartItems'), [
    'setDiscount',
    'x',
    percentOf(slot('Session', 'CartItemTotal'), 20),
    'cartItems',
  ])
  t.end()
})

t.test('with cascading discounts a percentage is of what is left', (t) => {
  const cascading = 'cascadingDiscounts: true'
  const discounted = {
    session: 'DiscountedTotal',
    items: 'DiscountedCartItemTotal',
    costs: 'DiscountedAdditionalCostTotal',
  }
  for (const [of, name] of Object.entries(discounted)) {
    const tree = effectOf(`discount: { name: x, percent: 20, of: ${of} }`, cascading)
    t.strictSame((tree as unknown[])[2], percentOf(slot('Session', name), 20))
  }
  const perItem = effectOf('itemDiscount: { name: x, percent: 20 }', cascading)
  t.strictSame((perItem as unknown[])[3], [
    ['Item'],
    percentOf(slot('Item', 'DiscountedPrice'), 20),
  ])
  t.end()
})

t.test('effects stay in order and are not guarded; a rule without conditions holds always', (t) => {
  const account = accountOf(
    'campaigns: [{ name: A, rules: [{ title: R, then: [{ expr: [a] }, { expr: [b] }] }] }]',
  )
  t.match(account.campaigns[0]?.ruleset.rules[0], {
    condition: ['and', true],
    effects: [['a'], ['b']],
  })
  t.end()
})
