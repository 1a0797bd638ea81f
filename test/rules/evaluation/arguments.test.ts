import t from 'tap'
import { loadDialect } from '../../../src/rules/load-dialect.ts'
import { compileProgram } from '../../../src/rules/program.ts'
import { createShop } from '../../helpers/create-shop.ts'
import { accountOf } from '../../helpers/load-scenario.ts'

/** How functions of rules take their arguments. */

const scenario = (effect: string) => `
audiences: [{ id: 2, name: VIP }]
loyaltyPrograms: [{ id: 5, name: stars }]
giveawayPools: [{ id: 7, name: Cards, codes: [G-1] }]
campaigns: [{ name: C, rules: [{ title: R, condition: [and, true], effects: [${effect}] }] }]
`

const ITEMS = '[., Session, CartItems]'

const WRONG: [effect: string, details: string][] = [
  ['[setDiscount]', 'setDiscount: name must be text'],
  ['[SETDISCOUNT, x]', 'setDiscount: value must be a number'],
  ['[setDiscount, x, "5"]', 'setDiscount: value must be a number'],
  ['[setDiscount, 5, x]', 'setDiscount: name must be text'],
  ['[setDiscountPerItem, x, all, 5]', 'setDiscountPerItem: items must be a list'],
  [`[setDiscountPerItem, x, ${ITEMS}]`, 'setDiscountPerItem: value must be a number'],
  [`[setDiscountPerItem, x, ${ITEMS}, [[Item], a]]`, 'setDiscountPerItem: value must be a number'],
  ['[addLoyaltyPoints, stars, x, 1]', 'addLoyaltyPoints: program must be a whole number'],
  ['[addLoyaltyPoints, 5.5, x, 1]', 'addLoyaltyPoints: program must be a whole number'],
  ['[addFreeItem, S, x, 1.5]', 'addFreeItem: quantity must be a whole number'],
  [
    "[setLoyaltyPointsExpiryDate, 5, '', tomorrow]",
    'setLoyaltyPointsExpiryDate: expiryDate must be a time such as 2026-01-02T03:04:05Z',
  ],
  ["[extendLoyaltyPointsExpiryDate, 5, '', soon]", 'duration must be a duration as 30D, got soon'],
  ['[extendLoyaltyPointsExpiryDate, 9, sub, 1D]', 'there is no loyalty program 9'],
  ['[increaseAchievementProgress, 1, 1]', 'there is no achievement 1'],
  ['[reserveCoupon, 5]', 'reserveCoupon: coupon must be text'],
  ['[awardGiveaway, Cards]', 'awardGiveaway: pool must be a whole number'],
  ['[inCollection, none, x]', 'there is no collection none'],
  ['[inAudience]', 'there is no audience null'],
]

t.test('a wrong argument fails the rule, and says which it is', (t) => {
  for (const [effect, details] of WRONG) {
    const shop = createShop(scenario(effect))
    t.match(shop.put('s1').ruleFailureReasons, [{ effectIndex: 0, details }], effect)
    const caught = createShop(scenario(`[catch, [noop], ${effect}]`))
    t.strictSame(caught.put('s1').ruleFailureReasons, [], 'unless it is caught')
  }
  t.end()
})

t.test('empty text stands for an argument that is left out', (t) => {
  const shop = createShop(scenario('[setDiscount, x, 1, ""], [addLoyaltyPoints, 5, p, 1, "", ""]'))
  t.match(shop.effects(), [
    ['setDiscount', { scope: 'sessionTotal' }],
    ['addLoyaltyPoints', { subLedgerId: '', recipientIntegrationId: 'p1' }],
  ])
  t.end()
})

t.test('a dialect says what operators are called, and in which order their arguments come', (t) => {
  const spoken = loadDialect(
    `operators:
  setReduction: { effect: setDiscount, args: [value, '', name] }
  isVip: { predicate: couponValid, args: [] }
`,
    'd.yaml',
  )
  if (!spoken.ok) throw new Error('expected to load')
  const account = accountOf(`
loyaltyPrograms: [{ id: 5, name: stars }]
campaigns:
  - name: C
    coupons: [{ code: CODE }]
    rules:
      - title: R
        condition: [and, [isVip]]
        effects: [[setReduction, 7, whatever, Seven], [flexibleAddLoyaltyPoints, '?', 5, Points, 3]]
`)
  const { program, faults } = compileProgram(account, { dialect: spoken.dialect, magicCodes: true })
  t.strictSame(faults, [])
  t.match(createShop(program).effects({ couponCodes: ['CODE'] }), [
    ['acceptCoupon', { value: 'CODE' }],
    ['setDiscount', { name: 'Seven', value: 7 }],
    ['addLoyaltyPoints', { programId: 5, name: 'Points', value: 3 }],
  ])
  t.end()
})
