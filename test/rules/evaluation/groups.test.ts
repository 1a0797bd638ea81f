import t from 'tap'
import type { IntegrationState } from '../../../src/contract/service/integration-state.ts'
import { createShop, type Shop } from '../../helpers/create-shop.ts'

/** Source: docs, campaign evaluation modes. Assumed: the first of equals wins; a nested group counts as one. */

/** Campaigns by their letters, with what each gives; those of 0 never fire, each has a coupon `<letter>-CODE`. */
const GIVES = { A: 10, B: 30, C: 30, D: 20, N: 0, Z: 5 } as const

const shopOf = (evaluation: string): Shop =>
  createShop(`
evaluation: ${evaluation}
campaigns:
${Object.entries(GIVES)
  .map(
    ([name, amount]) => `  - name: ${name}
    coupons: [{ code: ${name}-CODE }]
    rules:
      - title: R
        when: { sessionTotal: { atLeast: ${amount > 0 ? 0 : 9999} } }
        then: [{ discount: { name: ${name}, amount: ${amount} } }]`,
  )
  .join('\n')}
`)

const discounts = ({ effects }: IntegrationState) =>
  effects.flatMap(({ effectType, props }) => (effectType === 'setDiscount' ? [props.name] : []))

/** The rejections of codes by campaign: reason and exclusion. */
const rejections = (shop: Shop) =>
  shop
    .put('codes', { couponCodes: Object.keys(GIVES).map((name) => `${name}-CODE`) })
    .effects.flatMap(({ effectType, props }) =>
      effectType === 'rejectCoupon'
        ? [[props.value[0], props.rejectionReason, props.campaignExclusionReason]]
        : [],
    )

const TREES: [tree: string, given: string[]][] = [
  ['stackable', ['A', 'B', 'C', 'D', 'Z']],
  ['{ mode: stackable, elements: [D, N, A] }', ['D', 'A', 'B', 'C', 'Z']],
  ['listOrder', ['A']],
  ['{ mode: listOrder, elements: [N, D, A] }', ['D']],
  ['highestDiscount', ['B']],
  ['{ mode: highestDiscount, elements: [C, B] }', ['C']],
  ['lowestDiscount', ['Z']],
  [
    '{ mode: stackable, elements: [{ mode: highestDiscount, elements: [A, D] }, Z, B, C] }',
    ['D', 'Z', 'B', 'C'],
  ],
  [
    '{ mode: stackable, elements: [{ mode: listOrder, elements: [N, A, B] }, C, D, Z] }',
    ['A', 'C', 'D', 'Z'],
  ],
  // A and D together give as much as B or C alone.
  [
    '{ mode: highestDiscount, elements: [{ mode: stackable, elements: [A, D] }, B, C, Z] }',
    ['A', 'D'],
  ],
  ['{ mode: highestDiscount, elements: [B, { mode: stackable, elements: [A, D] }] }', ['B']],
  [
    '{ mode: highestDiscount, elements: [{ mode: stackable, elements: [A, D, Z] }, B] }',
    ['A', 'D', 'Z'],
  ],
  [
    '{ mode: listOrder, elements: [{ mode: stackable, elements: [N] }, { mode: lowestDiscount, elements: [B, D] }] }',
    ['D'],
  ],
  [
    '{ mode: lowestDiscount, elements: [{ mode: listOrder, elements: [B, Z] }, { mode: stackable, elements: [{ mode: highestDiscount, elements: [A, D] }] }, C] }',
    ['D'],
  ],
]

t.test('the mode of each group says which of its campaigns apply', (t) => {
  for (const [tree, given] of TREES) {
    const shop = shopOf(tree)
    const state = shop.put('s1')
    // The campaigns that a tree leaves out come last in its base group.
    t.strictSame(discounts(state), given, tree)
    t.strictSame(
      state.triggeredCampaigns.map(({ name }) => name),
      given,
      tree,
    )
    const explained = shop.program.explain(shop.factsOf('s1'))
    t.strictSame(explained.outcome.effects, state.effects, 'explaining gives the same')
    t.strictSame(
      explained.rules.map(({ campaignName }) => campaignName).sort(),
      Object.keys(GIVES).sort(),
      'and reports on each rule once',
    )
    t.strictSame(
      explained.rules.filter(({ fired }) => fired).map(({ campaignName }) => campaignName),
      given,
    )
  }
  t.end()
})

t.test('the codes of campaigns that lost are told why', (t) => {
  const byCondition = (name: string) => [name, 'CouponRejectedByCondition', undefined]
  const lost = (name: string, reason?: string) => [name, 'CouponPartOfNotTriggeredCampaign', reason]
  t.strictSame(rejections(shopOf('stackable')), Object.keys(GIVES).map(byCondition))
  t.strictSame(rejections(shopOf('listOrder')), [
    byCondition('A'),
    ...['B', 'C', 'D', 'N', 'Z'].map((name) => lost(name, 'CampaignIsNotFirst')),
  ])
  t.strictSame(rejections(shopOf('highestDiscount')), [
    lost('A', 'CampaignGaveLowerDiscount'),
    byCondition('B'),
    lost('C', 'CampaignGaveLowerDiscount'),
    lost('D', 'CampaignGaveLowerDiscount'),
    byCondition('N'),
    lost('Z', 'CampaignGaveLowerDiscount'),
  ])
  // Assumed: none of the three exclusion reasons says that a campaign gave too much.
  t.strictSame(rejections(shopOf('lowestDiscount')), [
    ...['A', 'B', 'C', 'D'].map((name) => lost(name)),
    byCondition('N'),
    byCondition('Z'),
  ])
  t.end()
})

t.test('a campaign that loses leaves nothing: no code, no points, no failure, no budget', (t) => {
  const shop = createShop(`
evaluation: highestDiscount
loyaltyPrograms: [{ id: 1, name: stars }]
campaigns:
  - name: Loses
    coupons: [{ code: LOSE }]
    limits: [{ action: setDiscount, limit: 5 }]
    rules:
      - { title: Gives, when: { coupon: valid }, then: [{ discount: { name: L, amount: 5 } }, { points: { program: stars, name: p, amount: 3 } }] }
      - { title: Fails, when: { sessionTotal: { above: 1000 } }, then: [{ notify: { title: x } }] }
  - { name: Wins, rules: [{ title: R, then: [{ discount: { name: W, amount: 6 } }] }] }
`)
  const state = shop.put('s1', { couponCodes: ['LOSE'], state: 'closed' })
  t.strictSame(discounts(state), ['W'])
  t.match(state.coupons, [{ value: 'LOSE', usageCounter: 0 }])
  t.match(state.effects.at(-1), {
    effectType: 'rejectCoupon',
    props: { campaignExclusionReason: 'CampaignGaveLowerDiscount' },
  })
  t.strictSame(state.ruleFailureReasons, [])
  t.strictSame(state.loyalty.programs, {})
  const { outcome } = shop.program.explain(shop.factsOf('s1'))
  t.equal(outcome.claims.counters.size, 0)
  t.end()
})
