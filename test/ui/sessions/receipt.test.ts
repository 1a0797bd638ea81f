import t from 'tap'
import type { Effect } from '../../../src/contract/service/effects.ts'
import type { CustomerSession } from '../../../src/contract/service/integration-state.ts'
import { receiptOf } from '../../../src/ui/sessions/receipt.ts'

const ITEM = { returnedQuantity: 0, remainingQuantity: 2 }
const SESSION = {
  cartItems: [
    { ...ITEM, sku: 'mug', name: 'Mug', quantity: 2, price: 12.5, position: 0 },
    {
      ...ITEM,
      sku: 'shoe',
      quantity: 1,
      price: 100,
      position: 1,
      additionalCosts: { packing: { price: 3 } },
    },
  ],
  additionalCosts: { shipping: { price: 5 } },
  total: 133,
} as unknown as CustomerSession

const from = { campaignId: 1, rulesetId: 1, ruleIndex: 0, ruleName: 'rule' }
const EFFECTS: Effect[] = [
  {
    ...from,
    effectType: 'setDiscountPerItem',
    props: { name: 'Shoes', value: 10, position: 1, scope: 'price' },
  },
  {
    ...from,
    effectType: 'setDiscountPerAdditionalCost',
    props: { name: 'Free', value: 5, additionalCost: 'shipping', additionalCostId: 1 },
  },
  { ...from, effectType: 'setDiscount', props: { name: 'All', value: 20, scope: 'sessionTotal' } },
  { ...from, effectType: 'addFreeItem', props: { sku: 'spoon', name: 'Spoon' } },
  { ...from, effectType: 'acceptCoupon', props: { value: 'CODE' } },
]

t.test('each discount stands at what it is taken off, and the rest is to be paid', (t) => {
  t.strictSame(receiptOf(SESSION, EFFECTS), {
    items: [
      { name: 'Mug', detail: '2 × 12.50', amount: 25, reductions: [] },
      {
        name: 'shoe',
        detail: '1 × 100.00',
        amount: 100,
        reductions: [{ name: 'Shoes', value: 10 }],
      },
    ],
    costs: [
      { name: 'shipping', detail: '', amount: 5, reductions: [{ name: 'Free', value: 5 }] },
      { name: 'packing', detail: '', amount: 3, reductions: [] },
    ],
    free: ['1 × Spoon (spoon)'],
    total: 133,
    reductions: [{ name: 'All', value: 20 }],
    reduced: 35,
    toPay: 98,
  })
  t.end()
})

t.test('what came back is taken off, with its own additional costs', (t) => {
  const { cartItems, additionalCosts } = SESSION
  const session = {
    cartItems: cartItems.map((item) => ({ ...item, returnedQuantity: 1 })),
    additionalCosts,
    total: 133,
    state: 'partially_returned',
  } as unknown as CustomerSession
  const receipt = receiptOf(session, [])
  t.match(receipt.items, [
    { amount: 25, returned: { name: '1 returned', value: 12.5 } },
    { amount: 100, returned: { name: '1 returned', value: 100 } },
  ])
  t.equal(receipt.costs[0]?.returned, undefined)
  t.match(receipt.costs[1], { name: 'packing', amount: 3, returned: { value: 3 } })
  t.equal(receipt.total, 17.5)
  t.end()
})

t.test(
  'a discount goes with the unit that it was given for, one of the line with the last',
  (t) => {
    const item = { ...ITEM, sku: 'mug', quantity: 2, price: 10, position: 0 }
    const left = (returnedQuantity: number, subPositions: (number | undefined)[]) => {
      const effects = subPositions.map(
        (subPosition): Effect => ({
          ...from,
          effectType: 'setDiscountPerItem',
          props: {
            name: `${subPosition}`,
            value: 1,
            position: 0,
            scope: 'price',
            ...(subPosition !== undefined && { subPosition }),
          },
        }),
      )
      const session = { cartItems: [{ ...item, returnedQuantity }], additionalCosts: {}, total: 20 }
      const { items } = receiptOf(session as unknown as CustomerSession, effects)
      return items[0]?.reductions.map(({ name }) => name)
    }
    t.strictSame(left(0, [0, 1, undefined]), ['0', '1', 'undefined'])
    t.strictSame(left(1, [0, 1, undefined]), ['1', 'undefined'])
    t.strictSame(left(2, [0, 1, undefined]), [])
    t.end()
  },
)

t.test('sums are cents, and nothing is never -0', (t) => {
  const cartItems = [{ ...ITEM, sku: 'mug', quantity: 3, price: 0.1, position: 0 }]
  const session = { cartItems, additionalCosts: {}, total: 0.3 } as unknown as CustomerSession
  const off = (value: number): Effect => ({
    ...from,
    effectType: 'setDiscount',
    props: { name: 'All', value, scope: 'sessionTotal' },
  })
  t.equal(receiptOf(session, []).items[0]?.amount, 0.3)
  const { reduced, toPay } = receiptOf(session, [off(0.1), off(0.2)])
  t.equal(reduced, 0.3)
  t.ok(Object.is(toPay, 0))
  t.ok(Object.is(receiptOf(session, [off(0.3), off(0.000_001)]).toPay, 0))
  t.end()
})

t.test('of a cancelled session nothing is to be paid', (t) => {
  const session = { ...SESSION, state: 'cancelled' } as CustomerSession
  t.equal(receiptOf(session, EFFECTS).toPay, undefined)
  t.end()
})
