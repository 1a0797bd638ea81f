import fc from 'fast-check'
import { CONTENT_FIELDS } from '../../src/contract/service/content-fields.ts'
import { SEGMENT_HEADERS } from './make-session.ts'
import { ENDPOINTS } from './third-party.ts'

/** Text of all sorts: any code unit, halves of surrogate pairs and long runs included. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.constantFrom('', '\ud800', '\udfff\ud800', '__proto__', 'constructor', 'null', '1e308', 'NaN'),
  fc.constantFrom('x', '😀', '\u0000').map((unit) => unit.repeat(2000)),
)

const number = fc.oneof(
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, 2 ** 53, 1.005, 10_000, 10_001, -1),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
)

const NAMES = [
  'sku',
  'price',
  'City',
  'constructor',
  'prototype',
  'toString',
  'length',
  'a/b~c',
  '',
]
const name = fc.oneof(fc.constantFrom(...NAMES), text)

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    number,
    text,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(name, tie('json'), { maxKeys: 4 }),
  ),
}))

/** Any value that JSON has. */
export const anyJson = json

/** A value that fits mostly, and anything else now and then. */
const mostly = (fitting: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 40, arbitrary: fitting }, { weight: 1, arbitrary: json })

const code = mostly(fc.constantFrom('CODE-1', 'CODE-2', '', 'x'.repeat(100), '😀'))
const money = mostly(number)
const costs = mostly(fc.dictionary(name, fc.record({ price: money }), { maxKeys: 3 }))
const attributes = mostly(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record(
        {
          City: fc.string(),
          Tier: number,
          Gift: fc.boolean(),
          Place: fc.record({ lat: number, lon: number }),
          Tags: fc.array(fc.string(), { maxLength: 3 }),
          constructor: fc.string(),
          Gone: fc.constant(null),
        },
        { requiredKeys: [] },
      ),
    },
    { weight: 1, arbitrary: fc.dictionary(name, json, { maxKeys: 5 }) },
  ),
)
const measure = mostly(fc.oneof(number, number.map(String)))

const cartItem = fc.record(
  {
    sku: mostly(fc.string({ minLength: 1 })),
    quantity: mostly(fc.constantFrom(1, 2, 3, 3000)),
    name: mostly(fc.string({ minLength: 1 })),
    price: money,
    category: mostly(text),
    weight: measure,
    height: measure,
    width: measure,
    length: measure,
    position: json,
    returnedQuantity: json,
    attributes,
    additionalCosts: costs,
  },
  { requiredKeys: ['sku', 'quantity'] },
)

const session = fc.record(
  {
    profileId: mostly(fc.constantFrom('cust-7', 'cust-8', '__proto__')),
    couponCodes: mostly(fc.array(code, { maxLength: 3 })),
    referralCode: code,
    loyaltyCards: mostly(fc.array(fc.constantFrom('card-1', 'card@2'), { maxLength: 1 })),
    // Seldom final, so that most updates find a session that takes them.
    state: mostly(
      fc.oneof(
        { weight: 12, arbitrary: fc.constant('open') },
        { weight: 1, arbitrary: fc.constantFrom('closed', 'cancelled') },
      ),
    ),
    cartItems: mostly(fc.array(mostly(cartItem), { maxLength: 3 })),
    additionalCosts: costs,
    identifiers: mostly(fc.array(text, { maxLength: 5 })),
    attributes,
  },
  { requiredKeys: [] },
)

const info = mostly(
  fc.array(
    mostly(
      fc.record({
        name: fc.constantFrom('City', 'Tier', 'Gift', 'None'),
        type: mostly(fc.constantFrom('string', 'number', 'boolean')),
      }),
    ),
    { maxLength: 3 },
  ),
)

const body = fc.oneof(
  { weight: 4, arbitrary: mostly(session) },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        customerSession: mostly(session),
        sessionAttributesInfo: info,
        cartItemAttributesInfo: info,
      },
      { requiredKeys: ['customerSession'] },
    ),
  },
  { weight: 1, arbitrary: json },
)

/** What no serialiser writes: put in the place of some value of the body. */
const raw = fc.constantFrom(
  '1e999',
  '-0',
  '0.1e-400',
  '{"__proto__":{"state":"closed"}}',
  '{"constructor":{"prototype":{}}}',
  '{"sku":"a","sku":7}',
  `${'['.repeat(900)}${']'.repeat(900)}`,
  `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
  `{"lat":1,"lon":2,"more":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
  '"\ud800"',
  'NaN',
  '',
  '}',
)

/** The text of a body: as it is, with a raw value spliced in, cut short, or no JSON at all. */
export const anyPayload = fc.oneof(
  { weight: 12, arbitrary: body.map((value) => JSON.stringify(value)) },
  {
    weight: 3,
    arbitrary: fc.tuple(body, raw, fc.nat()).map(([value, inserted, at]) => {
      const places = [
        ...JSON.stringify(value).matchAll(/(?<=:)("[^"\\]*"|[\d.-]+|\{\}|\[\]|true|null)/g),
      ]
      const place = places[at % places.length]
      const whole = JSON.stringify(value)
      return place
        ? whole.slice(0, place.index) + inserted + whole.slice(place.index + place[0].length)
        : inserted
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(body, fc.nat())
      .map(([value, at]) => JSON.stringify(value).slice(0, at % 200)),
  },
  { weight: 1, arbitrary: text },
)

/** What Node lets through in a header: tabs and all of Latin-1 but control characters. */
const headerText = fc.oneof(
  fc.string({
    unit: fc.integer({ min: 0x1f, max: 0xff }).map((unit) => {
      if (unit === 0x1f) return '\t'
      return unit === 0x7f ? ' ' : String.fromCharCode(unit)
    }),
  }),
  fc.constantFrom('', 'undefined', 'null', ',', ' , ', '*/*', '-1', '0', '1e9', 'x'.repeat(9000)),
)

// Names no host: a callback that is taken may go to a closed port of this machine and nowhere else.
const target = fc.constantFrom(
  'http://127.0.0.1:9/a b',
  'http://[::1]:9/#x',
  'HTTP://127.0.0.1:9',
  '',
  'undefined',
  'http://',
  '//x',
  'http://a:b@127.0.0.1:9/',
  'http://127.0.0.1:99999/',
)
const key = fc.oneof(
  headerText,
  fc.tuple(headerText, headerText).map(([header, value]) => `${header} ${value.padEnd(32, 'x')}`),
  fc.constantFrom(`Authorization ApiKey-v1 ${'x'.repeat(32)}`, `Host ${'x'.repeat(32)}`),
)
const fields = fc.oneof(
  headerText,
  fc.array(fc.constantFrom(...CONTENT_FIELDS, 'return', ''), { maxLength: 6 }).map(String),
)

const headers = fc.record(
  {
    authorization: headerText,
    'destination-hostname': headerText,
    'content-type': fc.oneof(
      headerText,
      fc.constantFrom('application/json;', 'application/json; charset=x', 'text/plain'),
    ),
    'content-encoding': headerText,
    'x-callback-destination-uri': fc.oneof(
      target,
      headerText.map((value) => `|${value}`),
    ),
    'x-callback-api-key': key,
    'x-content-fields': fields,
    'x-correlation-id': headerText,
    'user-agent': headerText,
    accept: headerText,
    expect: headerText,
    origin: headerText,
    cookie: headerText,
    host: headerText,
  },
  { requiredKeys: [] },
)

/** Mostly headers that come through, so that bodies are reached. */
const someHeaders = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: headers.map((some) => ({
      ...some,
      authorization: SEGMENT_HEADERS.authorization,
      'content-type': 'application/json',
      'destination-hostname': 'acme.talon.one',
    })),
  },
  { weight: 1, arbitrary: headers },
  { weight: 1, arbitrary: headerText.map((length) => ({ 'content-length': length })) },
)

const id = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.oneof(
      fc.noBias(fc.nat(500)).map((n) => `s${n}`),
      fc.constantFrom('__proto__', 'constructor'),
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }).map(encodeURIComponent) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.webPath(),
      fc.string(),
      fc.constantFrom(
        '%',
        '%ff',
        '%00',
        '%2f',
        ';',
        '*',
        'x'.repeat(1001),
        'x'.repeat(110_000),
        '//',
      ),
    ),
  },
)
const query = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  { weight: 3, arbitrary: fc.constant('?skipNonExistingAttributes=true') },
  { weight: 1, arbitrary: fc.webQueryParameters().map((value) => `?${value}`) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(fc.string(), fc.constantFrom('%', '1', 'a&skipNonExistingAttributes=b'))
      .map((value) => `?skipNonExistingAttributes=${value}`),
  },
)

/** A request to one of the session endpoints: near-valid mostly, of any shape now and then. */
export const anyRequest = fc.record({
  endpoint: fc.constantFrom(...ENDPOINTS),
  id,
  query,
  headers: someHeaders,
  payload: anyPayload,
})
