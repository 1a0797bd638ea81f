const t = require('tap')

t.test('the shop hears what became of a cart', async (t) => {
  const { startTalonMock } = await import('talon-mock')
  const mock = await startTalonMock()
  t.teardown(() => mock.close())

  await fetch(`${mock.url}/segment/customer_sessions/cart-1`, {
    method: 'PUT',
    headers: {
      authorization: 'ApiKey-v1 anything',
      'destination-hostname': 'acme.talon.one',
      'content-type': 'application/json',
      'x-callback-destination-uri': `${mock.url}/_mock/sink/shop`, // or where your shop listens
      'x-content-fields': 'customerSession',
    },
    body: JSON.stringify({
      customerSession: { cartItems: [{ sku: 'mug', quantity: 2, price: 12.5 }] },
    }),
  })

  const { callback } = await mock.waitForCallback({ sessionId: 'cart-1' })
  t.equal(callback.state, 'delivered')
  t.strictSame(callback.fields.sent, ['customerSession'])
})
