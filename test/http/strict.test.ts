import { readFileSync } from 'node:fs'
import t from 'tap'
import { buildTestApp } from '../helpers/build-test-app.ts'
import { isRefused, putV1, putV2, storedSessions } from '../helpers/third-party.ts'

// Source: Third-party OpenAPI, `additionalCosts` ("must be created first") and `cartItem.price`
// (needed unless the SKU is in a catalog). The rate limit of --strict has its test with the rate limit.
const INVALID = 'The submitted data was invalid: '
const item = (fields: object) => ({ cartItems: [{ sku: 'MUG-1', quantity: 1, ...fields }] })

t.test('by default costs need no definition and items no price', async (t) => {
  const { app } = await buildTestApp(t)
  const session = { ...item({}), additionalCosts: { gift: { price: 3 } } }
  t.equal((await putV1(app, { customerSession: session })).statusCode, 200)
  t.equal((await putV2(app, session)).statusCode, 200)
})

t.test('--strict refuses costs that were never created', async (t) => {
  const { app } = await buildTestApp(t, { strict: true })
  const text = (name: string) =>
    `The additional cost "${name}" is not defined; it must be created before it is used`
  const additionalCosts = { 'gift/wrap': { price: 3 } }
  const v1 = await putV1(app, { customerSession: { additionalCosts } })
  const at = '/customerSession/additionalCosts/gift~1wrap'
  isRefused(t, v1, 400, `${INVALID}${text('gift/wrap')} (${at})`)
  const v2 = await putV2(app, item({ price: 1, additionalCosts: { shipping: { price: 9 } } }))
  isRefused(t, v2, 400, `${INVALID}${text('shipping')} (/cartItems/0/additionalCosts/shipping)`)
  t.match(await storedSessions(app), { items: { length: 0 } })
})

t.test('--strict refuses items without a price', async (t) => {
  const { app } = await buildTestApp(t, { strict: true })
  isRefused(
    t,
    await putV2(app, item({})),
    400,
    `${INVALID}price is required of an item that is in no catalog (/cartItems/0/price)`,
  )
  t.equal((await putV2(app, item({ price: 0 }))).statusCode, 200)
})

t.test('--strict takes the costs and v2 the attributes that the scenario defines', async (t) => {
  const { app } = await buildTestApp(t, { strict: true, scenario: 'demo' })
  t.equal(
    (await putV1(app, readFileSync('test/fixtures/sample-request.json', 'utf8'))).statusCode,
    200,
  )
  const session = {
    attributes: { ShippingCity: 'Berlin' },
    additionalCosts: { shipping: { price: 5 } },
    ...item({ price: 1, attributes: { material: 'clay' } }),
  }
  t.equal((await putV2(app, session, { id: 's2' })).statusCode, 200)
  const unknown = { ...session, additionalCosts: { gift: { price: 5 } } }
  isRefused(t, await putV2(app, unknown), 400, /The additional cost "gift" is not defined/)
  const attribute = { ...session, attributes: { Colour: 'red' } }
  isRefused(t, await putV2(app, attribute), 400, /The attribute "Colour" is not defined/)
})
