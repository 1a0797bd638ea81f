import t from 'tap'
import { type BriefEffect, createShop, type Shop } from '../../helpers/create-shop.ts'

/** Source: Integration API, coupons; Management API, `caseSensitivity`. */

const shopOf = (campaign: string, application = ''): Shop =>
  createShop(`
application: { ${application} }
campaigns:
  - name: C
    ${campaign}
    rules: [{ title: R, when: { coupon: valid }, then: [{ discount: { name: x, amount: 50 } }] }]
`)

const accept = (value: string): BriefEffect => ['acceptCoupon', { value }]
const reject = (value: string, rejectionReason: string): BriefEffect => [
  'rejectCoupon',
  { value, rejectionReason },
]
const discount = (value: number, desiredValue?: number): BriefEffect => [
  'setDiscount',
  { name: 'x', value, scope: 'sessionTotal', ...(desiredValue && { desiredValue }) },
]

t.test('a rule that asks for a coupon runs for each code of its campaign (assumed)', (t) => {
  const shop = shopOf(
    'coupons: [{ code: ONE }, { code: TWO }, { code: OLD, usageLimit: 1, usageCounter: 1 }]',
  )
  const { effects } = shop.put('s1', { couponCodes: ['TWO', 'OLD', 'ONE'] })
  t.strictSame(
    effects.map(({ triggeredByCoupon, effectType }) => [triggeredByCoupon, effectType]),
    [
      [2, 'acceptCoupon'],
      [2, 'setDiscount'],
      [1, 'acceptCoupon'],
      [1, 'setDiscount'],
      [3, 'rejectCoupon'],
    ],
  )
  t.end()
})

// Source: the public Talang interpreter, `or`: all arguments are evaluated first.
t.test('where one condition is enough, a valid coupon is accepted beside one that holds', (t) => {
  const shop = createShop(`
campaigns:
  - name: C
    coupons: [{ code: ONE }]
    rules:
      - { title: R, condition: [or, [">=", [., Session, Total], 50], [couponValid]], effects: [[setDiscount, x, 50]] }
`)
  t.strictSame(shop.effects({ couponCodes: ['ONE'] }), [accept('ONE'), discount(50)])
  t.strictSame(shop.effects({}), [discount(50)])
  t.end()
})

t.test('two codes of a campaign share its limit: the second one is too many', (t) => {
  const shop = shopOf(`coupons: [{ code: ONE }, { code: TWO }]
    limits: [{ action: redeemCoupon, limit: 1 }]`)
  const couponCodes = ['ONE', 'TWO']
  const given = [accept('ONE'), discount(50), reject('TWO', 'CampaignLimitReached')]
  t.strictSame(shop.effects({ couponCodes }, 's1'), given)
  t.strictSame(shop.effects({ state: 'closed' }, 's1'), given)
  t.strictSame(shop.effects({ couponCodes: ['TWO'] }), [reject('TWO', 'CampaignLimitReached')])
  t.end()
})

t.test('what a rule that failed had accepted does not count', (t) => {
  const shop = createShop(`
application: { partialDiscounts: false }
campaigns:
  - name: C
    coupons: [{ code: SMALL, discountLimit: 10 }, { code: LARGE }]
    limits: [{ action: redeemCoupon, limit: 1 }]
    rules: [{ title: R, when: { coupon: valid }, then: [{ discount: { name: x, amount: 50 } }] }]
`)
  t.match(shop.effects({ couponCodes: ['SMALL', 'LARGE'] }), [
    accept('LARGE'),
    discount(50),
    ['rejectCoupon', { value: 'SMALL', rejectionReason: 'EffectCouldNotBeApplied' }],
  ])
  t.end()
})

t.test('a coupon gives no more than its discount limit over all its uses', (t) => {
  const shop = shopOf('coupons: [{ code: GIFT, discountLimit: 70 }]', 'partialDiscounts: true')
  const use = (sessionId: string) =>
    shop.effects({ couponCodes: ['GIFT'], state: 'closed' }, sessionId)
  t.strictSame(use('s1'), [accept('GIFT'), discount(50)])
  t.match(shop.put('look', { couponCodes: ['GIFT'] }).coupons, [
    { discountCounter: 50, discountRemainder: 20 },
  ])
  t.strictSame(use('s2'), [accept('GIFT'), discount(20, 50)])
  t.match(use('s3'), [['rejectCoupon', { rejectionReason: 'EffectCouldNotBeApplied' }]])
  shop.put('s2', { state: 'cancelled' })
  t.strictSame(use('s4'), [accept('GIFT'), discount(20, 50)])
  t.end()
})

t.test('the discounts of all rules for a coupon count towards its limit', (t) => {
  const shop = createShop(`
campaigns:
  - name: C
    coupons: [{ code: GIFT, discountLimit: 60 }]
    rules:
      - { title: A, when: { coupon: valid }, then: [{ discount: { name: x, amount: 50 } }] }
      - { title: B, when: { coupon: valid }, then: [{ itemDiscount: { name: y, amount: 4 } }] }
      - { title: C, then: [{ discount: { name: free, amount: 5 } }] }
`)
  const values = shop
    .effects({ couponCodes: ['GIFT'] })
    .map(([, props]) => [Object(props).name, Object(props).value, Object(props).desiredValue])
  t.strictSame(values.slice(1), [
    ['x', 50, undefined],
    ['y#0', 4, undefined],
    ['y#0', 4, undefined],
    ['y#1', 2, 4],
    ['free', 5, undefined],
  ])
  t.end()
})

t.test('the Application says whether case counts in codes', (t) => {
  const coupons = 'coupons: [{ code: Save-20 }]'
  const tell = (codeCase: string, sent: string) =>
    shopOf(coupons, `codeCase: ${codeCase}`).effects({ couponCodes: [sent] })
  t.strictSame(tell('sensitive', 'Save-20'), [accept('Save-20'), discount(50)])
  t.strictSame(tell('sensitive', 'SAVE-20'), [reject('SAVE-20', 'CouponNotFound')])
  for (const [codeCase, kept] of [
    ['insensitive-uppercase', 'SAVE-20'],
    ['insensitive-lowercase', 'save-20'],
  ] as const) {
    for (const sent of ['Save-20', 'SAVE-20', 'save-20']) {
      t.strictSame(tell(codeCase, sent), [accept(kept), discount(50)], `${codeCase} ${sent}`)
    }
  }
  const twice = shopOf(coupons, 'codeCase: insensitive-uppercase')
  t.strictSame(
    twice.effects({ couponCodes: ['Save-20', 'SAVE-20'] }),
    [accept('SAVE-20'), discount(50)],
    'one code in two spellings counts once',
  )
  t.end()
})

t.test('a campaign runs from its start up to its end, both to the millisecond', (t) => {
  const shop = shopOf(`coupons: [{ code: CODE }]
    startTime: 2026-02-01T00:00:00+01:00
    endTime: 2026-03-01T00:00:00Z`)
  for (const [now, runs] of [
    ['2026-01-31T22:59:59.999Z', false],
    ['2026-01-31T23:00:00.000Z', true],
    ['2026-02-28T23:59:59.999Z', true],
    ['2026-03-01T00:00:00.000Z', false],
  ] as const) {
    shop.now = now
    const effects = runs
      ? [accept('CODE'), discount(50)]
      : [reject('CODE', 'CouponPartOfNotRunningCampaign')]
    t.strictSame(shop.effects({ couponCodes: ['CODE'] }), effects, now)
  }
  t.end()
})

t.test('a rule without a code gives nothing while its campaign does not run', (t) => {
  for (const field of ['state: disabled', 'state: archived', 'startTime: 2027-01-01T00:00:00Z']) {
    const shop = createShop(`
campaigns: [{ name: C, ${field}, rules: [{ title: R, then: [{ notify: { title: x } }] }] }]
`)
    const state = shop.put('s1')
    t.strictSame([state.effects, state.ruleFailureReasons, state.triggeredCampaigns], [[], [], []])
    t.match(shop.program.explain(shop.factsOf('s1')).rules, [
      { fired: false, reason: 'the campaign is not running' },
    ])
  }
  t.end()
})

t.test('a personal code is for its recipient, a reserved one for those who hold it', (t) => {
  const shop = shopOf(`coupons:
      - { code: MINE, recipientIntegrationId: p1 }
      - { code: HELD, isReservationMandatory: true, reservedBy: [p1] }`)
  t.strictSame(shop.effects({ couponCodes: ['MINE', 'HELD'] }), [
    accept('MINE'),
    discount(50),
    accept('HELD'),
    discount(50),
  ])
  t.strictSame(shop.effects({ couponCodes: ['MINE', 'HELD'], profileId: 'anna' }), [
    reject('MINE', 'CouponRecipientDoesNotMatch'),
    reject('HELD', 'CouponReservationRequired'),
  ])
  t.end()
})
