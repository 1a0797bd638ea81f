import t from 'tap'
import { createShop } from '../../helpers/create-shop.ts'

const shop = createShop(`
profiles: [{ integrationId: advocate }]
campaigns:
  - name: Codes
    coupons: [{ code: CODE }]
    referrals: [{ code: REF-1, advocateProfileIntegrationId: advocate }]
    rules:
      - { title: Coupon, when: { coupon: valid, cartTotal: { above: 200 }, itemCount: { atLeast: 3 } }, then: [{ notify: { title: x } }] }
      - { title: Referral, when: { referral: valid }, then: [{ notify: { title: x } }] }
  - name: Other
    rules:
      - { title: Any, condition: [or, false, ["=", [., Session, Total], 125], true], effects: [[notification, x]] }
      - { title: Broken, condition: [and, [., Profile, Attributes, none]], effects: [[noop]] }
      - { title: Limit, condition: [and, true], effects: [[setDiscount, x, [., nothing]]] }
`)
shop.put('s1', { couponCodes: ['CODE'], referralCode: 'REF-1' })
const { outcome, rules } = shop.program.explain(shop.factsOf('s1'))

t.test('each rule is reported on, with the code it was evaluated for', (t) => {
  t.match(rules, [
    {
      campaignName: 'Codes',
      ruleName: 'Coupon',
      coupon: 'CODE',
      fired: false,
      reason: 'a condition does not hold',
    },
    { ruleName: 'Referral', referral: 'REF-1', fired: true, reason: 'all conditions hold' },
    { campaignName: 'Other', ruleName: 'Any', fired: true, reason: 'one of the conditions holds' },
    { ruleName: 'Broken', fired: false, reason: 'Unable to find Profile.Attributes.none' },
    { ruleName: 'Limit', fired: false, reason: 'Unable to find nothing' },
  ])
  t.equal(rules.length, 5)
  t.end()
})

t.test('all conditions are looked at, after one that fails too, with what they saw', (t) => {
  t.strictSame(rules[0]?.conditions, [
    {
      expression: ['couponValid'],
      holds: true,
      saw: [{ expression: ['couponValid'], value: true }],
    },
    {
      expression: ['>', ['.', 'Session', 'CartItemTotal'], 200],
      holds: false,
      saw: [{ expression: ['.', 'Session', 'CartItemTotal'], value: 120 }],
    },
    {
      expression: ['>=', ['.', 'Session', 'ItemCount'], 3],
      holds: true,
      saw: [{ expression: ['.', 'Session', 'ItemCount'], value: 3 }],
    },
  ])
  t.strictSame(
    rules[2]?.conditions.map(({ holds }) => holds),
    [false, true, true],
    'where one is enough, too',
  )
  t.match(rules[3]?.conditions, [{ holds: false, error: 'Unable to find Profile.Attributes.none' }])
  t.end()
})

t.test('explaining comes to what evaluating does', (t) => {
  t.strictSame(outcome, shop.program.evaluate(shop.factsOf('s1')))
  t.match(outcome.failures, [
    { ruleName: 'Coupon', conditionIndex: 1 },
    { ruleName: 'Broken', conditionIndex: 0 },
    { ruleName: 'Limit', effectIndex: 0 },
  ])
  t.end()
})

t.test('without its code a campaign is reported on, but has not failed', (t) => {
  shop.put('s2')
  const explained = shop.program.explain(shop.factsOf('s2'))
  t.match(explained.rules.slice(0, 2), [
    { ruleName: 'Coupon', fired: false, conditions: [{ holds: false }, {}, {}] },
    { ruleName: 'Referral', fired: false },
  ])
  t.strictSame(explained.outcome, shop.program.evaluate(shop.factsOf('s2')))
  t.end()
})
