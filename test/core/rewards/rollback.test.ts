import t from 'tap'
import type { CustomerSessionInput } from '../../../src/contract/service/customer-sessions.ts'
import { createAccount } from '../../helpers/create-account.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { programOf } from '../../helpers/program-of.ts'
import { refusalOf } from '../../helpers/refusal-of.ts'

// Source: Integration API, rollback effects; docs, Sessions: cancelling makes coupons and referrals
// usable again and restores budgets, except those of created codes; created codes stay, and so do
// giveaways, attributes and audiences. Assumed: rollbacks stand where their effects stood.

const program = programOf(`
attributes: { CustomerSession: { spend: number, note: string }, CustomerProfile: { seen: boolean } }
additionalCosts: [{ id: 3, name: shipping }]
audiences: [{ id: 2, name: Buyers }]
profiles: [{ integrationId: anna }]
loyaltyPrograms: [{ id: 5, name: stars, balances: { ben: 10 }, tiers: [{ name: Silver, minPoints: 20 }] }]
giveawayPools: [{ name: Gifts, codes: [GIFT-1] }]
campaigns:
  - name: All
    limits:
      - { action: redeemCoupon, limit: 1, entities: [Profile] }
      - { action: setDiscount, limit: 100 }
      - { action: createCoupon, limit: 1 }
    coupons: [{ code: SAVE, usageLimit: 1, discountLimit: 50 }]
    referrals: [{ code: FRIEND-1, advocateProfileIntegrationId: anna, usageLimit: 1 }]
    rules:
      - title: Coupon
        when: { coupon: valid }
        then:
          - discount: { name: Ten, amount: 10, of: items }
          - itemDiscount: { name: Item, amount: 1 }
          - costDiscount: { name: Shipping, cost: shipping, percent: 100 }
      - title: Referral
        when: { referral: valid }
        then: [{ createCoupon: { for: advocate } }]
      - title: Points
        then:
          - points: { program: stars, name: Earned, perUnit: 1 }
          - redeem: { program: stars, name: Spent, points: { expr: [., Session, Attributes, spend] } }
      - title: Rest
        when: { coupon: valid }
        then:
          - giveaway: { pool: Gifts }
          - freeItem: { sku: spoon, name: Spoon }
          - setAttribute: { path: Session.Attributes.note, value: thanks }
          - setAttribute: { path: Profile.Attributes.seen, value: true }
          - audience: { add: Buyers }
          - notify: { title: Hello }
`)
const SESSION: CustomerSessionInput = {
  profileId: 'ben',
  couponCodes: ['SAVE', 'NOPE'],
  referralCode: 'FRIEND-1',
  attributes: { spend: 30 },
  additionalCosts: { shipping: { price: 5 } },
  cartItems: [{ name: 'Mug', sku: 'MUG', quantity: 2, price: 20 }],
}

t.test('cancelling a closed session undoes its effects, each in its place', (t) => {
  const account = createAccount(program)
  const closed = account.put('s1', { ...SESSION, state: 'closed' }).state
  t.strictSame(
    closed.effects.map(({ effectType }) => effectType),
    [
      'acceptCoupon',
      'setDiscount',
      'setDiscountPerItem',
      'setDiscountPerItem',
      'setDiscountPerAdditionalCost',
      'acceptReferral',
      'addLoyaltyPoints',
      'deductLoyaltyPoints',
      'awardGiveaway',
      'addFreeItem',
      'updateAttribute',
      'updateAttribute',
      'addToAudience',
      'showNotification',
      'changeLoyaltyTierLevel',
      'couponCreated',
      'rejectCoupon',
    ],
  )
  const { effects } = account.put('s1', { state: 'cancelled' }).state
  const [triggeredByCoupon, points] = [1, { programId: 5, subLedgerId: '' }]
  const from = (ruleIndex: number, ruleName: string) => ({
    campaignId: 1,
    rulesetId: 1,
    ruleIndex,
    ruleName,
  })
  const coupon = { ...from(0, 'Coupon'), triggeredByCoupon }
  const item = { name: 'Item#0', value: 1, cartItemPosition: 0 }
  const uuidOf = (i: number) =>
    Object.entries(effects[i]?.props ?? {}).find(([k]) => k === 'transactionUUID')?.[1]
  t.strictSame(effects, [
    { ...coupon, effectType: 'rollbackCoupon', props: { value: 'SAVE' } },
    {
      ...coupon,
      effectType: 'rollbackDiscount',
      props: { name: 'Ten', value: 10, scope: 'cartItems' },
    },
    { ...coupon, effectType: 'rollbackDiscount', props: { ...item, cartItemSubPosition: 0 } },
    { ...coupon, effectType: 'rollbackDiscount', props: { ...item, cartItemSubPosition: 1 } },
    {
      ...coupon,
      effectType: 'rollbackDiscount',
      props: { name: 'Shipping', value: 5, additionalCostId: 3, additionalCost: 'shipping' },
    },
    { ...from(1, 'Referral'), effectType: 'rollbackReferral', props: { value: 'FRIEND-1' } },
    {
      ...from(2, 'Points'),
      effectType: 'rollbackAddedLoyaltyPoints',
      props: { ...points, value: 40, recipientIntegrationId: 'ben', transactionUUID: uuidOf(6) },
    },
    {
      ...from(2, 'Points'),
      effectType: 'rollbackDeductedLoyaltyPoints',
      props: { ...points, value: 30, recipientIntegrationId: 'ben', transactionUUID: uuidOf(7) },
    },
  ])
  const uuids = [closed.effects[6], closed.effects[7], effects[6], effects[7]].map((effect) =>
    effect && 'transactionUUID' in effect.props ? effect.props.transactionUUID : '',
  )
  t.equal(new Set(uuids).size, 4, 'new entries have new IDs')
  t.end()
})

t.test('everything that was counted is as before, but for what stays', (t) => {
  const account = createAccount(program)
  account.put('s1', SESSION)
  const before = new Map(account.kept)
  account.put('s1', { state: 'closed' })
  const { state } = account.put('s1', { state: 'cancelled' })
  const changed = [...account.kept].filter(([key, record]) => before.get(key) !== record)
  const names = changed.map(([key]) => key.replace(/coupon [A-Z0-9]{8}$/, 'coupon CREATED')).sort()
  t.match(names, ['counter campaign 1|createCoupon||', 'coupon CREATED', 'ledger 5 ben', 'pool 1'])
  t.equal(names.length, 4)
  t.strictSame(
    [...before.keys()].filter((key) => !account.kept.has(key)),
    [],
  )
  t.match(state.loyalty?.programs['5']?.ledger, { currentBalance: 10, tentativeCurrentBalance: 10 })
  t.match(state.coupons, [{ usageCounter: 0, discountCounter: 0, discountRemainder: 50 }])
  t.match(state.referral, { usageCounter: 0, referredCustomers: [] })
  t.match(account.records.pool(1)?.giveaways, [{ used: true }])
  t.match(state.customerProfile, {
    closedSessions: 0,
    totalSales: 0,
    attributes: { seen: true },
    audienceMemberships: [{ id: 2, name: 'Buyers' }],
  })
  t.equal(account.profiles.get('ben')?.referredWith, undefined)
  t.match(state.customerSession.attributes, { note: 'thanks' })
  t.equal(account.closings.size, 0)
  t.end()
})

t.test('what was given back can be had again', (t) => {
  const account = createAccount(program)
  account.put('s1', { ...SESSION, state: 'closed' })
  account.put('s1', { state: 'cancelled' })
  const { state } = account.put('s2', { ...SESSION, state: 'closed' })
  const types = state.effects.map(({ effectType }) => effectType)
  t.ok(types.includes('acceptCoupon'))
  t.notOk(types.includes('couponCreated'), 'the budget of created coupons is not given back')
  t.end()
})

t.test('cancelling an open session undoes nothing', (t) => {
  const account = createAccount(program)
  account.put('s1', SESSION)
  const before = new Map(account.kept)
  const { state } = account.put('s1', { state: 'cancelled' })
  t.strictSame([state.effects, state.createdCoupons, state.triggeredCampaigns], [[], [], []])
  t.strictSame(account.kept, before)
  t.end()
})

t.test('a session is cancelled once', (t) => {
  const account = createAccount(program)
  account.put('s1', { ...SESSION, state: 'closed' })
  account.put('s1', { state: 'cancelled' })
  const before = new Map(account.kept)
  const refusal = refusalOf(() => account.put('s1', { state: 'cancelled' }))
  t.equal(refusal.code, 'SESSION_TRANSITION_ILLEGAL')
  t.strictSame(account.kept, before)
  t.end()
})

t.test('points that were spent meanwhile are not taken back, and the effect says so', (t) => {
  // Source: Management API, returnPolicy within_balance (assumed for all programs).
  const account = createAccount(program)
  const cartItems = [{ name: 'Mug', sku: 'MUG', quantity: 1, price: 15 }]
  const points = (id: string, spend: number, state: 'closed' | 'cancelled' = 'closed') =>
    account.put(id, { profileId: 'carl', cartItems, attributes: { spend }, state }).state
  points('s1', 1)
  points('s2', 20)
  const undone = points('s1', 0, 'cancelled')
  t.match(undone.effects, [
    { effectType: 'rollbackAddedLoyaltyPoints', props: { value: 1 } },
    { effectType: 'rollbackDeductedLoyaltyPoints', props: { value: 1 } },
  ])
  t.match(undone.loyalty?.programs['5']?.ledger, { currentBalance: 9 })
  t.end()
})

t.test('a session that spent nothing leaves nothing to take back', (t) => {
  const account = createAccount(program)
  account.put('s1', makeSession({ profileId: '', state: 'closed' }))
  t.equal(account.closings.size, 0)
  t.strictSame(account.put('s1', { state: 'cancelled' }).state.effects, [])
  t.end()
})
