import process from 'node:process'
import { test as base, expect } from '@playwright/test'
import { createMockClient, type TestWorld } from 'talon-mock/client'

const mock = createMockClient(process.env.TALON_MOCK_URL ?? 'http://localhost:8080')

const test = base.extend<{ world: TestWorld }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from it
  world: async ({}, use) => {
    await using world = await mock.world()
    await use(world)
  },
})

test('an expired coupon is said to be expired', async ({ page, world }) => {
  // The page under test sends its requests to /segment, with the headers of this test's world.
  await page.route('**/segment/**', (route) => {
    const { pathname, search } = new URL(route.request().url())
    const headers = { ...route.request().headers(), ...world.headers }
    return route.continue({ url: world.url + pathname + search, headers })
  })
  await page.goto('http://localhost:5173/cart')
  await page.getByLabel('Coupon').fill('REJECT-CouponExpired')
  await page.getByRole('button', { name: 'Apply' }).click()

  await expect(page.getByRole('alert')).toHaveText(/expired/)
  await world.exchanges.verify({ status: 200 }, { atLeast: 1 })
})
