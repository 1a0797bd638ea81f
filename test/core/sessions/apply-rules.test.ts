import t from 'tap'
import type { CustomerSessionInput } from '../../../src/contract/service/customer-sessions.ts'
import { createAccount } from '../../helpers/create-account.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { programOf } from '../../helpers/program-of.ts'

const shop = (rules: string) =>
  createAccount(
    programOf(`
attributes:
  CustomerSession: { note: string }
  CustomerProfile: { orders: number, seen: string }
audiences: [{ id: 1, name: New }, { id: 2, name: Buyers }]
profiles: [{ integrationId: anna, audiences: [New], closedSessions: 2, totalSales: 100 }]
campaigns:
  - name: Rules
    rules: ${rules}`),
  )
const anna = (rest: CustomerSessionInput = {}) => makeSession({ profileId: 'anna', ...rest })
const typesOf = ({ state }: ReturnType<ReturnType<typeof shop>['put']>) =>
  state.effects.map(({ effectType }) => effectType)

t.test("rules read the profile's totals as they are before this session's own close", (t) => {
  // Assumed: the service says only that closing counts the session.
  const account = shop(`
      - title: Two orders
        when: { profile: { closedSessions: { equals: 2 }, totalSales: { equals: 100 } } }
        then: [{ notify: { title: Third } }]`)
  t.strictSame(typesOf(account.put('s1', anna())), ['showNotification'])
  const closed = account.put('s1', { state: 'closed' })
  t.strictSame(typesOf(closed), ['showNotification'])
  t.match(closed.state.customerProfile, { closedSessions: 3, totalSales: 125 })
  t.strictSame(typesOf(account.put('s2', anna())), [], 'the next session sees the close')
  const revoked = account.put('s1', { state: 'cancelled' })
  t.match(revoked.state.customerProfile, { closedSessions: 2, totalSales: 100 })
  t.strictSame(typesOf(account.put('s2', {})), ['showNotification'])
  t.end()
})

t.test('a rule that asks for the closing state fires with it alone', (t) => {
  const account = shop(`
      - title: Thanks
        when: { session: { state: closed } }
        then: [{ notify: { title: Thanks } }]`)
  t.strictSame(typesOf(account.put('s1', anna())), [])
  t.strictSame(typesOf(account.put('s1', { state: 'closed' })), ['showNotification'])
  t.strictSame(typesOf(account.put('s2', anna({ state: 'closed' }))), ['showNotification'])
  t.end()
})

t.test('attributes of session and profile change with any update, and stay', (t) => {
  // Source: Integration API, updateAttribute; docs, Sessions (cancelling does not roll them back).
  const account = shop(`
      - title: Mark
        then:
          - setAttribute: { path: Session.Attributes.note, value: seen }
          - setAttribute: { path: Profile.Attributes.seen, value: { expr: [., Session, IntegrationId] } }`)
  const { state } = account.put('s1', anna({ attributes: { note: 'mine' } }))
  t.strictSame(state.customerSession.attributes, { note: 'seen' })
  t.strictSame(state.customerProfile?.attributes, { seen: 's1' })
  t.strictSame(account.sessions.get('s1')?.attributes, { note: 'seen' })
  account.put('s1', { state: 'closed' })
  const revoked = account.put('s1', { state: 'cancelled' }).state
  t.strictSame(revoked.customerSession.attributes, { note: 'seen' })
  t.strictSame(revoked.customerProfile?.attributes, { seen: 's1' })
  const anonymous = account.put('s2', makeSession({ profileId: '' })).state
  t.strictSame(anonymous.effects, [], 'a profile that is not there fails the rule')
  t.strictSame(anonymous.customerSession.attributes, {}, 'with all its effects')
  t.end()
})

t.test('an attribute of any name can be set', (t) => {
  for (const name of ['__proto__', 'constructor']) {
    const account = shop(`
      - title: Mark
        effects: [[updateAttribute, Profile.Attributes.${name}, 1]]`)
    const { state } = account.put('s1', anna())
    t.same(Object.entries(state.customerProfile?.attributes ?? {}), [[name, 1]])
  }
  t.end()
})

t.test('audiences are joined once and left, with any update', (t) => {
  const account = shop(`
      - title: From new to buyer
        then: [{ audience: { add: Buyers } }, { audience: { remove: New } }]`)
  for (const session of [
    anna(),
    {},
    { state: 'closed' as const },
    { state: 'cancelled' as const },
  ]) {
    const { state } = account.put('s1', session)
    t.strictSame(state.customerProfile?.audienceMemberships, [{ id: 2, name: 'Buyers' }])
  }
  t.end()
})

t.test('rules see an audience from the next update on', (t) => {
  const account = shop(`
      - title: Join
        then: [{ audience: { add: Buyers } }]
      - title: Welcome
        when: { profile: { audience: Buyers } }
        then: [{ notify: { title: Welcome } }]`)
  t.strictSame(typesOf(account.put('s1', anna())), ['addToAudience'])
  t.strictSame(typesOf(account.put('s1', {})), ['addToAudience', 'showNotification'])
  t.end()
})
