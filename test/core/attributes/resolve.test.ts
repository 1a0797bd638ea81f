import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { AttributeEntity } from '../../../src/contract/scenario/vocabulary.ts'
import type { AttributesInfo } from '../../../src/contract/service/customer-sessions.ts'
import type { Attribute, AttributeType } from '../../../src/contract/service/integration-state.ts'
import { AttributeResolver, type UnknownAttributes } from '../../../src/core/attributes/resolve.ts'
import { checkLaw } from '../../helpers/check-law.ts'

const makeAttribute = (entity: AttributeEntity, name: string, type: AttributeType): Attribute => ({
  id: 1,
  created: '2026-01-02T03:04:05.000Z',
  accountId: 1,
  entity,
  name,
  title: name,
  type,
  description: '',
  suggestions: [],
  hasAllowedList: false,
  restrictedBySuggestions: false,
  editable: true,
})

interface Known {
  session?: Record<string, AttributeType>
  item?: Record<string, AttributeType>
  sessionInfo?: AttributesInfo
  itemInfo?: AttributesInfo
}

const definitionsOf = (entity: AttributeEntity, types: Record<string, AttributeType> = {}) =>
  new Map(Object.entries(types).map(([name, type]) => [name, makeAttribute(entity, name, type)]))

const createResolver = (unknown: UnknownAttributes, known: Known = {}) =>
  new AttributeResolver({
    definitions: {
      CustomerSession: definitionsOf('CustomerSession', known.session),
      CartItem: definitionsOf('CartItem', known.item),
    },
    unknown,
    forced: { CustomerSession: known.sessionInfo, CartItem: known.itemInfo },
  })

t.test('v1 creates an unknown attribute with the type its value has', (t) => {
  // Source: Third-party OpenAPI, attributesInfo. Assumed: lists and places.
  const table: [value: unknown, type: AttributeType][] = [
    ['Berlin', 'string'],
    ['2026-01-02T03:04:05Z', 'string'],
    [12.5, 'number'],
    [false, 'boolean'],
    [{ lat: 1, lon: 2 }, 'location'],
    [['a'], '(list string)'],
    [[1], '(list number)'],
  ]
  for (const [value, type] of table) {
    const resolver = createResolver('create')
    t.strictSame(resolver.resolve('CustomerSession', { Name: value }, '/attributes'), {
      Name: value,
    })
    t.strictSame(resolver.created, [{ entity: 'CustomerSession', name: 'Name', type }])
    t.strictSame(resolver.faults, [])
  }
  t.end()
})

t.test('v1 takes the type that the request declares, session and cart items apart', (t) => {
  // Source: Third-party OpenAPI, sessionAttributesInfo and cartItemAttributesInfo.
  const resolver = createResolver('create', {
    sessionInfo: [{ name: 'When', type: 'time' }],
    itemInfo: [{ name: 'When', type: 'string' }],
  })
  const value = { When: '2026-01-02T03:04:05Z' }
  t.strictSame(resolver.resolve('CustomerSession', value, ''), value)
  t.strictSame(resolver.resolve('CartItem', value, ''), value)
  t.strictSame(resolver.created, [
    { entity: 'CustomerSession', name: 'When', type: 'time' },
    { entity: 'CartItem', name: 'When', type: 'string' },
  ])
  t.strictSame(resolver.faults, [])
  t.end()
})

t.test('a boolean or a number that is declared a string is kept as text', (t) => {
  // Source: Third-party OpenAPI, attributesInfo (its example: false, declared a string). Assumed: the text.
  const sessionInfo: AttributesInfo = [
    { name: 'hasClickedProduct', type: 'string' },
    { name: 'Size', type: 'string' },
  ]
  const resolver = createResolver('create', { sessionInfo })
  const given = { hasClickedProduct: false, Size: 42 }
  t.strictSame(resolver.resolve('CustomerSession', given, ''), {
    hasClickedProduct: 'false',
    Size: '42',
  })
  t.strictSame(
    resolver.created.map(({ name, type }) => [name, type]),
    [
      ['hasClickedProduct', 'string'],
      ['Size', 'string'],
    ],
  )
  // The next call declares it again, and finds it created.
  const later = createResolver('create', { session: { hasClickedProduct: 'string' }, sessionInfo })
  t.strictSame(later.resolve('CustomerSession', { hasClickedProduct: true }, ''), {
    hasClickedProduct: 'true',
  })
  t.strictSame([...later.created, ...later.faults], [])
  t.end()
})

t.test('a value that does not fit the declared type is refused', (t) => {
  // Source: Third-party OpenAPI, attributesInfo ("List types cannot be converted"). Assumed: the rest.
  const table: [type: 'string' | 'time' | 'number' | 'boolean' | 'location', value: unknown][] = [
    ['string', ['a']],
    ['string', { lat: 1, lon: 2 }],
    ['time', 'tomorrow'],
    ['number', '12'],
    ['boolean', 'false'],
    ['boolean', 0],
    ['location', 'Berlin'],
  ]
  for (const [type, value] of table) {
    const resolver = createResolver('create', { sessionInfo: [{ name: 'Name', type }] })
    resolver.resolve('CustomerSession', { Name: value }, '/attributes')
    t.match(resolver.faults, [{ title: 'Invalid type', source: '/attributes/Name' }], type)
    t.strictSame(resolver.created, [], type)
  }
  t.end()
})

t.test('the same name may be declared twice, and a declaration may lack name or type', (t) => {
  // Source: Third-party OpenAPI, attributeInfo (nothing required) and the sample body (a name repeated).
  // Assumed: the last declared type counts.
  const resolver = createResolver('create', {
    sessionInfo: [
      { name: 'Flag', type: 'boolean' },
      { name: 'Flag', type: 'string' },
      { name: 'Flag' },
      { type: 'number' },
      {},
    ],
  })
  t.strictSame(resolver.resolve('CustomerSession', { Flag: true, Other: 'x' }, ''), {
    Flag: 'true',
    Other: 'x',
  })
  t.strictSame(
    resolver.created.map(({ type }) => type),
    ['string', 'string'],
  )
  t.end()
})

t.test('the stored type of an attribute wins over a declared one', (t) => {
  // Assumed: not documented.
  const resolver = createResolver('create', {
    session: { Size: 'number' },
    sessionInfo: [{ name: 'Size', type: 'boolean' }],
  })
  t.strictSame(resolver.resolve('CustomerSession', { Size: 42 }, ''), { Size: 42 })
  t.strictSame([...resolver.created, ...resolver.faults], [])
  t.end()
})

t.test('an attribute that several lines share is created once, with the type of the first', (t) => {
  // Source: Third-party OpenAPI, the sample body (both lines have `image`). Assumed: the first decides.
  const resolver = createResolver('create')
  resolver.resolve('CartItem', { colour: 'blue' }, '/cartItems/0/attributes')
  resolver.resolve('CartItem', { colour: 'red' }, '/cartItems/1/attributes')
  resolver.resolve('CartItem', { colour: 7 }, '/cartItems/2/attributes')
  t.strictSame(resolver.created, [{ entity: 'CartItem', name: 'colour', type: 'string' }])
  t.match(resolver.faults, [{ title: 'Invalid type', source: '/cartItems/2/attributes/colour' }])
  t.end()
})

t.test('v2 refuses an attribute that is not defined on that entity', (t) => {
  // Source: docs, Errors page (title, text and pointer); Third-party OpenAPI, skipNonExistingAttributes.
  const resolver = createResolver('refuse', { item: { Foo: 'string' } })
  resolver.resolve('CustomerSession', { Foo: 'x' }, '/attributes')
  t.strictSame(resolver.faults, [
    {
      title: 'Unknown',
      details: 'The attribute "Foo" is not defined on CustomerSession entities.',
      source: '/attributes/Foo',
    },
  ])
  t.strictSame(resolver.created, [])
  t.end()
})

t.test('v2 told to skip drops unknown attributes without a word and keeps the others', (t) => {
  // Source: Third-party OpenAPI, skipNonExistingAttributes.
  const resolver = createResolver('skip', { session: { City: 'string' } })
  t.strictSame(resolver.resolve('CustomerSession', { Foo: { no: 'type' }, City: 'Berlin' }, ''), {
    City: 'Berlin',
  })
  t.strictSame([...resolver.created, ...resolver.faults], [])
  t.end()
})

t.test('a value of the wrong type is refused whatever happens to unknown attributes', (t) => {
  // Source: docs, Errors page (title, text and pointer). Assumed: also when told to skip.
  const modes: UnknownAttributes[] = ['create', 'refuse', 'skip']
  for (const mode of modes) {
    const resolver = createResolver(mode, { session: { Name: 'string' } })
    resolver.resolve('CustomerSession', { Name: false }, '/attributes')
    t.strictSame(resolver.faults, [
      {
        title: 'Invalid type',
        details: 'Value of "Name" attribute (false) is not a string',
        source: '/attributes/Name',
      },
    ])
  }
  t.end()
})

t.test('a value of no type at all is refused', (t) => {
  // Assumed: what a type can be detected of is not documented.
  for (const value of [{ city: 'Berlin' }, [true], ['a', 1], [[1]]]) {
    const resolver = createResolver('create')
    resolver.resolve('CustomerSession', { Name: value }, '/attributes')
    t.match(resolver.faults, [{ title: 'Invalid type', source: '/attributes/Name' }])
    t.strictSame(resolver.created, [])
  }
  t.end()
})

t.test('null passes for every known type, and creates nothing', (t) => {
  // Source: Third-party OpenAPI, newCustomerSessionV2 (`null` deletes the attribute).
  const resolver = createResolver('create', { session: { City: 'string', Size: '(list number)' } })
  const nulls = { City: null, Size: null, Unknown: null }
  t.strictSame(resolver.resolve('CustomerSession', nulls, ''), nulls)
  t.strictSame([...resolver.created, ...resolver.faults], [])
  t.end()
})

t.test('a name that no attribute can have is refused', (t) => {
  // Source: Third-party OpenAPI, attribute (pattern of `name`). Assumed: the text.
  for (const name of ['', '1st', '_a', 'a-b', 'a b', 'größe', 'a\n', '__proto__']) {
    const resolver = createResolver('create')
    resolver.resolve('CustomerSession', Object.fromEntries([[name, 'x']]), '/attributes')
    t.match(resolver.faults, [{ source: `/attributes/${name}` }], JSON.stringify(name))
    t.strictSame(resolver.created, [], JSON.stringify(name))
  }
  t.end()
})

t.test('a pointer escapes the slash and the tilde', (t) => {
  // Source: RFC 6901, 3.
  const resolver = createResolver('refuse')
  resolver.resolve('CustomerSession', { 'a/b~c': 'x' }, '/attributes')
  t.equal(resolver.faults[0]?.source, '/attributes/a~1b~0c')
  t.end()
})

t.test('a long value is cut in the text of a fault', (t) => {
  const resolver = createResolver('create', { session: { Name: 'number' } })
  resolver.resolve('CustomerSession', { Name: 'x'.repeat(100_000) }, '')
  t.ok((resolver.faults[0]?.details.length ?? 0) < 200)
  t.end()
})

t.test('every attribute is kept, skipped or faulted, and what is kept was given', (t) => {
  const name = fc.oneof(fc.constantFrom('City', 'Size', 'toString'), fc.string())
  const values = fc.dictionary(name, fc.jsonValue({ maxDepth: 3 }))
  const mode = fc.constantFrom<UnknownAttributes>('create', 'refuse', 'skip')
  checkLaw(
    t,
    fc.property(values, mode, (given, unknown) => {
      const resolver = createResolver(unknown, { session: { City: 'string', Size: 'number' } })
      const kept = resolver.resolve('CustomerSession', given, '')
      if (resolver.faults.length > 0) return
      for (const [key, value] of Object.entries(kept)) assert.equal(value, given[key])
      const dropped = Object.keys(given).filter((key) => !Object.hasOwn(kept, key))
      if (unknown !== 'skip') assert.deepEqual(dropped, [])
      for (const key of dropped) assert.ok(!['City', 'Size'].includes(key))
      const made = resolver.created.map((attribute) => attribute.name)
      const expected = Object.keys(given).filter(
        (key) => !['City', 'Size'].includes(key) && given[key] !== null,
      )
      assert.deepEqual(made, unknown === 'create' ? expected : [])
    }),
  )
  t.end()
})

t.test('the work grows with the number of attributes, not with its square', (t) => {
  // A body of 1 MiB has room for so many; a quadratic look-up takes seconds, longer than the limit.
  const names = Array.from({ length: 60_000 }, (_, i) => `a${i}`)
  const resolver = createResolver('create', {
    sessionInfo: names.map((name) => ({ name, type: 'string' as const })),
  })
  const before = process.cpuUsage()
  resolver.resolve('CustomerSession', Object.fromEntries(names.map((name) => [name, 1])), '')
  const { user } = process.cpuUsage(before)
  t.equal(resolver.created.length, names.length)
  t.ok(user < 2_000_000, `took ${user} µs of processor time`)
  t.end()
})
