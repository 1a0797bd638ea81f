import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { newProfile } from '../../src/core/profiles.ts'
import { checkLaw } from '../helpers/check-law.ts'
import { createAccount } from '../helpers/create-account.ts'
import { fromCents } from '../helpers/decimals.ts'
import { makeSession } from '../helpers/make-session.ts'
import { refusalOf } from '../helpers/refusal-of.ts'

const NOW = '2026-01-02T03:04:05.000Z'

const selling = (cents: bigint, profileId = 'cust-7') =>
  makeSession({
    profileId,
    state: 'closed',
    cartItems: [{ sku: 'MUG-1', quantity: 1, price: fromCents(cents) }],
  })

t.test('a new profile is empty', (t) => {
  // Source: Third-party OpenAPI, profileId ("an empty profile is created"), and CustomerProfile.
  t.strictSame(newProfile(3, 'cust-7', NOW), {
    profile: {
      id: 3,
      created: NOW,
      accountId: 1,
      integrationId: 'cust-7',
      attributes: {},
      closedSessions: 0,
      totalSales: 0,
      audienceMemberships: [],
      lastActivity: NOW,
    },
    sessionCount: 0,
  })
  t.end()
})

t.test('an open session adds nothing to the sales of its profile', (t) => {
  // Source: Integration API, closedSessions and totalSales (closed sessions).
  const account = createAccount()
  account.put('s1', makeSession())
  t.match(account.profiles.get('cust-7')?.profile, { closedSessions: 0, totalSales: 0 })
  account.put('s1', { state: 'cancelled' })
  t.match(account.profiles.get('cust-7')?.profile, { closedSessions: 0, totalSales: 0 })
  t.end()
})

t.test(
  'a closed session counts with its total before discounts, additional costs included',
  (t) => {
    // Source: Integration API, totalSales.
    const account = createAccount()
    account.put('s1', makeSession({ additionalCosts: { shipping: { price: 4.99 } } }))
    account.put('s1', { state: 'closed' })
    account.put('s2', selling(1n))
    t.match(account.profiles.get('cust-7')?.profile, { closedSessions: 2, totalSales: 30 })
    t.end()
  },
)

t.test('a closed session counts for its own profile alone', (t) => {
  // Source: Integration API, totalSales.
  const account = createAccount()
  account.put('s1', selling(500n, 'a'))
  account.put('s2', selling(700n, 'b'))
  account.put('s3', selling(900n, ''))
  t.match(account.profiles.get('a')?.profile, { closedSessions: 1, totalSales: 5 })
  t.match(account.profiles.get('b')?.profile, { closedSessions: 1, totalSales: 7 })
  t.equal(account.profiles.size, 2)
  t.end()
})

t.test('cancelling a closed session brings the totals of its profile back exactly', (t) => {
  // Source: Integration API, closedSessions and totalSales (cancelled sessions are taken off).
  const cents = fc.bigInt({ min: 0n, max: 10n ** 12n })
  checkLaw(
    t,
    fc.property(fc.array(cents, { maxLength: 5 }), cents, (earlier, last) => {
      const account = createAccount()
      for (const [i, sale] of earlier.entries()) account.put(`s${i}`, selling(sale))
      const before = account.profiles.get('cust-7')?.profile
      account.put('last', selling(last))
      const between = account.profiles.get('cust-7')?.profile
      assert.equal(between?.closedSessions, earlier.length + 1)
      assert.equal(between?.totalSales, fromCents(earlier.reduce((sum, sale) => sum + sale, last)))
      account.put('last', { state: 'cancelled' })
      const after = account.profiles.get('cust-7')?.profile
      assert.equal(after?.closedSessions, before?.closedSessions ?? 0)
      assert.equal(after?.totalSales, before?.totalSales ?? 0)
    }),
  )
  t.end()
})

t.test('a partially returned session that is cancelled is taken off too', (t) => {
  // Source: Integration API, closedSessions. Assumed: as from closed.
  const account = createAccount()
  const { session } = account.put('s1', selling(1250n))
  account.sessions.set('s1', { ...session, state: 'partially_returned' })
  account.put('s1', { state: 'cancelled' })
  t.match(account.profiles.get('cust-7')?.profile, { closedSessions: 0, totalSales: 0 })
  t.end()
})

t.test('a sale that total sales could not hold is refused, and nothing is counted', (t) => {
  // Assumed: no limit is documented, and `null` is no sum.
  const account = createAccount()
  const huge = makeSession({
    state: 'closed',
    cartItems: [{ sku: 'GOLD', quantity: 1, price: 1.7e308 }],
  })
  account.put('s1', huge)
  const spent = { ...account.spent }
  const { code, faults } = refusalOf(() => account.put('s2', huge, { pointer: '/customerSession' }))
  t.equal(code, 'REQUEST_INVALID')
  t.match(faults, [{ source: '/customerSession/cartItems', details: /totalSales/ }])
  t.strictSame(account.spent, spent)
  account.put('s1', { state: 'cancelled' })
  t.match(account.profiles.get('cust-7')?.profile, { closedSessions: 0, totalSales: 0 })
  t.end()
})
