import t from 'tap'
import { CODES_SHOP } from '../../../helpers/platform-shop.ts'
import { ask, shown } from '../../../helpers/platforms.ts'
import { buildScenarioApp } from '../../../helpers/segment-shop.ts'
import { isRefused } from '../../../helpers/third-party.ts'

const DAY_MS = 86_400_000

const open = async (t: Parameters<typeof buildScenarioApp>[0]) => {
  const { app, clock } = await buildScenarioApp(t, CODES_SHOP)
  const add = (body: object) =>
    ask(app, 'customer_engagement', 'POST', '/add_loyalty_points', {
      loyaltyProgramId: 25,
      profileIntegrationId: 'anna',
      points: 300,
      ...body,
    })
  const get = (query: string) => ask(app, 'customer_engagement', 'GET', `/loyalty?${query}`)
  const last = async (programId = 25) => {
    const url = `/v1/loyalty_programs/${programId}/profile/anna/transactions`
    return (await shown(app, url)).data[0]
  }
  return { app, clock, add, get, last }
}

// Source: Third-party OpenAPI, `cep/loyalty`, `LoyaltyResponse`.
t.test('the ledger of a profile is shown, with its subledgers', async (t) => {
  const { add, get } = await open(t)
  await add({ points: 7, subledgerId: 'sub-123', pendingDuration: 'immediate' })
  const reply = await get('profileIntegrationId=anna&loyaltyProgramId=25')
  t.equal(reply.statusCode, 200, reply.body)
  const ledger = (points: number) => ({
    currentBalance: points,
    pendingBalance: 0,
    expiredBalance: 0,
    spentBalance: 0,
    tentativeCurrentBalance: points,
  })
  t.strictSame(reply.json(), {
    id: 25,
    title: 'Stars',
    name: 'stars',
    ledger: ledger(40),
    subLedgers: { 'sub-123': ledger(7) },
  })
  const nothing = await get('profileIntegrationId=ben&loyaltyProgramId=25')
  t.match(nothing.json(), { ledger: ledger(0), subLedgers: {} })
  for (const query of [
    'profileIntegrationId=nobody&loyaltyProgramId=25',
    'profileIntegrationId=anna&loyaltyProgramId=99',
  ]) {
    isRefused(t, await get(query), 404, 'Not Found')
  }
  // "This endpoint only works with profile-based loyalty programs".
  isRefused(t, await get('profileIntegrationId=anna&loyaltyProgramId=26'), 400, /card-based/)
  isRefused(t, await get('profileIntegrationId=anna'), 400, /loyaltyProgramId is required/)
})

// Source: Third-party OpenAPI, `cep/addLoyaltyPoints`; Integration API, `loyaltyTransactionType` (manual).
t.test('points that are added show in balances, and in the log as added by hand', async (t) => {
  const { app, add, last } = await open(t)
  const reply = await add({ loyaltyProgramId: 27, name: 'Compensation', applicationId: 322 })
  t.equal(reply.statusCode, 204, reply.body)
  t.equal(reply.body, '')
  t.match(await shown(app, '/v1/loyalty_programs/27/profile/anna/balances'), {
    balance: { activePoints: 300, pendingPoints: 0 },
  })
  t.match(await last(27), {
    type: 'addition',
    name: 'Compensation',
    amount: 300,
    startDate: 'immediate',
    expiryDate: 'unlimited',
    subledgerId: '',
  })
  const manual = '/v1/loyalty_programs/27/profile/anna/transactions?loyaltyTransactionType=manual'
  t.equal((await shown(app, manual)).data.length, 1)
  const parameters = [{ loyaltyProgramId: '27', integrationId: 'anna' }]
  const emarsys = { fields: ['activeBalance'], limit: 1, parameters }
  const balance = await ask(app, 'emarsys', 'POST', '/loyalty_programs/profile/balance', emarsys)
  t.match(balance.json().content, [{ activeBalance: 300 }], 'Emarsys sees them')
})

// Source: Third-party OpenAPI, `validityDuration`, `validUntil`, `pendingDuration`, `pendingUntil`; Management
// API, `defaultPending`, `defaultValidity`. Assumed: of both forms the duration counts, as in the published
// sample, which has both; points last from when they begin to count.
t.test('points wait and end as they are asked to, else as the program has it', async (t) => {
  const { add, last } = await open(t)
  const cases: [object, startDate: string, expiryDate: string][] = [
    [{}, '2026-01-04T03:04:05.000Z', '2026-02-03T03:04:05.000Z'],
    [
      {
        validityDuration: '5D',
        validUntil: '2021-07-20T22:00:00Z',
        pendingDuration: '12h',
        pendingUntil: '2021-07-20T22:00:00Z',
      },
      '2026-01-02T15:04:05.000Z',
      '2026-01-07T15:04:05.000Z',
    ],
    [
      { pendingDuration: 'immediate', validityDuration: '1D_U' },
      'immediate',
      '2026-01-04T00:00:00.000Z',
    ],
    [{ pendingDuration: 'immediate', validityDuration: 'unlimited' }, 'immediate', 'unlimited'],
    [
      { pendingUntil: '2026-01-10T02:00:00+02:00', validUntil: '2026-01-20T00:00:00Z' },
      '2026-01-10T00:00:00.000Z',
      '2026-01-20T00:00:00.000Z',
    ],
    [
      { pendingUntil: '2026-01-10T00:00:00Z', validityDuration: '2D' },
      '2026-01-10T00:00:00.000Z',
      '2026-01-12T00:00:00.000Z',
    ],
  ]
  for (const [asked, startDate, expiryDate] of cases) {
    const reply = await add(asked)
    t.equal(reply.statusCode, 204, reply.body)
    t.match(await last(), { startDate, expiryDate }, JSON.stringify(asked))
  }
})

t.test('points that wait are pending, then count, then expire', async (t) => {
  const { clock, add, get } = await open(t)
  await add({ pendingDuration: '1D', validityDuration: '1D' })
  const current = async () => {
    const { ledger } = (await get('profileIntegrationId=anna&loyaltyProgramId=25')).json()
    return [ledger.currentBalance, ledger.pendingBalance]
  }
  t.strictSame(await current(), [40, 300])
  clock.advance(DAY_MS)
  t.strictSame(await current(), [340, 0])
  clock.advance(DAY_MS)
  t.strictSame(await current(), [40, 0])
})

t.test('what is no addition of points is refused', async (t) => {
  const { add, get } = await open(t)
  isRefused(t, await add({ points: 0 }), 400, /points must be at least 0.01/)
  isRefused(t, await add({ points: 1e12 }), 400, /points must be at most 999999999999.99/)
  isRefused(
    t,
    await add({ validityDuration: '5 days' }),
    400,
    /validityDuration must be a duration such as 30D/,
  )
  isRefused(t, await add({ validUntil: 'soon' }), 400, /validUntil must be an RFC 3339 time/)
  isRefused(t, await add({ loyaltyProgramId: 26 }), 400, /card-based/)
  isRefused(t, await add({ profileIntegrationId: 'nobody' }), 404, 'Not Found')
  const { ledger } = (await get('profileIntegrationId=anna&loyaltyProgramId=25')).json()
  t.match(ledger, { currentBalance: 40, pendingBalance: 0 })
})
