import t from 'tap'
import type { IntegrationState } from '../../../src/contract/service/integration-state.ts'
import { createShop, type Shop } from '../../helpers/create-shop.ts'

/** Source: docs, Budgets; Integration API, `limits` of campaigns and coupons, `desiredValue`. */

interface Setup {
  readonly limits?: string
  readonly coupons?: string
  readonly application?: string
  readonly effects?: string
  readonly when?: string
}

const GIVE_50 = '{ discount: { name: x, amount: 50 } }'

const shopOf = ({
  limits = '',
  coupons = '',
  application = 'partialDiscounts: false',
  effects = GIVE_50,
  when = 'cartTotal: { atLeast: 0 }',
}: Setup): Shop =>
  createShop(`
application: { ${application} }
loyaltyPrograms: [{ id: 1, name: stars, balances: { p1: 100, anna: 100 } }]
giveawayPools: [{ id: 1, name: Cards, codes: [G-1, G-2, G-3] }]
campaigns:
  - name: C
    limits: [${limits}]
    coupons: [${coupons}]
    rules: [{ title: R, when: { ${when} }, then: [${effects}] }]
`)

const values = ({ effects }: IntegrationState) =>
  effects.flatMap(({ effectType, props }) =>
    effectType === 'setDiscount' ? [[props.value, props.desiredValue]] : [],
  )

const detailsOf = ({ ruleFailureReasons }: IntegrationState) =>
  ruleFailureReasons.map(({ effectIndex, details }) => [effectIndex, details])

t.test('a plain limit counts amounts over all closed sessions, and fails what passes it', (t) => {
  const shop = shopOf({ limits: '{ action: setDiscount, limit: 120 }' })
  t.strictSame(values(shop.put('s1')), [[50, undefined]])
  shop.put('open')
  shop.put('s1', { state: 'closed' })
  t.strictSame(
    values(shop.put('s2', { state: 'closed' })),
    [[50, undefined]],
    'open ones spend none',
  )
  const third = shop.put('s3', { state: 'closed' })
  t.strictSame(third.effects, [])
  t.strictSame(detailsOf(third), [[0, '50 passes the limit of setDiscount, which has 20 left']])
  t.strictSame(third.triggeredCampaigns, [])
  shop.put('s1', { state: 'cancelled' })
  t.strictSame(values(shop.put('s4')), [[50, undefined]], 'cancelling gives it back')
  t.end()
})

t.test('with partial rewards the effect shrinks to what is left, and fails at nothing', (t) => {
  const shop = shopOf({
    limits: '{ action: setDiscount, limit: 70 }',
    application: 'partialDiscounts: true',
  })
  t.strictSame(values(shop.put('s1', { state: 'closed' })), [[50, undefined]])
  t.strictSame(values(shop.put('s2', { state: 'closed' })), [[20, 50]])
  const third = shop.put('s3')
  t.strictSame(third.effects, [])
  t.strictSame(detailsOf(third), [[0, '50 passes the limit of setDiscount, which has 0 left']])
  t.end()
})

t.test('units of items share a limit, each cut to what is left', (t) => {
  const effects = '{ itemDiscount: { name: x, amount: 8 } }'
  const given = (application: string, limit = 20) =>
    shopOf({ effects, limits: `{ action: setDiscount, limit: ${limit} }`, application })
      .put('s1')
      .effects.map(({ props }) => [Object(props).value, Object(props).desiredValue])
  t.strictSame(given('partialDiscounts: true'), [
    [8, undefined],
    [8, undefined],
    [4, 8],
  ])
  t.strictSame(
    given('partialDiscounts: true', 12),
    [
      [8, undefined],
      [4, 8],
    ],
    'the last one goes without',
  )
  t.strictSame(given('partialDiscounts: true', 0), [], 'nothing for the first fails the rule')
  t.strictSame(given('partialDiscounts: false'), [], 'or the rule fails as a whole')
  t.end()
})

t.test('each action has its limit: `Effect` counts effects, the rest what is given', (t) => {
  const cases: [action: string, effect: string, limit: number][] = [
    ['setDiscountEffect', GIVE_50, 1],
    ['createLoyaltyPoints', '{ points: { program: stars, name: x, amount: 10 } }', 15],
    ['createLoyaltyPointsEffect', '{ points: { program: stars, name: x, amount: 10 } }', 1],
    ['redeemLoyaltyPoints', '{ redeem: { program: stars, name: x, points: 10 } }', 15],
    ['redeemLoyaltyPointsEffect', '{ redeem: { program: stars, name: x, points: 10 } }', 1],
    ['customEffect', '{ custom: { name: x } }', 1],
    ['callApi', '{ webhook: { id: 3, name: x } }', 1],
    ['awardGiveaway', '{ giveaway: { pool: Cards } }', 1],
    ['addFreeItemEffect', '{ freeItem: { sku: S, name: x } }', 1],
    ['createCoupon', '{ createCoupon: {} }', 1],
    ['createReferral', '{ createReferral: {} }', 1],
    ['reserveCoupon', '{ reserveCoupon: { code: HELD } }', 1],
  ]
  for (const [action, effect, limit] of cases) {
    const limits = `{ action: ${action}, limit: ${limit} }`
    const coupons = '{ code: HELD }'
    const shop = shopOf({ limits, coupons, effects: effect })
    t.equal(shop.put('s1', { state: 'closed' }).effects.length, 1, action)
    const second = shop.put('s2', { state: 'closed' })
    t.strictSame(second.effects, [], action)
    t.match(detailsOf(second), [[0, new RegExp(`the limit of ${action}\\b`)]])
    const twice = shopOf({ limits, coupons, effects: `${effect}, ${effect}` })
    t.match(detailsOf(twice.put('s1')), [[1, /the limit of/]], 'counted in one session too')
  }
  t.end()
})

t.test('`catch` does not swallow a limit', (t) => {
  const shop = shopOf({
    limits: '{ action: setDiscount, limit: 20 }',
    effects: '{ expr: [catch, [noop], [setDiscount, x, 50]] }, { notify: { title: y } }',
  })
  const state = shop.put('s1')
  t.strictSame(state.effects, [])
  t.strictSame(detailsOf(state), [[0, '50 passes the limit of setDiscount, which has 20 left']])
  t.end()
})

t.test('a limit counts for each profile, identifier, session, or combination of them', (t) => {
  const tell = (shop: Shop, sessions: [profileId: string, identifiers: string[]][]) =>
    sessions.map(([profileId, identifiers], i) => {
      const { effects } = shop.put(`s${i}`, { profileId, identifiers, state: 'closed' })
      return effects.length
    })
  const shopBy = (entities: string) =>
    shopOf({ limits: `{ action: setDiscountEffect, limit: 1, entities: [${entities}] }` })

  t.strictSame(
    tell(shopBy('Profile'), [
      ['p1', []],
      ['anna', []],
      ['p1', []],
    ]),
    [1, 1, 0],
  )
  t.strictSame(
    tell(shopBy('Identifier'), [
      ['p1', ['i1', 'i2']],
      ['anna', ['i3']],
      ['anna', ['i4', 'i2']],
    ]),
    [1, 1, 0],
    'with two identifiers both are counted',
  )
  t.strictSame(
    tell(shopBy('Profile, Identifier'), [
      ['p1', ['i1']],
      ['anna', ['i1']],
      ['p1', ['i2']],
      ['p1', ['i1']],
    ]),
    [1, 1, 1, 0],
  )
  t.strictSame(
    tell(shopBy('Session'), [
      ['p1', []],
      ['p1', []],
    ]),
    [1, 1],
  )
  t.end()
})

t.test('a limit that counts by what the session does not have fails the rule', (t) => {
  for (const [entity, session] of [
    ['Profile', { profileId: '' }],
    ['Identifier', {}],
    ['Coupon', {}],
  ] as const) {
    const shop = shopOf({ limits: `{ action: setDiscount, limit: 99, entities: [${entity}] }` })
    t.strictSame(detailsOf(shop.put('s1', session)), [
      [0, `the limit of setDiscount counts by ${entity}, and the session has none`],
    ])
  }
  t.end()
})

t.test('a limit that counts by the other code knows when that one is refused', (t) => {
  const rejected = (limits: string) => {
    const shop = createShop(`
profiles: [{ integrationId: advocate }]
campaigns:
  - name: C
    coupons: [{ code: SAVE }]
    referrals: [{ code: REF-1, advocateProfileIntegrationId: advocate }]
    limits: [${limits}]
    rules: [{ title: R, condition: [or, [couponValid], [referralValid]], effects: [[setDiscount, x, 5]] }]
`)
    return shop
      .effects({ couponCodes: ['SAVE'], referralCode: 'REF-1' })
      .map(([type, props]) => [type, Object(props).rejectionReason])
  }
  const both = (coupon: string, referral: string) => [
    ['rejectCoupon', coupon],
    ['rejectReferral', referral],
  ]
  t.strictSame(
    rejected(
      '{ action: redeemCoupon, limit: 5, entities: [Referral] }, { action: redeemReferral, limit: 0 }',
    ),
    both('EffectCouldNotBeApplied', 'CampaignLimitReached'),
  )
  t.strictSame(
    rejected(
      '{ action: redeemReferral, limit: 5, entities: [Coupon] }, { action: redeemCoupon, limit: 0 }',
    ),
    both('CampaignLimitReached', 'EffectCouldNotBeApplied'),
  )
  t.end()
})

t.test('two limits of one kind share a counter, and the lower one holds', (t) => {
  const shop = shopOf({
    limits: '{ action: setDiscountEffect, limit: 5 }, { action: setDiscountEffect, limit: 2 }',
  })
  const fired = ['s1', 's2', 's3'].map((id) => shop.put(id, { state: 'closed' }).effects.length)
  t.strictSame(fired, [1, 1, 0])
  t.end()
})

t.test("a coupon's own limit for profiles goes over the campaign's", (t) => {
  const shop = shopOf({
    limits: '{ action: redeemCoupon, limit: 1, entities: [Profile] }',
    coupons:
      '{ code: PLAIN }, { code: OWN, limits: [{ action: redeemCoupon, limit: 2, entities: [Profile] }] }',
    when: 'coupon: valid',
  })
  const use = (code: string, sessionId: string) =>
    shop.put(sessionId, { couponCodes: [code], state: 'closed' }).effects[0]?.effectType
  t.strictSame(
    [use('OWN', '1'), use('OWN', '2'), use('OWN', '3')],
    ['acceptCoupon', 'acceptCoupon', 'rejectCoupon'],
  )
  t.strictSame([use('PLAIN', '4'), use('PLAIN', '5')], ['acceptCoupon', 'rejectCoupon'])
  t.end()
})
