import t from 'tap'
import { attributesIn } from '../../../src/http/third-party/query-attributes.ts'

// Source: Third-party OpenAPI, `attributes` (prefixed with `.` or `_`; text in quotes is text).

t.test('attributes of a query are what they look like, or text in quotes', (t) => {
  const cases: [unknown, unknown][] = [
    ['john', 'john'],
    ['', ''],
    ['1234', 1234],
    ['-1.5', -1.5],
    ['1e3', 1000],
    ['007', '007'],
    ['0x10', '0x10'],
    ['Infinity', 'Infinity'],
    ['true', true],
    ['false', false],
    ['True', 'True'],
    ['null', 'null'],
    ['"1234"', '1234'],
    ['"true"', 'true'],
    ['""', ''],
    ['"', '"'],
    ['"a', '"a'],
    ['"a\n"', 'a\n'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'],
    [
      ['1', 'a'],
      [1, 'a'],
    ],
  ]
  for (const [sent, meant] of cases) {
    t.strictSame(attributesIn({ '.a': sent }), { a: meant }, String(sent))
    t.strictSame(attributesIn({ _a: sent }), { a: meant })
  }
  t.end()
})

t.test('other parameters, and a prefix alone, are no attributes', (t) => {
  t.strictSame(attributesIn({ campaignId: 7, '.': 'x', _: 'y', 'a.b': 1 }), {})
  t.strictSame(attributesIn({ '._a': 'x', __b: 'y' }), { _a: 'x', _b: 'y' })
  const poison = attributesIn({ '.__proto__': 'x' })
  t.strictSame(Object.keys(poison), ['__proto__'])
  t.end()
})
