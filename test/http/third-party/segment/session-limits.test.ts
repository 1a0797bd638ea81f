import t from 'tap'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { ENDPOINTS, isRefused, putV1, putV2, storedSessions } from '../../../helpers/third-party.ts'

// Source: Third-party OpenAPI, `newCustomerSessionV2` and `cartItem`; Integration API, `cartItems`
// (1000 items, 10,000 units); help text of Segment's Talon.One destination (100 codes); loyalty card
// identifiers: Integration API. Assumed: the texts, all but that of `state`.

const codes = (count: number) => Array.from({ length: count }, (_, i) => `CODE-${i}`)
const item = (fields: object = {}) => ({ sku: 'MUG-1', quantity: 1, price: 1, ...fields })
const items = (count: number, fields: object = {}) =>
  Array.from({ length: count }, () => item(fields))

/** Sessions at a limit, which are accepted. */
const WITHIN: Record<string, object> = {
  'a coupon code of 100 characters': { couponCodes: ['x'.repeat(100)] },
  'a coupon code of 100 characters of four bytes': { couponCodes: ['😀'.repeat(100)] },
  '100 coupon codes': { couponCodes: codes(100) },
  'a referral code of 100 characters': { referralCode: 'x'.repeat(100) },
  'one loyalty card': { loyaltyCards: ['loyalty-card-1'] },
  'a card identifier of 4 characters': { loyaltyCards: ['aB-9'] },
  'a card identifier of 108 characters': { loyaltyCards: ['x'.repeat(108)] },
  'a card identifier of all allowed signs': { loyaltyCards: ['._%+@-'] },
  '5 identifiers': { identifiers: codes(5) },
  '1000 items': { cartItems: items(1000) },
  '10,000 units': { cartItems: items(2, { quantity: 5000 }) },
  'a SKU of one character': { cartItems: [item({ sku: 'x' })] },
  'a profile ID of 1000 characters': { profileId: 'x'.repeat(1000) },
}

/** Sessions past a limit; where the fault is; what the refusal says of it. */
const BEYOND: [rule: string, session: object, pointer: string, text: string][] = [
  [
    'a coupon code of 101 characters',
    { couponCodes: ['OK', 'x'.repeat(101)] },
    '/couponCodes/1',
    'couponCodes[1] must have at most 100 characters',
  ],
  [
    '101 coupon codes',
    { couponCodes: codes(101) },
    '/couponCodes',
    'couponCodes must have at most 100 items',
  ],
  [
    'a referral code of 101 characters',
    { referralCode: 'x'.repeat(101) },
    '/referralCode',
    'referralCode must have at most 100 characters',
  ],
  [
    'two loyalty cards',
    { loyaltyCards: ['card-1', 'card-2'] },
    '/loyaltyCards',
    'loyaltyCards must have at most 1 item',
  ],
  [
    'a card identifier of 3 characters',
    { loyaltyCards: ['abc'] },
    '/loyaltyCards/0',
    'loyaltyCards[0] must have at least 4 characters',
  ],
  [
    'a card identifier of 109 characters',
    { loyaltyCards: ['x'.repeat(109)] },
    '/loyaltyCards/0',
    'loyaltyCards[0] must have at most 108 characters',
  ],
  [
    'a card identifier with a space',
    { loyaltyCards: ['card 1'] },
    '/loyaltyCards/0',
    'loyaltyCards[0] must match pattern "^[A-Za-z0-9._%+@-]+$"',
  ],
  [
    'a card identifier with a line break at its end',
    { loyaltyCards: ['card-1\n'] },
    '/loyaltyCards/0',
    'loyaltyCards[0] must match pattern "^[A-Za-z0-9._%+@-]+$"',
  ],
  [
    '6 identifiers',
    { identifiers: codes(6) },
    '/identifiers',
    'identifiers must have at most 5 items',
  ],
  [
    '1001 items',
    { cartItems: items(1001) },
    '/cartItems',
    'cartItems must have at most 1000 items',
  ],
  [
    '10,001 units',
    { cartItems: [item({ quantity: 5000 }), item({ quantity: 5001 })] },
    '/cartItems',
    'cartItems must hold at most 10000 units in all, got 10001',
  ],
  [
    'quantity 0',
    { cartItems: [item({ quantity: 0 })] },
    '/cartItems/0/quantity',
    'quantity must be at least 1',
  ],
  [
    'quantity -1',
    { cartItems: [item({ quantity: -1 })] },
    '/cartItems/0/quantity',
    'quantity must be at least 1',
  ],
  [
    'quantity 1.5',
    { cartItems: [item(), item({ quantity: 1.5 })] },
    '/cartItems/1/quantity',
    'quantity must be an integer',
  ],
  [
    'quantity "1"',
    { cartItems: [item({ quantity: '1' })] },
    '/cartItems/0/quantity',
    'quantity must be an integer',
  ],
  [
    'no quantity',
    { cartItems: [{ sku: 'MUG-1', price: 1 }] },
    '/cartItems/0/quantity',
    'quantity is required',
  ],
  [
    'an empty SKU',
    { cartItems: [item({ sku: '' })] },
    '/cartItems/0/sku',
    'sku must have at least 1 character',
  ],
  ['no SKU', { cartItems: [{ quantity: 1, price: 1 }] }, '/cartItems/0/sku', 'sku is required'],
  [
    'an empty name',
    { cartItems: [item({ name: '' })] },
    '/cartItems/0/name',
    'name must have at least 1 character',
  ],
  [
    'a state that is none',
    { state: 'done' },
    '/state',
    'state must be one of the following: "open", "closed", "partially_returned", "cancelled"',
  ],
  [
    'a profile ID of 1001 characters',
    { profileId: 'x'.repeat(1001) },
    '/profileId',
    'profileId must have at most 1000 characters',
  ],
]

t.test('what is at a limit is accepted', async (t) => {
  const { app } = await buildTestApp(t)
  for (const [rule, session] of Object.entries(WITHIN)) {
    const v1 = await putV1(app, { customerSession: session }, { id: encodeURIComponent(rule) })
    t.equal(v1.statusCode, 200, `v1: ${rule}`)
    const v2 = await putV2(app, session, { id: encodeURIComponent(`v2 ${rule}`) })
    t.equal(v2.statusCode, 200, `v2: ${rule}`)
  }
})

for (const { version, pointer, wrap } of ENDPOINTS) {
  const put = version === 'v1' ? putV1 : putV2

  t.test(`${version}: what is past a limit is refused by name, and changes nothing`, async (t) => {
    const { app } = await buildTestApp(t)
    const start = { profileId: 'cust-7', couponCodes: ['KEEP'], cartItems: [item()] }
    t.equal((await put(app, wrap(start))).statusCode, 200)
    const before = await storedSessions(app)
    for (const [rule, session, at, text] of BEYOND) {
      const kept = { couponCodes: ['LOST'], ...session }
      const line = `The submitted data was invalid: ${text} (${pointer}${at})`
      await t.test(rule, async (t) => {
        isRefused(t, await put(app, wrap(kept)), 400, line)
        isRefused(t, await put(app, wrap(kept), { id: 'new' }), 400, line)
        t.strictSame(await storedSessions(app), before)
      })
    }
    const next = await put(app, wrap({}), { id: 'new' })
    t.match(next.json(), { customerSession: { id: 2 }, event: { id: 2 } }, 'no ID was spent')
  })
}

t.test('no field of a cart item may be null', async (t) => {
  // Assumed: an item has no earlier value that null could keep.
  const { app } = await buildTestApp(t)
  for (const field of ['name', 'price', 'category', 'weight', 'attributes', 'additionalCosts']) {
    const reply = await putV2(app, { cartItems: [item({ [field]: null })] })
    isRefused(t, reply, 400, new RegExp(`${field} must be .* \\(/cartItems/0/${field}\\)`))
  }
  const none = await putV2(app, { cartItems: [null] })
  isRefused(t, none, 400, /\(\/cartItems\/0\)/)
})

t.test('ten faults are named whatever is at fault, and the rest is counted', async (t) => {
  const { app } = await buildTestApp(t, { strict: true })
  const many = (value: unknown) =>
    Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`Name${i}`, value]))
  for (const reply of [
    await putV2(app, { attributes: many(1) }),
    await putV1(app, { customerSession: { attributes: many({}) } }),
    await putV2(app, { additionalCosts: many({}) }),
    await putV2(app, { additionalCosts: many(1) }),
  ]) {
    isRefused(t, reply, 400, /and 1990 more/)
    t.equal(reply.json().Error.match(/ \(\/[^)]*\)/g).length, 11)
  }
})

t.test('a name of any length is cut where a fault shows it', async (t) => {
  const { app } = await buildTestApp(t, { strict: true })
  const long = { ['x'.repeat(100_000)]: 1 }
  const start = { profileId: 'x'.repeat(1000) }
  t.equal((await putV2(app, start)).statusCode, 200)
  for (const body of [
    { attributes: long },
    { additionalCosts: long },
    { additionalCosts: { ['x'.repeat(100_000)]: {} } },
    { profileId: 'other' },
  ]) {
    const reply = await putV2(app, body)
    isRefused(t, reply, 400, /x…/)
    t.ok(reply.body.length < 600, `${reply.body.length} characters`)
  }
})

t.test('all the faults of a body are named in one line, up to ten', async (t) => {
  const { app } = await buildTestApp(t)
  const two = await putV2(app, { state: 'done', cartItems: [{ sku: '', quantity: 1 }] })
  isRefused(t, two, 400, /; /)
  t.match(two.json().Error, 'state must be one of')
  t.match(two.json().Error, 'sku must have at least 1 character (/cartItems/0/sku)')
  const many = await putV2(app, { cartItems: items(500, { quantity: 0 }) })
  isRefused(t, many, 400, /and 490 more/)
  t.equal(many.json().Error.split('; ').length, 11)
})
