import assert from 'node:assert/strict'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import t from 'tap'
import {
  type CartItemInput,
  CartItemInput as CartItemSchema,
} from '../../../src/contract/service/customer-sessions.ts'
import { AttributeResolver } from '../../../src/core/attributes/resolve.ts'
import { strictFaults, toCart, toCosts } from '../../../src/core/sessions/cart.ts'
import { FORMATS } from '../../../src/http/validators.ts'
import { checkLaw } from '../../helpers/check-law.ts'
import { refusalOf } from '../../helpers/refusal-of.ts'

const createResolver = () =>
  new AttributeResolver({
    definitions: { CustomerSession: new Map(), CartItem: new Map() },
    unknown: 'create',
    forced: { CustomerSession: undefined, CartItem: undefined },
  })

const read = (inputs: readonly CartItemInput[], pointer = '') =>
  toCart(inputs, createResolver(), pointer)

const makeItem = (overrides: Partial<CartItemInput> = {}): CartItemInput => ({
  sku: 'MUG-1',
  quantity: 1,
  ...overrides,
})

t.test('an item keeps what was sent and gets position and quantities', (t) => {
  // Source: Third-party OpenAPI, cartItem.
  const full = {
    name: 'Mug',
    sku: 'MUG-1',
    quantity: 2,
    price: 12.5,
    category: 'kitchen',
    weight: 300,
    height: 90,
    width: 80.5,
    length: 0,
    attributes: { colour: 'blue' },
    additionalCosts: { shipping: { price: 3 } },
  }
  t.strictSame(read([full]), [{ ...full, position: 0, returnedQuantity: 0, remainingQuantity: 2 }])
  t.end()
})

t.test('what was not sent is not there', (t) => {
  // Source: Third-party OpenAPI, cartItem (only sku and quantity are required).
  t.strictSame(read([makeItem()]), [
    { sku: 'MUG-1', quantity: 1, position: 0, returnedQuantity: 0, remainingQuantity: 1 },
  ])
  t.strictSame(read([]), [])
  t.end()
})

t.test('positions count the lines from 0, in their order, the same SKU twice included', (t) => {
  // Source: docs, Returns tutorial (effects count positions from 0).
  const skus = fc.array(fc.constantFrom('A', 'B', 'C'), { maxLength: 50 })
  checkLaw(
    t,
    fc.property(skus, (given) => {
      const cart = read(given.map((sku) => makeItem({ sku })))
      assert.deepEqual(
        cart.map(({ sku, position }) => [sku, position]),
        given.map((sku, i) => [sku, i]),
      )
    }),
  )
  t.end()
})

t.test('read-only fields that were sent are computed anew, whatever they hold', (t) => {
  // Source: Third-party OpenAPI, the sample body (position -78974619.5, returnedQuantity 1);
  // Segment's Talon.One destination sends them as text.
  const junk = {
    position: -78974619.5,
    returnedQuantity: 1,
    remainingQuantity: 'none',
    catalogItemID: 7,
  }
  const sent: CartItemInput = { ...makeItem({ quantity: 3 }), ...junk }
  t.strictSame(read([sent]), [
    { sku: 'MUG-1', quantity: 3, position: 0, returnedQuantity: 0, remainingQuantity: 3 },
  ])
  t.end()
})

t.test('measures sent as text are kept as numbers', (t) => {
  // Source: Segment's Talon.One destination: 1130 arrives as "1130".
  const measures = { weight: '1130', height: '7837764.22103864', width: '0', length: '-1e2' }
  t.strictSame(read([makeItem(measures)]), [
    {
      ...read([makeItem()])[0],
      weight: 1130,
      height: 7837764.22103864,
      width: 0,
      length: -100,
    },
  ])
  t.end()
})

t.test('every measure that the schema lets through becomes a number', (t) => {
  // A text such as 1e999 would become Infinity, and that `null` in the reply.
  const passes = new Ajv({ allowUnionTypes: true, formats: FORMATS }).compile(CartItemSchema)
  const text = fc.oneof(
    fc.stringMatching(/^-?\d{1,210}(\.\d{1,210})?([eE][+-]?\d{1,3})?$/),
    fc.double().map(String),
    fc.string(),
    fc.constantFrom('', ' ', '0x10', '1e99', 'Infinity', 'NaN', '-0', '1.', '.5', '1\n'),
  )
  checkLaw(
    t,
    fc.property(text, (weight) => {
      const item = makeItem({ weight })
      if (!passes(item)) return
      assert.ok(Number.isFinite(read([item])[0]?.weight), weight)
    }),
  )
  t.end()
})

t.test('an attribute of an item that is null is not there', (t) => {
  // Source: Third-party OpenAPI, newCustomerSessionV2 (`null` deletes). Assumed: in a cart item as well.
  const cart = read([makeItem({ attributes: { colour: 'blue', size: null } })])
  t.strictSame(cart[0]?.attributes, { colour: 'blue' })
  t.end()
})

t.test('a fault in the attributes of an item points at that line', (t) => {
  // Source: docs, Errors page (pointers into the body).
  const resolver = createResolver()
  const items = [makeItem(), makeItem({ attributes: { size: [true] } })]
  toCart(items, resolver, '/customerSession')
  t.match(resolver.faults, [{ source: '/customerSession/cartItems/1/attributes/size' }])
  t.end()
})

t.test('a cart holds 10,000 units and not one more', (t) => {
  // Source: Integration API, cartItems (sum of all quantities).
  const full = [makeItem({ quantity: 9_999 }), makeItem()]
  t.equal(read(full).length, 2)
  t.equal(read([makeItem({ quantity: 10_000 })]).length, 1)
  const carts = [
    [...full, makeItem()],
    [makeItem({ quantity: 10_001 })],
    [makeItem({ quantity: 1e300 })],
  ]
  for (const cart of carts) {
    const { code, faults } = refusalOf(() => read(cart, '/customerSession'))
    t.equal(code, 'REQUEST_INVALID')
    t.match(faults, [{ details: /10000 units/, source: '/customerSession/cartItems' }])
  }
  t.end()
})

const NO_COSTS = { additionalCosts: [] }

t.test('a strict emulator refuses an item without a price', (t) => {
  // Source: Third-party OpenAPI, cartItem.price (needed unless the SKU is in a catalog).
  const session = { cartItems: [makeItem({ price: 0 }), makeItem()] }
  t.match(strictFaults(session, NO_COSTS, '/customerSession'), [
    { details: /^price is required/, source: '/customerSession/cartItems/1/price' },
  ])
  t.end()
})

t.test('a strict emulator refuses additional costs that were never created', (t) => {
  // Source: Third-party OpenAPI, additionalCosts (they must be created first).
  const session = {
    additionalCosts: { shipping: { price: 9 } },
    cartItems: [makeItem({ price: 1, additionalCosts: { engraving: { price: 2 } } })],
  }
  const refused = (account: Parameters<typeof strictFaults>[1]) =>
    strictFaults(session, account, '').map(({ source }) => source)
  t.strictSame(refused(NO_COSTS), [
    '/additionalCosts/shipping',
    '/cartItems/0/additionalCosts/engraving',
  ])
  t.strictSame(
    refused({ additionalCosts: [{ id: 1, name: 'shipping' }] }),
    ['/cartItems/0/additionalCosts/engraving'],
    'those of the account are let through',
  )
  t.end()
})

t.test('the pointer to a cost escapes the slash and the tilde', (t) => {
  // Source: RFC 6901, 3.
  const session = { additionalCosts: { 'a/b~c': { price: 9 } } }
  t.equal(strictFaults(session, NO_COSTS, '')[0]?.source, '/additionalCosts/a~1b~0c')
  t.end()
})

t.test('a strict emulator finds nothing wrong with what is left out or null', (t) => {
  t.strictSame(strictFaults({}, NO_COSTS, ''), [])
  t.strictSame(strictFaults({ cartItems: null, additionalCosts: null }, NO_COSTS, ''), [])
  t.end()
})

t.test('of an additional cost the price is kept, and nothing else that was sent', async (t) => {
  // Assumed: unknown fields are ignored, here as everywhere. A body may hold any.
  const sent: Record<string, { price?: number; note?: string }> = {
    shipping: { price: 9, note: 'express' },
    handling: { note: 'free' },
  }
  t.strictSame(toCosts(sent), { shipping: { price: 9 }, handling: {} })
})
