import t from 'tap'
import { type BriefEffect, createShop, type Shop } from '../../helpers/create-shop.ts'

/** Source: Integration API, `setDiscount`, `setDiscountPerAdditionalCost`; docs, cascading discounts. */

const shopOf = (effects: readonly string[], application = ''): Shop =>
  createShop(`
application: { ${application} }
additionalCosts: [{ id: 9, name: shipping }]
campaigns:
${effects
  .map((effect, i) => `  - { name: C${i}, rules: [{ title: R, then: [{ ${effect} }] }] }`)
  .join('\n')}
`)

const discount = (name: string, value: number, scope = 'sessionTotal'): BriefEffect => [
  'setDiscount',
  { name, value, scope },
]

t.test('a discount has the scope that it names, else that of the Application', (t) => {
  const effects = ['discount: { name: A, amount: 1, of: items }', 'expr: [setDiscount, B, 1]']
  t.strictSame(shopOf(effects).effects(), [discount('A', 1, 'cartItems'), discount('B', 1)])
  t.strictSame(shopOf(effects, 'discountScope: additionalCosts').effects(), [
    discount('A', 1, 'cartItems'),
    discount('B', 1, 'additionalCosts'),
  ])
  const wrong = shopOf(['expr: [setDiscount, A, 1, price]'])
  t.match(wrong.put('s1').ruleFailureReasons, [{ details: /scope must be one of sessionTotal/ }])
  t.end()
})

t.test(
  'a discount takes no more than its scope has left, and never less than nothing (assumed)',
  (t) => {
    const cases: [effects: string[], given: BriefEffect[]][] = [
      [['discount: { name: A, amount: 500 }'], [discount('A', 125)]],
      [['discount: { name: A, amount: 500, of: items }'], [discount('A', 120, 'cartItems')]],
      [['discount: { name: A, amount: 500, of: costs }'], [discount('A', 5, 'additionalCosts')]],
      [['expr: [setDiscount, A, -5]'], [discount('A', 0)]],
      [
        ['discount: { name: A, amount: 100, of: items }', 'discount: { name: B, amount: 100 }'],
        [discount('A', 100, 'cartItems'), discount('B', 25)],
      ],
      [
        ['discount: { name: A, amount: 124 }', 'discount: { name: B, amount: 100, of: costs }'],
        [discount('A', 124), discount('B', 1, 'additionalCosts')],
      ],
    ]
    for (const [effects, given] of cases) t.strictSame(shopOf(effects).effects(), given)
    t.end()
  },
)

t.test('values round half up to two decimals', (t) => {
  for (const [percent, value] of [
    [0.333, 0.42],
    [10.002, 12.5],
    [10.004, 12.51],
    [33.3333, 41.67],
  ]) {
    const shop = shopOf([`discount: { name: A, percent: ${percent} }`])
    t.strictSame(shop.effects(), [discount('A', value ?? 0)], `${percent} % of 125`)
  }
  const third = shopOf(['expr: [setDiscount, A, [/, [., Session, Total], 3]]'])
  t.strictSame(third.effects({ additionalCosts: {} }), [discount('A', 40)])
  t.strictSame(third.effects(), [discount('A', 41.67)])
  t.end()
})

t.test('an additional cost is discounted by no more than its price', (t) => {
  const shop = shopOf([
    'costDiscount: { name: A, cost: shipping, amount: 3 }',
    'costDiscount: { name: B, cost: shipping, percent: 100 }',
  ])
  const cost = (name: string, value: number): BriefEffect => [
    'setDiscountPerAdditionalCost',
    { name, additionalCostId: 9, additionalCost: 'shipping', value },
  ]
  t.strictSame(shop.effects(), [cost('A', 3), cost('B', 2)])
  t.match(shop.put('s1', { additionalCosts: {} }).ruleFailureReasons, [
    { ruleIndex: 0, effectIndex: 0, details: 'the session has no cost shipping' },
    { ruleIndex: 0, effectIndex: 0, details: /Session\.AdditionalCosts\.shipping/ },
  ])
  t.end()
})

t.test('later campaigns see discounted totals when discounts cascade', (t) => {
  const effects = [
    'discount: { name: A, percent: 20 }',
    'discount: { name: B, percent: 10 }',
    'discount: { name: C, percent: 10, of: items }',
  ]
  t.strictSame(shopOf(effects).effects(), [
    discount('A', 25),
    discount('B', 12.5),
    discount('C', 12, 'cartItems'),
  ])
  t.strictSame(shopOf(effects, 'cascadingDiscounts: true').effects(), [
    discount('A', 25),
    discount('B', 10),
    discount('C', 9, 'cartItems'),
  ])
  t.end()
})

t.test('and they see discounted prices of items', (t) => {
  const half = (name: string) =>
    `itemDiscount: { name: ${name}, percent: 50, where: { category: shoes } }`
  for (const [flattened, values] of [
    [true, [25, 25, 12.5, 12.5]],
    [false, [50, 25]],
  ]) {
    const application = `cascadingDiscounts: true, flattenedCartItems: ${flattened}`
    const effects = shopOf([half('A'), half('B')], application).effects()
    t.strictSame(
      effects.map(([, props]) => Object(props).value),
      values,
    )
  }
  t.end()
})

t.test('the price left of a unit is exact, not a float (a third of a discount on three)', (t) => {
  const shop = shopOf(
    [
      'discount: { name: A, amount: 0 }',
      'expr: [setDiscountPerItem, B, [., Session, CartItems], 0.1]',
      'expr: [setDiscount, C, [sum, [., Session, CartItems], Item, [., Item, DiscountedPrice]]]',
    ],
    'flattenedCartItems: false',
  )
  const cartItems = [{ sku: 'A', quantity: 3, price: 0.3 }]
  t.strictSame(shop.effects({ cartItems }).at(-1), discount('C', 0.2))
  t.end()
})
