import t from 'tap'
import { accountOf } from '../../helpers/load-scenario.ts'

const conditionOf = (when: string): unknown =>
  accountOf(`
attributes:
  CustomerSession: { City: string }
  CustomerProfile: { Vip: boolean, Language: string }
  CartItem: { material: string }
  Event: { clicks: number }
events: [clicked]
audiences: [{ id: 7, name: VIP, integrationId: vip }]
loyaltyPrograms: [{ id: 5, name: stars }]
collections: { hot: [SKU-1] }
campaigns:
  - name: A
    rules:
      - { title: R, when: ${when}, then: [{ expr: [noop] }] }
`).campaigns[0]?.ruleset.rules[0]?.condition

const slot = (...steps: string[]) => ['.', ...steps]
const CART = slot('Session', 'CartItems')
const CART_TOTAL = slot('Session', 'CartItemTotal')
const shoes = [['Item'], ['catch', false, ['=', slot('Item', 'Category'), 'shoes']]]
const isKnown = ['catch', false, ['!=', slot('Profile', 'IntegrationId'), '']]

const TREES: [when: string, ...trees: unknown[]][] = [
  ['{ coupon: valid }', ['couponValid']],
  ['{ referral: valid }', ['referralValid']],
  ['{ sessionTotal: { atLeast: 50 } }', ['>=', slot('Session', 'Total'), 50]],
  ['{ cartTotal: { above: 50 } }', ['>', CART_TOTAL, 50]],
  ['{ cartTotal: { below: 50 } }', ['<', CART_TOTAL, 50]],
  [
    '{ cartTotal: { atLeast: 5, atMost: 9.5 } }',
    ['and', ['>=', CART_TOTAL, 5], ['<=', CART_TOTAL, 9.5]],
  ],
  ['{ itemCount: { equals: 3 } }', ['=', slot('Session', 'ItemCount'), 3]],
  ['{ firstSession: true }', ['=', slot('Session', 'FirstSession'), true]],
  ['{ firstSession: false }', ['=', slot('Session', 'FirstSession'), false]],
  [
    '{ profile: { attributes: { Vip: true } } }',
    ['catch', false, ['=', slot('Profile', 'Attributes', 'Vip'), true]],
  ],
  [
    '{ profile: { attributes: { Vip: true, Language: de } } }',
    [
      'catch',
      false,
      [
        'and',
        ['=', slot('Profile', 'Attributes', 'Vip'), true],
        ['=', slot('Profile', 'Attributes', 'Language'), 'de'],
      ],
    ],
  ],
  ['{ profile: { audience: vip } }', ['catch', false, ['inAudience', 7]]],
  ['{ profile: { audience: VIP } }', ['catch', false, ['inAudience', 7]]],
  ['{ profile: { audience: 7 } }', ['catch', false, ['inAudience', 7]]],
  [
    '{ profile: { closedSessions: { equals: 0 }, totalSales: { above: 9 } } }',
    [
      'catch',
      false,
      ['and', ['=', slot('Profile', 'ClosedSessions'), 0], ['>', slot('Profile', 'TotalSales'), 9]],
    ],
  ],
  ['{ profile: { known: true } }', ['catch', false, isKnown]],
  ['{ profile: { known: false } }', ['catch', false, ['not', isKnown]]],
  [
    '{ session: { attributes: { City: Berlin }, state: closed } }',
    [
      'catch',
      false,
      [
        'and',
        ['=', slot('Session', 'Attributes', 'City'), 'Berlin'],
        ['=', slot('Session', 'State'), 'closed'],
      ],
    ],
  ],
  ['{ item: { category: shoes } }', ['exists', CART, shoes]],
  [
    '{ item: { sku: a, name: b, attributes: { material: c }, in: hot } }',
    [
      'exists',
      CART,
      [
        ['Item'],
        [
          'catch',
          false,
          [
            'and',
            ['=', slot('Item', 'SKU'), 'a'],
            ['=', slot('Item', 'Name'), 'b'],
            ['=', slot('Item', 'Attributes', 'material'), 'c'],
            ['inCollection', 'hot', slot('Item', 'SKU')],
          ],
        ],
      ],
    ],
  ],
  [
    '{ item: { category: shoes, quantity: { atLeast: 2 } } }',
    ['>=', ['sum', ['filter', CART, shoes], 'Item', slot('Item', 'Quantity')], 2],
  ],
  [
    '{ item: { quantity: { atLeast: 2 } } }',
    ['>=', ['sum', CART, 'Item', slot('Item', 'Quantity')], 2],
  ],
  [
    '{ event: { type: clicked, attributes: { clicks: 2 } } }',
    [
      'catch',
      false,
      [
        'and',
        ['=', slot('Event', 'Type'), 'clicked'],
        ['=', slot('Event', 'Attributes', 'clicks'), 2],
      ],
    ],
  ],
  ['{ points: { program: stars, atLeast: 100 } }', ['>=', ['loyaltyBalance', 5], 100]],
  [
    '{ points: { program: 5, subledger: gold, above: 1, below: 9 } }',
    ['and', ['>', ['loyaltyBalance', 5, 'gold'], 1], ['<', ['loyaltyBalance', 5, 'gold'], 9]],
  ],
  [
    '{ time: { after: 2026-01-01T00:00:00Z } }',
    ['after', slot('Now'), ['parseTime', '2026-01-01T00:00:00Z']],
  ],
  [
    '{ time: { before: 2026-01-01T00:00:00Z, weekdays: [sunday, saturday], hours: 09:00-17:30 } }',
    [
      'and',
      ['before', slot('Now'), ['parseTime', '2026-01-01T00:00:00Z']],
      ['localWeekdayIn', ['list', '0', '6']],
      ['localTimeBetween', '09:00', '17:30'],
    ],
  ],
  [
    '{ any: [{ coupon: valid }, { referral: valid, firstSession: true }] }',
    [
      'or',
      ['couponValid'],
      ['and', ['referralValid'], ['=', slot('Session', 'FirstSession'), true]],
    ],
  ],
  [
    '{ all: [{ coupon: valid }, { not: { firstSession: true } }] }',
    ['and', ['couponValid'], ['not', ['=', slot('Session', 'FirstSession'), true]]],
  ],
  ['{ not: { any: [{ coupon: valid }] } }', ['not', ['or', ['couponValid']]]],
  ['{ expr: [">", [".", Session, Total], 5] }', ['>', slot('Session', 'Total'), 5]],
  // The position of a child is what `conditionIndex` says.
  [
    '{ firstSession: true, coupon: valid }',
    ['=', slot('Session', 'FirstSession'), true],
    ['couponValid'],
  ],
]
for (const [when, ...trees] of TREES) {
  t.test(`when ${when}`, (t) => {
    t.strictSame(conditionOf(when), ['and', ...trees])
    t.end()
  })
}
