import { startTalonMock } from 'talon-mock'
import t from 'tap'

t.test('the coupon of a closed session cannot be used again', async (t) => {
  await using mock = await startTalonMock({ scenario: 'test/examples/shop.yaml' })
  const order = async (id: string, state: string) => {
    const reply = await mock.inject({
      method: 'PUT',
      url: `/segment/v2/customer_sessions/${id}`,
      headers: { authorization: 'ApiKey-v1 anything', 'destination-hostname': 'acme.talon.one' },
      payload: {
        state,
        profileId: 'anna',
        couponCodes: ['AUTUMN'],
        cartItems: [{ sku: 'mug', quantity: 4, price: 12.5 }],
      },
    })
    return reply.json<{ effects: { effectType: string; props: object }[] }>().effects
  }

  t.match(await order('cart-1', 'closed'), [
    { effectType: 'acceptCoupon' },
    { effectType: 'setDiscount', props: { value: 10 } },
  ])
  t.match(await order('cart-2', 'open'), [
    { effectType: 'rejectCoupon', props: { rejectionReason: 'CouponLimitReached' } },
  ])

  await mock.reset() // back to the scenario
  t.match(await order('cart-3', 'open'), [
    { effectType: 'acceptCoupon' },
    { effectType: 'setDiscount' },
  ])
})
