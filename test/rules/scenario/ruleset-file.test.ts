import t from 'tap'
import { accountOf, type Files, faultsOf, warningsOf } from '../../helpers/load-scenario.ts'

const SHOP = 'version: 1\ncampaigns: [{ name: A, ruleset: ./a.json }]'
const withRuleset = (ruleset: unknown): Files => ({
  'shop.yaml': SHOP,
  'a.json': JSON.stringify(ruleset, null, 2),
})

const EFFECT = [
  'catch',
  ['noop'],
  ['setDiscount', '10% off', ['*', ['.', 'Session', 'Total'], ['/', 10, 100]]],
]
const RULE = { title: 'Coupon', condition: ['and', ['couponValid']], effects: [EFFECT] }

// Source: Management API, `Ruleset` (with the keys that an export carries).
const EXPORTED = {
  id: 42,
  created: '2026-01-02T03:04:05Z',
  userId: 3,
  rules: [{ id: 'f5b1', ...RULE, bindings: [{ name: 'Own', expression: ['list', 1] }] }],
  bindings: [{ name: 'Shoes', type: 'cartItemFilter', expression: ['list'], minValue: 1 }],
  rbVersion: 'v2',
  activate: true,
}

t.test('an exported ruleset is read unchanged, with its ID and its places in the file', (t) => {
  const ruleset = accountOf(withRuleset(EXPORTED)).campaigns[0]?.ruleset
  t.match(ruleset, { id: 42, bindings: [{ name: 'Shoes', type: 'cartItemFilter' }] })
  t.strictSame(ruleset?.rules[0]?.condition, RULE.condition)
  t.strictSame(ruleset?.rules[0]?.effects, RULE.effects)
  t.strictSame(ruleset?.rules[0]?.origin, { file: 'a.json', line: 6, path: 'rules/0' })
  t.match(ruleset?.rules[0]?.bindings, [{ name: 'Own', origin: { path: 'rules/0/bindings/0' } }])
  t.match(ruleset?.bindings[0]?.origin, { file: 'a.json', path: 'bindings/0' })
  t.end()
})

// Source: Management API, the published examples of rulesets.
t.test('one effect where the list of effects belongs is a list of one', (t) => {
  const { campaigns } = accountOf(withRuleset({ rules: [{ ...RULE, effects: EFFECT }] }))
  t.strictSame(campaigns[0]?.ruleset.rules[0]?.effects, [EFFECT])
  t.end()
})

// Source: a live ruleset in the API tests of the service's Python client.
t.test('a ruleset without bindings and version is one', (t) => {
  const rule = { title: 'Free', condition: ['and', true], effects: [['setDiscount', 'x', 45.55]] }
  t.match(accountOf(withRuleset({ rules: [rule] })).campaigns[0]?.ruleset, {
    id: 1,
    rules: [rule],
  })
  t.end()
})

t.test('null stands for a list of bindings that is empty (assumed)', (t) => {
  const rule = { ...RULE, description: null, bindings: null }
  const ruleset = { rules: [rule], bindings: null, strikethroughRules: null, rbVersion: null }
  t.match(accountOf(withRuleset(ruleset)).campaigns[0]?.ruleset, {
    rules: [{ condition: RULE.condition, bindings: [] }],
    bindings: [],
  })
  t.strictSame(warningsOf(withRuleset(ruleset)), [])
  t.end()
})

t.test(
  'a file is looked for beside the scenario; a second campaign with it has its own ID',
  (t) => {
    const files = {
      'shop.yaml':
        'version: 1\ncampaigns: [{ name: A, ruleset: r/a.json }, { name: B, ruleset: r/a.json }]',
      'r/a.json': JSON.stringify(EXPORTED),
    }
    const { campaigns } = accountOf(files)
    t.strictSame(
      campaigns.map(({ ruleset }) => ruleset.id),
      [42, 1],
    )
    t.equal(campaigns[1]?.ruleset.rules[0]?.origin.file, 'r/a.json')
    t.end()
  },
)

const FAULTS: [ruleset: unknown, fault: string][] = [
  [[], 'a.json:1: must be an object with the keys of this format'],
  [{}, 'a.json:1: rules: is required'],
  [{ rules: [{ ...RULE, condition: [] }] }, 'a.json:5: rules/0/condition: must not be empty'],
  [
    { rules: [{ ...RULE, effects: [[]] }] },
    'a.json:12: rules/0/effects/0: must be an expression tree',
  ],
  [{ rules: [], bindings: [{ name: 'x' }] }, 'a.json:4: bindings/0/expression: is required'],
]
for (const [ruleset, fault] of FAULTS) {
  t.test(fault, (t) => {
    t.strictSame(faultsOf(withRuleset(ruleset)), [fault])
    t.end()
  })
}

t.test('rules for a catalog are passed over, with a warning', (t) => {
  t.strictSame(warningsOf(withRuleset({ rules: [], strikethroughRules: [{}] })), [
    'a.json:3: strikethroughRules: are passed over: there is no catalog',
  ])
  t.end()
})
