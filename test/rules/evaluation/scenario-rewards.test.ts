import t from 'tap'
import type { Effect } from '../../../src/contract/service/effects.ts'
import { openScenario } from '../../helpers/open-scenario.ts'

/**
 * Whole lives of sessions that earn points, codes and gifts.
 * Source: Integration API, effects; docs, session states.
 */

const of = (ruleName: string) => ({ campaignId: 1, rulesetId: 1, ruleIndex: 0, ruleName })

t.test('D: one point for each unit of currency', (t) => {
  const shop = openScenario('d-points')
  const earned = (transactionUUID: string): Effect => ({
    ...of('Earn'),
    effectType: 'addLoyaltyPoints',
    props: {
      name: 'Points for purchase',
      programId: 5,
      subLedgerId: '',
      value: 120,
      recipientIntegrationId: 'p1',
      transactionUUID,
    },
  })
  const uuidOf = (effects: readonly Effect[]): string => {
    const props = effects[0]?.props
    return props && 'transactionUUID' in props ? props.transactionUUID : ''
  }

  const open = shop.put('s1')
  t.match(uuidOf(open.effects), /^[\da-f-]{36}$/)
  t.strictSame(open.effects, [earned(uuidOf(open.effects))])
  t.strictSame(open.loyalty.programs['5']?.ledger, {
    currentBalance: 0,
    pendingBalance: 0,
    expiredBalance: 0,
    spentBalance: 0,
    tentativeCurrentBalance: 120,
    pointsToNextTier: 100,
  })

  const closed = shop.put('s1', { state: 'closed' })
  t.strictSame(closed.effects, [
    earned(uuidOf(closed.effects)),
    {
      ...of('Earn'),
      effectType: 'changeLoyaltyTierLevel',
      props: { ruleTitle: 'Earn', programId: 5, subLedgerId: '', newTierName: 'Silver' },
    },
  ])
  t.strictSame(closed.loyalty.programs['5']?.ledger, {
    currentBalance: 120,
    pendingBalance: 0,
    expiredBalance: 0,
    spentBalance: 0,
    tentativeCurrentBalance: 120,
    currentTier: { id: 1, name: 'Silver' },
    pointsToNextTier: 80,
  })

  const cancelled = shop.put('s1', { state: 'cancelled' })
  t.strictSame(cancelled.effects, [
    {
      ...of('Earn'),
      effectType: 'rollbackAddedLoyaltyPoints',
      props: {
        programId: 5,
        subLedgerId: '',
        value: 120,
        recipientIntegrationId: 'p1',
        transactionUUID: uuidOf(cancelled.effects),
      },
    },
  ])
  // Source: older SDK docs: the UUID is that of the new ledger entry.
  t.not(uuidOf(cancelled.effects), uuidOf(closed.effects))
  t.equal(cancelled.loyalty.programs['5']?.ledger.currentBalance, 0)

  const nobody = shop.put('s2', { profileId: '' })
  t.strictSame(nobody.effects, [], 'an anonymous session earns nothing')
  t.strictSame(nobody.loyalty, { programs: {} })
  t.end()
})

t.test('E: a referral gives a discount to the friend and a coupon to the advocate', (t) => {
  const shop = openScenario('e-referral')
  const accepted: Effect = {
    ...of('Refer a friend'),
    effectType: 'acceptReferral',
    props: { value: 'FRIEND-1' },
  }
  const discount = { name: 'Friend -10', value: 10, scope: 'sessionTotal' }
  const given: Effect = { ...of('Refer a friend'), effectType: 'setDiscount', props: discount }

  const open = shop.put('s1', { referralCode: 'FRIEND-1' })
  // Assumed: the coupon is made when the session closes.
  t.strictSame(open.effects, [accepted, given])
  t.strictSame(open.createdCoupons, [])
  t.match(open.referral, { code: 'FRIEND-1', usageCounter: 0, referredCustomers: [] })

  const closed = shop.put('s1', { state: 'closed' })
  const [coupon] = closed.createdCoupons
  t.match(coupon?.value, /^REF-[ABC]{4}$/)
  t.strictSame(closed.effects, [
    accepted,
    given,
    {
      ...of('Refer a friend'),
      effectType: 'couponCreated',
      props: { value: coupon?.value, profileId: 'advocate' },
    },
  ])
  t.strictSame(closed.createdCoupons, [
    {
      id: 1,
      created: shop.now,
      campaignId: 1,
      value: coupon?.value,
      usageLimit: 1,
      usageCounter: 0,
      discountCounter: 0,
      limits: [],
      attributes: {},
      recipientIntegrationId: 'advocate',
      reservation: false,
      isReservationMandatory: false,
    },
  ])
  t.match(closed.referral, { usageCounter: 1, referredCustomers: ['p1'] })

  const again = shop.put('s2', { referralCode: 'FRIEND-1' })
  t.strictSame(again.effects, [
    {
      ...of('Refer a friend'),
      effectType: 'rejectReferral',
      props: { value: 'FRIEND-1', rejectionReason: 'ReferralCustomerAlreadyReferred' },
    },
  ])

  const cancelled = shop.put('s1', { state: 'cancelled' })
  t.strictSame(cancelled.effects, [
    { ...of('Refer a friend'), effectType: 'rollbackReferral', props: { value: 'FRIEND-1' } },
    { ...of('Refer a friend'), effectType: 'rollbackDiscount', props: discount },
  ])
  t.match(cancelled.referral, { usageCounter: 0, referredCustomers: [] })
  t.ok(shop.records.coupon(coupon?.value ?? ''), 'the coupon that was made stays')
  t.strictSame(shop.put('s2').effects, [accepted, given], 'the customer can be referred again')
  t.end()
})

t.test('F: a mug brings a spoon', (t) => {
  const shop = openScenario('f-gift')
  const gift: Effect = {
    ...of('Gift'),
    effectType: 'addFreeItem',
    props: { sku: 'GIFT-SPOON', name: 'Free spoon' },
  }
  const open = shop.put('s1')
  t.strictSame(open.effects, [gift])
  t.equal(open.customerSession.cartItems.length, 2, 'the cart stays as it is')
  t.strictSame(shop.put('s1', { state: 'closed' }).effects, [gift])
  t.strictSame(shop.put('s1', { state: 'cancelled' }).effects, [], 'a gift is not taken back')
  t.strictSame(shop.put('s2', { cartItems: [] }).effects, [])
  t.end()
})
