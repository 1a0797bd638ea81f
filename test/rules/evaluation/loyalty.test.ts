import t from 'tap'
import { createShop, type Shop } from '../../helpers/create-shop.ts'

/** Source: Integration API, `addLoyaltyPoints`, `deductLoyaltyPoints`; docs, loyalty programs. */

const shopOf = (effects: string): Shop =>
  createShop(`
profiles: [{ integrationId: advocate }]
loyaltyPrograms:
  - { id: 5, name: stars, balances: { p1: 30 } }
  - { id: 6, name: club, cardBased: true, cards: [{ identifier: card-1, points: 50 }] }
campaigns:
  - name: C
    referrals: [{ code: REF-1, advocateProfileIntegrationId: advocate }]
    rules:
      - { title: R, then: [${effects}] }
      - { title: Ref, when: { referral: valid }, then: [{ points: { program: stars, name: thanks, amount: 5, for: advocate } }] }
`)

/** Effects without the UUIDs, which differ. */
const effectsOf = (shop: Shop, session = {}, sessionId = 's1') =>
  shop.put(sessionId, session).effects.map(({ effectType, props }) => {
    const { transactionUUID, ...rest } = { transactionUUID: '', ...props }
    return [effectType, rest]
  })

const added = (value: number, more = {}) => [
  'addLoyaltyPoints',
  { name: 'x', programId: 5, subLedgerId: '', value, recipientIntegrationId: 'p1', ...more },
]
const ADD_10 = '{ points: { program: stars, name: x, amount: 10 } }'

t.test('points for an amount, for each unit of money, in a subledger', (t) => {
  t.strictSame(effectsOf(shopOf(ADD_10)), [added(10)])
  t.strictSame(effectsOf(shopOf('{ points: { program: stars, name: x, perUnit: 0.125 } }')), [
    added(15),
  ])
  const sub = shopOf('{ points: { program: stars, name: x, amount: 10, subledger: sub } }')
  t.strictSame(effectsOf(sub), [added(10, { subLedgerId: 'sub' })])
  const { programs } = sub.put('s1', { state: 'closed' }).loyalty
  t.match(programs['5'], {
    ledger: { currentBalance: 30 },
    subLedgers: { sub: { currentBalance: 10, tentativeCurrentBalance: 10 } },
  })
  t.end()
})

t.test('no points, no effect; nobody, no effect: the rule goes on (assumed)', (t) => {
  const shop = shopOf(`${ADD_10}, { notify: { title: y } }`)
  const types = effectsOf(shop, { profileId: '' }).map(([type]) => type)
  t.strictSame(types, ['showNotification'])
  t.strictSame(effectsOf(shopOf('{ points: { program: stars, name: x, amount: 0 } }')), [])
  t.match(shopOf('{ expr: [addLoyaltyPoints, 9, x, 1] }').put('s1').ruleFailureReasons, [
    { details: 'there is no loyalty program 9' },
  ])
  t.end()
})

t.test('points of a card-based program are those of the session’s card', (t) => {
  const shop = shopOf('{ points: { program: club, name: x, amount: 10 } }')
  t.strictSame(effectsOf(shop), [], 'without a card')
  t.strictSame(effectsOf(shop, { loyaltyCards: ['unknown'] }, 's2'), [])
  const card = added(10, { programId: 6, cardIdentifier: 'card-1' })
  t.strictSame(effectsOf(shop, { loyaltyCards: ['card-1'] }, 's3'), [card])
  const closed = shop.put('s3', { state: 'closed' })
  t.match(closed.loyalty.cards, [{ identifier: 'card-1', ledger: { currentBalance: 60 } }])
  t.strictSame(effectsOf(shop, { state: 'cancelled' }, 's3'), [
    [
      'rollbackAddedLoyaltyPoints',
      {
        programId: 6,
        subLedgerId: '',
        value: 10,
        recipientIntegrationId: 'p1',
        cardIdentifier: 'card-1',
      },
    ],
  ])
  t.end()
})

t.test('the advocate of a referral can get points', (t) => {
  const shop = shopOf(ADD_10)
  t.strictSame(effectsOf(shop, { referralCode: 'REF-1', state: 'closed' }).at(-1), [
    'addLoyaltyPoints',
    { name: 'thanks', programId: 5, subLedgerId: '', value: 5, recipientIntegrationId: 'advocate' },
  ])
  t.match(shop.records.ledger('5 advocate')?.entries, [{ amount: 5, remaining: 5 }])
  t.end()
})

t.test(
  'points can be redeemed as far as the balance goes, what was earned just now included',
  (t) => {
    const redeem = (points: number) => `{ redeem: { program: stars, name: x, points: ${points} } }`
    const spent = [
      'deductLoyaltyPoints',
      { ruleTitle: 'R', programId: 5, subLedgerId: '', value: 25, name: 'x' },
    ]
    const shop = shopOf(redeem(25))
    t.strictSame(effectsOf(shop), [spent])
    t.equal(shop.put('s1').loyalty.programs['5']?.ledger.tentativeCurrentBalance, 5)
    t.strictSame(effectsOf(shop, { state: 'closed' }), [spent])
    const poor = shop.put('s2')
    t.strictSame(poor.effects, [])
    t.match(poor.ruleFailureReasons, [{ details: '25 points are wanted, the balance is 5' }])
    t.strictSame(effectsOf(shop, { state: 'cancelled' }), [
      [
        'rollbackDeductedLoyaltyPoints',
        { programId: 5, subLedgerId: '', value: 25, recipientIntegrationId: 'p1' },
      ],
    ])
    t.strictSame(effectsOf(shop, {}, 's2'), [spent])

    t.equal(effectsOf(shopOf(`${ADD_10}, ${redeem(40)}`)).length, 2)
    t.equal(effectsOf(shopOf(`${redeem(20)}, ${redeem(20)}`)).length, 0)
    t.end()
  },
)

// Source: Integration API, `addLoyaltyPoints`, `cartItemPosition`; docs, flattening. Assumed: how a rule says it.
t.test('points of items come for each unit, and go with the units that are returned', (t) => {
  const shop = shopOf(
    '{ itemPoints: { program: stars, name: x, perUnit: 2, where: { sku: mug } } }',
  )
  const cartItems = [
    { sku: 'pen', quantity: 1, price: 1 },
    { sku: 'mug', quantity: 2, price: 5 },
  ]
  t.strictSame(effectsOf(shop, { cartItems }), [
    added(10, { cartItemPosition: 1, cartItemSubPosition: 0 }),
    added(10, { cartItemPosition: 1, cartItemSubPosition: 1 }),
  ])
  const { programs } = shop.put('s1', { state: 'closed' }).loyalty
  t.match(programs['5'], { ledger: { currentBalance: 50 } })
  t.match(shop.takeBack('s1', [{ position: 1, quantity: 1 }]), {
    effects: [
      {
        effectType: 'rollbackAddedLoyaltyPoints',
        props: { value: 10, cartItemPosition: 1, cartItemSubPosition: 0 },
      },
    ],
    loyalty: { programs: { 5: { ledger: { currentBalance: 40 } } } },
  })
  t.match(
    shop.put('s1', { state: 'cancelled' }).effects.map(({ props }) => props),
    [{ value: 10, cartItemPosition: 1, cartItemSubPosition: 1 }],
    'cancelling takes back what is left',
  )
  t.end()
})
