import t from 'tap'
import { accountOf, load } from '../../helpers/load-scenario.ts'

t.test('a scenario that says nothing is an empty account', (t) => {
  t.strictSame(accountOf(''), {
    application: {
      id: 1,
      name: 'talon-mock',
      currency: 'EUR',
      timezone: 'UTC',
      cascadingDiscounts: false,
      partialDiscounts: true,
      flattenedCartItems: true,
      codeCase: 'sensitive',
      discountScope: 'sessionTotal',
    },
    attributes: [],
    eventTypes: [],
    additionalCosts: [],
    audiences: [],
    profiles: [],
    loyaltyPrograms: [],
    giveawayPools: [],
    collections: {},
    campaigns: [],
    evaluation: { id: 1, name: 'Base group', mode: 'stackable', elements: [] },
  })
  t.end()
})

t.test('IDs that are left out are given in order, around those that are said', (t) => {
  const { audiences, campaigns, loyaltyPrograms } = accountOf(`
audiences: [{ name: A }, { id: 1, name: B }, { name: C }, { id: 4, name: D }, { name: E }]
campaigns: [{ name: A }, { name: B, id: 2 }, { name: C }]
loyaltyPrograms:
  - { name: P, tiers: [{ name: Gold, minPoints: 100 }, { name: Silver, minPoints: 50, id: 1 }] }
  - { name: Q, tiers: [{ name: Only, minPoints: 0 }] }
`)
  const withAchievements = accountOf(`
campaigns:
  - { name: A, achievements: [{ name: X, target: 1 }, { name: Y, target: 1, id: 1 }] }
  - { name: B, achievements: [{ name: Z, target: 1, title: The last }] }
`).campaigns.flatMap(({ achievements }) => achievements)
  t.match(withAchievements, [{ id: 2, title: 'X' }, { id: 1 }, { id: 3, title: 'The last' }])
  const idsOf = (entries: readonly { id: number }[]) => entries.map(({ id }) => id)
  t.strictSame(idsOf(audiences), [2, 1, 3, 4, 5])
  t.strictSame(idsOf(campaigns), [1, 2, 3])
  t.strictSame(
    campaigns.map(({ ruleset }) => ruleset.id),
    [1, 2, 3],
  )
  t.strictSame(
    loyaltyPrograms.flatMap(({ tiers }) => tiers.map(({ id, name }) => [id, name])),
    [
      [1, 'Silver'],
      [2, 'Gold'],
      [3, 'Only'],
    ],
  )
  t.end()
})

t.test('what is left out of codes, campaigns, programs and profiles', (t) => {
  const { campaigns, profiles, loyaltyPrograms, giveawayPools } = accountOf(`
audiences: [{ name: VIP, integrationId: vip }]
profiles: [{ integrationId: anna, audiences: [vip, VIP, 1] }]
loyaltyPrograms:
  - { name: stars }
  - { name: club, cardBased: true, cards: [{ identifier: card-1 }] }
giveawayPools: [{ name: Pool }]
campaigns:
  - name: A
    limits: [{ action: setDiscount, limit: 5 }]
    coupons: [{ code: X }]
    referrals: [{ code: ABCD, advocateProfileIntegrationId: anna }]
    achievements: [{ name: Regular, target: 3 }]
`)
  const used = { usageLimit: 0, usageCounter: 0, attributes: {} }
  t.strictSame(campaigns, [
    {
      description: '',
      state: 'enabled',
      attributes: {},
      tags: [],
      features: ['coupons', 'referrals', 'loyalty', 'giveaways'],
      name: 'A',
      limits: [{ entities: [], action: 'setDiscount', limit: 5 }],
      coupons: [{ ...used, isReservationMandatory: false, reservedBy: [], code: 'X', limits: [] }],
      referrals: [{ ...used, code: 'ABCD', advocateProfileIntegrationId: 'anna' }],
      achievements: [{ id: 1, name: 'Regular', title: 'Regular', target: 3 }],
      id: 1,
      ruleset: { rules: [], bindings: [], id: 1 },
    },
  ])
  t.strictSame(profiles, [
    { attributes: {}, closedSessions: 0, totalSales: 0, integrationId: 'anna', audienceIds: [1] },
  ])
  t.match(loyaltyPrograms, [
    { id: 1, title: 'stars', cardBased: false, balances: {}, tiers: [], cards: [] },
    { id: 2, cards: [{ identifier: 'card-1', points: 0, profiles: [] }] },
  ])
  t.match(loyaltyPrograms[0], { defaultValidity: 'unlimited', defaultPending: 'immediate' })
  t.strictSame(giveawayPools, [{ codes: [], name: 'Pool', id: 1 }])
  t.end()
})

t.test('rules may be expression trees, with bindings; each says where it stands', (t) => {
  const account = accountOf(`
campaigns:
  - name: A
    bindings:
      - { name: Shoes, type: cartItemFilter, expression: [list] }
    rules:
      - title: R
        condition: [and, [couponValid]]
        effects: [[setDiscount, x, 1]]
        bindings: [{ name: Own, expression: [list] }]
      - { title: S, effects: [] }
`)
  t.strictSame(account.campaigns[0]?.ruleset, {
    id: 1,
    rules: [
      {
        title: 'R',
        condition: ['and', ['couponValid']],
        effects: [['setDiscount', 'x', 1]],
        bindings: [
          {
            name: 'Own',
            expression: ['list'],
            origin: { file: 'shop.yaml', line: 11, path: 'campaigns/0/rules/0/bindings/0' },
          },
        ],
        origin: { file: 'shop.yaml', line: 8, path: 'campaigns/0/rules/0' },
      },
      {
        title: 'S',
        condition: ['and', true],
        effects: [],
        bindings: [],
        origin: { file: 'shop.yaml', line: 12, path: 'campaigns/0/rules/1' },
      },
    ],
    bindings: [
      {
        name: 'Shoes',
        type: 'cartItemFilter',
        expression: ['list'],
        origin: { file: 'shop.yaml', line: 6, path: 'campaigns/0/bindings/0' },
      },
    ],
  })
  t.end()
})

t.test('attributes are listed, and events once', (t) => {
  const { attributes, eventTypes } = accountOf(`
attributes: { CartItem: { size: number, tags: (list string) }, Coupon: { venue: string } }
events: [a, b, a]
`)
  t.strictSame(attributes, [
    { entity: 'CartItem', name: 'size', type: 'number' },
    { entity: 'CartItem', name: 'tags', type: '(list string)' },
    { entity: 'Coupon', name: 'venue', type: 'string' },
  ])
  t.strictSame(eventTypes, ['a', 'b'])
  t.end()
})

t.test('a JSON file loads too, with a hint for editors in it', (t) => {
  const files = {
    'shop.yaml': '{\n\t"$schema": "./s.json",\n\t"version": 1,\n\t"events": ["a"]\n}',
  }
  t.strictSame(accountOf(files).eventTypes, ['a'])
  t.end()
})

t.test('files are all that were asked for, found or not', (t) => {
  const campaigns = (file: string) => `version: 1\ncampaigns: [{ name: A, ruleset: ${file} }]`
  t.strictSame(load({ 'shop.yaml': 'version: 1' }).files, ['shop.yaml'])
  t.strictSame(load({}).files, ['shop.yaml'])
  t.strictSame(load({ 'shop.yaml': campaigns('./r/a.json') }).files, ['shop.yaml', 'r/a.json'])
  t.strictSame(load({ 'shop.yaml': campaigns('/r/a.json') }).files, ['shop.yaml', '/r/a.json'])
  t.end()
})
