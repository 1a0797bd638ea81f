import t from 'tap'
import { BUILT_IN_DIALECT, operatorNamed, reorderFor } from '../../src/rules/dialect.ts'
import { loadDialect } from '../../src/rules/load-dialect.ts'
import { faultLine } from '../../src/rules/scenario/fault.ts'

/** The operator and its arguments as the evaluator takes them. */
const read = (spelling: string, args: unknown[], dialect = BUILT_IN_DIALECT) => {
  const operator = operatorNamed(dialect, spelling)
  return operator && [operator.kind, operator.name, ...reorderFor(operator)(args)]
}

const OPERATORS: [spelling: string, args: unknown[], read: unknown[]][] = [
  ['couponValid', [], ['predicate', 'couponValid']],
  ['SETDISCOUNT', ['x', 5], ['effect', 'setDiscount', 'x', 5]],
  ['setDiscount', ['x', 5, 'cartItems'], ['effect', 'setDiscount', 'x', 5, 'cartItems']],
  ['notification', ['Hi', 'there'], ['effect', 'showNotification', undefined, 'Hi', 'there']],
  ['flexibleAddLoyaltyPoints', ['?', 5, 'x', 1], ['effect', 'addLoyaltyPoints', 5, 'x', 1]],
]
for (const [spelling, args, expected] of OPERATORS) {
  t.test(`${spelling} ${args.join(' ')}`, (t) => {
    t.strictSame(read(spelling, args), expected)
    t.end()
  })
}

t.test('what nobody knows is undefined', (t) => {
  for (const spelling of ['setReduction', 'flexible', 'flexibleThing', '.', 'constructor']) {
    t.equal(read(spelling, []), undefined)
  }
  t.end()
})

t.test('a file says what other operators mean, or the same ones', (t) => {
  const loaded = loadDialect(
    `operators:
  setReduction: { effect: setDiscount, args: [value, '', name] }
  isVip: { predicate: inAudience, args: [audience] }
  notification: { effect: showNotification, args: [type, title] }
`,
    'd.yaml',
  )
  if (!loaded.ok) throw new Error('expected to load')
  const { dialect } = loaded
  t.strictSame(read('setreduction', [5, '?', 'x'], dialect), ['effect', 'setDiscount', 'x', 5])
  t.strictSame(read('isVip', [2], dialect), ['predicate', 'inAudience', 2])
  t.strictSame(read('notification', ['a', 'b'], dialect), ['effect', 'showNotification', 'a', 'b'])
  t.strictSame(read('couponValid', [], dialect), ['predicate', 'couponValid'])
  t.equal(read('setReduction', []), undefined)
  t.end()
})

t.test('all faults of a file are told', (t) => {
  const loaded = loadDialect(
    `operators:
  a: { effect: inAudience, args: [] }
  b: { predicate: inAudience, args: [audience, name, audience] }
  c: { args: [] }
`,
    'd.yaml',
  )
  if (loaded.ok) throw new Error('expected to be refused')
  t.match(loaded.faults.map(faultLine), [
    'd.yaml:4: operators/c: must have one of effect, predicate, and only one',
    /^d\.yaml:2: operators\/a\/effect: must be one of setDiscount, .*, customEffect$/,
    "d.yaml:3: operators/b/args/1: must be '' or one of audience",
    'd.yaml:3: operators/b/args/2: audience stands before already',
  ])
  t.match(loadDialect('operators: [', 'd.yaml'), { ok: false, faults: [{ line: 1 }] })
  t.end()
})
