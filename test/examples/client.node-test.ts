import assert from 'node:assert/strict'
import process from 'node:process'
import { test } from 'node:test'
import { createMockClient } from 'talon-mock/client'

const mock = createMockClient(process.env.TALON_MOCK_URL ?? 'http://localhost:8080')

test('too many requests are sent again', async () => {
  await using world = await mock.world()
  await world.faults.add({ where: 'request', do: { status: 429 }, times: 1 })

  const send = () =>
    fetch(`${world.url}/segment/v2/customer_sessions/cart-1`, {
      method: 'PUT',
      headers: { ...world.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ profileId: 'anna' }),
    })
  let reply = await send()
  if (reply.status === 429) reply = await send() // what your client does

  assert.equal(reply.status, 200)
  await world.exchanges.verify({ sessionId: 'cart-1' }, { exactly: 2 })
})
