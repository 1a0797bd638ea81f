import { readFileSync } from 'node:fs'
import t from 'tap'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { checkReply } from '../../../helpers/check-reply.ts'
import { makeSession } from '../../../helpers/make-session.ts'
import { putV1, putV2 } from '../../../helpers/third-party.ts'

// Source: Third-party OpenAPI, `IntegrationStateV2`; Integration API for its later fields.
const sample = JSON.parse(readFileSync('test/fixtures/sample-request.json', 'utf8'))

const ARRAYS = [
  'effects',
  'createdCoupons',
  'createdReferrals',
  'coupons',
  'triggeredCampaigns',
  'ruleFailureReasons',
  'awardedGiveaways',
]

t.test('the replies of both endpoints match the schema', async (t) => {
  const { app } = await buildTestApp(t)
  const everything = {
    ...makeSession({ profileId: 'cust-8', couponCodes: ['A-1'], referralCode: 'REF-1' }),
    attributes: { City: 'Berlin', Place: { lat: 1, lon: 2 }, Tags: ['a'], Tier: 1, Gift: true },
  }
  const skip = (id: string) => ({ id: `${id}?skipNonExistingAttributes=true` })
  for (const [what, reply] of [
    ['v1, sample', await putV1(app, sample)],
    [
      'v1, all kinds of attributes',
      await putV1(app, { customerSession: everything }, { id: 's5' }),
    ],
    ['v1, empty', await putV1(app, {}, { id: 'anonymous' })],
    ['v2, empty', await putV2(app, {}, { id: 'anonymous-2' })],
    ['v2, sample', await putV2(app, sample.customerSession, skip('s2'))],
    [
      'v2, measures as text',
      await putV2(app, { cartItems: [{ sku: 'A', quantity: 1, weight: '7' }] }, { id: 's4' }),
    ],
    ['created as closed', await putV2(app, makeSession({ state: 'closed' }), { id: 's3' })],
    ['cancelled when closed', await putV2(app, { state: 'cancelled' }, { id: 's3' })],
  ] as const) {
    t.equal(reply.statusCode, 200, what)
    t.equal(checkReply(reply.json()), undefined, what)
  }
})

t.test('every array of the reply is there, empty at least', async (t) => {
  const { app } = await buildTestApp(t)
  for (const put of [putV1, putV2]) {
    const state = (await put(app, {})).json()
    for (const name of ARRAYS) t.strictSame(state[name], [])
    t.strictSame(state.loyalty, { programs: {} })
  }
})

t.test('the reply has no field that does not apply', async (t) => {
  const { app } = await buildTestApp(t)
  for (const put of [putV1, putV2]) {
    const state = (await put(app, { customerSession: {} })).json()
    for (const name of ['referral', 'return', 'previousReturns', 'customerProfile']) {
      t.notOk(name in state)
    }
    t.equal('createdAttributes' in state, put === putV1, 'createdAttributes is of v1 alone')
  }
})
