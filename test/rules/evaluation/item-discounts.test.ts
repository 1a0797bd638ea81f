import t from 'tap'
import { type BriefEffect, createShop, type Shop } from '../../helpers/create-shop.ts'

/** Source: Integration API, `setDiscountPerItem`, `setDiscountPerAdditionalCostPerItem`. */

const shopOf = (effect: string, application = ''): Shop =>
  createShop(`
application: { ${application} }
additionalCosts: [{ id: 9, name: gift wrap }]
campaigns:
  - name: Items
    bindings:
      - name: Shoes
        type: cartItemFilter
        expression: [filter, [., Session, CartItems], [[Item], [catch, false, [=, [., Item, Category], shoes]]]]
    rules: [{ title: Items, condition: [and, true], effects: [${effect}] }]
`)

/** Position, sub-position and value of each effect. */
const places = (effects: readonly BriefEffect[]) =>
  effects.map(([, props]) => {
    const { position, subPosition, value } = Object(props)
    return [position, subPosition, value]
  })

const ALL = '[., Session, CartItems]'

t.test('each unit of a line has an effect of its own', (t) => {
  const shop = shopOf(`[setDiscountPerItem, Ten, ${ALL}, [[Item], ["*", [., Item, Price], 0.1]]]`)
  const item = (position: number, subPosition: number, value: number): BriefEffect => [
    'setDiscountPerItem',
    { name: `Ten#${position}`, value, position, subPosition, scope: 'price' },
  ]
  t.strictSame(shop.effects(), [item(0, 0, 5), item(0, 1, 5), item(1, 0, 2)])
  t.end()
})

t.test('unflattened, a line has one effect, without a sub-position', (t) => {
  const effect = `[setDiscountPerItem, Ten, ${ALL}, [[Item], ["*", [., Item, Price], 0.1]]]`
  const shop = shopOf(effect, 'flattenedCartItems: false')
  t.strictSame(shop.effects(), [
    ['setDiscountPerItem', { name: 'Ten#0', value: 10, position: 0, scope: 'price' }],
    ['setDiscountPerItem', { name: 'Ten#1', value: 2, position: 1, scope: 'price' }],
  ])
  t.end()
})

t.test('a binding filters the items, and a number stands for all of them', (t) => {
  const shop = shopOf('[setDiscountPerItem, Shoes, [., Shoes], 7]')
  t.strictSame(places(shop.effects()), [
    [0, 0, 7],
    [0, 1, 7],
  ])
  t.end()
})

// Source: docs, Rule evaluation order: cart item filters come before any discount.
t.test('a filter lets through what it does before the first discount of its campaign', (t) => {
  const shop = createShop(`
campaigns:
  - name: Items
    bindings:
      - name: Dear
        type: cartItemFilter
        expression: [filter, ${ALL}, [[Item], [">=", [., Item, DiscountedPrice], 50]]]
      - { name: Broken, type: cartItemFilter, expression: [., nothing] }
    rules:
      - title: One
        condition: [and, true]
        effects: [[setDiscountPerItem, A, ${ALL}, 5], [setDiscountPerItem, B, [., Dear], 1]]
      - { title: Two, condition: [and, true], effects: [[setDiscountPerItem, C, [., Dear], 2]] }
      - { title: Three, condition: [and, [., Broken]], effects: [[noop]] }
  - name: Later
    bindings:
      - name: Dear
        type: cartItemFilter
        expression: [filter, ${ALL}, [[Item], [">=", [., Item, DiscountedPrice], 50]]]
    rules:
      - { title: One, condition: [and, true], effects: [[setDiscountPerItem, D, [., Dear], 1]] }
`)
  t.strictSame(places(shop.effects()), [
    [0, 0, 5],
    [0, 1, 5],
    [1, 0, 5],
    [0, 0, 1],
    [0, 1, 1],
    [0, 0, 2],
    [0, 1, 2],
  ])
  t.match(shop.put('s2').ruleFailureReasons, [
    { ruleName: 'Three', conditionIndex: 0, details: 'Unable to find nothing' },
  ])
  t.end()
})

t.test('a unit loses no more than its price, over all effects together (assumed)', (t) => {
  const shop = shopOf(
    `[setDiscountPerItem, A, [., Shoes], 30], [setDiscountPerItem, B, ${ALL}, 30]`,
  )
  t.strictSame(places(shop.effects()), [
    [0, 0, 30],
    [0, 1, 30],
    [0, 0, 20],
    [0, 1, 20],
    [1, 0, 20],
  ])
  t.end()
})

t.test('of the whole item, a discount may take its additional costs too', (t) => {
  const cartItems = [
    { sku: 'A', quantity: 1, price: 10, additionalCosts: { 'gift wrap': { price: 3 } } },
  ]
  for (const [scope, value] of [
    ['price', 10],
    ['itemTotal', 13],
    ['additionalCosts', 3],
  ]) {
    const shop = shopOf(`[setDiscountPerItem, A, ${ALL}, 50, ${scope}]`)
    t.strictSame(shop.effects({ cartItems }), [
      ['setDiscountPerItem', { name: 'A#0', value, position: 0, subPosition: 0, scope }],
    ])
  }
  const wrong = shopOf(`[setDiscountPerItem, A, ${ALL}, 50, sessionTotal]`)
  t.match(wrong.put('s1').ruleFailureReasons, [{ effectIndex: 0, details: /scope must be one of/ }])
  t.end()
})

t.test('values round half up to two decimals, for each unit', (t) => {
  const shop = shopOf(`[setDiscountPerItem, A, ${ALL}, [[Item], ["*", [., Item, Price], 0.15]]]`)
  const cartItems = [
    { sku: 'A', quantity: 1, price: 0.1 },
    { sku: 'B', quantity: 1, price: 0.09 },
    { sku: 'C', quantity: 2, price: 6.7 },
  ]
  t.strictSame(places(shop.effects({ cartItems })), [
    [0, 0, 0.02],
    [1, 0, 0.01],
    [2, 0, 1.01],
    [2, 1, 1.01],
  ])
  t.end()
})

t.test('unflattened, the value of a line is rounded once', (t) => {
  const effect = `[setDiscountPerItem, A, ${ALL}, [[Item], ["*", [., Item, Price], 0.1]]]`
  const shop = shopOf(effect, 'flattenedCartItems: false')
  const cartItems = [{ sku: 'A', quantity: 3, price: 0.05 }]
  t.strictSame(places(shop.effects({ cartItems })), [[0, undefined, 0.02]], '0.015, not 3 × 0.01')
  const fixed = shopOf(`[setDiscountPerItem, A, ${ALL}, 0.125]`, 'flattenedCartItems: false')
  t.strictSame(places(fixed.effects()), [
    [0, undefined, 0.25],
    [1, undefined, 0.13],
  ])
  t.end()
})

t.test('one item whose value cannot be worked out leaves no discount on the others', (t) => {
  const effect = `[setDiscountPerItem, A, ${ALL}, [[Item], [., Item, Attributes, off]]]`
  const guarded = shopOf(`[catch, [noop], ${effect}]`)
  const cartItems = [
    { sku: 'A', quantity: 1, price: 10, attributes: { off: 2 } },
    { sku: 'B', quantity: 1, price: 10 },
  ]
  t.strictSame(guarded.effects({ cartItems }), [])
  const plain = shopOf(effect)
  t.strictSame(plain.effects({ cartItems }), [])
  t.match(plain.put('s2', { cartItems }).ruleFailureReasons, [
    { effectIndex: 0, details: /Item\.Attributes\.off/ },
  ])
  t.end()
})

t.test('an additional cost of items is discounted for each unit', (t) => {
  const effect = `[setDiscountPerAdditionalCostPerItem, Wrap, ${ALL}, gift wrap, 0.1]`
  const wrap = (price: number) => ({ 'gift wrap': { price } })
  const cartItems = [
    { sku: 'A', quantity: 3, price: 10, additionalCosts: wrap(3) },
    { sku: 'B', quantity: 1, price: 10, additionalCosts: wrap(0.05) },
  ]
  const props = (position: number, value: number) => ({
    name: `Wrap#${position}`,
    additionalCostId: 9,
    additionalCost: 'gift wrap',
    value,
    position,
  })
  const type = 'setDiscountPerAdditionalCostPerItem'
  t.strictSame(shopOf(effect).effects({ cartItems }), [
    [type, { ...props(0, 0.1), subPosition: 0 }],
    [type, { ...props(0, 0.1), subPosition: 1 }],
    [type, { ...props(0, 0.1), subPosition: 2 }],
    [type, { ...props(1, 0.05), subPosition: 0 }],
  ])
  t.strictSame(
    shopOf(effect, 'flattenedCartItems: false').effects({ cartItems }),
    [
      [type, props(0, 0.3)],
      [type, props(1, 0.05)],
    ],
    'without a desired value: no limit cut it',
  )
  t.end()
})

// Source: docs, effects; exported rulesets have a `catch` around each effect.
t.test('when one of the items lacks the cost, the rule fails, in a `catch` too', (t) => {
  const effect = `[setDiscountPerAdditionalCostPerItem, Wrap, ${ALL}, gift wrap, 1]`
  for (const written of [effect, `[catch, [noop], ${effect}]`]) {
    const state = shopOf(`[setDiscount, x, 1], ${written}`).put('s1')
    t.strictSame(state.effects, [])
    t.match(state.ruleFailureReasons, [{ effectIndex: 1, details: 'item 0 has no cost gift wrap' }])
  }
  t.end()
})

t.test('only items of the cart can be discounted', (t) => {
  const shop = shopOf('[setDiscountPerItem, A, [list, a, b], 1]')
  t.match(shop.put('s1').ruleFailureReasons, [{ details: /must be a list of items of the cart/ }])
  t.end()
})
