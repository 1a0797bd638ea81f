import { readFileSync } from 'node:fs'
import t from 'tap'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { createCallbackSink } from '../../../helpers/callback-sink.ts'
import { makeSession, SEGMENT_HEADERS } from '../../../helpers/make-session.ts'

// The documented sample body of the v1 endpoint. Source: the service's API reference.
const sample = JSON.parse(readFileSync('test/fixtures/sample-request.json', 'utf8'))

t.test('a fresh cart gets the minimal reply', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await app.inject({
    method: 'PUT',
    url: '/segment/customer_sessions/s1',
    headers: SEGMENT_HEADERS,
    payload: { customerSession: makeSession() },
  })
  t.equal(reply.statusCode, 200)
  const now = '2026-01-02T03:04:05.000Z'
  t.strictSame(reply.json(), {
    effects: [],
    createdCoupons: [],
    createdReferrals: [],
    customerSession: {
      id: 1,
      created: now,
      integrationId: 's1',
      applicationId: 1,
      profileId: 'cust-7',
      state: 'open',
      couponCodes: [],
      referralCode: '',
      loyaltyCards: [],
      identifiers: [],
      attributes: {},
      additionalCosts: {},
      cartItems: [
        {
          name: 'Mug',
          sku: 'MUG-1',
          quantity: 2,
          price: 12.5,
          position: 0,
          returnedQuantity: 0,
          remainingQuantity: 2,
        },
      ],
      firstSession: true,
      updateCount: 1,
      cartItemTotal: 25,
      additionalCostTotal: 0,
      cartItemAdditionalCostTotal: 0,
      total: 25,
      updated: now,
    },
    customerProfile: {
      id: 1,
      created: now,
      accountId: 1,
      integrationId: 'cust-7',
      attributes: {},
      closedSessions: 0,
      totalSales: 0,
      audienceMemberships: [],
      lastActivity: now,
    },
    event: {
      id: 1,
      created: now,
      applicationId: 1,
      profileId: 'cust-7',
      type: 'talon_session_created',
      attributes: {},
      sessionId: 's1',
      effects: [],
      ledgerEntries: [],
    },
    loyalty: { programs: {} },
    coupons: [],
    triggeredCampaigns: [],
    ruleFailureReasons: [],
    awardedGiveaways: [],
    createdAttributes: [],
  })
})

t.test(
  'the sample body with all callback headers: full state, one POST, both joined',
  async (t) => {
    const { app, world } = await buildTestApp(t)
    const sink = await createCallbackSink(t)
    const settled = new Promise<void>((resolve) => {
      world.ledger.watch((entry) => {
        if (entry.callback?.state === 'delivered') resolve()
      })
    })
    const reply = await app.inject({
      method: 'PUT',
      url: '/segment/customer_sessions/session1',
      headers: {
        ...SEGMENT_HEADERS,
        'x-callback-destination-uri': `${sink.url}/api/callbacks`,
        'x-callback-api-key': 'Authorization ApiKey-v1 3aa74d582bd9479c59e16f970fe13bf3',
        'x-content-fields': 'effects , customerProfile',
        'x-correlation-id': 'abc123',
      },
      payload: sample,
    })
    t.equal(reply.statusCode, 200)
    t.equal(reply.headers['content-type'], 'application/json')
    t.equal(reply.json().customerSession.total, 226.98)
    await settled
    t.equal(sink.received.length, 1)
    const [post] = sink.received
    t.match(post, {
      method: 'POST',
      path: '/api/callbacks',
      headers: {
        authorization: 'ApiKey-v1 3aa74d582bd9479c59e16f970fe13bf3',
        'x-correlation-id': 'abc123',
        'content-type': 'application/json',
      },
    })
    const { effects, customerProfile } = reply.json()
    t.strictSame(JSON.parse(post?.body ?? ''), { effects, customerProfile })

    const exchangeId = reply.headers['x-talon-mock-exchange']
    const ledger = await app.inject(`/_mock/exchanges/${exchangeId}`)
    t.match(ledger.json(), {
      id: exchangeId,
      request: { path: '/segment/customer_sessions/session1', body: sample },
      response: { status: 200, body: reply.json() },
      callback: {
        correlationId: 'abc123',
        state: 'delivered',
        fields: { sent: ['customerProfile', 'effects'] },
        attempts: [{ number: 1, outcome: 'delivered', status: 200 }],
      },
    })
  },
)
