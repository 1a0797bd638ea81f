import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import {
  type CartItemInput,
  type CustomerSessionInput,
  SESSION_STATES,
} from '../../../src/contract/service/customer-sessions.ts'
import { EmulatorError } from '../../../src/core/errors.ts'
import type { SessionUpdate } from '../../../src/core/sessions/update.ts'
import { checkLaw } from '../../helpers/check-law.ts'
import { type Account, createAccount } from '../../helpers/create-account.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { refusalOf } from '../../helpers/refusal-of.ts'

const START = '2026-01-02T03:04:05.000Z'
const LATER = '2026-01-02T03:05:00.000Z'

/** One of everything a session can hold. */
const FULL: CustomerSessionInput = {
  profileId: 'cust-7',
  couponCodes: ['SPRING-1', 'SPRING-2'],
  referralCode: 'FRIEND-1',
  loyaltyCards: ['card-1'],
  identifiers: ['h-91'],
  attributes: { City: 'Berlin', Size: 42 },
  additionalCosts: { handling: { price: 1 } },
  cartItems: [
    { name: 'Mug', sku: 'MUG-1', quantity: 2, price: 12.5, attributes: { colour: 'blue' } },
  ],
}

const FIELDS = [
  'couponCodes',
  'referralCode',
  'loyaltyCards',
  'identifiers',
  'attributes',
  'additionalCosts',
  'cartItems',
] as const

/** Everything an account remembers, as plain values. */
const memoryOf = ({ sessions, profiles, attributes, spent }: Account): string =>
  JSON.stringify([
    [...sessions],
    [...profiles],
    [...(attributes.CustomerSession ?? [])],
    [...(attributes.CartItem ?? [])],
    spent,
  ])

t.test('an unknown ID makes a session with defaults for what is left out', (t) => {
  // Source: Third-party OpenAPI, segment/updateCustomerSession (created when it isn't there; no field
  // is required) and customerSessionV2; Integration API, updateCount (1 at creation).
  const { session, profile, state } = createAccount().put('s1', {})
  t.strictSame(session, {
    id: 1,
    created: START,
    integrationId: 's1',
    applicationId: 1,
    profileId: '',
    state: 'open',
    firstSession: true,
    couponCodes: [],
    referralCode: '',
    loyaltyCards: [],
    identifiers: [],
    attributes: {},
    additionalCosts: {},
    cartItems: [],
    cartItemTotal: 0,
    additionalCostTotal: 0,
    cartItemAdditionalCostTotal: 0,
    total: 0,
    updateCount: 1,
    updated: START,
  })
  t.equal(profile, undefined)
  t.equal(state.customerSession, session)
  t.end()
})

t.test('the reply holds the session, its profile, the event and empty lists', (t) => {
  // Source: Third-party OpenAPI, IntegrationStateV2 and event (effects and ledgerEntries required).
  const { session, profile, state } = createAccount().put('s1', makeSession())
  t.strictSame(state, {
    effects: [],
    createdCoupons: [],
    createdReferrals: [],
    customerSession: session,
    customerProfile: profile?.profile,
    event: {
      id: 1,
      created: START,
      applicationId: 1,
      profileId: 'cust-7',
      type: 'talon_session_created',
      attributes: {},
      sessionId: 's1',
      effects: [],
      ledgerEntries: [],
    },
    loyalty: { programs: {} },
    coupons: [],
    triggeredCampaigns: [],
    ruleFailureReasons: [],
    awardedGiveaways: [],
    createdAttributes: [],
  })
  t.end()
})

t.test('an update keeps the identity of the session and moves updated and updateCount', (t) => {
  // Source: Third-party OpenAPI, customerSessionV2; Integration API, updateCount (+1 an update).
  const account = createAccount()
  const before = account.put('s1', FULL).session
  account.now = LATER
  const { session, state } = account.put('s1', {})
  t.strictSame(session, { ...before, updateCount: 2, updated: LATER })
  t.match(state.event, { id: 2, created: LATER, type: 'talon_session_updated' })
  t.end()
})

t.test('a field left out or null keeps its value', (t) => {
  // Source: Integration API, `dry` ("each update builds upon the previous ones"). Assumed: null.
  for (const field of [...FIELDS, 'profileId', 'state'] as const) {
    const account = createAccount()
    const before = account.put('s1', FULL).session
    t.strictSame(
      account.put('s1', { [field]: null }).session[field],
      before[field],
      `${field} null`,
    )
    t.strictSame(account.put('s1', {}).session[field], before[field], `${field} left out`)
  }
  t.end()
})

t.test('empty text, list or map drops what was there', (t) => {
  // Source: Third-party OpenAPI, couponCodes and referralCode. Assumed: the others by the same rule.
  const table: CustomerSessionInput[] = [
    { couponCodes: [] },
    { referralCode: '' },
    { loyaltyCards: [] },
    { identifiers: [] },
    { additionalCosts: {} },
    { cartItems: [] },
  ]
  for (const given of table) {
    const account = createAccount()
    const before = account.put('s1', FULL).session
    const { session } = account.put('s1', given)
    t.match(session, given)
    for (const field of FIELDS) {
      t.strictSame(session[field], field in given ? given[field] : before[field], field)
    }
  }
  t.end()
})

t.test('empty attributes drop nothing, since attributes are merged', (t) => {
  // Assumed: otherwise a `null` that deletes one would be pointless.
  const account = createAccount()
  account.put('s1', FULL)
  t.strictSame(account.put('s1', { attributes: {} }).session.attributes, FULL.attributes)
  t.end()
})

t.test('attributes are merged by name and null deletes one', (t) => {
  // Source: Third-party OpenAPI, newCustomerSessionV2 (`null` deletes). Assumed: merging.
  const value = fc.option(fc.string(), { nil: null })
  const attributes = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value)
  checkLaw(
    t,
    fc.property(fc.array(attributes, { minLength: 1, maxLength: 6 }), (calls) => {
      const account = createAccount()
      const model = new Map<string, string>()
      for (const given of calls) {
        for (const [name, text] of Object.entries(given)) {
          if (text === null) model.delete(name)
          else model.set(name, text)
        }
        const { session } = account.put('s1', { attributes: given })
        assert.deepEqual({ ...session.attributes }, Object.fromEntries(model))
      }
    }),
  )
  t.end()
})

t.test('a cart that is given replaces the whole cart, attributes of its lines included', (t) => {
  // Source: Integration API, cartItems ("previously defined attributes that you do not include will be removed").
  const account = createAccount()
  account.put('s1', FULL)
  const { session } = account.put('s1', { cartItems: [{ sku: 'MUG-1', quantity: 1 }] })
  t.strictSame(session.cartItems, [
    { sku: 'MUG-1', quantity: 1, position: 0, returnedQuantity: 0, remainingQuantity: 1 },
  ])
  t.end()
})

t.test('additional costs that are given replace all earlier ones', (t) => {
  // Assumed: not documented.
  const account = createAccount()
  account.put('s1', FULL)
  const { session } = account.put('s1', { additionalCosts: { shipping: { price: 4.99 } } })
  t.strictSame(session.additionalCosts, { shipping: { price: 4.99 } })
  t.match(session, { cartItemTotal: 25, additionalCostTotal: 4.99, total: 29.99 })
  t.end()
})

t.test('of a code that comes twice the first is kept', (t) => {
  // Assumed: not documented.
  const { session } = createAccount().put('s1', { couponCodes: ['B', 'A', 'B', 'b', 'A'] })
  t.strictSame(session.couponCodes, ['B', 'A', 'b'])
  t.end()
})

t.test('without a state a session keeps the one it has', (t) => {
  // Source: Third-party OpenAPI, state (default open). Assumed: the default is for creation.
  const account = createAccount()
  t.equal(account.put('s1', {}).session.state, 'open')
  account.put('s1', { state: 'closed' })
  const { code, faults } = refusalOf(() => account.put('s1', {}))
  t.equal(code, 'SESSION_TRANSITION_ILLEGAL')
  t.match(faults, [{ details: /can't become "closed"/ }], 'it is not taken for open')
  t.equal(account.sessions.get('s1')?.state, 'closed')
  t.end()
})

t.test('content that comes with the closing is taken', (t) => {
  // Source: docs, Events (open to closed by an update).
  const account = createAccount()
  account.put('s1', makeSession())
  const { session, profile, state } = account.put('s1', {
    state: 'closed',
    cartItems: [{ sku: 'MUG-1', quantity: 1, price: 99.99 }],
    additionalCosts: { shipping: { price: 20 } },
  })
  t.match(session, { state: 'closed', total: 119.99 })
  t.match(profile?.profile, { closedSessions: 1, totalSales: 119.99 })
  t.equal(state.event.type, 'talon_session_closed')
  t.end()
})

t.test('a session may be created as closed', (t) => {
  // Source: docs, Events. Assumed: it raises talon_session_closed.
  const { session, profile, state } = createAccount().put('s1', makeSession({ state: 'closed' }))
  t.match(session, { state: 'closed', updateCount: 1, total: 25 })
  t.match(profile?.profile, { closedSessions: 1, totalSales: 25 })
  t.equal(state.event.type, 'talon_session_closed')
  t.end()
})

t.test('cancelling a closed session changes its state alone', (t) => {
  // Source: Integration API (a closed session can only be cancelled). Assumed: content sent along is ignored.
  for (const from of ['closed', 'partially_returned'] as const) {
    const account = createAccount()
    const closed = account.put('s1', { ...FULL, state: 'closed' }).session
    account.sessions.set('s1', { ...closed, state: from })
    account.now = LATER
    const { session, state, createdAttributes } = account.put('s1', {
      state: 'cancelled',
      couponCodes: [],
      cartItems: [{ sku: 'OTHER', quantity: 1 }],
      attributes: { City: null, New: 'x' },
    })
    t.strictSame(session, { ...closed, state: 'cancelled', updateCount: 2, updated: LATER })
    t.equal(state.event.type, 'talon_session_revoked')
    t.strictSame(createdAttributes, [])
  }
  t.end()
})

t.test('an unknown profile is created, a known one is used again', (t) => {
  // Source: Third-party OpenAPI, profileId ("an empty profile is created").
  const account = createAccount()
  t.match(account.put('s1', makeSession()).state.customerProfile, {
    id: 1,
    created: START,
    integrationId: 'cust-7',
  })
  account.now = LATER
  t.match(account.put('s2', makeSession()).state.customerProfile, {
    id: 1,
    created: START,
    lastActivity: LATER,
  })
  t.equal(account.put('s3', makeSession({ profileId: 'cust-8' })).state.customerProfile?.id, 2)
  t.equal(account.spent.profile, 2)
  t.end()
})

t.test('every update moves the last activity of the profile, a cancelling one too', (t) => {
  // Source: Integration API, lastActivity.
  const account = createAccount()
  account.put('s1', makeSession())
  for (const [i, state] of (['open', 'closed', 'cancelled'] as const).entries()) {
    account.now = `2026-01-02T04:00:0${i}.000Z`
    t.equal(account.put('s1', { state }).profile?.profile.lastActivity, account.now)
  }
  t.end()
})

t.test(
  'an anonymous session has no profile in reply and event, and is always a first session',
  (t) => {
    // Source: Third-party OpenAPI, profileId (empty: anonymous) and firstSession (true for anonymous).
    const account = createAccount()
    for (const id of ['s1', 's2']) {
      const { session, profile, state } = account.put(id, makeSession({ profileId: '' }))
      t.match(session, { profileId: '', firstSession: true })
      t.equal(profile, undefined)
      t.notOk('customerProfile' in state)
      t.notOk('profileId' in state.event)
    }
    t.equal(account.profiles.size, 0)
    t.end()
  },
)

t.test('only the first session of a profile is its first session, and it stays that', (t) => {
  // Source: Third-party OpenAPI, firstSession. Assumed: fixed when the session joins the profile, and
  // sessions that are open or cancelled count as well.
  const account = createAccount()
  t.equal(account.put('s1', makeSession()).session.firstSession, true)
  t.equal(account.put('s2', makeSession()).session.firstSession, false)
  t.equal(account.put('s1', {}).session.firstSession, true)
  t.equal(account.put('s1', { state: 'cancelled' }).session.firstSession, true)
  t.equal(account.put('s2', { profileId: 'cust-7' }).session.firstSession, false)
  t.equal(account.put('s3', makeSession()).session.firstSession, false)
  t.equal(account.put('s4', makeSession({ profileId: 'cust-8' })).session.firstSession, true)
  t.end()
})

t.test('an anonymous session can be given a profile', (t) => {
  // Assumed: a customer who signs in at the checkout.
  const account = createAccount()
  account.put('s1', makeSession({ profileId: '' }))
  const { session, state } = account.put('s1', { profileId: 'cust-7' })
  t.match(session, { profileId: 'cust-7', firstSession: true, updateCount: 2, total: 25 })
  t.equal(state.customerProfile?.integrationId, 'cust-7')
  t.equal(account.put('s2', makeSession()).session.firstSession, false)
  account.put('s3', makeSession({ profileId: '' }))
  t.equal(account.put('s3', { profileId: 'cust-7' }).session.firstSession, false)
  t.end()
})

t.test('a session stays with its profile: another one, or none, is refused', (t) => {
  // Source: Integration API, Events ("must belong to the same profileId, or an error is returned").
  // Assumed: title and pointer, and that an empty profileId counts as another.
  for (const profileId of ['cust-8', '']) {
    for (const state of ['open', 'closed'] as const) {
      const account = createAccount()
      account.put('s1', makeSession({ state }))
      const { code, faults } = refusalOf(() =>
        account.put('s1', { profileId, state: 'cancelled' }, { pointer: '/customerSession' }),
      )
      t.equal(code, 'PROFILE_MISMATCH')
      t.match(faults, [{ title: 'Profile mismatch', source: '/customerSession/profileId' }])
    }
  }
  t.end()
})

t.test('v1 creates the attributes it meets, once, and lists them', (t) => {
  // Source: Third-party OpenAPI, attributesInfo, attribute (required fields), contentFields (createdAttributes).
  const account = createAccount()
  const made = { created: START, accountId: 1, description: '', suggestions: [], editable: true }
  const open = { hasAllowedList: false, restrictedBySuggestions: false }
  const expected = [
    {
      id: 1,
      ...made,
      ...open,
      entity: 'CustomerSession',
      name: 'City',
      title: 'City',
      type: 'string',
    },
    {
      id: 2,
      ...made,
      ...open,
      entity: 'CustomerSession',
      name: 'Size',
      title: 'Size',
      type: 'number',
    },
    {
      id: 3,
      ...made,
      ...open,
      entity: 'CartItem',
      name: 'colour',
      title: 'colour',
      type: 'string',
    },
  ]
  const { state, createdAttributes } = account.put('s1', FULL)
  t.same(createdAttributes, expected)
  t.same(state.createdAttributes, expected)
  t.strictSame(account.put('s1', FULL).state.createdAttributes, [])
  t.strictSame(account.put('s2', FULL).state.createdAttributes, [])
  t.end()
})

t.test('v1 takes the declared types of session and cart item attributes', (t) => {
  // Source: Third-party OpenAPI, sessionAttributesInfo and cartItemAttributesInfo.
  const { session, createdAttributes } = createAccount().put(
    's1',
    {
      attributes: { Flag: false },
      cartItems: [{ sku: 'A', quantity: 1, attributes: { Flag: false } }],
    },
    {
      attributeTypes: {
        CustomerSession: [{ name: 'Flag', type: 'string' }],
        CartItem: [{ name: 'Flag', type: 'boolean' }],
      },
    },
  )
  t.strictSame(session.attributes, { Flag: 'false' })
  t.strictSame(session.cartItems[0]?.attributes, { Flag: false })
  t.strictSame(
    createdAttributes.map(({ entity, type }) => [entity, type]),
    [
      ['CustomerSession', 'string'],
      ['CartItem', 'boolean'],
    ],
  )
  t.end()
})

t.test('v2 never creates attributes and its reply lists none', (t) => {
  // Source: Third-party OpenAPI, segment/updateCustomerSessionV2 and skipNonExistingAttributes.
  const account = createAccount()
  account.put('s1', { attributes: { City: 'Berlin' } })
  const { session, state } = account.put(
    's2',
    {
      attributes: { City: 'Bonn', New: 'x' },
      cartItems: [{ sku: 'A', quantity: 1, attributes: { New: 'x' } }],
    },
    { unknownAttributes: 'skip' },
  )
  t.strictSame(session.attributes, { City: 'Bonn' })
  t.strictSame(session.cartItems[0]?.attributes, {})
  t.notOk('createdAttributes' in state)
  t.equal(account.spent.attribute, 1)
  t.notOk('createdAttributes' in account.put('s3', {}, { unknownAttributes: 'refuse' }).state)
  t.end()
})

t.test(
  'a strict emulator refuses unknown costs and items without a price, by default neither',
  (t) => {
    // Source: Third-party OpenAPI, additionalCosts and cartItem.price. Assumed: lenient unless told otherwise.
    const given: CustomerSessionInput = {
      additionalCosts: { shipping: { price: 9 } },
      cartItems: [{ sku: 'A', quantity: 1 }],
    }
    const account = createAccount()
    const { code, faults } = refusalOf(() => account.put('s1', given, { strict: true }))
    t.equal(code, 'REQUEST_INVALID')
    t.strictSame(
      faults.map(({ source }) => source),
      ['/additionalCosts/shipping', '/cartItems/0/price'],
    )
    t.equal(account.put('s1', given).session.total, 9)
    t.end()
  },
)

t.test('all faults in the attributes are told at once', (t) => {
  // Source: docs, Errors page (`errors` is a list).
  const { code, faults } = refusalOf(() =>
    createAccount().put(
      's1',
      { attributes: { A: 'x' }, cartItems: [{ sku: 'A', quantity: 1, attributes: { B: 'x' } }] },
      { unknownAttributes: 'refuse', pointer: '/customerSession' },
    ),
  )
  t.equal(code, 'ATTRIBUTE_INVALID')
  t.strictSame(
    faults.map(({ source }) => source),
    ['/customerSession/attributes/A', '/customerSession/cartItems/0/attributes/B'],
  )
  t.end()
})

t.test('a refused update spends no ID and changes nothing', (t) => {
  // Assumed: a refusal leaves no trace.
  const big = [{ sku: 'A', quantity: 10_001 }]
  const table: [code: string, session: CustomerSessionInput, options?: Partial<SessionUpdate>][] = [
    ['SESSION_TRANSITION_ILLEGAL', { state: 'cancelled' }],
    ['SESSION_TRANSITION_ILLEGAL', { state: 'partially_returned', profileId: 'new' }],
    ['ATTRIBUTE_INVALID', { profileId: 'new', attributes: { Good: 'x', Bad: {} } }],
    ['ATTRIBUTE_INVALID', { attributes: { Foo: 'x' } }, { unknownAttributes: 'refuse' }],
    ['REQUEST_INVALID', { profileId: 'new', attributes: { Good: 'x' }, cartItems: big }],
    ['REQUEST_INVALID', { cartItems: [{ sku: 'A', quantity: 9, price: 1e308 }] }],
    ['REQUEST_INVALID', { cartItems: [{ sku: 'A', quantity: 9 }] }, { strict: true }],
  ]
  for (const [code, session, options] of table) {
    const account = createAccount()
    account.put('other', FULL)
    const before = memoryOf(account)
    t.equal(refusalOf(() => account.put('s1', session, options)).code, code)
    t.equal(memoryOf(account), before)
  }
  t.end()
})

const price = fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100)
const item = fc.record({
  sku: fc.constantFrom('A', 'B'),
  quantity: fc.integer({ min: 1, max: 9 }),
  price,
})
const codes = fc.uniqueArray(fc.string({ maxLength: 5 }), { maxLength: 3 })

/** Any session that can be asked for, well formed. */
const anyInput: fc.Arbitrary<CustomerSessionInput> = fc.record(
  {
    couponCodes: fc.option(codes),
    referralCode: fc.option(fc.string({ maxLength: 5 })),
    loyaltyCards: fc.option(fc.constantFrom([], ['card-1'], ['card-2'])),
    identifiers: fc.option(codes),
    additionalCosts: fc.option(
      fc.dictionary(fc.string(), fc.record({ price }, { noNullPrototype: true }), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
    cartItems: fc.option(fc.array(item, { maxLength: 3 })),
  },
  { requiredKeys: [] },
)

t.test(
  'whatever is sent, a given field is taken, any other is kept, and updateCount grows by one',
  (t) => {
    // Source: Integration API, `dry` ("each update builds upon the previous ones") and updateCount.
    checkLaw(
      t,
      fc.property(anyInput, fc.array(anyInput, { minLength: 1, maxLength: 4 }), (first, more) => {
        const account = createAccount()
        let before = account.put('s1', first).session
        for (const given of more) {
          const { session } = account.put('s1', given)
          for (const field of [
            'couponCodes',
            'referralCode',
            'loyaltyCards',
            'identifiers',
            'additionalCosts',
          ] as const) {
            assert.deepEqual(session[field], given[field] ?? before[field], field)
          }
          const cart = given.cartItems ?? before.cartItems
          assert.deepEqual(
            session.cartItems.map(({ sku, quantity, price }) => ({ sku, quantity, price })),
            cart.map(({ sku, quantity, price }) => ({ sku, quantity, price })),
          )
          assert.equal(session.updateCount, before.updateCount + 1)
          assert.equal(session.id, before.id)
          before = session
        }
      }),
      { examples: [[{}, [{ additionalCosts: JSON.parse('{"__proto__":{"price":1}}') }]]] },
    )
    t.end()
  },
)

/** Any update of a few sessions and profiles, good or bad. */
const anyUpdate = fc.record({
  id: fc.constantFrom('s1', 's2', 's3'),
  session: fc.record(
    {
      profileId: fc.constantFrom('a', 'b', '', null),
      state: fc.constantFrom(...SESSION_STATES, 'open' as const, null),
      attributes: fc.constantFrom({ A: 'x' }, { A: 1 }, { B: true }, { A: null }, { C: {} }),
      cartItems: fc.oneof(
        fc.array(item, { maxLength: 3 }),
        fc.constant<CartItemInput[]>([{ sku: 'A', quantity: 10_001, price: 1 }]),
      ),
    },
    { requiredKeys: [] },
  ),
  unknownAttributes: fc.constantFrom<'create' | 'refuse' | 'skip'>('create', 'refuse', 'skip'),
})

t.test(
  'after any updates, refusals left no trace and each profile counts its closed sessions',
  (t) => {
    // Source: Integration API, closedSessions and totalSales.
    const seen = { refused: 0, taken: 0 }
    checkLaw(
      t,
      fc.property(fc.array(anyUpdate, { minLength: 5, maxLength: 20, size: 'max' }), (updates) => {
        const account = createAccount()
        for (const { id, session, unknownAttributes } of updates) {
          const before = memoryOf(account)
          const events = account.spent.event
          try {
            account.put(id, session, { unknownAttributes })
            seen.taken += 1
            assert.equal(account.spent.event, events + 1)
          } catch (error) {
            if (!(error instanceof EmulatorError)) throw error
            seen.refused += 1
            assert.equal(memoryOf(account), before)
          }
        }
        const sessions = [...account.sessions.values()]
        for (const [integrationId, { profile, sessionCount }] of account.profiles) {
          const own = sessions.filter(({ profileId }) => profileId === integrationId)
          const closed = own.filter(({ state }) => state === 'closed')
          const cents = closed.reduce((sum, { total }) => sum + Math.round(total * 100), 0)
          assert.equal(sessionCount, own.length)
          assert.equal(profile.closedSessions, closed.length)
          assert.equal(profile.totalSales, cents / 100)
          assert.equal(own.filter(({ firstSession }) => firstSession).length, 1)
        }
      }),
    )
    t.ok(seen.refused > 100 && seen.taken > 100, JSON.stringify(seen))
    t.end()
  },
)
