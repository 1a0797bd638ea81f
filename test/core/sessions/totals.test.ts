import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { AdditionalCosts } from '../../../src/contract/service/customer-sessions.ts'
import type { CartItem } from '../../../src/contract/service/integration-state.ts'
import { totalsOf } from '../../../src/core/sessions/totals.ts'
import { checkLaw } from '../../helpers/check-law.ts'
import { fromCents, fromUnits } from '../../helpers/decimals.ts'
import { refusalOf } from '../../helpers/refusal-of.ts'

const makeItem = (overrides: Partial<CartItem> = {}): CartItem => ({
  sku: 'MUG-1',
  quantity: 1,
  position: 0,
  returnedQuantity: 0,
  remainingQuantity: 1,
  ...overrides,
})

interface Row {
  rule: string
  items?: Partial<CartItem>[]
  costs?: AdditionalCosts
  /** cartItemTotal, additionalCostTotal, cartItemAdditionalCostTotal, total. */
  is: [number, number, number, number]
}

// Sources: Third-party OpenAPI, customerSessionV2 (cartItemTotal, additionalCostTotal, total);
// Integration API, cartItemAdditionalCostTotal.
const TABLE: Row[] = [
  { rule: 'an empty session costs nothing', is: [0, 0, 0, 0] },
  {
    // Source: Third-party OpenAPI, the sample of customerSessionV2.
    rule: '99.99 and 20 of additional costs make 119.99, not 119.99000000000001',
    items: [{ price: 99.99 }],
    costs: { shipping: { price: 20 } },
    is: [99.99, 20, 0, 119.99],
  },
  {
    rule: 'a line counts its price once a unit',
    items: [
      { price: 12.5, quantity: 2 },
      { price: 0.1, quantity: 3 },
    ],
    is: [25.3, 0, 0, 25.3],
  },
  {
    rule: 'all additional costs of the session are added',
    costs: { shipping: { price: 0.1 }, handling: { price: 0.2 } },
    is: [0, 0.3, 0, 0.3],
  },
  {
    // Assumed: the documents don't say whether once a line or once a unit.
    rule: 'the costs of an item count once a unit, and are part of additionalCostTotal',
    items: [{ price: 10, quantity: 3, additionalCosts: { engraving: { price: 1.5 } } }],
    costs: { shipping: { price: 4 } },
    is: [30, 8.5, 4.5, 38.5],
  },
  {
    // Source: Third-party OpenAPI, the sample body of segment/updateCustomerSession.
    rule: 'the documented sample body comes to 226.98',
    items: [
      { price: 99.99, additionalCosts: { shipping: { price: 9 } } },
      { price: 99.99, additionalCosts: { shipping: { price: 9 } } },
    ],
    costs: { shipping: { price: 9 } },
    is: [199.98, 27, 18, 226.98],
  },
  {
    // Assumed: such an item is in no catalog here.
    rule: 'an item without a price counts 0, its costs count',
    items: [{ quantity: 2, additionalCosts: { wrap: { price: 1 } } }],
    is: [0, 2, 2, 2],
  },
  {
    // Source: Third-party OpenAPI, additionalCost (price is not required). Assumed: it counts 0.
    rule: 'a cost without a price counts 0',
    items: [{ price: 1, additionalCosts: { wrap: {} } }],
    costs: { shipping: {} },
    is: [1, 0, 0, 1],
  },
  {
    // Source: Integration API, Returns (totalSales leaves returned items out). Assumed: the session's totals don't.
    rule: 'returned units stay in the totals',
    items: [{ price: 5, quantity: 2, returnedQuantity: 1, remainingQuantity: 1 }],
    is: [10, 0, 0, 10],
  },
  {
    // Assumed: amounts are rounded when they are written, not before.
    rule: 'fractions of a cent add up before they are rounded',
    items: [{ price: 0.004 }, { price: 0.004 }, { price: 0.004 }],
    is: [0.01, 0, 0, 0.01],
  },
  {
    rule: 'a negative price takes off',
    items: [{ price: 10 }, { price: -2.5 }],
    is: [7.5, 0, 0, 7.5],
  },
]

for (const { rule, items = [], costs = {}, is } of TABLE) {
  t.test(rule, (t) => {
    const [cartItemTotal, additionalCostTotal, cartItemAdditionalCostTotal, total] = is
    t.strictSame(totalsOf(items.map(makeItem), costs, ''), {
      cartItemTotal,
      additionalCostTotal,
      cartItemAdditionalCostTotal,
      total,
    })
    t.end()
  })
}

const PLACES = 4
const PER_CENT = 100n

/** A price in ten-thousandths, or none. */
const price = fc.option(fc.bigInt({ min: 0n, max: 10n ** 10n }), { nil: undefined })
const costs = fc.dictionary(fc.string({ minLength: 1 }), price, { maxKeys: 4 })
const line = fc.record({ quantity: fc.integer({ min: 1, max: 10_000 }), price, costs })

const priced = (units: bigint | undefined) =>
  units === undefined ? {} : { price: fromUnits(units, PLACES) }
const toCosts = (prices: Record<string, bigint | undefined>): AdditionalCosts =>
  Object.fromEntries(Object.entries(prices).map(([name, units]) => [name, priced(units)]))
const sumOf = (units: readonly (bigint | undefined)[]) =>
  units.reduce<bigint>((sum, each) => sum + (each ?? 0n), 0n)
const rounded = (units: bigint) => fromCents((units + PER_CENT / 2n) / PER_CENT)

t.test('totals are those of whole ten-thousandths, rounded once', (t) => {
  // Source: Third-party OpenAPI, customerSessionV2. Assumed: half up, and only at the end.
  checkLaw(
    t,
    fc.property(fc.array(line, { maxLength: 8 }), costs, (lines, sessionCosts) => {
      const items = sumOf(lines.map((each) => (each.price ?? 0n) * BigInt(each.quantity)))
      const itemCosts = sumOf(
        lines.map((each) => sumOf(Object.values(each.costs)) * BigInt(each.quantity)),
      )
      const allCosts = itemCosts + sumOf(Object.values(sessionCosts))
      const cart = lines.map((each) =>
        makeItem({
          quantity: each.quantity,
          additionalCosts: toCosts(each.costs),
          ...priced(each.price),
        }),
      )
      assert.deepEqual(totalsOf(cart, toCosts(sessionCosts), ''), {
        cartItemTotal: rounded(items),
        additionalCostTotal: rounded(allCosts),
        cartItemAdditionalCostTotal: rounded(itemCosts),
        total: rounded(items + allCosts),
      })
    }),
  )
  t.end()
})

t.test('the order of lines changes no total', (t) => {
  const lines = fc.array(fc.record({ price: fc.double({ min: 0, max: 1e9, noNaN: true }) }))
  checkLaw(
    t,
    fc.property(lines, (items) => {
      const there = totalsOf(items.map(makeItem), {}, '')
      assert.deepEqual(totalsOf(items.map(makeItem).reverse(), {}, ''), there)
    }),
  )
  t.end()
})

t.test('totals that no JSON number can hold are refused, at the cart', (t) => {
  // Assumed: no limit of a price is documented, and `null` is no total.
  const unit = 1.7e308
  const carts: [string, CartItem[], AdditionalCosts][] = [
    ['one line', [makeItem({ price: unit, quantity: 2 })], {}],
    ['two lines', [makeItem({ price: unit }), makeItem({ price: unit })], {}],
    ['costs', [], { shipping: { price: unit }, handling: { price: unit } }],
    ['item and cost', [makeItem({ price: unit })], { shipping: { price: unit } }],
    ['below zero', [makeItem({ price: -unit, quantity: 2 })], {}],
  ]
  for (const [name, items, additionalCosts] of carts) {
    const { code, faults } = refusalOf(() => totalsOf(items, additionalCosts, '/customerSession'))
    t.equal(code, 'REQUEST_INVALID', name)
    t.strictSame(
      faults.map(({ source }) => source),
      ['/customerSession/cartItems'],
      name,
    )
  }
  t.end()
})
