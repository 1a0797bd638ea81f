import t from 'tap'
import { decideRemoval } from '../../../src/core/sessions/remove.ts'
import { createAccount } from '../../helpers/create-account.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { programOf } from '../../helpers/program-of.ts'

// Of the emulator alone.

const program = programOf(`
profiles: [{ integrationId: cust-7, closedSessions: 1, totalSales: 10 }]
campaigns:
  - name: Save
    coupons: [{ code: SAVE }]
    rules:
      - title: Ten
        when: { coupon: valid }
        then: [{ discount: { name: Ten, amount: 10, of: session } }]
`)
const remove = (account: ReturnType<typeof createAccount>, id: string) =>
  decideRemoval(account.factsOf(id))

t.test('removing a session takes it off its profile, and nothing else', (t) => {
  const before = createAccount(program).profiles.get('cust-7')
  for (const states of [
    ['open'],
    ['closed'],
    ['closed', 'cancelled'],
    ['open', 'cancelled'],
  ] as const) {
    const account = createAccount(program)
    for (const state of states) account.put('s1', makeSession({ couponCodes: ['SAVE'], state }))
    t.strictSame(
      remove(account, 's1'),
      { removedSession: 's1', rewards: { profiles: [before] } },
      states.join(),
    )
  }
  t.end()
})

t.test('an anonymous session goes alone; one that is not there changes nothing', (t) => {
  const account = createAccount(program)
  account.put('s1', makeSession({ profileId: '', state: 'closed' }))
  t.strictSame(remove(account, 's1'), { removedSession: 's1' })
  t.strictSame(remove(account, 's2'), { removedSession: undefined })
  t.end()
})
