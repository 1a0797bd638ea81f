import t from 'tap'
import { type Deployment, isRefusedAt, openDeployment } from '../../helpers/open-deployment.ts'

const DAY_MS = 86_400_000

const SHOP = `version: 1
profiles: [{ integrationId: anna }, { integrationId: ben }]
loyaltyPrograms:
  - id: 5
    name: stars
    balances: { anna: 40 }
    tiers: [{ id: 1, name: Silver, minPoints: 30 }, { id: 2, name: Gold, minPoints: 100 }]
  - { id: 6, name: club, cardBased: true, cards: [{ identifier: card-1, points: 5, profiles: [anna] }] }
  - { id: 7, name: later, defaultPending: 14D, defaultValidity: 30D }
  - { id: 8, name: waiting, defaultPending: on_action, defaultValidity: 30D }
campaigns:
  - id: 1
    name: Points
    rules:
      - title: Give
        when: { session: { attributes: { Kind: give } } }
        then:
          - points: { program: stars, name: Given, amount: 10 }
          - points: { program: stars, name: Sub, amount: 3, subledger: extra }
      - title: Spend
        when: { session: { attributes: { Kind: spend } } }
        then: [{ redeem: { program: stars, name: Spent, points: 15 } }]
      - title: Later
        when: { session: { attributes: { Kind: later } } }
        then: [{ points: { program: later, name: Later, amount: 7 } }]
      - title: Wait
        when: { session: { attributes: { Kind: wait } } }
        then: [{ points: { program: waiting, name: Waits, amount: 9 } }]
attributes: { CustomerSession: { Kind: string } }
`

const ANNA = '/v1/loyalty_programs/5/profile/anna'

/** Closes a session of a profile that a rule goes by. */
const close = async ({ call }: Deployment, id: string, Kind: string, profileId = 'anna') => {
  const reply = await call('PUT', `/v2/customer_sessions/${id}`, {
    customerSession: { profileId, state: 'closed', attributes: { Kind } },
  })
  if (reply.statusCode !== 200) throw new Error(reply.body)
}

const cancel = ({ call }: Deployment, id: string) =>
  call('PUT', `/v2/customer_sessions/${id}`, { customerSession: { state: 'cancelled' } })

const read = async ({ call }: Deployment, url: string) => {
  const reply = await call('GET', url)
  if (reply.statusCode !== 200) throw new Error(reply.body)
  return reply.json()
}

const NONE = {
  activePoints: 0,
  pendingPoints: 0,
  spentPoints: 0,
  expiredPoints: 0,
  negativePoints: 0,
}

// Source: Integration API, "Get customer's loyalty balances" (active, pending until their start, spent,
// expired: "awarded but never redeemed").
t.test('balances: active and spent, of the main ledger and of each subledger', async (t) => {
  const shop = await openDeployment(t, SHOP)
  t.strictSame(await read(shop, `${ANNA}/balances`), {
    balance: { ...NONE, activePoints: 40 },
    subledgerBalances: {},
  })
  await close(shop, 's1', 'give')
  await close(shop, 's2', 'spend')
  t.strictSame(await read(shop, `${ANNA}/balances`), {
    balance: { ...NONE, activePoints: 35, spentPoints: 15 },
    subledgerBalances: { extra: { ...NONE, activePoints: 3 } },
  })
  t.strictSame((await read(shop, `${ANNA}/balances?subledgerId=extra`)).subledgerBalances, {
    extra: { ...NONE, activePoints: 3 },
  })
  await cancel(shop, 's2')
  t.match((await read(shop, `${ANNA}/balances`)).balance, { activePoints: 50, spentPoints: 0 })
  t.strictSame(await read(shop, '/v1/loyalty_programs/5/profile/ben/balances'), {
    balance: NONE,
    subledgerBalances: {},
  })
})

t.test('balances: pending until the start, expired after the end', async (t) => {
  const shop = await openDeployment(t, SHOP)
  await close(shop, 's1', 'later')
  const path = '/v1/loyalty_programs/7/profile/anna'
  const balance = async (query = '') => (await read(shop, `${path}/balances${query}`)).balance
  const points = async (status: string) =>
    (await read(shop, `${path}/points?status=${status}`)).data.length
  t.strictSame(await balance(), { ...NONE, pendingPoints: 7 })
  t.strictSame(
    [await points('pending'), await points('active'), await points('expired')],
    [1, 0, 0],
  )
  // Source: Integration API, `endDate` ("any past, present, or future timestamp value").
  t.strictSame(await balance('?endDate=2026-01-17T00:00:00Z'), { ...NONE, activePoints: 7 })
  t.strictSame(await balance('?endDate=2026-06-01T00:00:00Z'), { ...NONE, expiredPoints: 7 })
  t.strictSame(await balance('?endDate=2025-12-31T00:00:00Z'), NONE, 'before there were any')
  shop.clock.advance(14 * DAY_MS)
  t.strictSame(await balance(), { ...NONE, activePoints: 7 })
  shop.clock.advance(30 * DAY_MS)
  t.strictSame(await balance(), { ...NONE, expiredPoints: 7 })
  t.strictSame(
    [await points('pending'), await points('active'), await points('expired')],
    [0, 0, 1],
  )
})

// Source: Integration API, `includeTiers` ("the current tier and the number of points required to move to
// next tier"), `includeProjectedTier`.
t.test('balances: tiers, when they are asked for', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const balance = async (query: string) => (await read(shop, `${ANNA}/balances${query}`)).balance
  t.match(await balance('?includeTiers=true'), {
    activePoints: 40,
    currentTier: { id: 1, name: 'Silver' },
    pointsToNextTier: 60,
    nextTierName: 'Gold',
  })
  t.match(await balance('?includeProjectedTier=true'), {
    projectedTier: { projectedActivePoints: 40, projectedTierName: 'Silver' },
  })
  t.strictSame(Object.keys(await balance('?includeTiers=false')).sort(), Object.keys(NONE).sort())
  const of = '/v1/loyalty_programs/5/profile/ben/balances?includeTiers=true'
  const { balance: bens } = await read(shop, of)
  t.match(bens, { pointsToNextTier: 30, nextTierName: 'Silver' })
  t.notOk('currentTier' in bens)
})

// Source: Integration API, "List customer's unused loyalty points" (`status`, `pageSize` 1 to 1,000, `skip`,
// `startDate` "immediate", `expiryDate` "unlimited", `hasMore`).
t.test('unused points, addition by addition, page by page', async (t) => {
  const shop = await openDeployment(t, SHOP)
  shop.clock.advance(1000)
  await close(shop, 's1', 'give')
  await close(shop, 's2', 'spend')
  const { hasMore, data } = await read(shop, `${ANNA}/points`)
  t.equal(hasMore, false)
  t.match(data, [
    { amount: 25, programId: 5, subledgerId: '', startDate: 'immediate', expiryDate: 'unlimited' },
    { amount: 10, name: 'Given', customerSessionId: 's1', created: '2026-01-02T03:04:06.000Z' },
    { amount: 3, name: 'Sub', subledgerId: 'extra', transactionUUID: String, id: Number },
  ])
  t.notOk('customerSessionId' in data[0])
  t.match(await read(shop, `${ANNA}/points?pageSize=2`), { hasMore: true, data: { length: 2 } })
  t.strictSame(await read(shop, `${ANNA}/points?pageSize=2&skip=2`), {
    hasMore: false,
    data: [data[2]],
  })
  t.match((await read(shop, `${ANNA}/points?sort=-created&pageSize=1`)).data, [{ name: 'Sub' }])
  t.strictSame((await read(shop, `${ANNA}/points?subledgerId=extra`)).data, [data[2]])
  for (const [query, source] of [
    ['pageSize=0', 'pageSize'],
    ['pageSize=1001', 'pageSize'],
    ['skip=-1', 'skip'],
    ['status=gone', 'status'],
  ] as const) {
    isRefusedAt(t, await shop.call('GET', `${ANNA}/points?${query}`), 400, source)
  }
})

// Source: Integration API, "List customer's loyalty transactions" (fields, filters, "the last 50").
t.test('transactions, the latest first, filtered and page by page', async (t) => {
  const shop = await openDeployment(t, SHOP)
  shop.clock.advance(1000)
  await close(shop, 's1', 'give')
  shop.clock.advance(1000)
  await close(shop, 's2', 'spend')
  const path = `${ANNA}/transactions`
  const { hasMore, data } = await read(shop, path)
  t.equal(hasMore, false)
  t.match(data, [
    {
      type: 'subtraction',
      amount: 15,
      name: 'Spent',
      customerSessionId: 's2',
      rulesetId: Number,
      ruleName: 'Spend',
      programId: 5,
      subledgerId: '',
      flags: { createsNegativeBalance: false },
    },
    { type: 'addition', amount: 3, subledgerId: 'extra' },
    { type: 'addition', amount: 10, startDate: 'immediate', expiryDate: 'unlimited' },
    { type: 'addition', amount: 40, created: '2026-01-02T03:04:05.000Z' },
  ])
  const amounts = async (query: string) =>
    (await read(shop, `${path}?${query}`)).data.map(({ amount }: { amount: number }) => amount)
  t.strictSame(await amounts('loyaltyTransactionType=session'), [15, 3, 10])
  t.strictSame(await amounts('loyaltyTransactionType=import'), [40])
  t.strictSame(await amounts('loyaltyTransactionType=manual'), [])
  t.strictSame(await amounts('customerSessionIDs=s1'), [3, 10])
  t.strictSame(await amounts('customerSessionIDs=s1&customerSessionIDs=s2'), [15, 3, 10])
  t.strictSame(await amounts('subledgerId=extra'), [3])
  t.strictSame(await amounts(`transactionUUIDs=${data[0].transactionUUID}`), [15])
  t.strictSame(await amounts('startDate=2026-01-02T03:04:06Z'), [15, 3, 10])
  t.strictSame(await amounts('endDate=2026-01-02T03:04:06Z'), [3, 10, 40])
  t.strictSame(await amounts('startDate=2026-01-02T04:04:07%2B01:00'), [15])
  // "If you do not include a time component, a default time value of T00:00:00 (midnight) is considered".
  t.strictSame(await amounts('startDate=2026-01-02'), [15, 3, 10, 40])
  t.strictSame(await amounts('endDate=2026-01-02'), [])
  t.match(await read(shop, `${path}?pageSize=3`), { hasMore: true, data: { length: 3 } })
  t.strictSame(await read(shop, `${path}?pageSize=3&skip=3`), { hasMore: false, data: [data[3]] })
  t.match(await read(shop, `${path}?pageSize=4`), { hasMore: false, data: { length: 4 } })
  for (const [query, source] of [
    ['loyaltyTransactionType=other', 'loyaltyTransactionType'],
    ['startDate=yesterday', 'startDate'],
    ['pageSize=1001', 'pageSize'],
  ] as const) {
    isRefusedAt(t, await shop.call('GET', `${path}?${query}`), 400, source)
  }
})

t.test('the last 50 transactions, when nothing else is said', async (t) => {
  const shop = await openDeployment(t, SHOP)
  for (let i = 0; i < 26; i++) await close(shop, `s${i}`, 'give')
  t.match(await read(shop, `${ANNA}/transactions`), { hasMore: true, data: { length: 50 } })
})

// Source: Integration API, cancelling (points are rolled back: `rollbackAddedLoyaltyPoints`,
// `rollbackDeductedLoyaltyPoints`).
t.test('what is rolled back is a transaction the other way', async (t) => {
  const shop = await openDeployment(t, SHOP)
  await close(shop, 's1', 'give')
  await close(shop, 's2', 'spend')
  await cancel(shop, 's2')
  const path = `${ANNA}/transactions`
  const uuids = new Set<string>()
  const [back, spent] = (await read(shop, path)).data
  t.match(back, { type: 'addition', amount: 15, customerSessionId: 's2' })
  t.match(spent, { type: 'subtraction', amount: 15, customerSessionId: 's2' })
  await cancel(shop, 's1')
  const { data } = await read(shop, path)
  t.match(
    data.filter(({ customerSessionId: id }: { customerSessionId: string }) => id === 's1'),
    [
      { type: 'subtraction' },
      { type: 'subtraction' },
      { type: 'addition', amount: 3 },
      { type: 'addition', amount: 10 },
    ],
  )
  for (const { transactionUUID } of data) uuids.add(transactionUUID)
  t.equal(uuids.size, 7)
  t.match((await read(shop, `${ANNA}/balances`)).balance, { activePoints: 40, spentPoints: 0 })
})

// Source: Integration API, "Delete customer's transactions" (`scope`, `subledgerIds`; 204).
t.test('transactions are deleted of some subledgers, or of all', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const remove = (body: object) => shop.call('POST', `${ANNA}/delete_transactions`, body)
  await close(shop, 's1', 'give')
  const some = await remove({ scope: 'SelectedSubledgers', subledgerIds: ['extra'] })
  t.equal(some.statusCode, 204, some.body)
  t.equal(some.body, '')
  t.strictSame(await read(shop, `${ANNA}/balances`), {
    balance: { ...NONE, activePoints: 50 },
    subledgerBalances: {},
  })
  t.equal((await read(shop, `${ANNA}/transactions`)).data.length, 2)
  isRefusedAt(t, await remove({ scope: 'SelectedSubledgers' }), 400, '/subledgerIds')
  isRefusedAt(t, await remove({ scope: 'Everything' }), 400, '/scope')
  isRefusedAt(t, await remove({}), 400, '/scope')
  t.equal((await remove({ scope: 'AllSubledgers' })).statusCode, 204)
  t.strictSame(await read(shop, `${ANNA}/transactions`), { hasMore: false, data: [] })
  t.strictSame((await read(shop, `${ANNA}/balances`)).balance, NONE)
  t.equal((await cancel(shop, 's1')).statusCode, 200, 'there is nothing left to roll back')
})

// Source: Integration API, "Activate loyalty points" (1 to 50 `transactionUUIDs`, or `sessionId`), "List
// customer's loyalty transactions", `startDate` (`on_action`), `validityDuration` (the points remain active
// "relative to the activation date").
t.test('points that wait for an action are activated', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const path = '/v1/loyalty_programs/8'
  const activate = (body: object) => shop.call('POST', `${path}/activate_points`, body)
  for (const id of ['s1', 's2', 's3']) await close(shop, id, 'wait')
  t.strictSame((await read(shop, `${path}/profile/anna/balances`)).balance, {
    ...NONE,
    pendingPoints: 27,
  })
  const { data } = await read(shop, `${path}/profile/anna/points?status=pending`)
  t.match(data[0], { startDate: 'on_action', expiryDate: 'unlimited', customerSessionId: 's1' })
  t.match((await read(shop, `${path}/profile/anna/transactions`)).data[2], {
    startDate: 'on_action',
    expiryDate: 'unlimited',
  })
  shop.clock.advance(5 * DAY_MS)
  const one = await activate({ transactionUUIDs: [data[0].transactionUUID] })
  t.equal(one.statusCode, 200, one.body)
  t.match(one.json().ledgerEntries, [
    { transactionUUID: data[0].transactionUUID, amount: 9, type: 'addition' },
  ])
  t.match((await read(shop, `${path}/profile/anna/balances`)).balance, {
    activePoints: 9,
    pendingPoints: 18,
  })
  const two = await activate({ sessionId: 's2' })
  t.match(two.json().ledgerEntries, [{ customerSessionId: 's2' }])
  t.equal(two.json().ledgerEntries.length, 1)
  const { data: active } = await read(shop, `${path}/profile/anna/points`)
  t.match(active, [{ customerSessionId: 's1' }, { customerSessionId: 's2' }])
  t.equal(active[0].expiryDate, '2026-02-06T03:04:05.000Z')
  shop.clock.advance(30 * DAY_MS)
  t.strictSame((await read(shop, `${path}/profile/anna/balances`)).balance, {
    ...NONE,
    pendingPoints: 9,
    expiredPoints: 18,
  })
  t.equal((await activate({})).statusCode, 400)
  t.equal((await activate({ sessionId: 's3', transactionUUIDs: ['x'] })).statusCode, 400)
  isRefusedAt(t, await activate({ transactionUUIDs: [] }), 400, '/transactionUUIDs')
  const many = { transactionUUIDs: Array.from({ length: 51 }, () => data[2].transactionUUID) }
  isRefusedAt(t, await activate(many), 400, '/transactionUUIDs')
  const unknown = { transactionUUIDs: [data[2].transactionUUID, 'unknown'] }
  t.equal((await activate(unknown)).statusCode, 404)
  const pending = await read(shop, `${path}/profile/anna/points?status=pending`)
  t.equal(pending.data.length, 1, 'none of them was activated')
})

// Source: Integration API, "Generate loyalty card" (identifier of 4 to 108 of `A-Za-z0-9._%+@-`).
t.test('a card is made, with an identifier or without', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const make = (body: object) => shop.call('POST', '/v1/loyalty_programs/6/cards', body)
  const made = await make({
    status: 'inactive',
    customerProfileIds: ['anna', 'new'],
    cardIdentifier: 'a.b_c%d+e@f-1',
  })
  t.equal(made.statusCode, 200, made.body)
  t.match(made.json(), {
    id: Number,
    created: String,
    programID: 6,
    status: 'inactive',
    identifier: 'a.b_c%d+e@f-1',
    usersPerCardLimit: 0,
    profiles: [{ integrationId: 'anna' }, { integrationId: 'new' }],
  })
  t.equal((await shop.call('GET', '/v1/customer_profiles/new/inventory')).statusCode, 200)
  const plain = (await make({})).json()
  t.match(plain, { status: 'active', identifier: /^[A-Za-z0-9._%+@-]{4,108}$/, profiles: [] })
  for (const cardIdentifier of ['1234', 'x'.repeat(108)]) {
    t.equal((await make({ cardIdentifier })).statusCode, 200)
  }
  for (const cardIdentifier of ['123', 'x'.repeat(109), 'a b c d', 'käse', '']) {
    isRefusedAt(t, await make({ cardIdentifier }), 400, '/cardIdentifier')
  }
  for (const cardIdentifier of ['1234', 'card-1']) {
    const twice = await make({ cardIdentifier })
    t.equal(twice.statusCode, 409)
    t.match(twice.json(), { StatusCode: 409 })
  }
  isRefusedAt(t, await make({ status: 'lost' }), 400, '/status')
  const wrong = await shop.call('POST', '/v1/loyalty_programs/5/cards', {})
  isRefusedAt(t, wrong, 400, 'loyaltyProgramId')
  const none = await shop.call('POST', '/v1/loyalty_programs/99/cards', {})
  isRefusedAt(t, none, 404, 'loyaltyProgramId')
})

// Source: Integration API, "Link customer profile to card", "Unlink customer profile from card" (200 with the
// card; 404).
t.test('a card is linked to profiles, and unlinked', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const change = (action: string, integrationId: string, card = 'card-1', program = 6) =>
    shop.call('POST', `/v2/loyalty_programs/${program}/cards/${card}/${action}_profile`, {
      integrationId,
    })
  shop.clock.advance(1000)
  const linked = await change('link', 'ben')
  t.equal(linked.statusCode, 200, linked.body)
  t.match(linked.json(), {
    identifier: 'card-1',
    profiles: [
      { integrationId: 'anna' },
      { integrationId: 'ben', timestamp: '2026-01-02T03:04:06.000Z' },
    ],
    ledger: { currentBalance: 5 },
  })
  const unlinked = await change('unlink', 'anna')
  t.match(unlinked.json().profiles, [{ integrationId: 'ben' }])
  t.equal(unlinked.json().profiles.length, 1)
  const cards = await read(shop, '/v1/customer_profiles/anna/inventory?loyalty=true')
  t.notOk(cards.loyalty.cards?.length)
  isRefusedAt(t, await change('unlink', 'anna'), 400, '/integrationId')
  isRefusedAt(t, await change('link', ''), 400, '/integrationId')
  isRefusedAt(t, await change('link', 'ben', 'card-9'), 404, 'loyaltyCardId')
  isRefusedAt(t, await change('link', 'ben', 'card-1', 99), 404, 'loyaltyProgramId')
})

// Source: Integration API, "Get card's point balances", "List card's unused loyalty points", "List card's
// transactions"; `loyaltyProgramId` ("Identifier of the profile-based", "of the card-based loyalty program").
t.test('points of cards and of profiles are in programs of their own', async (t) => {
  const shop = await openDeployment(t, SHOP)
  const card = '/v1/loyalty_programs/6/cards/card-1'
  t.match((await read(shop, `${card}/balances`)).balance, { activePoints: 5 })
  t.match(await read(shop, `${card}/points`), { hasMore: false, data: [{ amount: 5 }] })
  t.match((await read(shop, `${card}/transactions`)).data, [{ type: 'addition', amount: 5 }])
  for (const part of ['balances', 'points', 'transactions']) {
    const get = (path: string) => shop.call('GET', `/v1/loyalty_programs/${path}/${part}`)
    isRefusedAt(t, await get('6/profile/anna'), 400, 'loyaltyProgramId')
    isRefusedAt(t, await get('5/cards/card-1'), 400, 'loyaltyProgramId')
    isRefusedAt(t, await get('99/profile/anna'), 404, 'loyaltyProgramId')
    isRefusedAt(t, await get('99/cards/card-1'), 404, 'loyaltyProgramId')
    isRefusedAt(t, await get('5/profile/nobody'), 404, 'integrationId')
    isRefusedAt(t, await get('6/cards/card-9'), 404, 'loyaltyCardId')
    isRefusedAt(t, await get('x/profile/anna'), 400, 'loyaltyProgramId')
  }
  const all = { scope: 'AllSubledgers' }
  const none = await shop.call('POST', '/v1/loyalty_programs/99/activate_points', {
    sessionId: 's',
  })
  isRefusedAt(t, none, 404, 'loyaltyProgramId')
  const gone = '/v1/loyalty_programs/99/profile/anna/delete_transactions'
  isRefusedAt(t, await shop.call('POST', gone, all), 404, 'loyaltyProgramId')
})
