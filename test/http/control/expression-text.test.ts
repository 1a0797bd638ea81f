import t from 'tap'
import { expressionText } from '../../../src/http/control/expression-text.ts'

const session = (...path: string[]) => ['.', 'Session', ...path]
const items = session('CartItems')
const isShoe = ['=', ['.', 'Item', 'Category'], 'shoes']

const TEXTS: readonly [tree: unknown, text: string][] = [
  [['>=', session('Total'), 50], 'Session.Total >= 50'],
  [['couponValid'], 'couponValid'],
  [['=', session('Attributes', 'Ship to'), 'Berlin'], 'Session.Attributes["Ship to"] = "Berlin"'],
  [['*', ['+', 1, session('Total')], ['/', 20, 100]], '(1 + Session.Total) * (20 / 100)'],
  [['+', 1, ['*', 2, 3], 4], '1 + 2 * 3 + 4'],
  [['-', 1, ['-', 2, 3]], '1 - (2 - 3)'],
  [['and', ['or', true, false], ['not', ['=', 1, 2]]], '(true or false) and not 1 = 2'],
  [['not', ['and', true, false]], 'not (true and false)'],
  [['and', ['>', 1, 0]], '1 > 0'],
  [['and', true], 'true'],
  [['and'], 'and'],
  [['=', 1, 2, 3], '=(1, 2, 3)'],
  [
    ['exists', items, [['Item'], ['catch', false, isShoe]]],
    'exists(Session.CartItems, Item => Item.Category = "shoes" else false)',
  ],
  [
    ['sum', items, 'Item', ['.', 'Item', 'Quantity']],
    'sum(Session.CartItems, Item => Item.Quantity)',
  ],
  [['and', ['catch', false, isShoe], true], '(Item.Category = "shoes" else false) and true'],
  [['catch', false, ['catch', false, isShoe]], 'Item.Category = "shoes" else false'],
  [['catch', 1, ['catch', 2, 3]], '(3 else 2) else 1'],
  [['inAudience', 1], 'inAudience(1)'],
  [['localWeekdayIn', ['list', '1', '2']], 'localWeekdayIn(["1", "2"])'],
  [['AND', 1, 2], '1 and 2'],
  ['text', '"text"'],
  [null, 'null'],
  [[], '[]'],
  [[1, 2], '[1,2]'],
  [{ a: 1 }, '{"a":1}'],
]

for (const [tree, text] of TEXTS) {
  t.test(`reads ${text}`, (t) => {
    t.equal(expressionText(tree), text)
    t.end()
  })
}

t.test('a tree that is too deep to be read is cut', (t) => {
  let tree: unknown = 1
  for (let i = 0; i < 10_000; i++) tree = ['not', tree]
  t.match(expressionText(tree), /^not \(not .*…\)+$/)
  t.end()
})
