import t from 'tap'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { isRefused, putV2, storedSessions } from '../../../helpers/third-party.ts'

// Source: Third-party OpenAPI, `customerSessionV2`: totals before discounts; 99.99 and 20 make 119.99.
// Assumed: the costs of an item count once a unit and belong to additionalCostTotal too; two decimals,
// half up; an item without a price counts 0.

interface Line {
  price?: number
  quantity?: number
  costs?: number[]
}

const costs = (prices: number[]) =>
  Object.fromEntries(prices.map((price, i) => [`cost-${i}`, { price }]))

const cart = (lines: Line[]) =>
  lines.map(({ price, quantity = 1, costs: own = [] }) => ({
    sku: 'MUG-1',
    quantity,
    ...(price !== undefined && { price }),
    additionalCosts: costs(own),
  }))

/** Lines and costs of a session; its item total, cost total, the items' own costs, and total. */
const TABLE: [rule: string, lines: Line[], costs: number[], totals: number[]][] = [
  ['the documented sample', [{ price: 99.99 }], [20], [99.99, 20, 0, 119.99]],
  ['a tenth and two tenths', [{ price: 0.1 }, { price: 0.2 }], [], [0.3, 0, 0, 0.3]],
  ['three tenths', [{ price: 0.1, quantity: 3 }], [], [0.3, 0, 0, 0.3]],
  ['half a cent', [{ price: 1.005 }], [], [1.01, 0, 0, 1.01]],
  ['half a cent, summed first', [{ price: 0.005 }, { price: 0.005 }], [], [0.01, 0, 0, 0.01]],
  ['under half a cent', [{ price: 1.0049 }], [], [1, 0, 0, 1]],
  ['costs of items', [{ price: 10, quantity: 3, costs: [0.5] }], [1], [30, 2.5, 1.5, 32.5]],
  ['no price', [{ quantity: 5 }, { price: 2 }], [], [2, 0, 0, 2]],
  ['a negative price', [{ price: 10 }, { price: -2.5 }], [-1], [7.5, -1, 0, 6.5]],
  ['nothing', [], [], [0, 0, 0, 0]],
]

t.test('totals are exact in decimal', async (t) => {
  const { app } = await buildTestApp(t)
  for (const [rule, lines, own, totals] of TABLE) {
    const body = { cartItems: cart(lines), additionalCosts: costs(own) }
    const { customerSession } = (await putV2(app, body)).json()
    const { cartItemTotal, additionalCostTotal, cartItemAdditionalCostTotal, total } =
      customerSession
    t.strictSame(
      [cartItemTotal, additionalCostTotal, cartItemAdditionalCostTotal, total],
      totals,
      rule,
    )
  }
})

t.test('99.99 and 20 are written as 119.99', async (t) => {
  const { app } = await buildTestApp(t)
  const body = { cartItems: cart([{ price: 99.99 }]), additionalCosts: costs([20]) }
  t.match((await putV2(app, body)).body, /"total":119\.99[,}]/)
})

t.test('a thousand lines of a cent are ten', async (t) => {
  const { app } = await buildTestApp(t)
  const body = { cartItems: cart(Array.from({ length: 1000 }, () => ({ price: 0.01 }))) }
  t.equal((await putV2(app, body)).json().customerSession.total, 10)
})

t.test('a kept cart is added up again with new costs', async (t) => {
  const { app } = await buildTestApp(t)
  await putV2(app, { cartItems: cart([{ price: 99.99 }]) })
  const reply = await putV2(app, { additionalCosts: costs([20]) })
  t.match(reply.json().customerSession, { cartItemTotal: 99.99, total: 119.99 })
})

t.test('totals past what JSON can hold are refused', async (t) => {
  const { app } = await buildTestApp(t)
  await putV2(app, { cartItems: cart([{ price: 1e308 }]) })
  const before = await storedSessions(app)
  for (const session of [
    { cartItems: cart([{ price: 1e308, quantity: 2 }]) },
    { additionalCosts: costs([1e308]) },
    { cartItems: cart([{ costs: [-1e308], quantity: 2 }]) },
  ]) {
    isRefused(t, await putV2(app, session), 400, /totals of cartItems and additionalCosts must/)
  }
  isRefused(
    t,
    await putV2(app, '{"additionalCosts":{"x":{"price":1e309}}}'),
    400,
    /price must be a number/,
  )
  t.strictSame(await storedSessions(app), before)
})
