import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
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

t.test('loading lists each as a warning, with the place it stands at', (t) => {
  const folder = t.testdir()
  const scenario = join(folder, 'shop.yaml')
  writeFileSync(scenario, `version: 1${SCENARIO}`)
  const loaded = readProgram({ scenario, dialect: '', magicCodes: true })
  if (!loaded.ok) throw new Error('expected to load')
  t.strictSame(
    loaded.warnings.map(({ file, line, path, message }) => [file, line, path, message]),
    [
      [scenario, 6, 'campaigns/0/rules/0/effects/1/2', 'sendCarrierPigeon is no known function'],
      [scenario, 9, 'campaigns/0/rules/1/condition/1/2', 'moonIsFull is no known function'],
    ],
  )
  t.end()
})
