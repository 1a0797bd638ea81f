/**
 * `npm run screenshots`: the pictures of the dashboard in README, made of a running emulator, so that they show what is.
 */
import { mkdirSync } from 'node:fs'
import { chromium, type Page } from 'playwright-core'
import { startTalonMock } from '../src/index.ts'
import { findBrowser, thisMachine } from './helpers/find-browser.ts'

const FOLDER = 'docs'
const SIZE = { width: 1280, height: 800 }
const PHONE = { width: 375, height: 700 }

const CART = {
  profileId: 'anna',
  couponCodes: ['XMAS-20-2021'],
  cartItems: [
    { sku: 'mug', name: 'Mug', quantity: 2, price: 12.5 },
    { sku: 'SKU1241028', name: 'Air Glide', category: 'shoes', quantity: 1, price: 99.99 },
  ],
  additionalCosts: { shipping: { price: 4.9 } },
}

await using mock = await startTalonMock()
const { url, client } = mock

const update = (session: string, customerSession: object, headers: Record<string, string> = {}) =>
  fetch(`${url}/segment/customer_sessions/${session}`, {
    method: 'PUT',
    headers: {
      authorization: 'ApiKey-v1 anything',
      'destination-hostname': 'acme.talon.one',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify({ customerSession }),
  })

await client.sinks.script('shop', [503, 503, 200])
await update('basket-7', { profileId: 'bob', cartItems: CART.cartItems.slice(0, 1) })
await update('basket-7', { couponCodes: ['XMAS-20-2020'] })
await update('basket-8', { cartItems: 'none' })
await update('basket-9', CART, {
  'x-callback-destination-uri': `${url}/_mock/sink/shop`,
  'x-correlation-id': 'order-4711',
  'x-content-fields': 'effects,customerSession',
})
const { id } = await client.waitForCallback({ callback: 'delivered', timeoutMs: 10_000 })

const executablePath = findBrowser(thisMachine)
if (!executablePath) throw new Error('no Chromium: node build/test/ensure-browser.js gets one')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })

/** One picture: what is opened, what is done there, and what is waited for. */
const shoot = async (
  name: string,
  hash: string,
  seen: string,
  {
    viewport = SIZE,
    colorScheme = 'light' as 'light' | 'dark',
    act = async (_page: Page) => {},
  } = {},
) => {
  const page = await browser.newPage({ viewport, colorScheme })
  await page.goto(`${url}/#/${hash}`)
  await act(page)
  await page.locator('main').getByText(seen).first().waitFor()
  await page.screenshot({ path: `${FOLDER}/${name}.png` })
  await page.close()
}

mkdirSync(FOLDER, { recursive: true })
await shoot('exchange', `exchanges/${id}`, 'Fields sent')
await shoot('session', 'sessions/basket-9', 'History', {
  act: (page) => page.locator('.rules summary').nth(2).click(),
})
await shoot('composer', 'composer', 'Left out', {
  colorScheme: 'dark',
  act: async (page) => {
    await page.getByText('Fields: all').click()
    await page.getByLabel('effects', { exact: true }).check()
    await page.getByRole('button', { name: 'Send', exact: true }).click()
  },
})
await shoot('phone', 'exchanges', '/segment/customer_sessions/basket-9', { viewport: PHONE })
await browser.close()
