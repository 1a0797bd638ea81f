import { useEffect, useRef } from 'preact/hooks'
import type { Exchange } from '../../contract/control/exchange.ts'
import type { LiveExchange } from '../../contract/control/live.ts'
import { durationText, plural } from '../format.ts'
import { StatusBadge } from '../parts/badges.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { JsonView } from '../parts/json-view.tsx'
import { Notice } from '../parts/notice.tsx'
import { Ago } from '../parts/time.tsx'
import { href } from '../route.ts'
import { asCurl } from './as-curl.ts'
import { CallbackSide } from './callback-side.tsx'
import { useExchange } from './use-exchange.ts'

export interface ExchangeDetailProps {
  readonly id: string
  /** As the feed has it: when that changes, the exchange is asked for again. */
  readonly row: LiveExchange | undefined
  readonly onClose: () => void
}

/** One exchange: what was asked, what was answered, and what became of the callback. */
export const ExchangeDetail = ({ id, row, onClose }: ExchangeDetailProps) => {
  const { data: exchange, error } = useExchange(id, row)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])

  return (
    <section class="detail-pane" aria-label="Exchange">
      <div class="detail-head">
        <h2 ref={heading} tabIndex={-1}>
          {exchange ? `${exchange.request.method} ${exchange.request.path}` : id}
        </h2>
        <div class="buttons">
          {exchange && (
            <CopyButton text={() => asCurl(location.origin, exchange)}>Copy as curl</CopyButton>
          )}
          <CopyButton text={() => location.href}>Copy link</CopyButton>
          <button type="button" onClick={onClose} aria-label="Close (Esc)">
            ✕
          </button>
        </div>
      </div>
      {error && <Notice>{error}</Notice>}
      {exchange && <Facts exchange={exchange} sessionId={row?.sessionId ?? undefined} />}
      {exchange && (
        <div class="sides">
          <Side title="Request">
            <Headers headers={exchange.request.headers} />
            <JsonView value={exchange.request.body} label="Body of the request" />
          </Side>
          <Side title="Reply">
            {exchange.response ? (
              <JsonView value={exchange.response.body} label="Body of the reply" />
            ) : (
              <p class="faint">
                {exchange.fault?.did.reset ? 'None: a fault reset the connection.' : 'On its way.'}
              </p>
            )}
          </Side>
          <Side title="Callback">
            {exchange.callback ? (
              <CallbackSide exchange={exchange} callback={exchange.callback} />
            ) : (
              <p class="faint">The request asked for none.</p>
            )}
          </Side>
        </div>
      )}
    </section>
  )
}

const Side = ({ title, children }: { title: string; children: preact.ComponentChildren }) => (
  <section class="side" aria-label={title}>
    <h3>{title}</h3>
    {children}
  </section>
)

const Facts = ({ exchange, sessionId }: { exchange: Exchange; sessionId: string | undefined }) => (
  <p class="facts">
    <StatusBadge status={exchange.response?.status ?? null} />
    <Ago time={exchange.receivedAt} />
    {exchange.durationMs !== null && <span>{durationText(exchange.durationMs)}</span>}
    {sessionId && <a href={href('sessions', sessionId)}>session {sessionId}</a>}
    {exchange.callback?.correlationId && (
      <a href={href('exchanges', undefined, { correlation: exchange.callback.correlationId })}>
        correlation {exchange.callback.correlationId}
      </a>
    )}
    <span class="faint">{exchange.id}</span>
    {exchange.fault && (
      <span>
        fault {exchange.fault.id}: {Object.keys(exchange.fault.did).join(', ')}
      </span>
    )}
  </p>
)

const Headers = ({ headers }: { headers: Readonly<Record<string, unknown>> }) => (
  <details class="headers">
    <summary>{plural(Object.keys(headers).length, 'header')}</summary>
    <dl>
      {Object.entries(headers).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{String(value)}</dd>
        </div>
      ))}
    </dl>
  </details>
)
