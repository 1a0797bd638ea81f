import t from 'tap'
import { effectText, requestReport } from '../../src/cli/request-report.ts'
import type { RuleExplanation } from '../../src/contract/control/explanation.ts'
import type { Effect, EffectProps, EffectType } from '../../src/contract/service/effects.ts'
import { buildTestApp } from '../helpers/build-test-app.ts'
import { putSession } from '../helpers/put-session.ts'

const effectOf = <T extends EffectType>(effectType: T, props: EffectProps[T]): Effect =>
  // The pair of type and props is one of the union; TypeScript doesn't see it through the parameter.
  ({ campaignId: 1, rulesetId: 1, ruleIndex: 0, ruleName: 'R', effectType, props }) as Effect

const TEXTS: readonly [Effect, string][] = [
  [effectOf('acceptCoupon', { value: 'A' }), 'acceptCoupon "A"'],
  [
    effectOf('rejectCoupon', { value: 'A', rejectionReason: 'CouponExpired' }),
    'rejectCoupon "A" CouponExpired',
  ],
  [
    effectOf('rejectReferral', {
      value: 'A',
      rejectionReason: 'ReferralPartOfNotTriggeredCampaign',
      campaignExclusionReason: 'CampaignIsNotFirst',
    }),
    'rejectReferral "A" ReferralPartOfNotTriggeredCampaign (CampaignIsNotFirst)',
  ],
  [
    effectOf('setDiscount', { name: 'D', value: 5, scope: 'cartItems', desiredValue: 7.5 }),
    'setDiscount "D" 5.00 (cartItems, of 7.50 wanted)',
  ],
  [
    effectOf('setDiscountPerItem', {
      name: 'D#0',
      value: 1.5,
      position: 0,
      subPosition: 1,
      scope: 'price',
    }),
    'setDiscountPerItem "D#0" 1.50 (item 0 unit 1)',
  ],
  [
    effectOf('setDiscountPerAdditionalCost', {
      name: 'D',
      value: 9,
      additionalCostId: 1,
      additionalCost: 'shipping',
    }),
    'setDiscountPerAdditionalCost "D" 9.00 (shipping)',
  ],
  [
    effectOf('setDiscountPerAdditionalCostPerItem', {
      name: 'D#2',
      value: 9,
      additionalCostId: 1,
      additionalCost: 'shipping',
      position: 2,
    }),
    'setDiscountPerAdditionalCostPerItem "D#2" 9.00 (shipping, item 2)',
  ],
  [effectOf('addFreeItem', { sku: 'spoon', name: 'Spoon' }), 'addFreeItem "Spoon" 1 × spoon'],
  [
    effectOf('addLoyaltyPoints', {
      name: 'P',
      programId: 25,
      subLedgerId: '',
      value: 12,
      recipientIntegrationId: 'anna',
      transactionUUID: 'u',
      cardIdentifier: 'card-1',
    }),
    'addLoyaltyPoints "P" 12 (program 25, card card-1)',
  ],
  [
    effectOf('showNotification', { notificationType: 'Info', title: 'T', body: '' }),
    'showNotification notificationType: "Info", title: "T", body: ""',
  ],
]

for (const [effect, text] of TEXTS) {
  t.test(`an effect reads ${text}`, (t) => {
    t.equal(effectText(effect), text)
    t.end()
  })
}

t.test('a long value is cut, a value seen again not repeated, many are counted', async (t) => {
  const { app } = await buildTestApp(t)
  const state = (await putSession(app, 's1')).json()
  const rule: RuleExplanation = {
    campaignId: 1,
    campaignName: 'C',
    ruleIndex: 0,
    ruleName: 'R',
    fired: false,
    reason: 'a condition does not hold',
    conditions: [
      {
        index: 0,
        expression: ['x'],
        text: 'x',
        holds: false,
        error: 'x is no known function',
        saw: [
          { expression: ['x'], text: 'x', value: 1 },
          { expression: [], text: 'long', value: 'y'.repeat(100) },
          ...[1, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((value) => ({ expression: [], text: 'n', value })),
        ],
      },
    ],
  }
  const lines = requestReport('asked', state, [rule])
  t.strictSame(lines.slice(lines.indexOf('Rules') + 1), [
    '  ✗ C / R',
    '      ✗ x: x is no known function',
    `          long = "${'y'.repeat(69)}…`,
    ...[1, 2, 3, 4, 5, 6, 7].map((value) => `          n = ${value}`),
    '          and 2 more',
  ])
})

t.test('a rule whose conditions all hold and that fails says why', async (t) => {
  const { app } = await buildTestApp(t)
  const state = (await putSession(app, 's1')).json()
  const rule = {
    campaignId: 1,
    campaignName: 'C',
    ruleIndex: 0,
    ruleName: 'R',
    fired: false,
    reason: 'the limit of setDiscount is reached',
    conditions: [{ index: 0, expression: true, text: 'true', holds: true, saw: [] }],
  }
  t.ok(
    requestReport('asked', state, [rule]).includes(
      '  ✗ C / R: the limit of setDiscount is reached',
    ),
  )
})
