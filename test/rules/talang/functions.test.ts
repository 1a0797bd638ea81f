import t from 'tap'
import { EvaluationError } from '../../../src/rules/talang/errors.ts'
import { evaluate, jsonOf } from '../../helpers/evaluate-talang.ts'

/** What a call gives, as JSON, or that it has no result. */
type Row = readonly [rule: string, call: unknown, gives: unknown]

const FAILS = Symbol('an EvaluationError')

const NOON = '2021-06-15T12:30:05+02:00'
const LATER = '2021-06-16T00:30:05+02:00'
const slots = {
  N: 5,
  Items: [3, 1, 2],
  Mixed: [3, 'a', 1.5, true],
  Empty: [],
  Words: ['b', 'a', 'c'],
  Lines: [
    { Name: 'mug', Price: 20 },
    { Name: 'shoe', Price: 50 },
  ],
  Map: { a: { b: 1 }, nothing: null },
}
const items = ['.', 'Items']
const words = ['.', 'Words']
const empty = ['.', 'Empty']
const lines = ['.', 'Lines']
const map = ['.', 'Map']
const time = ['parseTime', NOON]
const laterTime = ['parseTime', LATER]
const price = ['.', 'Item', 'Price']

/**
 * Source of all rows: the public Talang interpreter, its functions and what they gave when run; rows
 * that say "repaired" are where this emulator mends it.
 */
const TABLE: Readonly<Record<string, readonly Row[]>> = {
  '=': [
    ['the first equals all others', ['=', 'a', 'a', 'a'], true],
    ['one that differs is enough', ['=', 'a', 'a', 'b'], false],
    ['repaired: decimals by value', ['=', ['+', 0.5, 0.5], 1], true],
    ['otherwise by text', ['=', 1, '1'], true],
    ['booleans by text', ['=', true, 'true'], true],
    ['times by text', ['=', time, NOON], true],
    ['case counts', ['=', 'A', 'a'], false],
    ['not of lists', ['=', items, items], FAILS],
    ['needs two', ['=', 1], FAILS],
  ],
  '!=': [
    ['the first differs from each other', ['!=', 'a', 'b', 'c'], true],
    ['not when it equals one', ['!=', 'a', 'a', 'b'], false],
    ['the others may be equal', ['!=', 'a', 'b', 'b'], true],
    ['decimals by value', ['!=', 1, 2], true],
    ['needs two', ['!=', 1], FAILS],
  ],
  '>': [
    ['the first with each other, no chain', ['>', 5, 3, 4], true],
    ['strict', ['>', 5, 5], false],
    ['of times', ['>', laterTime, time], true],
    ['kinds do not mix', ['>', 5, 'a'], FAILS],
  ],
  '<': [
    ['the first with each other', ['<', 1, 3, 2], true],
    ['one that is not is enough', ['<', 1, 3, 0], false],
    ['text that is no time', ['<', 'a', 'b'], FAILS],
    ['text shaped like a time is one', ['<', NOON, LATER], true],
  ],
  '>=': [
    ['equal is enough', ['>=', 5, 5, 4], true],
    ['less is not', ['>=', 5, 6], false],
    ['of times, whatever their offsets', ['>=', '2021-06-15T10:30:05Z', time], true],
    ['kinds do not mix', ['>=', time, 5], FAILS],
  ],
  '<=': [
    ['equal is enough', ['<=', 5, 5, 6], true],
    ['more is not', ['<=', 5, 4], false],
    ['needs two', ['<=', 5], FAILS],
  ],
  between: [
    ['all but the last two lie between these', ['between', 2, 3, 1, 4], true],
    ['both ends are outside', ['between', 1, 1, 4], false],
    ['the upper end too', ['between', 4, 1, 4], false],
    ['of times', ['between', '2021-06-15T20:00:00Z', time, laterTime], true],
    ['needs three', ['between', 1, 2], FAILS],
  ],
  and: [
    ['all true', ['and', true, true], true],
    ['one false', ['and', true, false], false],
    ['nothing is true', ['and'], true],
    ['a list and a map count as true', ['and', empty, map], true],
    ['no short circuit for errors', ['and', false, ['.', 'Missing']], FAILS],
    ['a decimal is no Boolean', ['and', true, 1], FAILS],
    ['nor is Null', ['and', ['noop']], FAILS],
  ],
  or: [
    ['any true', ['or', false, true], true],
    ['none true', ['or', false, false], false],
    ['nothing is false', ['or'], false],
    ['a list counts as true', ['or', false, empty], true],
    ['no short circuit for errors', ['or', true, ['.', 'Missing']], FAILS],
    ['text is no Boolean', ['or', 'true'], FAILS],
  ],
  not: [
    ['negation', ['not', true], false],
    ['of false', ['not', false], true],
    ['one argument', ['not', true, true], FAILS],
    ['of Booleans only', ['not', 0], FAILS],
    ['not even of lists', ['not', empty], FAILS],
  ],
  '+': [
    ['a sum of many', ['+', 1, 2, 3], 6],
    ['exact', ['+', 0.1, 0.2], 0.3],
    ['text is concatenated', ['+', 'a', 'b', 'c'], 'abc'],
    ['kinds do not mix', ['+', 1, 'a'], FAILS],
    ['needs two', ['+', 1], FAILS],
  ],
  '-': [
    ['from left to right', ['-', 10, 3, 2], 5],
    ['exact', ['-', 0.3, 0.1], 0.2],
    ['no unary minus', ['-', 1], FAILS],
  ],
  '*': [
    ['from left to right', ['*', 2, 3, 4], 24],
    ['exact', ['*', 45.55, 0.1], 4.555],
    ['of decimals only', ['*', 'a', 2], FAILS],
  ],
  '/': [
    ['from left to right', ['/', 100, 10, 4], 2.5],
    ['to 16 digits', ['toString', ['/', 2, 3]], '0.6666666666666667'],
    ['repaired: not by zero', ['/', 1, 0], FAILS],
    ['nor by a zero that was computed', ['/', 1, ['-', 1e-9, 1e-9]], FAILS],
  ],
  mod: [
    ['the remainder', ['mod', 17, 10, 4], 3],
    ['has the sign of the dividend', ['mod', -1, 3], -1],
    ['repaired: not by zero', ['mod', 5, 0], FAILS],
  ],
  floor: [
    ['below', ['floor', 2.7], 2],
    ['below a negative', ['floor', -2.7], -3],
    ['of one decimal', ['floor', 1, 2], FAILS],
  ],
  ceil: [
    ['above', ['ceil', 2.2], 3],
    ['above a negative', ['ceil', -2.7], -2],
    ['of decimals', ['ceil', '2'], FAILS],
  ],
  concat: [
    ['text in a row', ['concat', 'a', '', 'b'], 'ab'],
    ['of text only', ['concat', 'a', 1], FAILS],
    ['needs two', ['concat', 'a'], FAILS],
  ],
  contains: [
    ['the first contains every other', ['contains', 'abc', 'a', 'bc'], true],
    ['one that is missing is enough', ['contains', 'abc', 'a', 'd'], false],
    ['the empty text is in all', ['contains', 'abc', ''], true],
    ['of text', ['contains', words, 'a'], FAILS],
  ],
  notContains: [
    ['contains none of the others', ['notContains', 'abc', 'd', 'e'], true],
    ['one is enough', ['notContains', 'abc', 'd', 'a'], false],
    ['needs two', ['notContains', 'abc'], FAILS],
  ],
  startsWith: [
    ['with every other', ['startsWith', 'abc', 'a', 'ab'], true],
    ['not with one', ['startsWith', 'abc', 'a', 'b'], false],
    ['of text', ['startsWith', 12, '1'], FAILS],
  ],
  endsWith: [
    ['with every other', ['endsWith', 'abc', 'c', 'bc'], true],
    ['not with one', ['endsWith', 'abc', 'c', 'b'], false],
    ['of text', ['endsWith', 'abc', 3], FAILS],
  ],
  '~': [
    ['the first is the pattern, anywhere in the others', ['~', 'b+', 'abbc', 'b'], true],
    ['one without a match is enough', ['~', '^a', 'abc', 'b'], false],
    ['RE2 flags in front', ['~', '(?i)^ABC$', 'abc'], true],
    ['needless escapes', ['~', '^a\\-b\\@c$', 'a-b@c'], true],
    ['a bad pattern', ['~', '(', 'a'], FAILS],
    ['an overlong pattern', ['~', 'a'.repeat(1001), 'a'], FAILS],
    ['an overlong text', ['~', 'a', 'a'.repeat(10_001)], FAILS],
  ],
  firstName: [
    ['the first word', ['firstName', 'Ada King Lovelace'], 'Ada'],
    ['one word is that word', ['firstName', 'Ada'], 'Ada'],
    ['nothing in nothing', ['firstName', ''], ''],
    ['of text', ['firstName', 1], FAILS],
  ],
  lastName: [
    ['the last word', ['lastName', 'Ada King Lovelace'], 'Lovelace'],
    ['one word is that word', ['lastName', 'Ada'], 'Ada'],
    ['of text', ['lastName', empty], FAILS],
  ],
  split: [
    ['at a text', ['split', 'a,b,', ','], ['a', 'b', '']],
    ['nowhere', ['split', 'a', ','], ['a']],
    ['into characters', ['split', 'a😀', ''], ['a', '😀']],
    ['needs both', ['split', 'a'], FAILS],
  ],
  join: [
    ['with glue', ['join', words, '-'], 'b-a-c'],
    ['repaired: an empty list', ['join', empty, '-'], ''],
    ['of text only', ['join', items, '-'], FAILS],
    ['not of Null', ['join', ['push', empty, ['noop']], '-'], FAILS],
  ],
  toString: [
    ['of a decimal', ['toString', 1.5], '1.5'],
    ['of text', ['toString', 'a'], 'a'],
    ['of a Boolean', ['toString', true], 'true'],
    ['of a time', ['toString', time], NOON],
    ['without an exponent', ['toString', 1e21], '1000000000000000000000'],
    ['not of a list', ['toString', items], FAILS],
  ] as readonly Row[], // else typed as the method that every object has
  list: [
    ['of atoms', ['list', 1, 'a', true], [1, 'a', true]],
    ['of nothing', ['list'], []],
    ['nested', ['list', ['list', 1]], FAILS],
  ],
  head: [
    ['the first', ['head', items], 3],
    ['Null of nothing', ['head', empty], null],
    ['of lists', ['head', 'a'], FAILS],
  ],
  tail: [
    ['all but the first', ['tail', items], [1, 2]],
    ['of nothing', ['tail', empty], []],
    ['of lists', ['tail', 1], FAILS],
  ],
  drop: [
    ['all but the last', ['drop', items], [3, 1]],
    ['of nothing', ['drop', empty], []],
    ['of lists', ['drop'], FAILS],
  ],
  item: [
    ['counted from 0', ['item', items, 1], 1],
    ['beyond the end', ['item', items, 3], FAILS],
    ['before the start', ['item', items, -1], FAILS],
    ['between two', ['item', items, 0.5], FAILS],
  ],
  push: [
    ['appends', ['push', items, 4, 'a'], [3, 1, 2, 4, 'a']],
    ['a list as one item', ['push', empty, items], [[3, 1, 2]]],
    ['needs an item', ['push', items], FAILS],
  ],
  append: [
    ['appends', ['append', words, 'd'], ['b', 'a', 'c', 'd']],
    ['a map', ['append', empty, map], [slots.Map]],
    ['to a list', ['append', 'a', 'b'], FAILS],
  ],
  count: [
    ['items', ['count', items], 3],
    ['none', ['count', empty], 0],
    ['of lists', ['count', 'abc'], FAILS],
  ],
  isEmpty: [
    ['an empty list', ['isEmpty', empty], true],
    ['another', ['isEmpty', items], false],
    ['of lists', ['isEmpty', ''], FAILS],
  ],
  reverse: [
    ['backwards', ['reverse', items], [2, 1, 3]],
    ['nothing', ['reverse', empty], []],
    ['of lists', ['reverse', 'ab'], FAILS],
  ],
  min: [
    ['the least', ['min', items], 1],
    ['of the decimals only', ['min', ['.', 'Mixed']], 1.5],
    ['of none', ['min', words], FAILS],
  ],
  max: [
    ['the greatest', ['max', items], 3],
    ['of the decimals only', ['max', ['.', 'Mixed']], 3],
    ['of none', ['max', empty], FAILS],
  ],
  sort: [
    ['by text', ['sort', ['list', 10, 9, 100]], [10, 100, 9]],
    ['descending', ['sort', words, true], ['c', 'b', 'a']],
    ['ascending when said', ['sort', words, false], ['a', 'b', 'c']],
    ['of lists', ['sort', 'ba'], FAILS],
  ],
  sortByNumber: [
    ['ascending', ['sortByNumber', lines, [['Item'], price], false], slots.Lines],
    ['descending', ['sortByNumber', lines, [['Item'], price], true], slots.Lines.toReversed()],
    ['by decimals', ['sortByNumber', lines, [['Item'], 'x'], false], FAILS],
    ['says which way', ['sortByNumber', lines, [['Item'], price]], FAILS],
  ],
  sortByString: [
    ['ascending', ['sortByString', words, [['w'], ['.', 'w']], false], ['a', 'b', 'c']],
    ['descending', ['sortByString', words, [['w'], ['.', 'w']], true], ['c', 'b', 'a']],
    ['by text', ['sortByString', words, [['w'], 1], false], FAILS],
  ],
  map: [
    ['with a block', ['map', items, [['n'], ['*', ['.', 'n'], 2]]], [6, 2, 4]],
    ['with a name', ['map', items, 'n', ['*', ['.', 'n'], 2]], [6, 2, 4]],
    ['nothing', ['map', empty, 'n', ['.', 'Missing']], []],
    ['an error in any item', ['map', lines, [['l'], ['.', 'l', 'Weight']]], FAILS],
  ],
  filter: [
    ['keeps what is true', ['filter', items, [['n'], ['>', ['.', 'n'], 1]]], [3, 2]],
    ['with a name', ['filter', items, 'n', ['>', ['.', 'n'], 1]], [3, 2]],
    ['nothing', ['filter', empty, [['n'], 1]], []],
    ['by Booleans', ['filter', items, [['n'], ['.', 'n']]], FAILS],
  ],
  exists: [
    ['any true', ['exists', items, [['n'], ['=', ['.', 'n'], 2]]], true],
    ['with a name', ['exists', items, 'n', ['=', ['.', 'n'], 7]], false],
    ['none in nothing', ['exists', empty, [['n'], true]], false],
    ['by Booleans', ['exists', items, [['n'], 'yes']], FAILS],
    ['needs a block', ['exists', items, true], FAILS],
  ],
  every: [
    ['all true', ['every', items, [['n'], ['>', ['.', 'n'], 0]]], true],
    ['with a name', ['every', items, 'n', ['>', ['.', 'n'], 1]], false],
    ['all of nothing', ['every', empty, [['n'], false]], true],
    ['by Booleans', ['every', items, [['n'], ['noop']]], FAILS],
  ],
  sum: [
    ['with a name', ['sum', lines, 'Item', price], 70],
    ['with a block', ['sum', lines, [['Item'], price]], 70],
    ['of nothing', ['sum', empty, 'Item', price], 0],
    ['of decimals', ['sum', words, 'w', ['.', 'w']], FAILS],
  ],
  kv: [
    ['pairs', ['kv', ['Key', ['+', 1, 1]], ['Other', 'a']], { Key: 2, Other: 'a' }],
    ['none', ['kv'], {}],
    ['two values for a key', ['kv', ['Key', 1], ['Key', 2]], FAILS],
    ['two values in a pair', ['kv', ['Key', 1, 2]], FAILS],
    ['a key without a value', ['kv', ['Key']], FAILS],
    ['no pair', ['kv', 'Key'], FAILS],
  ],
  after: [
    ['strictly', ['after', laterTime, time], true],
    ['not at', ['after', time, '2021-06-15T10:30:05Z'], false],
    ['text that is no time', ['after', 'noon', time], FAILS],
  ],
  before: [
    ['strictly', ['before', NOON, LATER], true],
    ['not at', ['before', time, time], false],
    ['needs both', ['before', time], FAILS],
  ],
  betweenTimes: [
    ['the first between the others', ['betweenTimes', '2021-06-15T20:00:00Z', time, LATER], true],
    ['strictly', ['betweenTimes', time, time, laterTime], false],
    ['needs three', ['betweenTimes', time, time], FAILS],
  ],
  parseTime: [
    ['RFC 3339', ['parseTime', NOON], NOON],
    ['a day', ['parseTime', '2021-02-28'], '2021-02-28T00:00:00Z'],
    ['a day and a time', ['parseTime', '2021-02-28 07:05'], '2021-02-28T07:05:00Z'],
    [
      'with a layout',
      ['parseTime', '28/Feb/2021 07:05', 'dd/MMM/yyyy HH:mm'],
      '2021-02-28T07:05:00Z',
    ],
    ['other text', ['parseTime', 'tomorrow'], FAILS],
    ['no such day', ['parseTime', '2021-02-29'], FAILS],
    ['not in the layout', ['parseTime', '2021-02-28', 'dd/MM/yyyy'], FAILS],
  ],
  formatTime: [
    ['RFC 3339 in its own offset', ['formatTime', time], NOON],
    ['of text', ['formatTime', '2021-06-15T12:30:05.25Z'], '2021-06-15T12:30:05.250Z'],
    ['of other text', ['formatTime', 'noon'], FAILS],
  ],
  date: [
    ['in its own offset', ['date', LATER], '2021-06-16'],
    ['of an early year', ['date', '0099-01-02T00:00:00Z'], '0099-01-02'],
    ['of times', ['date', 5], FAILS],
  ],
  hour: [
    ['text', ['hour', time], '12'],
    ['without padding', ['hour', LATER], '0'],
    ['of times', ['hour', 'x'], FAILS],
  ],
  minute: [
    ['text', ['minute', time], '30'],
    ['without padding', ['minute', '2021-06-15T12:03:05Z'], '3'],
    ['of times', ['minute', 3], FAILS],
  ],
  month: [
    ['from 1', ['month', time], '6'],
    ['in its own offset', ['month', '2021-01-01T00:30:00+01:00'], '1'],
    ['of times', ['month', 3], FAILS],
  ],
  monthDay: [
    ['from 1', ['monthDay', time], '15'],
    ['without padding', ['monthDay', '2021-06-05T12:03:05Z'], '5'],
    ['of times', ['monthDay'], FAILS],
  ],
  year: [
    ['of four digits', ['year', time], '2021'],
    ['in its own offset', ['year', '2021-01-01T00:30:00+01:00'], '2021'],
    ['of times', ['year', items], FAILS],
  ],
  weekday: [
    ['Sunday is 0', ['weekday', '2021-06-13T12:00:00Z'], '0'],
    ['Saturday is 6', ['weekday', '2021-06-12T12:00:00Z'], '6'],
    ['of times', ['weekday', true], FAILS],
  ],
  matchTime: [
    ['equal in a layout', ['matchTime', time, '1999-06-15T00:00:00Z', 'MM-dd'], true],
    ['not equal', ['matchTime', time, laterTime, 'yyyy-MM-dd'], false],
    ['of a letter that is not supported', ['matchTime', time, time, 'ww'], FAILS],
  ],
  days: [
    ['from now, the future positive', ['days', '1970-01-02T12:00:00Z'], 1.5],
    ['the past negative', ['days', '1969-12-31T00:00:00Z'], -1],
    ['of times', ['days', 1], FAILS],
  ],
  daysBetween: [
    ['the second minus the first', ['daysBetween', time, laterTime], 0.5],
    ['backwards', ['daysBetween', LATER, NOON], -0.5],
    ['needs both', ['daysBetween', time], FAILS],
  ],
  addDuration: [
    ['days', ['addDuration', time, 2, 'days'], '2021-06-17T12:30:05+02:00'],
    ['a whole number of them', ['addDuration', time, 1.9, 'hours'], '2021-06-15T13:30:05+02:00'],
    ['other units', ['addDuration', time, 1, 'weeks'], FAILS],
    ['beyond the calendar', ['addDuration', time, 1e300, 'days'], FAILS],
  ],
  subDuration: [
    ['minutes', ['subDuration', time, 31, 'minutes'], '2021-06-15T11:59:05+02:00'],
    ['cut off towards zero', ['subDuration', time, -1.9, 'hours'], '2021-06-15T13:30:05+02:00'],
    ['other units', ['subDuration', time, 1, 'day'], FAILS],
  ],
  '.': [
    ['a slot', ['.', 'N'], 5],
    ['a path', ['.', 'Map', 'a', 'b'], 1],
    ['a path that is computed', ['.', 'Map', ['+', '', 'a'], 'b'], 1],
    ['what is missing', ['.', 'Map', 'c'], FAILS],
    ['Null is missing', ['.', 'Map', 'nothing'], FAILS],
    ['keys are case-sensitive', ['.', 'map', 'a'], FAILS],
    ['repaired: not through what is no map', ['.', 'N', 'x'], FAILS],
    ['needs a name', ['.'], FAILS],
  ],
  '.|': [
    ['the value', ['.|', 0, ['.', 'N']], 5],
    ['the default first', ['.|', 7, ['.', 'Missing']], 7],
    ['Null is missing', ['.|', 7, ['noop']], 7],
    ['kinds must agree', ['.|', 'none', ['.', 'N']], FAILS],
    ['the default is evaluated', ['.|', ['.', 'Missing'], ['.', 'N']], FAILS],
    ['needs both', ['.|', 0], FAILS],
  ],
  set: [
    ['gives Null', ['set', 'x', 1], null],
    [
      'readable behind it',
      [
        ['set', 'x', 1],
        ['.', 'x'],
      ],
      1,
    ],
    [
      'a path',
      [
        ['set', 'x', 'y', 1],
        ['set', 'x', 'z', 2],
        ['.', 'x'],
      ],
      { y: 1, z: 2 },
    ],
    [
      'a name that is computed',
      [
        ['set', ['+', 'a', 'b'], 1],
        ['.', 'ab'],
      ],
      1,
    ],
    ['the name is text', ['set', 1, 2], FAILS],
    ['needs a value', ['set', 'x'], FAILS],
    ['an overlong path', ['set', ...Array.from({ length: 5000 }, () => 'x'), 1], FAILS],
  ],
  catch: [
    ['the second', ['catch', 1, 2], 2],
    ['the first when the second fails', ['catch', 1, ['.', 'Missing']], 1],
    ['the first only then', ['catch', ['.', 'Missing'], 2], 2],
    ['both fail', ['catch', ['.', 'Missing'], ['.', 'Missing']], FAILS],
    ['needs both', ['catch', 1], FAILS],
  ],
  do: [
    ['binds a value', ['do', 5, [['x'], ['+', ['.', 'x'], ['.', 'x']]]], 10],
    ['with a name', ['do', 5, 'x', ['+', ['.', 'x'], 1]], 6],
    ['only inside', ['list', ['do', 5, 'x', ['.', 'x']], ['.', 'x']], FAILS],
  ],
  noop: [
    ['gives Null', ['noop'], null],
    ['is no value', ['.|', 7, ['noop']], 7],
    ['takes nothing', ['noop', 1], FAILS],
  ],
  '!': [
    [
      'a template',
      [
        ['setTemplate', 'twice(Decimal)Decimal', ['*', ['#', 0], 2]],
        ['!', 'twice', 4],
      ],
      8,
    ],
    [
      'repaired: its arguments are evaluated',
      [
        ['setTemplate', 'twice(Decimal)Decimal', ['*', ['#', 0], 2]],
        ['!', 'twice', ['+', 1, 1]],
      ],
      4,
    ],
    [
      'of other kinds',
      [
        ['setTemplate', 'twice(Decimal)Decimal', ['*', ['#', 0], 2]],
        ['!', 'twice', 'x'],
      ],
      FAILS,
    ],
    [
      'the template for the kinds at hand',
      [
        ['setTemplate', 'f(Decimal)String', 'a number'],
        ['setTemplate', 'f(String)String', 'a text'],
        ['!', 'F', 'x'],
      ],
      'a text',
    ],
  ],
  setTemplate: [
    ['gives Null', ['setTemplate', 'one()Decimal', 1], null],
    [
      'two arguments',
      [
        ['setTemplate', 'f(Any, Any)Any', ['#', 1]],
        ['!', 'f', 1, 2],
      ],
      2,
    ],
    [
      'another result',
      [
        ['setTemplate', 'f()String', 1],
        ['!', 'f'],
      ],
      FAILS,
    ],
    [
      'no such argument',
      [
        ['setTemplate', 'f(Decimal)Any', ['#', 1]],
        ['!', 'f', 1],
      ],
      FAILS,
    ],
  ],
}

for (const [name, rows] of Object.entries(TABLE)) {
  t.test(`${name}`, (t) => {
    for (const [rule, call, gives] of rows) {
      if (gives === FAILS) t.throws(() => evaluate(call, { slots }), EvaluationError, rule)
      else t.strictSame(jsonOf(call, { slots }), gives, rule)
    }
    t.end()
  })
}

t.test('each function is in the table with what it gives, an error, and an edge case', (t) => {
  for (const [name, rows] of Object.entries(TABLE)) {
    const errors = rows.filter(([, , gives]) => gives === FAILS).length
    t.ok(errors > 0 && errors < rows.length && rows.length > 2, name)
  }
  t.equal(Object.keys(TABLE).length, 74)
  t.end()
})

t.test('evaluating again gives the same: nothing changes what it is given', (t) => {
  for (const [name, rows] of Object.entries(TABLE)) {
    for (const [rule, call, gives] of rows) {
      if (gives === FAILS) continue
      const first = jsonOf(call, { slots })
      t.strictSame(jsonOf(call, { slots }), first, `${name}: ${rule}`)
    }
  }
  t.end()
})

t.test('names of functions are case-insensitive', (t) => {
  t.equal(jsonOf(['AND', ['StartsWith', 'abc', 'a'], ['ISEMPTY', ['LIST']]]), true)
  t.end()
})

t.test('an error names what was called with what kinds', (t) => {
  t.throws(() => evaluate(['+', 1, 'a']), { message: 'found no function +(Decimal, String)' })
  t.throws(() => evaluate(['.', 'A', 'B', 'C']), { message: 'Unable to find A.B.C' })
  t.end()
})
