import t from 'tap'
import { createAccount } from '../../helpers/create-account.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { programOf } from '../../helpers/program-of.ts'

// Source: Integration API, couponCreated, referralCreated, createdCoupons, createdReferrals; Management
// API, couponPattern. Assumed: codes are made when the session closes.

const shop = (coupon: string, rest = '') =>
  createAccount(
    programOf(`
profiles: [{ integrationId: anna }]
campaigns:
  - name: Friends
    referrals: [{ code: FRIEND-1, advocateProfileIntegrationId: anna }]
    coupons: [{ code: THANKS-A }]
    couponSettings: { couponPattern: THANKS-#, validCharacters: [A, B] }
    referralSettings: { couponPattern: 'REF-##', validCharacters: [X] }
    rules:
      - title: Both win
        when: { referral: valid }
        then: [{ createCoupon: ${coupon} }, { createReferral: { for: profile } }]
      - title: Thanks
        when: { coupon: valid }
        then: [{ discount: { name: Thanks, amount: 1, of: session } }]
${rest}`),
  )
const referred = (profileId: string) =>
  makeSession({ profileId, referralCode: 'FRIEND-1', couponCodes: ['NOPE'] })
const closed = { state: 'closed' as const }
type Shop = ReturnType<typeof shop>
const couponFor = (account: Shop, profileId: string) =>
  account.put(`s-${profileId}`, { ...referred(profileId), ...closed }).state.createdCoupons[0]

t.test('codes are made when the session closes, one each; rejections stay last', (t) => {
  const account = shop('{ for: advocate }')
  const open = account.put('s-ben', referred('ben')).state
  const types = (state: typeof open) => state.effects.map(({ effectType }) => effectType)
  t.strictSame(types(open), ['acceptReferral', 'rejectCoupon'])
  t.strictSame([open.createdCoupons, open.createdReferrals], [[], []])
  const { state } = account.put('s-ben', closed)
  t.strictSame(types(state), ['acceptReferral', 'couponCreated', 'referralCreated', 'rejectCoupon'])
  // The other code of this pattern is taken.
  t.match(state.effects[1]?.props, { value: 'THANKS-B', profileId: 'anna' })
  t.match(state.createdCoupons, [
    {
      value: 'THANKS-B',
      campaignId: 1,
      usageLimit: 1,
      usageCounter: 0,
      recipientIntegrationId: 'anna',
      reservation: false,
    },
  ])
  t.match(state.createdReferrals, [
    { code: 'REF-XX', advocateProfileIntegrationId: 'ben', usageLimit: 1, referredCustomers: [] },
  ])
  t.strictSame(account.records.coupon('THANKS-B')?.coupon, state.createdCoupons[0])
  t.strictSame(account.records.referral('REF-XX')?.referral, state.createdReferrals[0])
  t.end()
})

t.test("a created coupon works in its recipient's next session, and there alone", (t) => {
  const account = shop('{ for: advocate }')
  const { value = '' } = couponFor(account, 'ben') ?? {}
  const use = (profileId: string) =>
    account.put(`of ${profileId}`, makeSession({ profileId, couponCodes: [value], ...closed }))
      .state.effects
  t.match(use('ben'), [{ props: { rejectionReason: 'CouponRecipientDoesNotMatch' } }])
  t.match(use('anna'), [{ effectType: 'acceptCoupon' }, { effectType: 'setDiscount' }])
  t.match(account.records.coupon(value)?.coupon, { usageCounter: 1 })
  t.end()
})

t.test('a created referral works for a friend of the one who got it', (t) => {
  const account = shop('{ for: advocate }')
  couponFor(account, 'ben')
  const { state } = account.put('s2', makeSession({ profileId: 'carl', referralCode: 'REF-XX' }))
  t.match(state.effects[0], { effectType: 'acceptReferral', props: { value: 'REF-XX' } })
  t.end()
})

t.test('when a pattern has no code left, a number makes the difference', (t) => {
  const account = shop("{ for: advocate, pattern: 'FIXED' }")
  const values = ['a', 'b', 'c'].map((friend) => couponFor(account, friend)?.value)
  t.strictSame(values, ['FIXED', 'FIXED-1', 'FIXED-2'])
  const few = shop('{ for: advocate }')
  const drawn = ['a', 'b', 'c'].map((friend) => couponFor(few, friend)?.value)
  t.equal(drawn[0], 'THANKS-B')
  t.equal(new Set(drawn).size, 3)
  for (const value of drawn) t.match(value, /^THANKS-[AB](-\d+)?$/)
  t.end()
})

t.test("a created code is kept in the account's spelling, so that it is found", (t) => {
  for (const codeCase of ['insensitive-uppercase', 'insensitive-lowercase']) {
    const account = shop(
      "{ for: advocate, pattern: 'Thanks-###' }",
      `application: { codeCase: ${codeCase} }`,
    )
    const { value = '' } = couponFor(account, 'ben') ?? {}
    const { state } = account.put('s2', makeSession({ profileId: 'anna', couponCodes: [value] }))
    t.match(state.effects[0], { effectType: 'acceptCoupon', props: { value } }, value)
  }
  t.end()
})

t.test('a created code lasts from the closing on, and never beyond the year 9999', (t) => {
  t.equal(
    couponFor(shop('{ for: advocate, validFor: 90D }'), 'ben')?.expiryDate,
    '2026-04-02T03:04:05.000Z',
  )
  t.match(couponFor(shop('{ for: advocate, validFor: 999999Y }'), 'b')?.expiryDate, /^9999-/)
  t.equal(couponFor(shop('{ for: advocate }'), 'ben')?.expiryDate, undefined)
  t.end()
})

t.test('the same requests make the same codes', (t) => {
  const run = () => couponFor(shop("{ for: advocate, pattern: '########' }"), 'ben')?.value
  t.equal(run(), run())
  t.end()
})
