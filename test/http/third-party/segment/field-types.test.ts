import t from 'tap'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { ENDPOINTS, isRefused, putV1, putV2, storedSessions } from '../../../helpers/third-party.ts'

// Source: Third-party OpenAPI, types of `newCustomerSessionV2` and `cartItem`. Assumed: the texts, and
// that a known field of another type is refused and an unknown field ignored.

const item = (fields: object) => ({ cartItems: [{ sku: 'MUG-1', quantity: 1, ...fields }] })

const WRONG: [session: object, pointer: string, text: string][] = [
  [{ profileId: 7 }, '/profileId', 'profileId must be a string'],
  [{ couponCodes: 'CODE' }, '/couponCodes', 'couponCodes must be an array'],
  [{ couponCodes: [1] }, '/couponCodes/0', 'couponCodes[0] must be a string'],
  [{ couponCodes: [null] }, '/couponCodes/0', 'couponCodes[0] must be a string'],
  [{ referralCode: ['REF'] }, '/referralCode', 'referralCode must be a string'],
  [{ loyaltyCards: 'card-1' }, '/loyaltyCards', 'loyaltyCards must be an array'],
  [{ identifiers: { ip: '::1' } }, '/identifiers', 'identifiers must be an array'],
  [{ cartItems: {} }, '/cartItems', 'cartItems must be an array'],
  [{ cartItems: ['MUG-1'] }, '/cartItems/0', 'cartItems[0] must be an object'],
  [{ additionalCosts: [] }, '/additionalCosts', 'additionalCosts must be an object'],
  [{ additionalCosts: { gift: 3 } }, '/additionalCosts/gift', 'gift must be an object'],
  [
    { additionalCosts: { gift: { price: '3' } } },
    '/additionalCosts/gift/price',
    'price must be a number',
  ],
  [{ attributes: [] }, '/attributes', 'attributes must be an object'],
  [{ attributes: 'City' }, '/attributes', 'attributes must be an object'],
  [item({ sku: 7 }), '/cartItems/0/sku', 'sku must be a string'],
  [item({ price: '12.5' }), '/cartItems/0/price', 'price must be a number'],
  [item({ category: 1 }), '/cartItems/0/category', 'category must be a string'],
  [item({ attributes: 'red' }), '/cartItems/0/attributes', 'attributes must be an object'],
  [
    item({ weight: 'heavy' }),
    '/cartItems/0/weight',
    'weight must be a number, or a number as text',
  ],
  [item({ width: '' }), '/cartItems/0/width', 'width must be a number, or a number as text'],
  [
    item({ height: '1e999' }),
    '/cartItems/0/height',
    'height must be a number, or a number as text',
  ],
  [item({ length: true }), '/cartItems/0/length', 'length must be a number or a string'],
]

for (const { version, pointer, wrap } of ENDPOINTS) {
  const put = version === 'v1' ? putV1 : putV2

  t.test(`${version}: a known field of another type is refused by name`, async (t) => {
    const { app } = await buildTestApp(t)
    for (const [session, at, text] of WRONG) {
      const line = `The submitted data was invalid: ${text} (${pointer}${at})`
      isRefused(t, await put(app, wrap(session)), 400, line)
    }
    t.match(await storedSessions(app), { items: { length: 0 } })
  })

  t.test(`${version}: an unknown field is ignored`, async (t) => {
    const { app } = await buildTestApp(t)
    const session = { ...item({ colour: 'blue', product: 7 }), unknown: { deep: [1] }, total: 'x' }
    const reply = await put(app, { ...wrap(session), other: true })
    t.equal(reply.statusCode, 200)
    t.notMatch(reply.body, /colour|product|unknown|other/)
    t.equal(reply.json().customerSession.total, 0)
  })
}

t.test('v1: the parts of the body have types too', async (t) => {
  const { app } = await buildTestApp(t)
  for (const [body, text] of [
    [{ customerSession: [] }, 'customerSession must be an object'],
    [{ customerSession: 'open' }, 'customerSession must be an object'],
    [{ sessionAttributesInfo: {} }, 'sessionAttributesInfo must be an array'],
    [{ cartItemAttributesInfo: [1] }, 'cartItemAttributesInfo[0] must be an object'],
    [{ sessionAttributesInfo: [{ name: 1 }] }, 'name must be a string'],
  ] as const) {
    const reply = await putV1(app, body)
    isRefused(t, reply, 400, /invalid: /)
    t.match(reply.json().Error, text)
  }
})

t.test('v2: skipNonExistingAttributes is true or false and nothing else', async (t) => {
  const { app } = await buildTestApp(t)
  for (const value of ['true', 'false']) {
    const reply = await putV2(app, {}, { id: `s1?skipNonExistingAttributes=${value}` })
    t.equal(reply.statusCode, 200)
  }
  const before = await storedSessions(app)
  for (const query of [
    '=',
    '',
    '=yes',
    '=1',
    '=TRUE',
    '=null',
    '=true&skipNonExistingAttributes=false',
  ]) {
    const reply = await putV2(app, {}, { id: `s1?skipNonExistingAttributes${query}` })
    isRefused(
      t,
      reply,
      400,
      'The submitted data was invalid: skipNonExistingAttributes must be a boolean (skipNonExistingAttributes)',
    )
  }
  t.strictSame(await storedSessions(app), before)
})

t.test('other query parameters are ignored', async (t) => {
  const { app } = await buildTestApp(t)
  for (const put of [putV1, putV2]) {
    const reply = await put(app, {}, { id: 's1?dry=true&__proto__=x&a[b]=c' })
    t.equal(reply.statusCode, 200)
  }
  t.match(await storedSessions(app), { items: [{ integrationId: 's1', updateCount: 2 }] })
})
