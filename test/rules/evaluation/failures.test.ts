import t from 'tap'
import { createShop } from '../../helpers/create-shop.ts'

/** Source: Integration API, `ruleFailureReasons`. Assumed: indexes count from 0 without the operator. */

/** The failures of a rule with this condition and these effects, without where it is. */
const failureOf = (condition: string, effects = '[noop]') => {
  const shop = createShop(`
campaigns: [{ name: C, rules: [{ title: R, condition: ${condition}, effects: [${effects}] }] }]
`)
  const [failure, ...more] = shop.put('s1').ruleFailureReasons
  if (more.length > 0) throw new Error('one rule fails once')
  if (!failure) return 'holds'
  const { campaignID: _, campaignName: __, rulesetID: ___, ruleIndex, ruleName, ...where } = failure
  t.strictSame([ruleIndex, ruleName], [0, 'R'])
  return where
}

const MISSING = '[., Profile, Attributes, nothing]'

const CONDITIONS: [condition: string, failure: unknown][] = [
  ['[and]', 'holds'],
  ['[and, true]', 'holds'],
  ['[and, true, [">", [., Session, Total], 1]]', 'holds'],
  ['["=", [., Session, Total], 125]', 'holds'],
  ['[and, true, false, true, false]', { conditionIndex: 1 }],
  ['[AND, true, false]', { conditionIndex: 1 }],
  [`["=", 1, 2]`, { conditionIndex: 0 }],
  [
    `[and, true, ["=", ${MISSING}, 1]]`,
    { conditionIndex: 1, details: 'Unable to find Profile.Attributes.nothing' },
  ],
  ['[and, [., Session, CartItems], [., Session, Attributes]]', 'holds'],
  ['[and, 1]', { conditionIndex: 0, details: 'a condition must be true or false' }],
  ['[and, text]', { conditionIndex: 0, details: 'a condition must be true or false' }],
  ['[or]', {}],
  ['[or, false, true]', 'holds'],
  // Source: the public Talang interpreter, `(or true (boom))`: an error is not passed over.
  [
    `[or, false, ["=", ${MISSING}, 1], true, false]`,
    { conditionIndex: 1, details: 'Unable to find Profile.Attributes.nothing' },
  ],
  [
    `[or, true, ["=", ${MISSING}, 1]]`,
    { conditionIndex: 1, details: 'Unable to find Profile.Attributes.nothing' },
  ],
  ['[or, false, false, false]', { conditionIndex: 2 }],
  ['[and, [or, false, false]]', { conditionIndex: 0 }],
]

t.test('the condition that does not hold is told; of an `or` the last', (t) => {
  for (const [condition, failure] of CONDITIONS) {
    t.strictSame(failureOf(condition), failure, condition)
  }
  t.end()
})

t.test('the effect that fails is told, and none of its rule is left', (t) => {
  const shop = createShop(`
campaigns:
  - name: C
    rules:
      - title: Fails
        condition: [and, true]
        effects: [[setDiscount, A, 1], [setDiscount, B, ${MISSING}], [setDiscount, C, 1]]
      - { title: Fine, condition: [and, true], effects: [[setDiscount, D, 1]] }
`)
  const state = shop.put('s1')
  t.match(state.effects, [{ ruleIndex: 1, ruleName: 'Fine', props: { name: 'D' } }])
  t.equal(state.effects.length, 1)
  t.strictSame(state.ruleFailureReasons, [
    {
      campaignID: 1,
      campaignName: 'C',
      rulesetID: 1,
      ruleIndex: 0,
      ruleName: 'Fails',
      effectIndex: 1,
      details: 'Unable to find Profile.Attributes.nothing',
    },
  ])
  t.end()
})

t.test('`catch` takes the place of an effect that cannot be worked out, and of no more', (t) => {
  const effects = `[catch, [noop], [setDiscount, A, ${MISSING}]], [setDiscount, B, 1]`
  t.equal(failureOf('[and, true]', effects), 'holds')
  t.end()
})

t.test('a failure tells the code that the rule was evaluated for', (t) => {
  const shop = createShop(`
profiles: [{ integrationId: advocate }]
campaigns:
  - name: C
    coupons: [{ code: ONE }, { code: TWO }]
    referrals: [{ code: REF-1, advocateProfileIntegrationId: advocate }]
    rules:
      - { title: R, when: { coupon: valid, referral: valid, cartTotal: { above: 999 } }, then: [{ notify: { title: x } }] }
`)
  const failures = shop.put('s1', { couponCodes: ['ONE', 'TWO'], referralCode: 'REF-1' })
  const referral = { referralID: 1, referralValue: 'REF-1', conditionIndex: 2 }
  t.match(failures.ruleFailureReasons, [
    { couponID: 1, couponValue: 'ONE', ...referral },
    { couponID: 2, couponValue: 'TWO', ...referral },
  ])
  t.end()
})
