import t from 'tap'
import type { CustomerSessionInput } from '../../../src/contract/service/customer-sessions.ts'
import { createAccount } from '../../helpers/create-account.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { programOf } from '../../helpers/program-of.ts'

// Source: Integration API, ledger (tentative balances; a tentative balance is what the current one
// becomes when the session closes), changeLoyaltyTierLevel; docs, Loyalty programs (order of spending).

/** One point for each unit of money; the session attribute `spend` takes points. */
const shop = (program = '', rules = '') =>
  createAccount(
    programOf(`
attributes: { CustomerSession: { spend: number, to: string } }
loyaltyPrograms:
  - { id: 5, name: stars, ${program} }
campaigns:
  - name: Stars
    rules:
      - title: Spend
        then: [{ redeem: { program: stars, name: Spent, points: { expr: [., Session, Attributes, spend] } } }]
      - title: Earn
        then: [{ points: { program: stars, name: Earned, perUnit: 1 } }]
${rules}`),
  )

const buy = (price: number, rest: CustomerSessionInput = {}): CustomerSessionInput =>
  makeSession({
    profileId: 'p1',
    cartItems: [{ sku: 'a', name: 'A', quantity: 1, price }],
    ...rest,
  })

const closed = { state: 'closed' as const }

const ledgerOf = ({ state }: ReturnType<ReturnType<typeof shop>['put']>) =>
  state.loyalty?.programs['5']?.ledger

t.test('an open session shows the points it would bring; closing books them', (t) => {
  const account = shop()
  const open = account.put('s1', buy(80))
  t.match(open.state.effects, [{ effectType: 'addLoyaltyPoints', props: { value: 80 } }])
  t.match(ledgerOf(open), { currentBalance: 0, tentativeCurrentBalance: 80 })
  t.equal(open.state.loyalty?.programs['5']?.joinDate, undefined)
  t.equal(account.records.ledger('5 p1'), undefined)
  t.match(ledgerOf(account.put('s1', buy(90))), { tentativeCurrentBalance: 90 })
  const done = account.put('s1', closed)
  t.match(ledgerOf(done), { currentBalance: 90, tentativeCurrentBalance: 90, pendingBalance: 0 })
  t.equal(done.state.loyalty?.programs['5']?.joinDate, account.now)
  t.end()
})

t.test('the tentative balance leaves other open sessions out', (t) => {
  const account = shop()
  account.put('s1', buy(80))
  t.match(ledgerOf(account.put('s2', buy(10))), { currentBalance: 0, tentativeCurrentBalance: 10 })
  t.end()
})

t.test('a session created as closed books at once', (t) => {
  t.match(ledgerOf(shop().put('s1', buy(80, closed))), { currentBalance: 80 })
  t.end()
})

t.test('points that are spent go off the balance', (t) => {
  const account = shop('balances: { p1: 100 }')
  const open = account.put('s1', buy(10, { attributes: { spend: 60 } }))
  t.match(open.state.effects, [
    { effectType: 'deductLoyaltyPoints', props: { value: 60, programId: 5 } },
    { effectType: 'addLoyaltyPoints', props: { value: 10 } },
  ])
  t.match(ledgerOf(open), { currentBalance: 100, tentativeCurrentBalance: 50 })
  t.match(ledgerOf(account.put('s1', closed)), { currentBalance: 50, tentativeCurrentBalance: 50 })
  t.end()
})

t.test('an anonymous session has no points', (t) => {
  const { state } = shop().put('s1', buy(80, { profileId: '', ...closed }))
  t.strictSame(state.effects, [])
  t.strictSame(state.loyalty, { programs: {} })
  t.end()
})

t.test(
  'a tier that is reached is told when the session closes, and what is left to the next',
  (t) => {
    const account = shop('tiers: [{ name: Gold, minPoints: 100 }, { name: Silver, minPoints: 50 }]')
    const open = account.put('s1', buy(60))
    t.match(ledgerOf(open), { pointsToNextTier: 50, currentTier: undefined })
    t.equal(open.state.effects.length, 1)
    const silver = account.put('s1', closed)
    t.match(silver.state.effects[1], {
      effectType: 'changeLoyaltyTierLevel',
      campaignId: 1,
      ruleIndex: 1,
      props: { ruleTitle: 'Earn', programId: 5, subLedgerId: '', newTierName: 'Silver' },
    })
    t.match(ledgerOf(silver), { pointsToNextTier: 40, currentTier: { name: 'Silver' } })
    t.equal(
      account.put('s2', buy(39, closed)).state.effects.length,
      1,
      'the same tier is no change',
    )
    const gold = account.put('s3', buy(1, closed))
    t.match(gold.state.effects[1], { props: { previousTierName: 'Silver', newTierName: 'Gold' } })
    t.match(ledgerOf(gold), { pointsToNextTier: undefined, currentTier: { name: 'Gold' } })
    t.end()
  },
)

t.test('points that expire first are spent first, those without an end last', (t) => {
  const account = shop('balances: { p1: 100 }, defaultValidity: 10D')
  account.put('s1', buy(30, closed))
  account.now = '2026-01-04T00:00:00.000Z'
  account.put('s2', buy(30, closed))
  account.put('s3', buy(0, { attributes: { spend: 45 }, ...closed }))
  const left = account.records.ledger('5 p1')?.entries.map(({ remaining }) => remaining)
  t.strictSame(left, [100, 0, 15])
  account.now = '2026-01-14T00:00:00.000Z'
  t.match(ledgerOf(account.put('s4', buy(0))), { currentBalance: 100 }, 'the rest has expired')
  t.end()
})

t.test('points that are pending count later, and are no part of the tentative balance', (t) => {
  const account = shop('defaultPending: 7D, defaultValidity: 10D')
  t.match(ledgerOf(account.put('s1', buy(30))), { tentativeCurrentBalance: 0, pendingBalance: 0 })
  const pending = { currentBalance: 0, pendingBalance: 30, tentativeCurrentBalance: 0 }
  t.match(ledgerOf(account.put('s1', closed)), pending)
  account.now = '2026-01-09T03:04:05.000Z'
  const active = { currentBalance: 30, pendingBalance: 0 }
  t.match(ledgerOf(account.put('s2', buy(0))), active)
  account.now = '2026-01-19T03:04:04.999Z'
  t.match(ledgerOf(account.put('s2', {})), active, 'they last from when they begin')
  account.now = '2026-01-19T03:04:05.000Z'
  t.match(ledgerOf(account.put('s2', {})), { currentBalance: 0, pendingBalance: 0 })
  t.end()
})

t.test('points that wait for an action stay pending', (t) => {
  const account = shop('defaultPending: on_action, defaultValidity: 1Y')
  account.put('s1', buy(30, closed))
  account.now = '2099-01-01T00:00:00.000Z'
  t.match(ledgerOf(account.put('s2', buy(0))), { currentBalance: 0, pendingBalance: 30 })
  t.end()
})

t.test('points of a subledger are apart, whatever its name', (t) => {
  for (const subledger of ['extra', '__proto__', 'constructor']) {
    const account = shop(
      'balances: { p1: 7 }',
      `      - title: More
        then: [{ points: { program: stars, name: More, amount: 3, subledger: ${subledger} } }]`,
    )
    const parts = (decision: ReturnType<typeof account.put>) => {
      const program = decision.state.loyalty?.programs['5']
      const { currentBalance, tentativeCurrentBalance } =
        Object.entries(program?.subLedgers ?? {}).find(([name]) => name === subledger)?.[1] ?? {}
      return [program?.ledger.currentBalance, currentBalance, tentativeCurrentBalance]
    }
    t.strictSame(parts(account.put('s1', buy(10))), [7, 0, 3], subledger)
    t.strictSame(parts(account.put('s1', closed)), [17, 3, 3], subledger)
  }
  t.end()
})

t.test('points may go to someone else, known or not', (t) => {
  const account = shop(
    '',
    `      - title: A friend
        condition: ['!=', [., Session, Attributes, to], '']
        effects: [[addLoyaltyPoints, 5, Gift, 3, '', [., Session, Attributes, to]]]`,
  )
  for (const to of ['nobody', '__proto__']) {
    const { state } = account.put(`for ${to}`, buy(10, { attributes: { to }, ...closed }))
    t.match(state.effects[1], { props: { recipientIntegrationId: to, value: 3 } })
    t.match(account.records.ledger(`5 ${to}`)?.entries, [{ remaining: 3 }])
    t.equal(account.records.profile(to), undefined)
    const own = account.put(`of ${to}`, makeSession({ profileId: to, cartItems: [] }))
    t.match(ledgerOf(own), { currentBalance: 3 }, 'they are there when the profile turns up')
  }
  t.match(ledgerOf(account.put('s3', buy(0))), { currentBalance: 20 })
  t.end()
})

t.test("points of a card-based program are the card's, whoever uses it", (t) => {
  const account = shop(
    'cardBased: true, cards: [{ identifier: card-1, points: 50, profiles: [p1] }]',
  )
  const cardOf = ({ state }: ReturnType<typeof account.put>) => state.loyalty?.cards?.[0]?.ledger
  const loyaltyCards = ['card-1']
  const open = account.put('s1', buy(10, { loyaltyCards, profileId: '' }))
  t.match(open.state.effects, [
    {
      effectType: 'addLoyaltyPoints',
      props: { cardIdentifier: 'card-1', recipientIntegrationId: '' },
    },
  ])
  t.match(cardOf(open), { currentBalance: 50, tentativeCurrentBalance: 60 })
  t.match(cardOf(account.put('s1', closed)), { currentBalance: 60 })
  t.match(cardOf(account.put('s2', buy(0, { loyaltyCards }))), { currentBalance: 60 })
  const without = account.put('s3', buy(10, closed)).state
  t.strictSame(
    [without.effects, without.loyalty],
    [[], { programs: {} }],
    'without the card: nothing',
  )
  const other = account.put('s4', buy(10, { loyaltyCards: ['__proto__'], ...closed })).state
  t.strictSame([other.effects, other.loyalty], [[], { programs: {} }], 'nor with an unknown one')
  t.end()
})
