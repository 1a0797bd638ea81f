import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readProgram } from '../../../src/scenario-files.ts'
import { createShop } from '../../helpers/create-shop.ts'

/** What the emulator can't evaluate is said when it loads, and fails its rule: never silence. */

const SCENARIO = `
campaigns:
  - name: C
    coupons: [{ code: CODE }]
    rules:
      - title: Effect
        when: { coupon: valid }
        then: [{ notify: { title: x } }, { expr: [catch, [noop], [sendCarrierPigeon, 1]] }]
      - { title: Condition, condition: [and, [catch, true, [moonIsFull]]], effects: [[notification, y]] }
      - { title: Fine, condition: [and, true], effects: [[notification, z]] }
`

t.test('an unknown function, inside `catch` too, fails its rule with that detail', (t) => {
  const shop = createShop(SCENARIO)
  const { effects, ruleFailureReasons } = shop.put('s1', { couponCodes: ['CODE'] })
  const details = 'sendCarrierPigeon is no known function'
  t.match(ruleFailureReasons, [
    { ruleName: 'Effect', effectIndex: 1, details },
    { ruleName: 'Condition', conditionIndex: 0, details: 'moonIsFull is no known function' },
  ])
  t.match(effects, [
    { ruleName: 'Fine' },
    {
      effectType: 'rejectCoupon',
      props: { rejectionReason: 'EffectCouldNotBeApplied', effectIndex: 1, details },
    },
  ])
  t.equal(effects.length, 2)
  t.end()
})

const warningsOf = (t: Test, text: string, dialectText = 'operators: {}'): unknown[] => {
  const folder = t.testdir()
  const scenario = join(folder, 'shop.yaml')
  const dialect = join(folder, 'dialect.yaml')
  writeFileSync(scenario, `version: 1${text}`)
  writeFileSync(dialect, dialectText)
  const loaded = readProgram({ scenario, dialect, magicCodes: true })
  if (!loaded.ok) throw new Error('expected to load')
  for (const { file } of loaded.warnings) t.equal(file, scenario)
  return loaded.warnings.map(({ line, path, message }) => [line, path, message])
}

t.test('loading lists each as a warning, with the place it stands at', (t) => {
  t.strictSame(warningsOf(t, SCENARIO), [
    [6, 'campaigns/0/rules/0/effects/1/2', 'sendCarrierPigeon is no known function'],
    [9, 'campaigns/0/rules/1/condition/1/2', 'moonIsFull is no known function'],
  ])
  t.end()
})

t.test(
  'so is a written path that updateAttribute cannot set; one that is worked out is not',
  (t) => {
    const scenario = `
campaigns:
  - name: C
    rules:
      - title: Set
        condition: [and, false]
        effects:
          - [catch, [noop], [updateAttribute, Item.Attributes.x, 1]]
          - [mark, 1, Coupon.Attributes.y]
          - [updateAttribute, Session.Attributes.z, 1]
          - [updateAttribute, [concat, Item, .Attributes.z], 1]
`
    const dialect = 'operators: { mark: { effect: updateAttribute, args: [value, path] } }'
    const message =
      'updateAttribute: path must be Session.Attributes.<name> or Profile.Attributes.<name>'
    t.strictSame(warningsOf(t, scenario, dialect), [
      [5, 'campaigns/0/rules/0/effects/0/2', message],
      [5, 'campaigns/0/rules/0/effects/1', message],
    ])
    t.end()
  },
)
