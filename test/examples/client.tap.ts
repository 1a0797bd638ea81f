import process from 'node:process'
import { createMockClient } from 'talon-mock/client'
import t from 'tap'

const mock = createMockClient(process.env.TALON_MOCK_URL ?? 'http://localhost:8080')

t.test('a callback that fails is tried again five minutes later', async (t) => {
  await using world = await mock.world() // sessions, clock and ledger of this test alone
  await world.clock.freeze('2030-01-01T00:00:00Z')
  await world.sinks.script('shop', [503])

  await fetch(`${world.url}/segment/v2/customer_sessions/cart-1`, {
    method: 'PUT',
    headers: {
      ...world.headers,
      'content-type': 'application/json',
      'x-callback-destination-uri': world.sinks.url('shop'), // or where your shop listens
    },
    body: JSON.stringify({ profileId: 'anna' }),
  })

  await world.waitForCallback({ sessionId: 'cart-1', callback: 'waiting' })
  await world.clock.advance(5 * 60_000)
  const { callback } = await world.waitForCallback({ sessionId: 'cart-1' })
  t.equal(callback?.state, 'delivered')
  t.equal(callback?.attempts.length, 2)
})
