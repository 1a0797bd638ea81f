import t from 'tap'
import { type BriefEffect, brief, createShop, type Shop } from '../../helpers/create-shop.ts'

/**
 * Whole lives of the effects that change what the account keeps besides codes and points.
 * Source: props models of the official SDKs; docs, session states. Assumed: names and order of arguments.
 */

const shopOf = (...effects: string[]): Shop =>
  createShop(`
application: { codeCase: insensitive-uppercase }
profiles: [{ integrationId: p1 }, { integrationId: anna }]
campaigns:
  - name: Vault
    coupons: [{ code: held, isReservationMandatory: true }, { code: open }]
    rules: [{ title: Use, when: { coupon: valid }, then: [{ notify: { title: used } }] }]
  - name: C
    rules: [{ title: R, condition: [and, true], effects: [${effects.join(', ')}] }]
`)

const reserved = (profileIntegrationId: string, isNewReservation: boolean): BriefEffect => [
  'reserveCoupon',
  { couponValue: 'HELD', profileIntegrationId, isNewReservation },
]

t.test('a coupon is reserved for the profile with each update, and stays so', (t) => {
  const shop = shopOf('[reserveCoupon, Held]')
  t.strictSame(brief(shop.put('s1').effects), [reserved('p1', true)])
  t.strictSame(shop.records.coupon('HELD')?.reservedBy, ['p1'], 'while the session is open')
  t.strictSame(brief(shop.put('s1', { state: 'closed' }).effects), [reserved('p1', false)])
  t.strictSame(shop.put('s1', { state: 'cancelled' }).effects, [], 'cancelling does not undo it')
  t.strictSame(shop.records.coupon('HELD')?.reservedBy, ['p1'])
  const used = shop.put('s2', { couponCodes: ['held'] }).effects
  t.match(used, [{ effectType: 'acceptCoupon' }, {}, { effectType: 'reserveCoupon' }])
  t.match(shop.put('s3', { profileId: 'ben', couponCodes: ['held'] }).effects.at(-1), {
    props: { rejectionReason: 'CouponReservationRequired' },
  })
  t.end()
})

t.test(
  'a reservation is for whom the rule names; a second one in the same reply is not new',
  (t) => {
    const shop = shopOf('[RESERVECOUPON, held, anna]', '[flexibleReserveCoupon, "?", held, anna]')
    t.strictSame(shop.effects(), [reserved('anna', true), reserved('anna', false)])
    t.strictSame(shop.records.coupon('HELD')?.reservedBy, ['anna'])
    t.end()
  },
)

t.test('nobody reserves nothing, and a coupon that there is not fails the rule', (t) => {
  const shop = shopOf('[reserveCoupon, held]', '[notification, Hi]')
  t.match(shop.effects({ profileId: '' }), [['showNotification', {}]])
  t.strictSame(shop.records.coupon('HELD')?.reservedBy, [])
  t.match(shopOf('[notification, Hi]', '[reserveCoupon, none]').put('s1'), {
    effects: [],
    ruleFailureReasons: [{ effectIndex: 1, details: 'there is no coupon NONE' }],
  })
  t.end()
})

t.test('a rule that fails reserves nothing', (t) => {
  const shop = shopOf('[reserveCoupon, held]', '[setDiscount, x]')
  t.strictSame(shop.effects(), [])
  t.strictSame(shop.records.coupon('HELD')?.reservedBy, [])
  t.end()
})
