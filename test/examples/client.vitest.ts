import process from 'node:process'
import { createMockClient } from 'talon-mock/client'
import { expect, test } from 'vitest'

const mock = createMockClient(process.env.TALON_MOCK_URL ?? 'http://localhost:8080')

test('the shop hears what became of a cart', async () => {
  await using world = await mock.world()

  await fetch(`${world.url}/segment/v2/customer_sessions/cart-1`, {
    method: 'PUT',
    headers: {
      ...world.headers,
      'content-type': 'application/json',
      'x-callback-destination-uri': world.sinks.url('shop'), // or where your shop listens
      'x-content-fields': 'effects',
    },
    body: JSON.stringify({ profileId: 'anna', couponCodes: ['REJECT-CouponExpired'] }),
  })

  await world.waitForCallback({ sessionId: 'cart-1', callback: 'delivered' })
  const { items } = await world.sinks.received('shop')
  expect(items[0]?.json).toMatchObject({
    effects: expect.arrayContaining([expect.objectContaining({ effectType: 'rejectCoupon' })]),
  })
})
