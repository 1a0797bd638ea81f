import t from 'tap'
import { createAccount } from '../../helpers/create-account.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { programOf } from '../../helpers/program-of.ts'

// Source: Integration API, willAwardGiveaway (any state but closed), awardGiveaway (closed alone).

const program = programOf(`
profiles: [{ integrationId: anna }]
giveawayPools:
  - { id: 4, name: Gifts, codes: [GIFT-1, GIFT-2] }
campaigns:
  - name: Gifts
    referrals: [{ code: FRIEND-1, advocateProfileIntegrationId: anna }]
    rules:
      - title: One for you
        when: { cartTotal: { atLeast: 1 } }
        then: [{ giveaway: { pool: Gifts } }]
      - title: One for the advocate
        when: { referral: valid }
        then: [{ giveaway: { pool: Gifts, for: advocate } }]
`)
const promise = { poolId: 4, poolName: 'Gifts', recipientIntegrationId: 'cust-7' }

t.test('an open session is promised a giveaway, a closed one gets it', (t) => {
  const account = createAccount(program)
  const { state: open } = account.put('s1', makeSession())
  t.match(open.effects, [{ effectType: 'willAwardGiveaway' }])
  t.strictSame(open.effects[0]?.props, promise, 'no code leaks')
  t.strictSame(open.awardedGiveaways, [])
  t.match(account.records.pool(4)?.giveaways, [{ used: false }, { used: false }])

  const { state } = account.put('s1', { state: 'closed' })
  t.match(state.effects, [
    { effectType: 'awardGiveaway', props: { ...promise, giveawayId: 1, code: 'GIFT-1' } },
  ])
  const giveaway = {
    id: 1,
    created: account.now,
    code: 'GIFT-1',
    poolId: 4,
    attributes: {},
    used: true,
    profileIntegrationId: 'cust-7',
    profileId: state.customerProfile?.id,
  }
  t.strictSame(state.awardedGiveaways, [giveaway])
  t.match(account.records.pool(4)?.giveaways, [giveaway, { code: 'GIFT-2', used: false }])
  t.end()
})

t.test(
  'giveaways go out in the order of the pool, each to its recipient, until none is left',
  (t) => {
    const account = createAccount(program)
    const closed = { referralCode: 'FRIEND-1', state: 'closed' as const }
    const { state } = account.put('s1', makeSession(closed))
    t.match(state.awardedGiveaways, [
      { code: 'GIFT-1', profileIntegrationId: 'cust-7' },
      { code: 'GIFT-2', profileIntegrationId: 'anna', profileId: 1 },
    ])
    const empty = account.put('s2', makeSession({ state: 'closed' })).state
    t.strictSame([empty.effects, empty.awardedGiveaways], [[], []])
    t.match(empty.ruleFailureReasons?.[0], { effectIndex: 0, details: /no code left/ })
    t.end()
  },
)

t.test('a giveaway of an anonymous session is of no profile', (t) => {
  const { state } = createAccount(program).put(
    's1',
    makeSession({ profileId: '', state: 'closed' }),
  )
  t.match(state.awardedGiveaways, [{ code: 'GIFT-1', used: true }])
  t.strictSame(
    Object.keys(state.awardedGiveaways?.[0] ?? {}).filter((name) => name.startsWith('profile')),
    [],
  )
  t.end()
})
