import t from 'tap'
import { faultsOf } from '../../helpers/load-scenario.ts'

/** A rule of the only campaign; its keys stand from line 5 on. */
const rule = (...lines: string[]) =>
  [
    'campaigns:',
    '  - name: A',
    '    rules:',
    '      - title: R',
    ...lines.map((line) => `        ${line}`),
  ].join('\n')

const RULE = 'campaigns/0/rules/0'

const FAULTS: [text: string, ...faults: string[]][] = [
  [
    'campaings: []',
    '2: campaings: is unknown here; known: version, $schema, application, attributes, events, additionalCosts, audiences, profiles, loyaltyPrograms, giveawayPools, collections, evaluation, campaigns',
  ],
  ['events: mine', '2: events: must be a list, got "mine"'],
  ['events:\n  - mine\n  - 7', '4: events/1: must be text, got 7'],
  ['events: [""]', '2: events/0: must not be empty'],
  ['audiences:', '2: audiences: must be a list, got nothing'],
  ['audiences:\n  - integrationId: vip', '3: audiences/0/name: is required'],
  [
    'application: { currency: euro }',
    '2: application/currency: must be as described (ISO 4217, for example EUR), got "euro"',
  ],
  [
    'application:\n  codeCase: loose',
    '3: application/codeCase: must be one of sensitive, insensitive-uppercase, insensitive-lowercase, got "loose"',
  ],
  ['application: { id: 0 }', '2: application/id: must be at least 1, got 0'],
  [
    'attributes: { Cart: {} }',
    '2: attributes/Cart: is unknown here; known: Application, Campaign, CustomerProfile, CustomerSession, CartItem, Coupon, Event, Giveaway, Referral',
  ],
  [
    'attributes: { CartItem: { size: int } }',
    '2: attributes/CartItem/size: must be one of string, time, number, boolean, location, (list string), (list number), (list time), (list location), got "int"',
  ],
  [
    'profiles: [{ integrationId: a, closedSessions: 1.5 }]',
    '2: profiles/0/closedSessions: must be a whole number, got 1.5',
  ],
  [
    'profiles: [{ integrationId: a, totalSales: .inf }]',
    '2: profiles/0/totalSales: must be a number, got Infinity',
  ],
  [
    'giveawayPools: [{ name: P, codes: [a, b, a] }]',
    '2: giveawayPools/0/codes: must not have the same twice, as 0 and 2 are',
  ],
  [
    'loyaltyPrograms: [{ name: P, defaultValidity: long }]',
    '2: loyaltyPrograms/0/defaultValidity: must be as described (How long points last: unlimited, or 30D, 12h, 6M_U. Left out: unlimited), got "long"',
  ],
  [
    'loyaltyPrograms: [{ name: P, cardBased: true, cards: [{ identifier: abc }] }]',
    '2: loyaltyPrograms/0/cards/0/identifier: must have at least 4 characters',
  ],
  [
    'evaluation: best',
    '2: evaluation: must be one of stackable, listOrder, lowestDiscount, highestDiscount, got "best"',
  ],
  [
    'evaluation: { elements: [] }',
    '2: evaluation: must have one of mode, evaluationMode, and only one',
  ],
  [
    'evaluation: { mode: stackable, elements: [{ mode: best, elements: [] }] }',
    '2: evaluation/elements/0/mode: must be one of stackable, listOrder, lowestDiscount, highestDiscount, got "best"',
  ],
  [
    'evaluation: { mode: stackable, elements: [{ type: CAMPAIGN, campaignId: x }] }',
    '2: evaluation/elements/0/campaignId: must be a whole number, got "x"',
  ],
  [
    'campaigns:\n  - name: A\n    startTime: 2021-12-01',
    '4: campaigns/0/startTime: must be an RFC 3339 time such as 2026-01-02T03:04:05Z, got "2021-12-01"',
  ],
  [
    'campaigns: [{ name: A, coupons: [{ code: X, expiryDate: 2021-02-30T00:00:00Z }] }]',
    '2: campaigns/0/coupons/0/expiryDate: must be an RFC 3339 time such as 2026-01-02T03:04:05Z, got "2021-02-30T00:00:00Z"',
  ],
  [
    'campaigns: [{ name: A, limits: [{ action: fly, limit: -1 }] }]',
    '2: campaigns/0/limits/0/action: must be one of redeemCoupon, redeemReferral, setDiscount, setDiscountEffect, createCoupon, createReferral, createLoyaltyPoints, createLoyaltyPointsEffect, redeemLoyaltyPoints, redeemLoyaltyPointsEffect, customEffect, callApi, awardGiveaway, addFreeItemEffect, reserveCoupon, got "fly"',
    '2: campaigns/0/limits/0/limit: must be at least 0, got -1',
  ],
  [rule(), `5: ${RULE}: must have one of then, effects, and only one`],
  [
    rule('then: [{ freeItem: { sku: a, name: b } }]', 'effects: []'),
    `5: ${RULE}: must have one of then, effects, and only one`,
  ],
  [rule('when: { coupon: valid }', 'effects: []'), `6: ${RULE}/when: must stand beside then`],
  [
    rule('condition: [and, true]', 'then: [{ freeItem: { sku: a, name: b } }]'),
    `6: ${RULE}/condition: must stand beside effects`,
  ],
  [rule('condition: []', 'effects: []'), `6: ${RULE}/condition: must not be empty`],
  [rule('effects: [[1]]'), `6: ${RULE}/effects/0/0: must be text, got 1`],
  [
    rule('effects: [setDiscount, x, 1]'),
    `6: ${RULE}/effects/0: must be a list, got "setDiscount"`,
    `6: ${RULE}/effects/1: must be a list, got "x"`,
    `6: ${RULE}/effects/2: must be a list, got 1`,
  ],
  [
    rule('when: {}', 'then: []'),
    `6: ${RULE}/when: must have at least one key`,
    `7: ${RULE}/then: must not be empty`,
  ],
  [
    rule('when: { coupon: yes }', 'then: [{ expr: [noop] }]'),
    `6: ${RULE}/when/coupon: must be valid, got "yes"`,
  ],
  [
    rule('when: { cartTotal: 50 }', 'then: [{ expr: [noop] }]'),
    `6: ${RULE}/when/cartTotal: must be an object, got 50`,
  ],
  [
    rule(
      'when:',
      '  any:',
      '    - not: { cartTotal: { atleast: 50 } }',
      'then: [{ expr: [noop] }]',
    ),
    `8: ${RULE}/when/any/0/not/cartTotal/atleast: is unknown here; known: atLeast, above, atMost, below, equals`,
  ],
  [
    rule('then:', '  - discont: { name: a }'),
    `7: ${RULE}/then/0/discont: is unknown here; known: discount, itemDiscount, costDiscount, freeItem, points, itemPoints, redeem, pointsExpiry, createCoupon, createReferral, reserveCoupon, giveaway, progress, setAttribute, audience, notify, custom, webhook, expr`,
  ],
  [
    rule('then: [{ notify: { title: a }, webhook: { id: 1, name: b } }]'),
    `6: ${RULE}/then/0: must have one key alone, got notify, webhook`,
  ],
  [
    rule('then: [{ discount: { name: a } }]'),
    `6: ${RULE}/then/0/discount: must have one of percent, amount, and only one`,
  ],
  [
    rule('then: [{ pointsExpiry: { program: a } }]'),
    `6: ${RULE}/then/0/pointsExpiry: must have one of at, extendBy, and only one`,
  ],
  [
    rule('then: [{ discount: { name: a, percent: 1, amount: 1 } }]'),
    `6: ${RULE}/then/0/discount: must have one of percent, amount, and only one`,
  ],
  [
    rule('then: [{ discount: { name: a, percent: 0 } }]'),
    `6: ${RULE}/then/0/discount/percent: must be more than 0, got 0`,
  ],
  [
    rule('then: [{ discount: { name: a, percent: 101 } }]'),
    `6: ${RULE}/then/0/discount/percent: must be at most 100, got 101`,
  ],
  [
    rule('then: [{ discount: { name: a, amount: -1 } }]'),
    `6: ${RULE}/then/0/discount/amount: must be at least 0, got -1`,
  ],
  [
    rule('then: [{ discount: { name: a, amount: ten } }]'),
    `6: ${RULE}/then/0/discount/amount: must be a number or an object, got "ten"`,
  ],
  [
    rule('then: [{ discount: { name: a, amount: { expr: ten } } }]'),
    `6: ${RULE}/then/0/discount/amount/expr: must be a list, got "ten"`,
  ],
  [
    rule('then: [{ audience: {} }]'),
    `6: ${RULE}/then/0/audience: must have one of add, remove, and only one`,
  ],
  [
    rule('then: [{ setAttribute: { path: City, value: 1 } }]'),
    `6: ${RULE}/then/0/setAttribute/path: must be as described (Session.Attributes.<name> or Profile.Attributes.<name>), got "City"`,
  ],
]
for (const [text, ...faults] of FAULTS) {
  t.test(faults[0] ?? '', (t) => {
    t.strictSame(faultsOf(text), faults)
    t.end()
  })
}

t.test('a file is an object, and says its version', (t) => {
  t.strictSame(faultsOf({ 'shop.yaml': '' }), ['1: must be an object with the keys of this format'])
  t.strictSame(faultsOf({ 'shop.yaml': '- 1' }), [
    '1: must be an object with the keys of this format',
  ])
  t.strictSame(faultsOf({ 'shop.yaml': 'events: []' }), ['1: version: is required'])
  t.strictSame(faultsOf({ 'shop.yaml': 'version: 2\nevents: 1' }), [
    '1: version: must be 1, got 2',
    '2: events: must be a list, got 1',
  ])
  t.strictSame(faultsOf({}), ["1: can't be read: no such file"])
  t.end()
})

t.test('all faults are told at once: of the shape, of references, in other files', (t) => {
  const faults = faultsOf({
    'shop.yaml': [
      'version: 1',
      'colections: {}',
      'campaigns:',
      '  - name: A',
      '    coupons: [{ cod: X }, { code: Y }, { code: Y }]',
      '    rules:',
      '      - { title: R, when: { profile: { audience: nobody } }, then: [{ discout: {} }] }',
      '      - { title: S, then: [{ audience: { add: nobody } }] }',
      '  - { name: B, ruleset: ./b.json }',
    ].join('\n'),
    'b.json': '{ "rules": [{ "condition": ["and"], "effects": [] }] }',
  })
  t.match(faults, [
    /^2: colections: is unknown here/,
    /^5: campaigns\/0\/coupons\/0\/code: is required/,
    /^5: campaigns\/0\/coupons\/0\/cod: is unknown here/,
    /^5: campaigns\/0\/coupons\/2\/code: another coupon "Y" stands before/,
    /^7: campaigns\/0\/rules\/0\/then\/0\/discout: is unknown here/,
    /^8: campaigns\/0\/rules\/1\/then\/0\/audience\/add: there is no audience "nobody"/,
    /^b\.json:1: rules\/0\/title: is required/,
  ])
  t.end()
})

t.test('where definitions are faulty, nothing is said of names that lead to them', (t) => {
  const faults = faultsOf(
    'audiences: [{ nam: VIP }]\nprofiles: [{ integrationId: a, audiences: [VIP] }]',
  )
  t.strictSame(faults, [
    '2: audiences/0/name: is required',
    '2: audiences/0/nam: is unknown here; known: name, id, integrationId',
  ])
  t.end()
})

t.test('a fault deep in an entry does not hide what is wrong with names of its section', (t) => {
  const faults = faultsOf(`campaigns:
  - name: A
    coupons: [{ cod: X }]
evaluation: { mode: stackable, elements: [B] }`)
  t.match(faults, [/code: is required/, /cod: is unknown/, /there is no campaign "B"/])
  t.end()
})
