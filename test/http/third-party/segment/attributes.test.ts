import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Attribute } from '../../../../src/contract/service/integration-state.ts'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { isRefused, putV1, putV2, storedSessions } from '../../../helpers/third-party.ts'

// Source: Third-party OpenAPI, `attributesInfo` (v1 creates attributes, type detected or forced) and
// `skipNonExistingAttributes`; docs, Errors page (both texts). Assumed: detection of lists and places.
const INVALID = 'The submitted data was invalid: '

/** Entity, name and type of what a reply lists as created. */
const createdBy = (reply: { json: () => { createdAttributes: Attribute[] } }) =>
  reply.json().createdAttributes.map(({ entity, name, type }) => `${entity} ${name}: ${type}`)

t.test('v1 creates unknown attributes with the detected type and lists them', async (t) => {
  const { app } = await buildTestApp(t)
  const attributes = {
    City: 'Berlin',
    When: '2026-01-02T03:04:05Z',
    Tier: 2,
    Gift: false,
    Tags: ['a', 'b'],
    Scores: [1, 2.5],
    None: [],
    Place: { lat: 52.5, lon: 13.4 },
    Places: [{ latitude: 52.5, longitude: 13.4 }],
    Empty: '',
  }
  const cartItems = [
    { sku: 'MUG-1', quantity: 1, attributes: { colour: 'blue', City: 5 } },
    { sku: 'CUP-1', quantity: 1, attributes: { colour: 'red' } },
  ]
  const reply = await putV1(app, { customerSession: { attributes, cartItems } })
  t.strictSame(createdBy(reply), [
    'CustomerSession City: string',
    'CustomerSession When: string',
    'CustomerSession Tier: number',
    'CustomerSession Gift: boolean',
    'CustomerSession Tags: (list string)',
    'CustomerSession Scores: (list number)',
    'CustomerSession None: (list string)',
    'CustomerSession Place: location',
    'CustomerSession Places: (list location)',
    'CustomerSession Empty: string',
    'CartItem colour: string',
    'CartItem City: number',
  ])
  t.strictSame(reply.json().customerSession.attributes, attributes)
  t.match(reply.json().createdAttributes[1], {
    id: 2,
    created: '2026-01-02T03:04:05.000Z',
    accountId: 1,
    title: 'When',
    hasAllowedList: false,
    restrictedBySuggestions: false,
    suggestions: { length: 0 },
  })
})

t.test('v1 lists an attribute once, in the reply to the call that created it', async (t) => {
  const { app } = await buildTestApp(t)
  const body = { customerSession: { attributes: { City: 'Berlin' } } }
  t.strictSame(createdBy(await putV1(app, body)), ['CustomerSession City: string'])
  t.strictSame(createdBy(await putV1(app, body)), [])
  t.strictSame(createdBy(await putV1(app, body, { id: 's2' })), [], 'the account has it')
})

t.test('v1 forces the type that the request declares', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await putV1(app, {
    customerSession: {
      attributes: { Clicked: false, Count: 7, When: '2026-01-02T03:04:05+01:00' },
      cartItems: [{ sku: 'MUG-1', quantity: 1, attributes: { Clicked: true } }],
    },
    sessionAttributesInfo: [
      { name: 'Clicked', type: 'boolean' },
      { name: 'Clicked', type: 'string' },
      { name: 'Count', type: 'string' },
      { name: 'When', type: 'time' },
      { name: 'Absent', type: 'number' },
      { name: 'NoType' },
      { type: 'number' },
      {},
    ],
    cartItemAttributesInfo: [{ name: 'Clicked', type: 'boolean' }],
  })
  t.equal(reply.statusCode, 200)
  t.strictSame(createdBy(reply), [
    'CustomerSession Clicked: string',
    'CustomerSession Count: string',
    'CustomerSession When: time',
    'CartItem Clicked: boolean',
  ])
  const { attributes } = reply.json().customerSession
  t.strictSame(attributes, { Clicked: 'false', Count: '7', When: '2026-01-02T03:04:05+01:00' })
})

t.test('v1 refuses a value that does not fit the forced type, and creates nothing', async (t) => {
  const { app } = await buildTestApp(t)
  const force = (type: string, value: unknown) =>
    putV1(app, {
      customerSession: { attributes: { Good: 1, Bad: value } },
      sessionAttributesInfo: [{ name: 'Bad', type }],
    })
  for (const [type, value, text] of [
    ['number', '7', 'Value of "Bad" attribute ("7") is not a number'],
    ['boolean', 'true', 'Value of "Bad" attribute ("true") is not a boolean'],
    ['time', 'tomorrow', 'Value of "Bad" attribute ("tomorrow") is not a time (RFC 3339)'],
    ['location', 'Berlin', 'Value of "Bad" attribute ("Berlin") is not a location'],
    ['string', ['a'], 'Value of "Bad" attribute (["a"]) is not a string'],
  ] as const) {
    const line = `${INVALID}${text} (/customerSession/attributes/Bad)`
    isRefused(t, await force(type, value), 400, line)
  }
  t.match(await storedSessions(app), { items: { length: 0 } })
  isRefused(t, await putV2(app, { attributes: { Good: 1 } }), 400, /"Good" is not defined/)
})

t.test('v1 takes no list type and no unknown type', async (t) => {
  const { app } = await buildTestApp(t)
  for (const type of ['(list string)', 'weird', '', 7]) {
    for (const list of ['sessionAttributesInfo', 'cartItemAttributesInfo']) {
      const reply = await putV1(app, { [list]: [{ name: 'Tags', type }] })
      isRefused(t, reply, 400, /type must be/)
      t.match(reply.json().Error, `(/${list}/0/type)`)
    }
  }
})

t.test('v1 refuses what has no type and what is no name', async (t) => {
  const { app } = await buildTestApp(t)
  for (const [attributes, text] of [
    [{ Mixed: ['a', 1] }, /Value of "Mixed" attribute \(\["a",1\]\) is not a string, number/],
    [{ Thing: { a: 1 } }, /Value of "Thing" attribute/],
    [{ 'my city': 'Berlin' }, /The attribute "my city" can't be created: a name starts with/],
    [{ '9lives': 1 }, /The attribute "9lives" can't be created/],
    [{ '': 1 }, /The attribute "" can't be created/],
  ] as const) {
    isRefused(t, await putV1(app, { customerSession: { attributes } }), 400, text)
  }
  const huge = await putV1(app, '{"customerSession":{"attributes":{"Huge":1e999}}}')
  isRefused(t, huge, 400, /Value of "Huge" attribute \(Infinity\) is not a number/)
})

t.test('once created, the stored type counts on both endpoints', async (t) => {
  const { app } = await buildTestApp(t)
  await putV1(app, { customerSession: { attributes: { Name: 'x' } } })
  const line = `${INVALID}Value of "Name" attribute (false) is not a string`
  const forced = await putV1(app, {
    customerSession: { attributes: { Name: false } },
    sessionAttributesInfo: [{ name: 'Name', type: 'boolean' }],
  })
  isRefused(t, forced, 400, `${line} (/customerSession/attributes/Name)`)
  const v2 = await putV2(app, { attributes: { Name: false } })
  isRefused(t, v2, 400, `${line} (/attributes/Name)`)
  const skipping = '?skipNonExistingAttributes=true'
  const skipped = await putV2(app, { attributes: { Name: false } }, { id: `s1${skipping}` })
  isRefused(t, skipped, 400, `${line} (/attributes/Name)`)
  t.match((await putV2(app, { attributes: { Name: 'y' } })).json().customerSession, {
    attributes: { Name: 'y' },
  })
})

/** A session with an unknown attribute on itself and on its second item. */
const strange = {
  attributes: { Foo: 1 },
  cartItems: [
    { sku: 'MUG-1', quantity: 1 },
    { sku: 'CUP-1', quantity: 1, attributes: { 'a/b': 1, known: 'x' } },
  ],
}

const knowItemAttribute = (app: FastifyInstance) =>
  putV1(app, {
    customerSession: { cartItems: [{ sku: 'A', quantity: 1, attributes: { known: 'x' } }] },
  })

t.test('v2 refuses unknown attributes, naming each', async (t) => {
  const { app } = await buildTestApp(t)
  await knowItemAttribute(app)
  const before = await storedSessions(app)
  for (const query of ['', '?skipNonExistingAttributes=false']) {
    const reply = await putV2(app, strange, { id: `s1${query}` })
    isRefused(
      t,
      reply,
      400,
      `${INVALID}The attribute "Foo" is not defined on CustomerSession entities. (/attributes/Foo); ` +
        'The attribute "a/b" is not defined on CartItem entities. (/cartItems/1/attributes/a~1b)',
    )
  }
  t.strictSame(await storedSessions(app), before)
})

t.test('v2 drops them in silence when told to skip, and creates none', async (t) => {
  const { app } = await buildTestApp(t)
  await knowItemAttribute(app)
  const reply = await putV2(app, strange, { id: 's2?skipNonExistingAttributes=true' })
  t.equal(reply.statusCode, 200)
  const { customerSession, createdAttributes } = reply.json()
  t.strictSame(customerSession.attributes, {})
  t.strictSame(customerSession.cartItems[1].attributes, { known: 'x' })
  t.equal(createdAttributes, undefined, 'v1 only')
  isRefused(t, await putV2(app, { attributes: { Foo: 1 } }), 400, /"Foo" is not defined/)
})
