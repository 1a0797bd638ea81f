import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Callback, Exchange } from '../../contract/control/exchange.ts'
import { client, messageOf, noteRefusal } from '../connection.ts'
import { CallbackBadge } from '../parts/badges.tsx'
import { JsonView } from '../parts/json-view.tsx'
import { Notice } from '../parts/notice.tsx'
import { Timeline } from './timeline.tsx'

/** What becomes of a callback: its attempts, what it carries, and what was left out and why. */
export const CallbackSide = ({
  exchange,
  callback,
}: {
  exchange: Exchange
  callback: Callback
}) => {
  const failed = useSignal<string | undefined>(undefined)
  const redeliver = async () => {
    try {
      await client.value.callbacks.redeliver(callback.id)
      failed.value = undefined
    } catch (error) {
      if (!noteRefusal(error)) failed.value = messageOf(error)
    }
  }
  const isUnderWay = callback.state === 'queued' || callback.state === 'sending'
  useEffect(() => {
    failed.value = undefined
  }, [callback.state])
  const left = Object.entries(callback.fields.left)
  return (
    <>
      <p class="facts">
        <CallbackBadge state={callback.state} attempts={callback.attempts.length} />
        <span class="uri">{callback.uri}</span>
        <button type="button" disabled={isUnderWay} onClick={() => void redeliver()}>
          Redeliver
        </button>
      </p>
      {callback.reason && (
        <Notice tone={callback.state === 'failed' ? 'bad' : 'busy'}>{callback.reason}</Notice>
      )}
      {failed.value && <Notice>{failed.value}</Notice>}
      <Timeline receivedAt={exchange.receivedAt} callback={callback} />
      <h4>Fields sent</h4>
      <JsonView value={bodyOf(exchange, callback)} label="Body of the callback" />
      {left.length > 0 && (
        <>
          <h4>Left out</h4>
          <ul class="left-out">
            {left.map(([field, reason]) => (
              <li key={field}>
                <code>{field}</code> <span class="faint">{reason}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

/** What the callback carries: its fields of the reply. */
const bodyOf = ({ response }: Exchange, { fields }: Callback): object => {
  const { body } = response ?? {}
  if (typeof body !== 'object' || body === null) return {}
  const sent = new Set(fields.sent)
  return Object.fromEntries(Object.entries(body).filter(([name]) => sent.has(name)))
}
