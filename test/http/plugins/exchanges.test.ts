import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { SEGMENT_HEADERS } from '../../helpers/make-session.ts'

t.test('the ledger shows a body as JSON, and as text when it is none', async (t) => {
  const { app } = await buildTestApp(t)
  for (const [payload, shown] of [
    ['{"customerSession": {"state": "open"}}', { customerSession: { state: 'open' } }],
    ['{"customerSession": ', '{"customerSession": '],
  ] as const) {
    const reply = await app.inject({
      method: 'PUT',
      url: '/segment/customer_sessions/s1',
      headers: { ...SEGMENT_HEADERS, 'content-type': 'application/json' },
      payload,
    })
    const id = reply.headers['x-talon-mock-exchange'] as string
    const exchange = await app.inject(`/_mock/exchanges/${id}`)
    t.strictSame(exchange.json().request.body, shown)
  }
})
