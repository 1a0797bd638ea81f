import { worldNameOf } from '../../client/world-name.ts'
import type { Effect } from '../../contract/service/effects.ts'
import { useAsked } from '../connection.ts'
import { CallbackSide } from '../exchanges/callback-side.tsx'
import { useExchange } from '../exchanges/use-exchange.ts'
import type { Feed } from '../feed.ts'
import { durationText } from '../format.ts'
import { StatusBadge } from '../parts/badges.tsx'
import { JsonView } from '../parts/json-view.tsx'
import { href, world } from '../route.ts'
import { EffectList } from '../sessions/effect-list.tsx'
import type { Sent } from './send.ts'

/** The reply in words and in full, and what becomes of the callback. */
export const SentView = ({ sent, feed }: { sent: Sent; feed: Feed }) => {
  const effects = effectsIn(sent.body)
  const { data: home } = useAsked(async ({ worlds }) => {
    const { isolation } = await worlds.list()
    return { world: await worldNameOf(isolation, sent.sender) }
  })
  const isHere = home?.world === world.value
  return (
    <>
      <section class="card" aria-label="Reply">
        <h3>Reply</h3>
        <p class="unseen" role="status">
          Answered with {sent.status}
        </p>
        <p class="facts">
          <StatusBadge status={sent.status} />
          <span>{durationText(sent.tookMs)}</span>
          {sent.exchangeId && home && (
            <a href={href('exchanges', sent.exchangeId, { world: home.world })}>
              {sent.exchangeId}
            </a>
          )}
          {home && !isHere && (
            <span>in the world {home.world ?? 'shared'}, where its callback is</span>
          )}
        </p>
        {effects && <EffectList effects={effects} />}
        {effects?.length === 0 && <p class="faint">No effects.</p>}
        <details open={!effects}>
          <summary>In full</summary>
          <JsonView value={sent.body} label="Body of the reply" />
        </details>
      </section>
      {sent.exchangeId && home && isHere && <CallbackCard id={sent.exchangeId} feed={feed} />}
    </>
  )
}

const CallbackCard = ({ id, feed }: { id: string; feed: Feed }) => {
  const row = feed.rows.value.find((one) => one.id === id)
  const { data: exchange } = useExchange(id, row)
  if (!exchange?.callback) return null
  return (
    <section class="card" aria-label="Callback">
      <h3>Callback</h3>
      <CallbackSide exchange={exchange} callback={exchange.callback} />
    </section>
  )
}

const effectsIn = (body: unknown): readonly Effect[] | undefined =>
  typeof body === 'object' && body !== null && 'effects' in body && Array.isArray(body.effects)
    ? body.effects
    : undefined
