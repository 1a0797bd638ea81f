import t from 'tap'
import {
  SESSION_STATES,
  type SessionState,
} from '../../../src/contract/service/customer-sessions.ts'
import type { SessionEvent } from '../../../src/contract/service/integration-state.ts'
import { transition } from '../../../src/core/sessions/transitions.ts'
import { refusalOf } from '../../helpers/refusal-of.ts'

type Row = [
  from: SessionState | 'none',
  to: SessionState,
  result: SessionEvent | 'refused',
  source: string,
]

const CREATED = 'docs, Events: a session is created as open or closed'
const FINAL = 'Integration API: a cancelled session takes no more updates'
const SEALED = 'Integration API: a closed session can only be cancelled by an update'
const RETURNS = 'Integration API: only returning items makes a session partially returned'

const TABLE: Row[] = [
  ['none', 'open', 'talon_session_created', CREATED],
  ['none', 'closed', 'talon_session_closed', `${CREATED}. Assumed: the event, pages disagree`],
  ['none', 'partially_returned', 'refused', RETURNS],
  ['none', 'cancelled', 'refused', CREATED],
  ['open', 'open', 'talon_session_updated', 'docs, Events'],
  ['open', 'closed', 'talon_session_closed', 'docs, Events'],
  ['open', 'partially_returned', 'refused', RETURNS],
  ['open', 'cancelled', 'talon_session_cancelled', 'docs, Events'],
  ['closed', 'open', 'refused', 'Integration API: only Reopen opens a session again'],
  ['closed', 'closed', 'refused', `${SEALED}. Assumed: repeating it is refused too`],
  ['closed', 'partially_returned', 'refused', RETURNS],
  ['closed', 'cancelled', 'talon_session_revoked', 'docs, Events'],
  ['partially_returned', 'open', 'refused', SEALED],
  ['partially_returned', 'closed', 'refused', SEALED],
  ['partially_returned', 'partially_returned', 'refused', RETURNS],
  ['partially_returned', 'cancelled', 'talon_session_revoked', 'Assumed: as from closed'],
  ['cancelled', 'open', 'refused', FINAL],
  ['cancelled', 'closed', 'refused', FINAL],
  ['cancelled', 'partially_returned', 'refused', FINAL],
  ['cancelled', 'cancelled', 'refused', `${FINAL}. Assumed: repeating it is refused too`],
]

for (const [from, to, result, source] of TABLE) {
  const stored = from === 'none' ? undefined : from
  const rule = result === 'refused' ? 'is refused' : `raises ${result}`
  t.test(`${from} to ${to} ${rule}`, (t) => {
    if (result !== 'refused') {
      t.equal(transition(stored, to, ''), result, source)
      return t.end()
    }
    // Assumed: title and pointer, the service's error is not documented.
    const { code, faults } = refusalOf(() => transition(stored, to, '/customerSession'))
    t.equal(code, 'SESSION_TRANSITION_ILLEGAL', source)
    t.equal(faults.length, 1)
    t.match(faults[0], {
      title: 'Invalid state transition',
      details: `state can't become "${to}"`,
      source: '/customerSession/state',
    })
    t.end()
  })
}

t.test('the table holds every pair of states once', (t) => {
  const pairs = new Set(TABLE.map(([from, to]) => `${from} ${to}`))
  const expected = ['none', ...SESSION_STATES].flatMap((from) =>
    SESSION_STATES.map((to) => `${from} ${to}`),
  )
  t.equal(TABLE.length, expected.length)
  t.strictSame([...pairs].sort(), expected.sort())
  t.end()
})

t.test('a refusal says which states can be asked for instead', (t) => {
  const detailsOf = (from: SessionState | undefined, to: SessionState) =>
    refusalOf(() => transition(from, to, '')).faults[0]?.details
  t.match(detailsOf(undefined, 'cancelled'), /a new session takes "open", "closed"$/)
  t.match(detailsOf('closed', 'open'), /in state "closed" takes "cancelled"$/)
  t.match(detailsOf('cancelled', 'open'), /in state "cancelled" takes no more updates$/)
  t.end()
})
