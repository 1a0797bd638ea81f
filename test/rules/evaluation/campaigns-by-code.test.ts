import t from 'tap'
import type { CustomerSessionInput } from '../../../src/contract/service/customer-sessions.ts'
import type { RuleFacts } from '../../../src/core/rewards/rule-program.ts'
import { createShop } from '../../helpers/create-shop.ts'

/** A session looks only at campaigns that it may be about: those of its codes, and those that need none. */

const COUNT = 1000
const numbers = Array.from({ length: COUNT }, (_, i) => i)

const shop = createShop(`
attributes: { CustomerSession: { probe: number } }
evaluation: { mode: stackable, elements: [{ mode: highestDiscount, elements: [C3, C5, Plain] }] }
profiles: [{ integrationId: advocate }]
campaigns:
  - { name: Plain, id: 5000, rules: [{ title: R, then: [{ discount: { name: plain, amount: 1 } }] }] }
${numbers
  .map(
    (i) => `  - name: C${i}
    coupons: [{ code: CODE-${i} }]
    referrals: [{ code: REF-${i}, advocateProfileIntegrationId: advocate }]
    rules:
      - title: R
        when: { session: { attributes: { probe: 1 } }, ${i % 2 ? 'coupon' : 'referral'}: valid }
        then: [{ discount: { name: x, amount: 2 } }]`,
  )
  .join('\n')}
  - { name: Last, id: 5001, rules: [{ title: R, then: [{ notify: { title: last } }] }] }
`)

/** Facts that count how often a rule looks at the attributes of the session. */
const watch = (facts: RuleFacts) => {
  const seen = { reads: 0 }
  const session = Object.defineProperty({ ...facts.session }, 'attributes', {
    get() {
      seen.reads++
      return facts.session.attributes
    },
  })
  return { seen, facts: { ...facts, session } }
}

const CASES: [session: CustomerSessionInput, evaluated: number][] = [
  [{}, 0],
  [{ couponCodes: ['NOPE'], referralCode: 'NOPE-REF' }, 0],
  [{ couponCodes: ['CODE-777'] }, 1],
  [{ couponCodes: ['CODE-777', 'CODE-3', 'CODE-5', 'CODE-8'] }, 5],
  [{ couponCodes: ['CODE-777'], referralCode: 'REF-778' }, 2],
  [{ referralCode: 'REF-777' }, 1],
]

t.test(
  'of a thousand campaigns that need codes, those without one in the session are not evaluated',
  (t) => {
    for (const [i, [session, evaluated]] of CASES.entries()) {
      shop.put(`s${i}`, { ...session, attributes: { probe: 1 } })
      const { seen, facts } = watch(shop.factsOf(`s${i}`))
      shop.program.evaluate(facts)
      t.equal(seen.reads, evaluated, JSON.stringify(session))
    }
    t.end()
  },
)

t.test('the outcome is the same as when all of them are', (t) => {
  for (const [i, [session]] of CASES.entries()) {
    const { seen, facts } = watch(shop.factsOf(`s${i}`))
    const { outcome, rules } = shop.program.explain(facts)
    t.ok(seen.reads >= COUNT, 'explaining looks at all')
    t.equal(rules.length, COUNT + 2)
    t.strictSame(outcome, shop.program.evaluate(shop.factsOf(`s${i}`)), JSON.stringify(session))
  }
  t.end()
})

t.test('a code that may be missing does not take its campaign out', (t) => {
  const CONDITIONS: [condition: string, fires: boolean][] = [
    ['[and, [couponValid]]', false],
    ['[COUPONVALID]', false],
    ['[or, [couponValid], true]', true],
    ['[and, [or, [couponValid], true]]', true],
    ['[and, [not, [couponValid]]]', true],
  ]
  for (const [condition, fires] of CONDITIONS) {
    const small = createShop(`
campaigns:
  - name: C
    coupons: [{ code: CODE }]
    rules: [{ title: R, condition: ${condition}, effects: [[notification, x]] }]
`)
    t.equal(small.effects().length, fires ? 1 : 0, condition)
  }
  t.end()
})
