import type { Exchange } from '../../contract/control/exchange.ts'
import type { IntegrationState } from '../../contract/service/integration-state.ts'
import { useAsked } from '../connection.ts'
import type { Feed } from '../feed.ts'
import { money, plural } from '../format.ts'
import { StatusBadge } from '../parts/badges.tsx'
import { JsonView } from '../parts/json-view.tsx'
import { Notice } from '../parts/notice.tsx'
import { Ago } from '../parts/time.tsx'
import { href } from '../route.ts'
import { usePaced } from '../use-paced.ts'
import { EffectList } from './effect-list.tsx'
import { ReceiptTable } from './receipt-table.tsx'
import { RuleList } from './rule-list.tsx'
import { SessionState } from './session-state.tsx'

/** Updates that are shown of a session. */
const HISTORY = 50

/** One session: its cart and what came of it, the rules, and how it became so. */
export const SessionDetail = ({ id, feed }: { id: string; feed: Feed }) => {
  const paced = usePaced(feed.pulse)
  const { data: session, error } = useAsked((client) => paced(() => client.sessions.get(id)))
  const { data: explained, error: unexplained } = useAsked((client) =>
    paced(() => client.sessions.explain(id)),
  )
  const { data: history } = useAsked((client) =>
    paced(() => client.exchanges.list({ sessionId: id, limit: HISTORY })),
  )
  if (error) return <Notice>{error}</Notice>
  if (!session) return null
  return (
    <>
      <div class="detail-head">
        <h2 title={id}>Session {id}</h2>
        <div class="buttons">
          <a class="button" href={href('composer', id)}>
            Update it in the composer
          </a>
          <a class="button" href={href('exchanges', undefined, { session: id })}>
            Its exchanges
          </a>
        </div>
      </div>
      <p class="facts">
        <SessionState state={session.state} />
        {session.profileId ? (
          <a href={href('profiles', session.profileId)}>profile {session.profileId}</a>
        ) : (
          <span class="faint">anonymous</span>
        )}
        <span>
          updated <Ago time={session.updated} />
        </span>
        {session.couponCodes.map((code) => (
          <code key={code}>{code}</code>
        ))}
        {session.referralCode && <code>{session.referralCode}</code>}
      </p>
      <div class="columns">
        <section class="card" aria-label="Cart">
          <h3>Cart</h3>
          <ReceiptTable session={session} effects={explained?.effects ?? []} />
        </section>
        <section class="card" aria-label="Effects">
          <h3>Effects</h3>
          {unexplained && <Notice tone="busy">{unexplained}</Notice>}
          {explained && <EffectList effects={explained.effects} />}
          {explained?.effects.length === 0 && <p class="faint">None.</p>}
        </section>
      </div>
      {explained && (
        <section class="card" aria-label="Rules">
          <h3>Why each rule did or didn’t fire</h3>
          <RuleList rules={explained.rules} />
        </section>
      )}
      {history && <History exchanges={history.items} />}
      <details class="card">
        <summary>The session as it is stored</summary>
        <JsonView value={session} label="The session" />
      </details>
    </>
  )
}

/** What a reply says of the session, when it says anything. */
const stateIn = ({ response }: Exchange): { state?: string; said?: string } => {
  const { body } = response ?? {}
  if (typeof body !== 'object' || body === null) return {}
  // What the emulator answered to an update or a return; which parts of it, the request said.
  const { customerSession: session, return: returned } = body as Partial<IntegrationState>
  if (returned) {
    const units = returned.returnedCartItems.reduce((sum, { quantity }) => sum + quantity, 0)
    return { state: 'partially_returned', said: `${plural(units, 'unit')} returned` }
  }
  return session ? { state: session.state, said: money(session.total) } : {}
}

const History = ({ exchanges }: { exchanges: readonly Exchange[] }) => (
  <section class="card" aria-label="History">
    <h3>History</h3>
    <ol class="history">
      {exchanges.map((exchange) => {
        const { state, said } = stateIn(exchange)
        return (
          <li key={exchange.id}>
            <a href={href('exchanges', exchange.id)}>
              {exchange.request.method} <Ago time={exchange.receivedAt} />
            </a>
            <StatusBadge status={exchange.response?.status ?? null} />
            {state && <SessionState state={state} />}
            {said !== undefined && <span class="number">{said}</span>}
          </li>
        )
      })}
    </ol>
  </section>
)
