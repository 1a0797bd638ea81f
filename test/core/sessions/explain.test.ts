import t from 'tap'
import { explainRules } from '../../../src/core/sessions/explain.ts'
import { createAccount } from '../../helpers/create-account.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { programOf } from '../../helpers/program-of.ts'

const program = programOf(`
giveawayPools: [{ name: Gifts, codes: [GIFT-1] }]
loyaltyPrograms: [{ id: 5, name: stars }]
campaigns:
  - name: Once
    limits: [{ action: createCoupon, limit: 1 }, { action: redeemCoupon, limit: 1 }]
    coupons: [{ code: LAST-ONE, usageLimit: 1 }]
    rules:
      - title: With the coupon
        when: { coupon: valid, profile: { closedSessions: { equals: 0 } } }
        then:
          - giveaway: { pool: Gifts }
          - createCoupon: { pattern: NEW-#### }
          - points: { program: stars, name: Stars, perUnit: 1 }
`)
const explain = (account: ReturnType<typeof createAccount>, id: string) =>
  explainRules(account.factsOf(id), program, account.moment())

t.test('a session is explained in each state as if it had spent nothing itself', (t) => {
  const account = createAccount(program)
  account.put('s1', makeSession({ couponCodes: ['LAST-ONE'] }))
  t.match(explain(account, 's1')?.rules, [{ fired: true, coupon: 'LAST-ONE' }], 'open')
  account.put('s1', { state: 'closed' })
  const kept = new Map(account.kept)
  const explained = explain(account, 's1')
  t.match(explained?.rules, [{ fired: true, reason: 'all conditions hold' }], 'closed')
  t.equal(explained?.at, account.now)
  t.strictSame(account.kept, kept, 'nothing changes')
  account.put('s2', makeSession({ profileId: 'p2', couponCodes: ['LAST-ONE'] }))
  t.match(explain(account, 's2')?.rules, [{ fired: false }], 'others do see what it spent')
  t.end()
})

t.test('a session that is not there is not explained', (t) => {
  t.equal(explain(createAccount(program), 'nope'), undefined)
  t.end()
})
