import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Explanation } from '../../../src/contract/control/explanation.ts'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { putSession } from '../../helpers/put-session.ts'

const SHOP = `version: 1
campaigns:
  - id: 1
    name: Spring
    coupons: [{ code: SPRING, usageLimit: 1 }]
    rules:
      - title: Ten off from 20
        when: { coupon: valid, cartTotal: { atLeast: 20 } }
        then: [{ discount: { name: Ten, amount: 10, of: session } }]
  - id: 2
    name: Second visit
    rules:
      - title: One off
        when: { profile: { closedSessions: { atLeast: 1 } } }
        then: [{ discount: { name: One, amount: 1, of: session } }]
  - id: 3
    name: Last year's
    state: disabled
    rules:
      - title: All of it
        then: [{ discount: { name: All, percent: 100, of: session } }]
`

const shop = (t: Test) =>
  buildTestApp(t, { scenario: join(t.testdir({ 'shop.yaml': SHOP }), 'shop.yaml') })

const EXPLANATION = '/_mock/sessions/s1/explanation'

t.test('it tells of each rule whether it fired, and what its conditions saw', async (t) => {
  const { app } = await shop(t)
  const put = await putSession(app, 's1', {}, makeSession({ couponCodes: ['SPRING'] }))
  const reply = await app.inject(EXPLANATION)
  t.equal(reply.statusCode, 200)
  const explanation: Explanation = reply.json()
  const { customerSession, effects } = put.json()
  t.match(explanation, { sessionId: 's1', at: customerSession.updated })
  t.strictSame(explanation.effects, effects)
  t.match(
    explanation.rules.map(({ ruleName, fired, coupon }) => [ruleName, fired, coupon]),
    [
      ['Ten off from 20', true, 'SPRING'],
      ['One off', false, undefined],
      ['All of it', false, undefined],
    ],
  )
  const [ten, one, all] = explanation.rules
  t.strictSame(ten?.conditions, [
    {
      index: 0,
      expression: ['couponValid'],
      text: 'couponValid',
      holds: true,
      saw: [{ expression: ['couponValid'], text: 'couponValid', value: true }],
    },
    {
      index: 1,
      expression: ['>=', ['.', 'Session', 'CartItemTotal'], 20],
      text: 'Session.CartItemTotal >= 20',
      holds: true,
      saw: [
        {
          expression: ['.', 'Session', 'CartItemTotal'],
          text: 'Session.CartItemTotal',
          value: 25,
        },
      ],
    },
  ])
  t.match(one, { reason: /does not hold/, conditions: [{ holds: false, saw: [{ value: 0 }] }] })
  t.match(all, { reason: 'the campaign is not running', conditions: [] })
})

t.test('a code that no rule takes is among the effects, with the reason', async (t) => {
  const { app } = await shop(t)
  await putSession(app, 's1', {}, makeSession({ couponCodes: ['SPRING'], cartItems: [] }))
  const { effects, rules }: Explanation = (await app.inject(EXPLANATION)).json()
  t.match(effects, [
    { effectType: 'rejectCoupon', props: { rejectionReason: 'CouponRejectedByCondition' } },
  ])
  t.match(rules[0], { fired: false, conditions: [{ holds: true }, { holds: false }] })
})

t.test('a closed session is explained as before it spent anything', async (t) => {
  const { app } = await shop(t)
  const closed = makeSession({ couponCodes: ['SPRING'], state: 'closed' })
  const { effects } = (await putSession(app, 's1', {}, closed)).json()
  const explanation: Explanation = (await app.inject(EXPLANATION)).json()
  t.strictSame(explanation.effects, effects, 'its coupon counts as not used')
  t.match(explanation.rules, [{ fired: true }, { fired: false }, { fired: false }])
  t.match(explanation.rules[1]?.conditions, [{ saw: [{ value: 0 }] }], 'nor is it counted itself')

  await putSession(app, 's2', {}, closed)
  const second: Explanation = (await app.inject('/_mock/sessions/s2/explanation')).json()
  t.match(second.effects, [
    { effectType: 'setDiscount' },
    { effectType: 'rejectCoupon', props: { rejectionReason: 'CouponLimitReached' } },
  ])
  t.match(second.rules, [{ fired: false }, { fired: true }, {}], 'what others spent does count')
})

t.test('a cancelled session is explained as if it were open', async (t) => {
  const { app } = await shop(t)
  await putSession(app, 's1', {}, makeSession({ couponCodes: ['SPRING'], state: 'closed' }))
  await putSession(app, 's1', {}, { state: 'cancelled' })
  const { effects, rules }: Explanation = (await app.inject(EXPLANATION)).json()
  t.match(effects, [{ effectType: 'acceptCoupon' }, { effectType: 'setDiscount' }])
  t.match(rules, [{ fired: true }, { fired: false }, { fired: false }])
})

t.test('to ask changes nothing', async (t) => {
  const { app, world } = await shop(t)
  await putSession(app, 's1', {}, makeSession({ couponCodes: ['SPRING'], state: 'closed' }))
  const state = async () => (await app.inject('/_mock/sessions')).body
  const before = await state()
  const first = await app.inject(EXPLANATION)
  t.equal((await app.inject(EXPLANATION)).body, first.body)
  t.equal(await state(), before)
  t.equal([...world.ledger.newestFirst({})].length, 1, 'nor is it an exchange')
})

t.test('a session that there is not is a 404', async (t) => {
  const { app } = await shop(t)
  isProblem(t, await app.inject(EXPLANATION), 404, 'not-found')
})
