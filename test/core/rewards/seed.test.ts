import t from 'tap'
import { seedRecords } from '../../../src/core/rewards/seed.ts'
import { createMoments } from '../../../src/world/moment.ts'
import { createIds } from '../../helpers/create-ids.ts'
import { createFixedClock } from '../../helpers/fixed-clock.ts'
import { programOf } from '../../helpers/program-of.ts'

const NOW = '2026-01-02T03:04:05.000Z'

const seed = (scenario: string) =>
  seedRecords(programOf(scenario).account, createMoments(createFixedClock(), createIds()).now())

t.test('profiles begin with what the scenario says, and count their closed sessions', (t) => {
  const { profiles } = seed(`
attributes: { CustomerProfile: { Language: string } }
audiences: [{ id: 7, name: VIP }]
profiles:
  - { integrationId: anna, attributes: { Language: en }, audiences: [VIP], closedSessions: 2, totalSales: 9.5 }
  - { integrationId: __proto__ }`)
  t.strictSame(profiles[0], {
    profile: {
      id: 1,
      created: NOW,
      accountId: 1,
      integrationId: 'anna',
      attributes: { Language: 'en' },
      closedSessions: 2,
      totalSales: 9.5,
      audienceMemberships: [{ id: 7, name: 'VIP' }],
      lastActivity: NOW,
    },
    sessionCount: 2,
  })
  t.match(profiles[1], { profile: { id: 2, integrationId: '__proto__' }, sessionCount: 0 })
  t.end()
})

t.test('codes of all campaigns count up, in the spelling of the account', (t) => {
  const scenario = `
campaigns:
  - { id: 8, name: A, coupons: [{ code: Save, usageCounter: 2, discountLimit: 5, reservedBy: [p] }] }
  - id: 9
    name: B
    coupons: [{ code: Mine, recipientIntegrationId: p }]
    referrals: [{ code: Friend, advocateProfileIntegrationId: anna, usageCounter: 1 }]`
  const { coupons, referrals } = seed(`${scenario}
application: { codeCase: insensitive-uppercase }`)
  const [save, mine] = coupons
  t.match(save, { reservedBy: ['p'], coupon: { id: 1, campaignId: 8, value: 'SAVE' } })
  t.match(save?.coupon, { usageCounter: 2, discountCounter: 0, discountRemainder: 5 })
  t.match(mine?.coupon, { id: 2, campaignId: 9, value: 'MINE', reservation: false })
  t.match(referrals, [{ referral: { id: 1, code: 'FRIEND', usageCounter: 1 } }])
  t.equal(seed(scenario).coupons[0]?.coupon.value, 'Save')
  t.end()
})

t.test('balances are entries that neither wait nor expire; nothing is no entry', (t) => {
  const { ledgers, cards } = seed(`
loyaltyPrograms:
  - { id: 5, name: stars, balances: { anna: 10.005, ben: 0 }, defaultValidity: 1D, defaultPending: 1D }
  - { id: 6, name: club, cardBased: true, cards: [{ identifier: card-1, points: 3, profiles: [anna] }] }`)
  t.match(ledgers, [
    { programId: 5, owner: 'anna', joined: NOW, entries: [{ amount: 10.01, remaining: 10.01 }] },
    { programId: 5, owner: 'ben', entries: [] },
    { programId: 6, owner: 'card-1', entries: [{ remaining: 3 }] },
  ])
  t.notOk(Object.keys(ledgers[0]?.entries[0] ?? {}).some((name) => name.endsWith('Date')))
  t.strictSame(cards, [
    {
      id: 1,
      programId: 6,
      identifier: 'card-1',
      status: 'active',
      created: NOW,
      profiles: [{ integrationId: 'anna', timestamp: NOW }],
    },
  ])
  t.end()
})

t.test('a pool keeps its codes in their order, unused', (t) => {
  const { pools } = seed(`
giveawayPools: [{ id: 4, name: Gifts, codes: [B, A] }, { name: None, codes: [] }]`)
  const free = { created: NOW, poolId: 4, attributes: {}, used: false }
  t.strictSame(pools, [
    {
      id: 4,
      name: 'Gifts',
      giveaways: [
        { id: 1, code: 'B', ...free },
        { id: 2, code: 'A', ...free },
      ],
    },
    { id: 1, name: 'None', giveaways: [] },
  ])
  t.end()
})

t.test('attributes of all entities are defined', (t) => {
  const { attributes } = seed(`
attributes: { CustomerSession: { City: string }, CartItem: { image: string }, Coupon: { place: string } }`)
  t.match(attributes, [
    { id: 1, name: 'City' },
    { id: 2, name: 'image' },
    { id: 3, name: 'place', entity: 'Coupon' },
  ])
  t.equal(attributes.length, 3)
  t.end()
})
