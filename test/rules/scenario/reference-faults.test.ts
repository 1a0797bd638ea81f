import t from 'tap'
import { faultsOf, warningsOf } from '../../helpers/load-scenario.ts'

const then = (effect: string) =>
  `campaigns: [{ name: A, rules: [{ title: R, then: [{ ${effect} }] }] }]`
const when = (condition: string) =>
  `campaigns: [{ name: A, rules: [{ title: R, when: { ${condition} }, then: [{ expr: [noop] }] }] }]`
const RULE = '2: campaigns/0/rules/0'

const FAULTS: [text: string, fault: string][] = [
  [
    'audiences: [{ id: 1, name: A }, { id: 1, name: B }]',
    '2: audiences/1/id: another audience has the ID 1',
  ],
  [
    'audiences: [{ name: A, integrationId: x }, { name: B, integrationId: x }]',
    '2: audiences/1/integrationId: another audience "x" stands before',
  ],
  [
    'profiles: [{ integrationId: a }, { integrationId: a }]',
    '2: profiles/1/integrationId: another profile "a" stands before',
  ],
  [
    'profiles: [{ integrationId: a, audiences: [7] }]',
    '2: profiles/0/audiences/0: there is no audience 7',
  ],
  [
    'additionalCosts: [{ name: a }, { name: a }]',
    '2: additionalCosts/1/name: another additional cost "a" stands before',
  ],
  [
    'giveawayPools: [{ name: a }, { name: a }]',
    '2: giveawayPools/1/name: another giveaway pool "a" stands before',
  ],
  [
    'campaigns: [{ name: A, achievements: [{ name: x, target: 1, id: 3 }] }, { name: B, achievements: [{ name: y, target: 1, id: 3 }] }]',
    '2: campaigns/1/achievements/0/id: another achievement has the ID 3',
  ],
  [
    'campaigns: [{ name: A, achievements: [{ name: x, target: 1 }] }, { name: B, achievements: [{ name: x, target: 1 }] }]',
    '2: campaigns/1/achievements/0/name: another achievement "x" stands before',
  ],
  [
    'loyaltyPrograms: [{ name: a }, { name: a }]',
    '2: loyaltyPrograms/1/name: another loyalty program "a" stands before',
  ],
  [
    'loyaltyPrograms: [{ name: a, cards: [] }]',
    '2: loyaltyPrograms/0/cards: belong to a program that is cardBased: true',
  ],
  [
    'loyaltyPrograms: [{ name: a, cardBased: true, balances: {} }]',
    '2: loyaltyPrograms/0/balances: belong to profiles; this program is cardBased',
  ],
  [
    'loyaltyPrograms: [{ name: a, cardBased: true, cards: [{ identifier: card }, { identifier: card }] }]',
    '2: loyaltyPrograms/0/cards/1/identifier: another card "card" stands before',
  ],
  [
    'application: { timezone: Mars/Olympus }',
    '2: application/timezone: must be an IANA name such as Europe/Berlin',
  ],
  [
    'attributes: { CartItem: { 1st: string } }',
    '2: attributes/CartItem/1st: must begin with a letter, then letters, digits and _',
  ],
  [
    'attributes: { CustomerProfile: { Vip: boolean } }\nprofiles: [{ integrationId: a, attributes: { Vip: yes } }]',
    '3: profiles/0/attributes/Vip: must be boolean, as attributes/CustomerProfile/Vip says',
  ],
  [
    'campaigns: [{ id: 3, name: A }, { id: 3, name: B }]',
    '2: campaigns/1/id: another campaign has the ID 3',
  ],
  [
    'campaigns: [{ name: A, coupons: [{ code: X }] }, { name: B, coupons: [{ code: X }] }]',
    '2: campaigns/1/coupons/0/code: another coupon "X" stands before',
  ],
  [
    'application: { codeCase: insensitive-uppercase }\ncampaigns: [{ name: A, coupons: [{ code: X }, { code: x }] }]',
    '3: campaigns/0/coupons/1/code: another coupon "x" stands before',
  ],
  [
    'campaigns: [{ name: A, referrals: [{ code: ABCD, advocateProfileIntegrationId: a }, { code: ABCD, advocateProfileIntegrationId: b }] }]',
    '2: campaigns/0/referrals/1/code: another referral "ABCD" stands before',
  ],
  [
    'campaigns: [{ name: A, startTime: 2022-01-01T00:00:00Z, endTime: 2021-01-01T00:00:00Z }]',
    '2: campaigns/0/endTime: lies before startTime, which is 2022-01-01T00:00:00Z',
  ],
  [
    'campaigns: [{ name: A, coupons: [{ code: X, startDate: 2022-01-01T00:00:00Z, expiryDate: 2022-01-01T00:30:00+01:00 }] }]',
    '2: campaigns/0/coupons/0/expiryDate: lies before startDate, which is 2022-01-01T00:00:00Z',
  ],
  [
    'campaigns: [{ name: A, ruleset: nowhere.json }]',
    "2: campaigns/0/ruleset: can't be read: no such file",
  ],
  [
    'campaigns: [{ name: A }]\nevaluation: { mode: stackable, elements: [B] }',
    '3: evaluation/elements/0: there is no campaign "B"; known: A',
  ],
  [
    'campaigns: [{ name: A }]\nevaluation: { mode: stackable, elements: [A, 1] }',
    '3: evaluation/elements/1: the campaign stands before already',
  ],
  [
    'campaigns: [{ name: A }, { name: A }]\nevaluation: { mode: stackable, elements: [A] }',
    '3: evaluation/elements/0: campaign "A" may be any of 1, 2: use the ID',
  ],
  [
    'evaluation: { mode: stackable, elements: [{ type: CAMPAIGN, campaignId: 4 }] }',
    '2: evaluation/elements/0/campaignId: there is no campaign 4',
  ],
  [
    'evaluation: { mode: stackable, elements: [{ mode: stackable, elements: [{ mode: stackable, elements: [{ mode: stackable, elements: [] }] }] }] }',
    '2: evaluation/elements/0/elements/0/elements/0: there are two levels of groups below the base group, no more',
  ],
  [
    'evaluation: { evaluationMode: stackable, groupId: 5, elements: [{ mode: listOrder, groupId: 5, elements: [] }] }',
    '2: evaluation/elements/0/groupId: another group has the ID 5',
  ],
  [when('profile: { audience: x }'), `${RULE}/when/profile/audience: there is no audience "x"`],
  [
    when('any: [{ points: { program: x, above: 1 } }]'),
    `${RULE}/when/any/0/points/program: there is no loyalty program "x"`,
  ],
  [
    `loyaltyPrograms: [{ name: stars }]\n${when('points: { program: stars }')}`,
    '3: campaigns/0/rules/0/when/points: must say how many: atLeast, …',
  ],
  [
    when('item: { in: hot, quantity: { atLeast: 2 } }'),
    `${RULE}/when/item/in: there is no collection "hot"`,
  ],
  [
    `events: [a]\n${when('event: { type: b }')}`,
    '3: campaigns/0/rules/0/when/event/type: there is no event "b"; known: a',
  ],
  [
    `attributes: { CartItem: { size: number } }\n${when('item: { attributes: { size: XL } }')}`,
    '3: campaigns/0/rules/0/when/item/attributes/size: must be number, as attributes/CartItem/size says',
  ],
  [
    then('costDiscount: { name: x, cost: shiping, percent: 100 }'),
    `${RULE}/then/0/costDiscount/cost: there is no additional cost "shiping"`,
  ],
  [
    then('points: { program: 3, name: x, amount: 1 }'),
    `${RULE}/then/0/points/program: there is no loyalty program 3`,
  ],
  [
    then('redeem: { program: x, name: x, points: 1 }'),
    `${RULE}/then/0/redeem/program: there is no loyalty program "x"`,
  ],
  [
    then('pointsExpiry: { program: x, extendBy: 1D }'),
    `${RULE}/then/0/pointsExpiry/program: there is no loyalty program "x"`,
  ],
  [
    then('progress: { achievement: x }'),
    `${RULE}/then/0/progress/achievement: there is no achievement "x"`,
  ],
  [then('giveaway: { pool: x }'), `${RULE}/then/0/giveaway/pool: there is no giveaway pool "x"`],
  [then('audience: { remove: x }'), `${RULE}/then/0/audience/remove: there is no audience "x"`],
  [
    then('itemDiscount: { name: x, amount: 1, where: { in: hot } }'),
    `${RULE}/then/0/itemDiscount/where/in: there is no collection "hot"`,
  ],
  [
    `attributes: { CustomerProfile: { Age: number } }\n${then('setAttribute: { path: Profile.Attributes.Age, value: old }')}`,
    '3: campaigns/0/rules/0/then/0/setAttribute/path: must be number, as attributes/CustomerProfile/Age says',
  ],
]
for (const [text, fault] of FAULTS) {
  t.test(fault, (t) => {
    t.strictSame(faultsOf(text), [fault])
    t.end()
  })
}

const WARNINGS: [text: string, warning: string][] = [
  [
    'profiles: [{ integrationId: a, attributes: { Size: 1 } }]',
    '2: profiles/0/attributes/Size: attributes/CustomerProfile declares no Size',
  ],
  [
    when('session: { attributes: { City: Berlin } }'),
    `${RULE}/when/session/attributes/City: attributes/CustomerSession declares no City`,
  ],
  [
    then('setAttribute: { path: Session.Attributes.City, value: Berlin }'),
    `${RULE}/then/0/setAttribute/path: attributes/CustomerSession declares no City`,
  ],
  [
    'evaluation: { mode: stackable, evaluationScope: cartItem, elements: [] }',
    '2: evaluation/evaluationScope: campaigns are chosen for the session, not per item',
  ],
  ['events: [!mine a]', '2: Unresolved tag: !mine'],
]
for (const [text, warning] of WARNINGS) {
  t.test(`a warning, and no fault: ${warning}`, (t) => {
    t.strictSame(warningsOf(text), [warning])
    t.end()
  })
}

t.test("the service's own events need no declaration", (t) => {
  t.strictSame(faultsOf(when('event: { type: talon_session_closed }')), [])
  t.end()
})

t.test('rules and a ruleset in a file exclude each other', (t) => {
  const files = {
    'shop.yaml': 'version: 1\ncampaigns: [{ name: A, ruleset: a.json, rules: [] }]',
    'a.json': '{"rules":[]}',
  }
  t.strictSame(faultsOf(files), ['2: campaigns/0/rules: must not stand beside ruleset'])
  t.end()
})
