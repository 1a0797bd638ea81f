import t from 'tap'
import type { CustomerSessionInput } from '../../../src/contract/service/customer-sessions.ts'
import { checkReply } from '../../helpers/check-reply.ts'
import { createAccount } from '../../helpers/create-account.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { programOf } from '../../helpers/program-of.ts'

// Source: Third-party OpenAPI, loyalty, ledgerInfo, loyaltyCard, coupon, inventoryReferral. Assumed: which
// programs are listed.

const program = programOf(`
attributes: { Coupon: { place: string } }
profiles: [{ integrationId: anna }]
loyaltyPrograms:
  - { id: 7, name: none, title: Nobody's }
  - { id: 5, name: stars, title: Stars, balances: { anna: 10, ben: 0 } }
  - { id: 6, name: club, cardBased: true, cards: [{ identifier: card-1, profiles: [anna] }] }
campaigns:
  - name: Save
    limits: [{ action: redeemCoupon, limit: 10 }]
    coupons:
      - code: SAVE
        discountLimit: 10
        startDate: 2020-01-01T00:00:00Z
        expiryDate: 2099-01-01T00:00:00Z
        attributes: { place: here }
        limits: [{ action: redeemCoupon, limit: 2, entities: [Profile], period: daily }]
      - { code: MINE, recipientIntegrationId: anna }
    referrals: [{ code: FRIEND-1, advocateProfileIntegrationId: anna }]
`)
const put = (session: CustomerSessionInput) => createAccount(program).put('s1', session).state

t.test('a coupon shows all it has, in the order of the session; unknown ones do not', (t) => {
  const { coupons } = put(makeSession({ couponCodes: ['MINE', '__proto__', 'SAVE', ''] }))
  const common = {
    created: '2026-01-02T03:04:05.000Z',
    campaignId: 1,
    usageLimit: 0,
    usageCounter: 0,
    discountCounter: 0,
    isReservationMandatory: false,
    profileRedemptionCount: 0,
  }
  const personal = { recipientIntegrationId: 'anna', reservation: false }
  t.strictSame(coupons, [
    { id: 2, value: 'MINE', ...common, ...personal, limits: [], attributes: {} },
    {
      id: 1,
      value: 'SAVE',
      ...common,
      discountLimit: 10,
      discountRemainder: 10,
      startDate: '2020-01-01T00:00:00Z',
      expiryDate: '2099-01-01T00:00:00Z',
      limits: [{ action: 'redeemCoupon', limit: 2, period: 'daily', entities: ['Profile'] }],
      attributes: { place: 'here' },
      reservation: true,
    },
  ])
  t.end()
})

t.test('a referral shows when it exists', (t) => {
  t.match(put(makeSession({ referralCode: 'FRIEND-1' })).referral, {
    id: 1,
    code: 'FRIEND-1',
    advocateProfileIntegrationId: 'anna',
    usageCounter: 0,
    referredCustomers: [],
  })
  for (const referralCode of ['', 'NOPE', 'constructor', '__proto__']) {
    t.notOk('referral' in put(makeSession({ referralCode })), referralCode)
  }
  t.end()
})

t.test('the programs that the profile has joined show, and no others', (t) => {
  const nothing = {
    currentBalance: 0,
    pendingBalance: 0,
    expiredBalance: 0,
    spentBalance: 0,
    tentativeCurrentBalance: 0,
  }
  const stars = { id: 5, title: 'Stars', name: 'stars', joinDate: '2026-01-02T03:04:05.000Z' }
  t.strictSame(put(makeSession({ profileId: 'anna' })).loyalty, {
    programs: {
      5: {
        ...stars,
        ledger: { ...nothing, currentBalance: 10, tentativeCurrentBalance: 10 },
        subLedgers: {},
      },
    },
  })
  t.strictSame(put(makeSession({ profileId: 'ben' })).loyalty, {
    programs: { 5: { ...stars, ledger: nothing, subLedgers: {} } },
  })
  for (const profileId of ['carl', '', '__proto__']) {
    t.strictSame(put(makeSession({ profileId })).loyalty, { programs: {} }, profileId)
  }
  t.end()
})

t.test('the card of the session shows, whoever uses it', (t) => {
  t.match(put(makeSession({ profileId: '', loyaltyCards: ['card-1'] })).loyalty?.cards, [
    {
      id: 1,
      programID: 6,
      status: 'active',
      identifier: 'card-1',
      usersPerCardLimit: 0,
      profiles: [{ integrationId: 'anna', timestamp: '2026-01-02T03:04:05.000Z' }],
      ledger: { currentBalance: 0 },
      subledgers: {},
    },
  ])
  t.equal(put(makeSession({ loyaltyCards: ['nope'] })).loyalty?.cards, undefined)
  t.end()
})

t.test('every reply in the life of a session matches the schema', (t) => {
  const account = createAccount(program)
  const session = makeSession({
    profileId: 'ben',
    couponCodes: ['SAVE', 'MINE', 'NOPE'],
    referralCode: 'FRIEND-1',
    loyaltyCards: ['card-1'],
  })
  for (const update of [session, {}, { state: 'closed' }, { state: 'cancelled' }] as const) {
    const { state } = account.put('s1', update)
    t.equal(checkReply(JSON.parse(JSON.stringify(state))), undefined)
  }
  t.end()
})
