import { join } from 'node:path'
import t from 'tap'
import { check } from '../../src/cli/check.ts'

t.test('a file in order is said to be, warnings before it', async (t) => {
  const folder = t.testdir({
    'shop.yaml':
      'version: 1\nprofiles: [{ integrationId: a, attributes: { Size: 1 } }]\ncampaigns: [{ name: A, rules: [{ title: R, then: [{ expr: [noop] }] }] }]',
  })
  const file = join(folder, 'shop.yaml')
  t.strictSame(await check([file], {}), {
    ok: true,
    lines: [
      `${file}:2: profiles/0/attributes/Size: warning: attributes/CustomerProfile declares no Size`,
      `${file}: in order; campaigns: 1, rules: 1`,
    ],
  })
})

const EXPORTED = JSON.stringify({
  rules: [
    { title: 'R', condition: ['and', true], effects: [['catch', ['noop'], ['bestow', 'D', 5]]] },
  ],
  bindings: [],
})
const SHOP = 'version: 1\ncampaigns: [{ name: A, ruleset: a.json }]\n'

t.test('an operator that nobody knows is a warning, until a dialect knows it', async (t) => {
  const folder = t.testdir({
    'shop.yaml': SHOP,
    'a.json': EXPORTED,
    'dialect.yaml': 'operators: { bestow: { effect: setDiscount, args: [name, value] } }',
  })
  const file = join(folder, 'shop.yaml')
  const inOrder = `${file}: in order; campaigns: 1, rules: 1`
  const { ok, lines } = await check([file], {})
  t.equal(ok, true)
  t.match(lines, [/a\.json:1: .*effects\/0\/2.*: warning: bestow is no known function/, inOrder])
  const dialect = join(folder, 'dialect.yaml')
  t.strictSame(await check(['--dialect', dialect, file], {}), { ok: true, lines: [inOrder] })
  t.strictSame(await check([file], { TALON_MOCK_DIALECT: dialect }), { ok: true, lines: [inOrder] })
})

t.test('faults of all files are told', async (t) => {
  const folder = t.testdir({
    'a.yaml': 'version: 1\nevents: 1\naudiences: 2',
    'b.yaml': 'version: 1',
    'c.yaml': 'a: [',
  })
  const [a, b, c] = ['a.yaml', 'b.yaml', 'c.yaml'].map((name) => join(folder, name))
  const { ok, lines } = await check([String(a), String(b), String(c)], {})
  t.equal(ok, false)
  t.match(lines, [
    `${a}:2: events: must be a list, got 1`,
    `${a}:3: audiences: must be a list, got 2`,
    `${b}: in order; campaigns: 0, rules: 0`,
    new RegExp(`^${c}:1: `),
  ])
})

t.test('what it is not asked properly is wrong use', async (t) => {
  const wrong: readonly [argv: string[], line: RegExp][] = [
    [[], /name a file/],
    [['--nope'], /--nope: there is no such flag/],
    [['--request'], /want a value/],
    [['--request='], /want a value/],
    [['--session', 's1', 'demo'], /goes with --request/],
    [['--request', 'a.json', 'demo', 'none'], /name one scenario/],
    [['--request', 'nowhere.json'], /^nowhere\.json: can't be read: ENOENT/],
    [['--request', 'package.json', 'nowhere.yaml'], /^nowhere\.yaml:1: can't be read: ENOENT/],
  ]
  for (const [argv, line] of wrong) {
    const { ok, lines } = await check(argv, {})
    t.equal(ok, false, argv.join(' '))
    t.match(lines, [line], argv.join(' '))
    t.equal(lines.length, 1)
  }
})

const CART = { cartItems: [{ sku: 'mug', quantity: 2, price: 12.5, category: 'shoes' }] }

t.test('a request is evaluated: effects, and each rule with what it saw', async (t) => {
  const folder = t.testdir({
    'shop.yaml': `version: 1
campaigns:
  - name: Spring
    coupons: [{ code: SPRING }]
    rules:
      - title: From 20
        when: { coupon: valid, cartTotal: { atLeast: 20 } }
        then: [{ discount: { name: 20 % off, percent: 20, of: session } }]
  - name: Big
    rules:
      - title: From 100
        when: { sessionTotal: { atLeast: 100 } }
        then: [{ freeItem: { sku: spoon, name: Spoon } }]
  - { name: Old, state: disabled, rules: [{ title: R, then: [{ expr: [noop] }] }] }
`,
    'v2.json': JSON.stringify({ ...CART, profileId: 'anna', couponCodes: ['SPRING', 'NOPE'] }),
  })
  const result = await check(['--request', join(folder, 'v2.json'), join(folder, 'shop.yaml')], {})
  t.equal(result.ok, true)
  t.equal(
    result.lines.join('\n'),
    `PUT /segment/v2/customer_sessions/s1: 200, session of anna, open, total 25.00

Effects
  acceptCoupon "SPRING"
  setDiscount "20 % off" 5.00 (sessionTotal)
  rejectCoupon "NOPE" CouponNotFound

Rules
  ✓ Spring / From 20 (SPRING)
      ✓ couponValid
      ✓ Session.CartItemTotal >= 20
          Session.CartItemTotal = 25
  ✗ Big / From 100
      ✗ Session.Total >= 100
          Session.Total = 25
  ✗ Old / R: the campaign is not running`,
  )
})

t.test('the body tells the endpoint, and --session the session', async (t) => {
  const folder = t.testdir({ 'v1.json': JSON.stringify({ customerSession: CART }) })
  const { lines } = await check(
    ['--request', join(folder, 'v1.json'), '--session=a/b', '--scenario', 'none'],
    { TALON_MOCK_API_KEY: 'secret', TALON_MOCK_HOST: '0.0.0.0' },
  )
  t.strictSame(lines, [
    'PUT /segment/customer_sessions/a%2Fb: 200, session anonymous, open, total 25.00',
    '',
    'Effects',
    '  none',
    '',
    'Rules',
    '  none',
  ])
})

t.test('what the server would refuse is told in its words', async (t) => {
  const folder = t.testdir({
    'bad.json': '{"customerSession":{"cartItems":[{"sku":"","quantity":0}]}}',
    'no.json': '{',
    'v2.json': '{"attributes":{"Colour":"red"}}',
  })
  const refusal = async (name: string) => {
    const { ok, lines } = await check(['--request', join(folder, name)], {})
    t.equal(ok, false, name)
    return lines
  }
  t.match(await refusal('bad.json'), [
    'PUT /segment/customer_sessions/s1: 400',
    /^ {2}The submitted data was invalid: .*sku.*quantity/,
  ])
  t.match(await refusal('no.json'), ['PUT /segment/customer_sessions/s1: 400', /JSON/])
  t.match(await refusal('v2.json'), [
    'PUT /segment/v2/customer_sessions/s1: 400',
    /The attribute "Colour" is not defined/,
  ])
})
