import t from 'tap'
import { createAccount } from '../../helpers/create-account.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { programOf } from '../../helpers/program-of.ts'

// Source: Integration API, coupon and referral (usageCounter, discountCounter, profileRedemptionCount,
// referredCustomers); docs, Sessions: a redemption counts only when the session is closed.

const SHOP = `
profiles: [{ integrationId: anna }]
campaigns:
  - name: Save
    coupons:
      - { code: SAVE, usageLimit: 3, discountLimit: 12 }
      - { code: OTHER }
    rules:
      - title: Ten
        when: { coupon: valid }
        then: [{ discount: { name: Ten, amount: 10, of: session } }]
  - name: Friends
    referrals:
      - { code: FRIEND-1, advocateProfileIntegrationId: anna }
      - { code: FRIEND-2, advocateProfileIntegrationId: anna }
    rules:
      - title: Five
        when: { referral: valid }
        then: [{ discount: { name: Five, amount: 5, of: session } }]
`
const program = programOf(SHOP)
const withCoupon = (profileId: string, ...couponCodes: string[]) =>
  makeSession({ profileId, couponCodes })
const withReferral = (profileId: string, referralCode = 'FRIEND-1') =>
  makeSession({ profileId, referralCode })

t.test('a coupon is used when the session closes, not before', (t) => {
  const account = createAccount(program)
  const unused = { usageCounter: 0, discountCounter: 0, discountRemainder: 12 }
  t.match(account.put('s1', withCoupon('p1', 'SAVE')).state.coupons, [
    { value: 'SAVE', ...unused, profileRedemptionCount: 0 },
  ])
  t.match(account.records.coupon('SAVE')?.coupon, unused)
  t.match(account.put('s1', { state: 'closed' }).state.coupons, [
    { usageCounter: 1, discountCounter: 10, discountRemainder: 2, profileRedemptionCount: 1 },
  ])
  t.match(account.records.coupon('SAVE')?.coupon, { usageCounter: 1, discountRemainder: 2 })
  t.end()
})

t.test('the second use gives what the discount limit has left', (t) => {
  const account = createAccount(program)
  account.put('s1', { ...withCoupon('p1', 'SAVE'), state: 'closed' })
  const { state } = account.put('s2', { ...withCoupon('p2', 'SAVE'), state: 'closed' })
  t.match(state.effects[1], { effectType: 'setDiscount', props: { value: 2, desiredValue: 10 } })
  t.match(state.coupons, [
    { usageCounter: 2, discountCounter: 12, discountRemainder: 0, profileRedemptionCount: 1 },
  ])
  t.end()
})

t.test('redemptions count for the profile that has them; an anonymous one for none', (t) => {
  const account = createAccount(program)
  for (const [id, profileId] of ['p1', 'p1', 'p2', ''].entries()) {
    account.put(`s${id}`, { ...withCoupon(profileId, 'OTHER'), state: 'closed' })
  }
  const countOf = (profileId: string) =>
    account.put(`look ${profileId}`, withCoupon(profileId, 'OTHER')).state.coupons
  t.match(countOf('p1'), [{ usageCounter: 4, profileRedemptionCount: 2 }])
  t.match(countOf('p2'), [{ profileRedemptionCount: 1 }])
  t.match(countOf(''), [{ profileRedemptionCount: 0 }])
  t.end()
})

t.test('each coupon of a session counts its own discount', (t) => {
  const account = createAccount(program)
  account.put('s1', { ...withCoupon('p1', 'SAVE', 'OTHER'), state: 'closed' })
  t.match(account.records.coupon('SAVE')?.coupon, { usageCounter: 1, discountCounter: 10 })
  const other = account.records.coupon('OTHER')?.coupon
  t.match(other, { usageCounter: 1, discountCounter: 10, discountRemainder: undefined })
  t.end()
})

t.test('a coupon that is rejected is not used', (t) => {
  const account = createAccount(
    programOf(SHOP.replace('coupon: valid', 'coupon: valid, itemCount: { atLeast: 9 }')),
  )
  const { state } = account.put('s1', { ...withCoupon('p1', 'SAVE'), state: 'closed' })
  t.match(state.effects, [{ props: { rejectionReason: 'CouponRejectedByCondition' } }])
  t.match(state.coupons, [{ usageCounter: 0, profileRedemptionCount: 0 }])
  t.equal(account.closings.size, 0)
  t.end()
})

t.test('codes that the account tells apart by letters alone are one, as first sent', (t) => {
  for (const codeCase of ['insensitive-uppercase', 'insensitive-lowercase']) {
    const account = createAccount(programOf(`${SHOP}\napplication: { codeCase: ${codeCase} }`))
    const { state } = account.put('s1', {
      ...withCoupon('p1', 'Save', 'sAVE'),
      referralCode: 'fRiend-1',
      state: 'closed',
    })
    const spelled = codeCase.endsWith('uppercase') ? 'SAVE' : 'save'
    t.strictSame(state.customerSession.couponCodes, ['Save'])
    t.match(state.coupons, [{ value: spelled, usageCounter: 1 }], codeCase)
    t.equal(state.coupons?.length, 1)
    t.match(state.referral, { usageCounter: 1 }, codeCase)
  }
  t.end()
})

t.test('a referral is used when the session closes, and names the friend', (t) => {
  const account = createAccount(program)
  const open = account.put('s1', withReferral('ben')).state
  t.match(open.effects[0], { effectType: 'acceptReferral', props: { value: 'FRIEND-1' } })
  t.match(open.referral, { usageCounter: 0, referredCustomers: [] })
  const closed = account.put('s1', { state: 'closed' }).state
  t.match(closed.referral, { usageCounter: 1, referredCustomers: ['ben'] })
  t.end()
})

t.test('a friend is referred once, by whatever code', (t) => {
  // Source: Integration API, ReferralCustomerAlreadyReferred.
  const account = createAccount(program)
  account.put('s0', withReferral('ben'))
  account.put('s1', { ...withReferral('ben'), state: 'closed' })
  for (const [id, session] of Object.entries({
    s0: { state: 'closed' as const },
    s2: withReferral('ben'),
    s3: withReferral('ben', 'FRIEND-2'),
  })) {
    t.match(account.put(id, session).state.effects, [
      {
        effectType: 'rejectReferral',
        props: { rejectionReason: 'ReferralCustomerAlreadyReferred' },
      },
    ])
  }
  t.match(account.records.referral('FRIEND-1')?.referral, { usageCounter: 1 })
  t.match(account.put('s4', withReferral('carl')).state.effects[0], {
    effectType: 'acceptReferral',
  })
  t.end()
})

t.test('an anonymous friend is counted, but not named', (t) => {
  const account = createAccount(program)
  const { state } = account.put('s1', { ...withReferral(''), state: 'closed' })
  t.match(state.referral, { usageCounter: 1, referredCustomers: [] })
  t.equal(state.customerProfile, undefined)
  t.end()
})

t.test('an advocate that is no profile refers nobody', (t) => {
  const account = createAccount(programOf(SHOP.replace('profiles: [{ integrationId: anna }]', '')))
  const { state } = account.put('s1', { ...withReferral('ben'), state: 'closed' })
  t.match(state.effects, [{ props: { rejectionReason: 'AdvocateNotFound' } }])
  t.match(state.referral, { usageCounter: 0 })
  t.end()
})
