import t from 'tap'
import { isProblem } from '../../helpers/is-problem.ts'
import { openDeployment } from '../../helpers/open-deployment.ts'

const SHOP = `version: 1
profiles: [{ integrationId: anna }, { integrationId: ben }]
loyaltyPrograms:
  - id: 5
    name: stars
    balances: { anna: 40 }
    tiers: [{ id: 1, name: Silver, minPoints: 30 }, { id: 2, name: Gold, minPoints: 100 }]
  - { id: 6, name: club, cardBased: true, cards: [{ identifier: card-1, points: 5, profiles: [anna] }] }
  - { id: 7, name: later }
campaigns:
  - name: Points
    rules:
      - title: Give
        then:
          - points: { program: stars, name: Given, amount: 10 }
          - points: { program: stars, name: Sub, amount: 3, subledger: extra }
`

const loyaltyOf = (id: string) => `/_mock/profiles/${id}/loyalty`

t.test('the points of a profile are shown as replies show them, and its cards', async (t) => {
  const { app, call } = await openDeployment(t, SHOP)
  const close = await call('PUT', '/v2/customer_sessions/s1', {
    customerSession: { profileId: 'anna', state: 'closed', loyaltyCards: ['card-1'] },
    responseContent: ['loyalty'],
  })
  const shown = (await app.inject(loyaltyOf('anna'))).json()
  t.strictSame(shown, close.json().loyalty)
  t.match(shown.programs, {
    5: {
      name: 'stars',
      ledger: { currentBalance: 50, currentTier: { name: 'Silver' }, pointsToNextTier: 50 },
      subLedgers: { extra: { currentBalance: 3 } },
    },
  })
  t.match(shown.cards, [{ identifier: 'card-1', programID: 6, ledger: { currentBalance: 5 } }])
  t.notOk('7' in shown.programs, 'a program that it has not joined')
})

t.test('points of open sessions are not there yet', async (t) => {
  const { app, call } = await openDeployment(t, SHOP)
  await call('PUT', '/v2/customer_sessions/s1', { customerSession: { profileId: 'anna' } })
  const { ledger } = (await app.inject(loyaltyOf('anna'))).json().programs[5]
  t.match(ledger, { currentBalance: 40, tentativeCurrentBalance: 40 })
})

t.test('a profile without points has none, and one that is not there is a 404', async (t) => {
  const { app } = await openDeployment(t, SHOP)
  t.strictSame((await app.inject(loyaltyOf('ben'))).json(), { programs: {}, cards: [] })
  isProblem(t, await app.inject(loyaltyOf('nobody')), 404, 'not-found')
})
