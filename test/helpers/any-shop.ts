import fc from 'fast-check'
import type { CustomerSessionInput } from '../../src/contract/service/customer-sessions.ts'

/** Scenarios and requests by chance, made so that they meet each other often. */

/** Names that every object has are among them. */
const CODES = ['SAVE', 'Extra', '__proto__', 'constructor']
const REFERRALS = ['FRIEND-1', '__proto__', 'valueOf']
const PROFILES = ['anna', 'ben', '__proto__', 'constructor']
const COSTS = ['shipping', '__proto__', 'constructor']
const SUBLEDGERS = [undefined, 'extra', '__proto__']

/** Money in major units, with cents. */
const money = (most: number) => fc.integer({ min: 0, max: most * 100 }).map((cents) => cents / 100)
const some = <T>(values: readonly T[]) => fc.constantFrom(...values)
/** Without the properties that are undefined. */
const defined = (value: object) =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))

const limit = fc.record({
  action: some([
    'redeemCoupon',
    'redeemReferral',
    'setDiscount',
    'setDiscountEffect',
    'createCoupon',
    'createReferral',
    'createLoyaltyPoints',
    'redeemLoyaltyPoints',
    'awardGiveaway',
    'reserveCoupon',
  ]),
  limit: fc.integer({ min: 0, max: 30 }),
  entities: fc.subarray(['Profile', 'Coupon', 'Referral', 'Identifier', 'Session'], {
    maxLength: 2,
  }),
  period: some([undefined, 'daily', 'yearly']),
})

/** Limits that differ in what they count. */
const limits = fc
  .uniqueArray(limit, { selector: ({ action }) => action, maxLength: 3 })
  .map((list) => list.map(defined))

const share = fc.oneof(
  fc.record({ percent: some([1, 33.3, 50, 100]) }),
  fc.record({ amount: money(60) }),
)
const named = { name: some(['Deal', '__proto__']) }
const whose = some(['profile', 'profile', 'profile', 'advocate'])

const effect = fc.oneof(
  fc
    .tuple(share, fc.record({ ...named, of: some(['session', 'items', 'costs']) }))
    .map((parts) => ({ discount: Object.assign({}, ...parts) })),
  fc.tuple(share, fc.record(named)).map((parts) => ({ itemDiscount: Object.assign({}, ...parts) })),
  fc
    .tuple(share, fc.record({ ...named, cost: some(COSTS) }))
    .map((parts) => ({ costDiscount: Object.assign({}, ...parts) })),
  fc
    .record({ ...named, program: some(['stars', 'club']), amount: money(20), for: whose })
    .chain((points) => some(SUBLEDGERS).map((subledger) => defined({ ...points, subledger })))
    .map((points) => ({ points })),
  fc
    .record({ ...named, program: some(['stars', 'club']), perUnit: some([1, 0.5]) })
    .map((points) => ({
      points,
    })),
  fc
    .record({ ...named, program: some(['stars', 'club']), points: money(30) })
    .map((redeem) => ({ redeem })),
  fc
    .record({ for: whose, pattern: some(['NEW-#', 'SAVE']) })
    .map((code) => ({ createCoupon: code })),
  fc.record({ for: whose, pattern: some(['REF-#']) }).map((code) => ({ createReferral: code })),
  fc.record({ pool: some(['Gifts']), for: whose }).map((giveaway) => ({ giveaway })),
  fc
    .tuple(
      some([
        ['setLoyaltyPointsExpiryDate', '2026-01-03T12:00:00Z'],
        ['extendLoyaltyPointsExpiryDate', '1D'],
        ['extendLoyaltyPointsExpiryDate', '1W_U'],
      ]),
      some([1, 2]),
      some(['', 'extra', '__proto__']),
    )
    .map(([[name, to], program, subledger]) => ({ expr: [name, program, subledger, to] })),
  fc
    .tuple(some([1, 2]), money(4))
    .map((args) => ({ expr: ['increaseAchievementProgress', ...args] })),
  fc
    .tuple(some(['SAVE', '__proto__', 'nope']), some(['', 'ben', '__proto__']))
    .map((args) => ({ expr: ['reserveCoupon', ...args] })),
  some([
    { audience: { add: 'Buyers' } },
    { setAttribute: { path: 'Profile.Attributes.seen', value: true } },
    { freeItem: { sku: 'spoon', name: 'Spoon' } },
  ]),
)

const rule = fc
  .record({
    title: some(['Rule', '__proto__']),
    when: some([
      { coupon: 'valid' },
      { coupon: 'valid' },
      { referral: 'valid' },
      undefined,
      { cartTotal: { atLeast: 20 } },
      { firstSession: true },
      { coupon: 'valid', referral: 'valid' },
      { any: [{ coupon: 'valid' }, { referral: 'valid' }] },
    ]),
    effects: fc.array(effect, { minLength: 1, maxLength: 3 }),
  })
  .map(({ effects, ...rest }) =>
    Object.fromEntries([...Object.entries(defined(rest)), ['then', effects]]),
  )

const campaign = fc.record({
  limits,
  rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
  coupon: fc.record({
    isReservationMandatory: some([undefined, undefined, undefined, true]),
    usageLimit: fc.integer({ min: 0, max: 2 }),
    discountLimit: fc.option(money(50), { nil: undefined }),
    limits,
  }),
  referral: fc.record({
    usageLimit: fc.integer({ min: 0, max: 2 }),
    advocateProfileIntegrationId: some(PROFILES),
  }),
})

/** A scenario as the data of its file. Its points don't wait. */
export const anyShop = fc
  .record({
    application: fc.record({
      partialDiscounts: fc.boolean(),
      flattenedCartItems: fc.boolean(),
      cascadingDiscounts: fc.boolean(),
      codeCase: some(['sensitive', 'insensitive-uppercase', 'insensitive-lowercase']),
    }),
    mode: some(['stackable', 'stackable', 'highestDiscount', 'lowestDiscount', 'listOrder']),
    campaigns: fc.array(campaign, { minLength: 1, maxLength: 3 }),
    validity: some(['unlimited', '1D', '2D']),
    giveaways: fc.integer({ min: 0, max: 3 }),
    balances: fc.dictionary(some(PROFILES), money(40)),
  })
  .map(({ application, mode, campaigns, validity, giveaways, balances }) => ({
    version: 1,
    application,
    attributes: { CustomerProfile: { seen: 'boolean' } },
    additionalCosts: COSTS.map((name) => ({ name })),
    audiences: [{ name: 'Buyers' }],
    profiles: PROFILES.slice(0, 3).map((integrationId) => ({ integrationId })),
    loyaltyPrograms: [
      {
        id: 1,
        name: 'stars',
        balances,
        defaultValidity: validity,
        tiers: [{ name: 'Silver', minPoints: 25 }],
      },
      {
        id: 2,
        name: 'club',
        defaultValidity: validity,
        cardBased: true,
        cards: [{ identifier: 'anna', points: 5 }],
      },
    ],
    giveawayPools: [{ name: 'Gifts', codes: ['G-1', 'G-2', 'G-3'].slice(0, giveaways) }],
    evaluation: { mode, elements: campaigns.map((_, i) => `C${i}`) },
    campaigns: campaigns.map(({ coupon, referral, ...rest }, i) => ({
      name: `C${i}`,
      achievements: [{ name: `Target ${i}`, target: 3 * i + 2.5 }],
      ...rest,
      coupons: CODES.filter((_, c) => c % campaigns.length === i).map((code) =>
        defined({ ...coupon, code }),
      ),
      referrals: REFERRALS.filter((_, c) => c % campaigns.length === i).map((code) => ({
        ...referral,
        code,
      })),
    })),
  }))

const itemAt = (price: fc.Arbitrary<number>) =>
  fc.record({
    name: some(['A']),
    sku: some(['a', '__proto__']),
    quantity: fc.integer({ min: 1, max: 3 }),
    price,
  })

const sessionOf = (price: fc.Arbitrary<number>): fc.Arbitrary<CustomerSessionInput> =>
  fc.record(
    {
      couponCodes: fc.array(some([...CODES, ...CODES, 'extra', 'NEW-A', 'nope', '']), {
        maxLength: 3,
      }),
      referralCode: some([...REFERRALS, ...REFERRALS, 'REF-A', '']),
      loyaltyCards: some([['anna'], ['anna'], [], ['__proto__']]),
      identifiers: some([['one'], ['one', '__proto__'], []]),
      cartItems: fc.array(itemAt(price), { minLength: 1, maxLength: 3 }),
      additionalCosts: fc.dictionary(some([...COSTS, '']), fc.record({ price: money(9) }), {
        maxKeys: 2,
      }),
      state: some(['open', 'closed', 'closed', 'cancelled'] as const),
    },
    { requiredKeys: [] },
  )

/** One request; `undo`: what it closes is cancelled at once. */
export interface Step {
  readonly id: string
  readonly session: CustomerSessionInput
  readonly days: number
  readonly undo: boolean
}

/** Requests to a few sessions of each of some profiles, some days apart, by the prices of the items. */
const visitsAt = (price: fc.Arbitrary<number>): fc.Arbitrary<Step[]> =>
  fc.array(
    fc
      .record({
        profileId: some(PROFILES),
        known: some([true, true, true, false]),
        visit: some(['', '-2', '-3']),
        session: sessionOf(price),
        days: some([0, 0, 1]),
        undo: some([false, false, true]),
      })
      .map(({ profileId, known, visit, session, ...rest }) => ({
        id: `${profileId}${visit}`,
        session: known ? { profileId, ...session } : session,
        ...rest,
      })),
    { minLength: 1, maxLength: 12 },
  )

export const anyVisits = visitsAt(money(60))

/** With prices that nobody asks, below zero and beyond all numbers. */
export const absurdVisits = visitsAt(
  fc.oneof(
    fc.integer({ min: -50, max: 50 }),
    some([1e308, -1e308, 1.7e308, 5e-324, 0.001]),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
)
