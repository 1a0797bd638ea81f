import t from 'tap'
import { type BriefEffect, createShop, type Shop } from '../../helpers/create-shop.ts'

/** Source: Integration API, `addFreeItem`, `willAwardGiveaway`, `couponCreated`, `referralCreated`. */

const shopOf = (effects: string, { campaign = '', application = '' } = {}): Shop =>
  createShop(`
application: { ${application} }
profiles: [{ integrationId: advocate }]
giveawayPools: [{ id: 7, name: Cards, codes: [G-1, G-2] }]
campaigns: [{ name: C, ${campaign} rules: [{ title: R, then: [${effects}] }] }]
`)

const GIVEAWAY = { poolId: 7, poolName: 'Cards' }

t.test('a free item may say how many', (t) => {
  const shop = shopOf(
    '{ freeItem: { sku: S, name: Spoon, quantity: 2 } }, { freeItem: { sku: T, name: Tea } }',
  )
  t.strictSame(shop.effects(), [
    ['addFreeItem', { sku: 'S', name: 'Spoon', desiredQuantity: 2 }],
    ['addFreeItem', { sku: 'T', name: 'Tea' }],
  ])
  t.end()
})

t.test('a giveaway is promised while the session is open, and awarded when it closes', (t) => {
  const shop = shopOf('{ giveaway: { pool: Cards } }')
  const promise = { ...GIVEAWAY, recipientIntegrationId: 'p1' }
  const open = shop.put('s1')
  t.match(open.effects, [{ effectType: 'willAwardGiveaway', props: promise }])
  t.strictSame(open.awardedGiveaways, [])
  const closed = shop.put('s1', { state: 'closed' })
  t.strictSame(closed.effects[0]?.effectType, 'awardGiveaway')
  t.strictSame(closed.effects[0]?.props, { ...promise, giveawayId: 1, code: 'G-1' })
  t.match(closed.awardedGiveaways, [
    { id: 1, code: 'G-1', poolId: 7, used: true, profileIntegrationId: 'p1', profileId: 2 },
  ])
  t.strictSame(shop.put('s1', { state: 'cancelled' }).effects, [], 'it is not taken back')
  t.match(shop.put('s2', { state: 'closed' }).awardedGiveaways, [{ code: 'G-2' }])
  t.end()
})

t.test('a pool that has run out fails the rule, `catch` or not', (t) => {
  for (const effect of [
    '{ giveaway: { pool: Cards } }',
    '{ expr: [catch, [noop], [awardGiveaway, 7]] }',
  ]) {
    const shop = shopOf(`${effect}, ${effect}`)
    const promised = shop.put('s1', { state: 'closed' })
    t.match(promised.awardedGiveaways, [{ code: 'G-1' }, { code: 'G-2' }])
    const state = shop.put('s2')
    t.strictSame(state.effects, [])
    t.match(state.ruleFailureReasons, [
      { effectIndex: 0, details: 'giveaway pool 7 has no code left' },
    ])
    const thrice = shopOf(`${effect}, ${effect}, ${effect}`)
    t.match(thrice.put('s1').ruleFailureReasons, [{ effectIndex: 2 }], 'promises count')
  }
  t.end()
})

t.test('a giveaway is for the profile, or whom the rule names', (t) => {
  const promise = (recipientIntegrationId: string): BriefEffect => [
    'willAwardGiveaway',
    { ...GIVEAWAY, recipientIntegrationId },
  ]
  const shop = shopOf('{ giveaway: { pool: Cards } }')
  t.strictSame(shop.effects({ profileId: '' }), [promise('')], 'nobody gets one too (assumed)')
  const named = shopOf('{ expr: [awardGiveaway, 7, advocate] }')
  t.strictSame(named.effects(), [promise('advocate')])
  t.match(shopOf('{ expr: [awardGiveaway, 8] }').put('s1').ruleFailureReasons, [
    { details: 'there is no giveaway pool 8' },
  ])
  t.end()
})

t.test('codes are made when the session closes, by the pattern of effect or campaign', (t) => {
  const campaign = `couponSettings: { validCharacters: [x], couponPattern: C-### },
    referralSettings: { validCharacters: [y], couponPattern: R-### },`
  const effects = `{ createCoupon: { usageLimit: 3 } }, { createCoupon: { pattern: 'HI-##', validFor: 2D } },
    { createReferral: {} }`
  const shop = shopOf(effects, { campaign })
  t.strictSame(shop.effects({}, 's1'), [])
  const closed = shop.put('s1', { state: 'closed' })
  const created: BriefEffect[] = [
    ['couponCreated', { value: 'C-xxx', profileId: 'p1' }],
    ['couponCreated', { value: 'HI-xx', profileId: 'p1' }],
    ['referralCreated', { value: 'R-yyy' }],
  ]
  t.strictSame(
    closed.effects.map(({ effectType, props }) => [effectType, props]),
    created,
  )
  t.match(closed.createdCoupons, [
    { value: 'C-xxx', usageLimit: 3, recipientIntegrationId: 'p1' },
    { value: 'HI-xx', usageLimit: 1, expiryDate: '2026-01-04T03:04:05.000Z' },
  ])
  t.notOk(closed.createdCoupons[0]?.expiryDate)
  t.match(closed.createdReferrals, [
    { code: 'R-yyy', usageLimit: 1, advocateProfileIntegrationId: 'p1' },
  ])
  t.strictSame(shop.put('s1', { state: 'cancelled' }).effects, [], 'they stay')
  t.end()
})

t.test('without a pattern a code is of letters and digits, and never one that there is', (t) => {
  const shop = shopOf('{ createCoupon: {} }, { createReferral: {} }')
  const closed = shop.put('s1', { state: 'closed' })
  t.match(closed.createdCoupons[0]?.value, /^[A-Z0-9]{8}$/)
  t.match(closed.createdReferrals[0]?.code, /^REF-[A-Z0-9]{8}$/)

  const campaign = 'couponSettings: { validCharacters: [x], couponPattern: "C-#" },'
  const narrow = shopOf('{ createCoupon: {} }', { campaign })
  const values = ['s1', 's2', 's3'].map(
    (id) => narrow.put(id, { state: 'closed' }).createdCoupons[0]?.value,
  )
  t.equal(new Set(values).size, 3)
  t.end()
})

t.test('a code that was made is found again, whatever case the Application keeps codes in', (t) => {
  const shop = shopOf("{ createCoupon: { pattern: 'Hello-###' } }", {
    application: 'codeCase: insensitive-lowercase',
  })
  const value = shop.put('s1', { state: 'closed' }).createdCoupons[0]?.value ?? ''
  t.match(value, /^hello-[a-z0-9]{3}$/)
  t.match(shop.put('s2', { couponCodes: [value.toUpperCase()] }).coupons, [{ value }])
  t.end()
})

t.test('a made code names its recipient; nobody gets none', (t) => {
  const shop = shopOf('{ createCoupon: {} }')
  t.match(shop.put('s1', { profileId: '', state: 'closed' }).ruleFailureReasons, [
    { effectIndex: 0, details: 'Unable to find Profile.IntegrationId' },
  ])
  const wrong = shopOf('{ expr: [createCoupon, p1, "", 1, soon] }')
  t.match(wrong.put('s1').ruleFailureReasons, [
    { details: 'validFor must be a duration as 30D, got soon' },
  ])
  t.end()
})
